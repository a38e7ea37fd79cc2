/**
 * Households at the edges of every limit, made from the policy data: what an officer sees change
 * when a limit moves, and what the tests hold every condition to.
 */
import type { HouseholdFacts } from "../../contract/eligibility.ts";
import type { ConditionKind, ConditionRule, ProgrammePolicy } from "../../contract/programme.ts";
import type { ApplicantGroup } from "../../contract/application.ts";
import { Programme, Qualification } from "../../contract/application.ts";
import { jurisdictions, type Jurisdiction } from "../../contract/ids.ts";
import type { CivilDate } from "../../contract/values.ts";
import { addDays, addMonths, addYears } from "../calendar/days.ts";

type Patch = Partial<HouseholdFacts>;

/** One household, said by what is special about it. */
export type Edge = {
  /** The member of the rule it stands at. */
  readonly limit: string;
  /** Units off the limit; absent where the limit is no number or day. */
  readonly off?: -1 | 0 | 1;
  readonly facts: Patch;
  /** What the text of the rule says of it. */
  readonly met: boolean;
};

type Rule<K extends ConditionKind> = Extract<ConditionRule, { kind: K }>;
type Edges<K extends ConditionKind> = (rule: Rule<K>, on: CivilDate) => readonly Edge[];

const OFFS = [-1, 0, 1] as const;

/** Well inside a limit, wherever it moves: what all other conditions of a household rest on. */
const inside = (limit: string, facts: Patch): Edge => ({ limit, facts, met: true });

/** At, under and over an inclusive highest value. */
const atMost = (limit: string, value: number, facts: (value: number) => Patch): Edge[] =>
  OFFS.filter((off) => value + off >= 0).map((off) => ({
    ...{ limit, off, facts: facts(value + off), met: off <= 0 },
  }));
/** At, under and over an inclusive lowest value. */
const atLeast = (limit: string, value: number, facts: (value: number) => Patch): Edge[] =>
  OFFS.filter((off) => value + off >= 0).map((off) => ({
    ...{ limit, off, facts: facts(value + off), met: off >= 0 },
  }));

const area = (centi: number): Patch => ({
  householdSize: 1,
  ownedHomes: centi === 0 ? [] : [{ area: "ELSEWHERE", areaM2: centi / 100 }],
});

const everywhere = Object.keys(jurisdictions) as Jurisdiction[];
const outside = (areas: readonly Jurisdiction[]): Jurisdiction[] =>
  everywhere.filter((one) => !areas.includes(one));

/** Someone who turns `years` on a day. */
const born = (years: number, turns: CivilDate): Patch => ({ bornOn: addYears(turns, -years) });

