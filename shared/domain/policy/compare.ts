/** What a version of a policy would change: the same households before and after. */
import type { HouseholdFacts, Verdict } from "../../contract/eligibility.ts";
import type { ComparedCase } from "../../contract/policy-version.ts";
import type { PointsFacts, PointsTable } from "../../contract/points.ts";
import type { ProgrammePolicy } from "../../contract/programme.ts";
import type { CivilDate } from "../../contract/values.ts";
import { addMonths } from "../calendar/days.ts";
import { edgeCases } from "../eligibility/edges.ts";
import { evaluate, verdictOf, type Look } from "../eligibility/evaluate.ts";
import { countPoints } from "../points/count.ts";

const VERDICTS: Readonly<Record<ReturnType<typeof verdictOf>["kind"], Verdict>> = {
  qualified: "QUALIFIED",
  "not-qualified": "NOT_QUALIFIED",
  incomplete: "INCOMPLETE",
};

function sideOf(
  policy: ProgrammePolicy | undefined,
  facts: HouseholdFacts,
  look: Look,
): ComparedCase["before"] {
  if (!policy) return { because: [] };
  const { kind, because } = verdictOf(evaluate(facts, policy, look));
  return {
    policy: policy.version,
    verdict: VERDICTS[kind],
    because: because.map(({ condition, outcome, title }) => ({ condition, outcome, title })),
  };
}

export type Versions = {
  /** Undefined: not open there so far. */
  readonly before: ProgrammePolicy | undefined;
  readonly after: ProgrammePolicy | undefined;
};

/** One household under both versions. */
export function compareCase(
  { label, facts }: { readonly label: string; readonly facts: HouseholdFacts },
  { before, after }: Versions,
  look: Look,
): ComparedCase {
  const sides = { before: sideOf(before, facts, look), after: sideOf(after, facts, look) };
  const said = ({ verdict, because }: ComparedCase["before"]): string =>
    JSON.stringify([verdict, because.map(({ condition, outcome }) => [condition, outcome])]);
  return { label, changed: said(sides.before) !== said(sides.after), ...sides };
}

/**
 * The households at the edges of both versions that fare otherwise than before: what a moved limit
 * does, without anyone's case.
 *
 * @param day - the day on which both are tried
 */
export function compareEdges(versions: Versions, day: CivilDate): ComparedCase[] {
  const seen = new Set<string>();
  return [versions.before, versions.after]
    .flatMap((policy) => (policy ? edgeCases(policy, day) : []))
    .flatMap(({ rule, edge, facts }) => {
      const key = JSON.stringify(facts);
      if (seen.has(key)) return [];
      seen.add(key);
      const off = edge.off === undefined ? "" : ` ${edge.off > 0 ? "+" : ""}${edge.off}`;
      const label = `${rule.title.zh} ${edge.limit}${off}`.trim();
      return [compareCase({ label, facts }, versions, { on: day })];
    })
    .filter(({ changed }) => changed);
}

/** People whom a points table treats otherwise at the edges of its caps. */
const SAMPLES: readonly { readonly label: string; readonly facts: PointsFacts }[] = [
  ...[12, 60, 119, 120, 121, 144, 145].map((months) => ({
    label: `参保 ${months} 个月`,
    facts: { insurance: [monthsUpTo(months)] },
  })),
  ...[12, 108, 109, 144, 145].map((months) => ({
    label: `居住 ${months} 个月`,
    facts: { residence: [{ from: addMonths("2026-01-01", -months), area: "QZ" as const }] },
  })),
  ...[50, 50.01, 100].map((share) => ({
    label: `住房份额 ${share} %`,
    facts: { homeSharePercent: share },
  })),
];

function monthsUpTo(months: number) {
  const from = addMonths("2026-01-01", 1 - months).slice(0, 7);
  return { from, until: "2026-01", backPaid: false, area: "QZ" as const };
}

/** The sums of sample people, and of one item of each indicator, under both tables. */
export function compareTables(
  { before, after }: { readonly before: PointsTable | undefined; readonly after: PointsTable },
  day: CivilDate,
): ComparedCase[] {
  const items = after.indicators.flatMap(({ id, unit, title }) =>
    unit === "ITEM" ? [{ label: title.zh, facts: { items: { [id]: 1 } } }] : [],
  );
  const sideFor = (table: PointsTable | undefined, facts: PointsFacts) => {
    if (!table) return { because: [] };
    // All of the samples' months were spent here, wherever the table counts.
    const { totalCenti } = countPoints(table, facts, { on: day, here: ["QZ"] });
    return { policy: table.version, totalCenti, because: [] };
  };
  return [...SAMPLES, ...items].map(({ label, facts }) => {
    const sides = { before: sideFor(before, facts), after: sideFor(after, facts) };
    return { label, changed: sides.before.totalCenti !== sides.after.totalCenti, ...sides };
  });
}