/** The edges of every condition by its name; a new condition has none until it is given some. */
export const edges: { readonly [K in ConditionKind]: Edges<K> } = {
  "group-admitted": ({ admitted }) => [
    ...admitted.map((group) => ({ limit: "admitted", facts: { group }, met: true })),
    ...GROUPS.filter((group) => !admitted.includes(group)).map((group) => ({
      ...{ limit: "admitted", facts: { group }, met: false },
    })),
  ],

  "hukou-in": ({ areas }) => [
    ...areas.map((hukou) => ({ limit: "areas", facts: { hukou }, met: true })),
    ...[...outside(areas), "ELSEWHERE" as const].map((hukou) => ({
      ...{ limit: "areas", facts: { hukou }, met: false },
    })),
  ],

  "no-home-in": ({ areas }) => [
    { limit: "areas", facts: { ownedHomes: [] }, met: true },
    ...outside(areas).map((one) => ({
      ...{ limit: "areas", facts: { ownedHomes: [{ area: one, areaM2: 50 }] }, met: true },
    })),
    ...areas.map((one) => ({
      ...{ limit: "areas", facts: { ownedHomes: [{ area: one, areaM2: 0.01 }] }, met: false },
    })),
  ],

  "income-at-most": ({ householdFen, singleFen }) => [
    inside("householdFen", { householdSize: 2, incomeFenPerYear: 0 }),
    ...atMost("householdFen", householdFen, (incomeFenPerYear) => ({
      ...{ householdSize: 2, incomeFenPerYear },
    })),
    ...atMost("singleFen", singleFen, (incomeFenPerYear) => ({
      ...{ householdSize: 1, incomeFenPerYear },
    })),
  ],

  "assets-at-most": ({ fen }) => [
    inside("fen", { assetsFen: 0 }),
    ...atMost("fen", fen, (assetsFen) => ({ assetsFen })),
  ],

  // Exclusive: 不足.
  "area-per-person-below": ({ centiM2 }) => [
    inside("centiM2", { householdSize: 1, ownedHomes: [] }),
    ...OFFS.map((off) => ({
      ...{ limit: "centiM2", off, facts: area(centiM2 + off), met: off < 0 },
    })),
  ],

  "new-worker": () => [
    work({ diploma: true, employmentContract: true }, true),
    work({ diploma: false, employmentContract: true }, false),
    work({ diploma: true, employmentContract: false }, false),
  ],

  settled: ({ pensionMonths }) => [
    inside("pensionMonths", { work: { pensionMonths: 720 }, residencePermit: true }),
    inside("pensionMonths", { work: { pensionMonths: 0 }, residencePermit: true }),
    ...atLeast("pensionMonths", pensionMonths, (paid) => ({
      ...{ work: { pensionMonths: paid }, residencePermit: false },
    })),
  ],

  "insured-months-at-least": ({ months }) => [
    inside("months", { work: { pensionMonths: 720 } }),
    ...atLeast("months", months, (paid) => ({ work: { pensionMonths: paid } })),
  ],

  // The day itself is the first of that age, whether or not it is 29 February.
  "age-at-least": ({ years }, on) => [
    inside("years", born(years + 15, on)),
    { limit: "years", off: -1, facts: born(years, addDays(on, 1)), met: false },
    { limit: "years", off: 0, facts: born(years, on), met: true },
    { limit: "years", off: 1, facts: born(years, addDays(on, -1)), met: true },
  ],

  "age-by-qualification": ({ atMost: lines }, on) => [
    ...lines.map(({ qualification }) => inside("atMost", { qualification, ...born(18, on) })),
    ...lines.flatMap(({ qualification, years }): Edge[] => [
      { limit: "atMost", off: -1, facts: { qualification, ...born(years, on) }, met: true },
      {
        ...{ limit: "atMost", off: 0, met: true },
        facts: { qualification, ...born(years + 1, addDays(on, 1)) },
      },
      { limit: "atMost", off: 1, facts: { qualification, ...born(years + 1, on) }, met: false },
    ]),
    ...Qualification.options
      .filter((one) => !lines.some(({ qualification }) => qualification === one))
      .map((qualification) => ({
        ...{ limit: "atMost", facts: { qualification, ...born(20, on) }, met: false },
      })),
  ],

  "arrived-since": ({ since }, on) => [
    inside("since", { arrivedOn: on < since ? since : on }),
    ...OFFS.map((off) => ({
      ...{ limit: "since", off, facts: { arrivedOn: addDays(since, off) }, met: off >= 0 },
    })),
  ],

  "talent-tier": ({ tiers }) =>
    [1, 2, 3, 4, 5, 6, 7, 8].map((talentTier) => ({
      ...{ limit: "tiers", facts: { talentTier }, met: tiers.includes(talentTier) },
    })),

  "staff-of": ({ firms }) => [
    ...firms.slice(0, 5).map((employerUscc) => work({ employerUscc }, true, "firms")),
    work({ employerUscc: "91350599MA0ZZ0000X" }, false, "firms"),
  ],

  "waited-at-least": ({ months, exemptHouseholdFen, exemptSingleFen }, on) => [
    inside("months", { waitingSince: addYears(on, -50) }),
    ...OFFS.map((off) => ({
      ...{ limit: "months", off, met: off >= 0 },
      facts: {
        ...{ householdSize: 2, incomeFenPerYear: exemptHouseholdFen + 1 },
        waitingSince: lastDayWaited(on, months, off),
      },
    })),
    ...atMost("exemptHouseholdFen", exemptHouseholdFen, (incomeFenPerYear) => ({
      ...{ householdSize: 2, incomeFenPerYear, waitingSince: on },
    })),
    ...atMost("exemptSingleFen", exemptSingleFen, (incomeFenPerYear) => ({
      ...{ householdSize: 1, incomeFenPerYear, waitingSince: on },
    })),
  ],

  "lease-on-record": () => [
    { limit: "", facts: { leaseOnRecord: true }, met: true },
    { limit: "", facts: { leaseOnRecord: false }, met: false },
  ],

  "no-other-benefit": ({ excluded }) => [
    { limit: "excluded", facts: { otherBenefits: [] }, met: true },
    ...Programme.options.map((one) => ({
      ...{ limit: "excluded", facts: { otherBenefits: [one] }, met: !excluded.includes(one) },
    })),
  ],
};

const GROUPS: readonly ApplicantGroup[] = [
  ...(["LOCAL_FAMILY", "NEW_WORKER", "MIGRANT", "GRADUATE", "PUBLIC_SERVICE"] as const),
  ...(["TAIWAN_COMPATRIOT", "RURAL_MIGRANT", "RECRUITED_TALENT", "YOUTH", "PARK_STAFF"] as const),
];

function work(facts: NonNullable<HouseholdFacts["work"]>, met: boolean, limit = ""): Edge {
  return { limit, facts: { work: facts }, met };
}

/** The latest day from which `months` have passed on `on`, and a day later or earlier. */
function lastDayWaited(on: CivilDate, months: number, off: -1 | 0 | 1): CivilDate {
  let day = addMonths(on, -months);
  while (addMonths(addDays(day, 1), months) <= on) day = addDays(day, 1);
  while (addMonths(day, months) > on) day = addDays(day, -1);
  return addDays(day, -off);
}

/** The edges of a rule on a day. */
export const edgesOf = (rule: ConditionRule, on: CivilDate): readonly Edge[] =>
  (edges[rule.kind] as (rule: ConditionRule, on: CivilDate) => readonly Edge[])(rule, on);

const merged = (facts: HouseholdFacts, { work: more, ...patch }: Patch): HouseholdFacts => ({
  ...facts,
  ...patch,
  ...(more && { work: { ...facts.work, ...more } }),
});

/** A household of a group that meets every condition of a policy on a day, as far as one can. */
export function qualifyingFacts(
  policy: ProgrammePolicy,
  group: ApplicantGroup,
  on: CivilDate,
): HouseholdFacts {
  const own = policy.conditions.filter(
    ({ kind, groups }) =>
      kind !== "group-admitted" && (groups === undefined || groups.includes(group)),
  );
  return own.reduce<HouseholdFacts>(
    (facts, rule) => {
      const edge = edgesOf(rule, on).find(({ met }) => met);
      // Which limit counts goes by the size: the household's own stays.
      const { householdSize: _, ...patch } = edge?.facts ?? {};
      return merged(facts, patch);
    },
    { group, householdSize: 2, priorityEvidence: [] },
  );
}

export type EdgeCase = {
  readonly rule: ConditionRule;
  readonly edge: Edge;
  readonly facts: HouseholdFacts;
};

/**
 * For every condition of a policy the households at its edges, all else being met, one group each.
 *
 * @param on - the governing day
 */
export function edgeCases(policy: ProgrammePolicy, on: CivilDate): EdgeCase[] {
  const admitted = policy.conditions.flatMap((rule) =>
    rule.kind === "group-admitted" ? rule.admitted : [],
  );
  return policy.conditions.flatMap((rule) => {
    const group =
      admitted.find((one) => rule.groups === undefined || rule.groups.includes(one)) ??
      rule.groups?.[0];
    if (!group) return [];
    const base = qualifyingFacts(policy, group, on);
    return edgesOf(rule, on).map((edge) => ({ rule, edge, facts: merged(base, edge.facts) }));
  });
}
