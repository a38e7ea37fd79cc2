/** Points line by line: rates and caps are data, what is counted is a function by name. */
import type {
  PointsAnswer,
  PointsFacts,
  PointsIndicator,
  PointsLine,
  PointsSum,
  PointsTable,
} from "../../contract/points.ts";
import type { Jurisdiction } from "../../contract/ids.ts";
import type { CivilDate } from "../../contract/values.ts";
import { insuredMonths, residenceMonths } from "./months.ts";

/** `count` is undefined while nobody has said. */
type Quantity = { readonly count: number; readonly leftOut?: number } | undefined;
type Ground = {
  readonly on: CivilDate;
  /** What counts as here, where an indicator leaves out what is elsewhere. */
  readonly here: readonly Jurisdiction[];
};
type Counting = (
  indicator: Pick<PointsIndicator, "id" | "exclusions">,
  facts: PointsFacts,
  ground: Ground,
) => Quantity;

const insured =
  (of: "insurance" | "partnerInsurance"): Counting =>
  ({ exclusions }, facts, { on, here }) => {
    const spans = facts[of];
    if (!spans) return undefined;
    const { months, leftOut } = insuredMonths(spans, on, {
      backPaid: exclusions.includes("BACK_PAID"),
      outside: exclusions.includes("OUTSIDE_AREA") ? here : undefined,
    });
    return { count: months, leftOut };
  };

/** Every quantity by its name in a points table. */
export const quantities: Readonly<Record<PointsIndicator["quantity"], Counting>> = {
  "insured-months": insured("insurance"),
  "partner-insured-months": insured("partnerInsurance"),
  "residence-months": ({ exclusions }, { residence }, { on, here }) => {
    if (!residence) return undefined;
    const areas = exclusions.includes("OUTSIDE_AREA") ? here : undefined;
    const { months, leftOut } = residenceMonths(residence, on, areas);
    return { count: months, leftOut };
  },
  "home-share": (_, { homeSharePercent: share }) =>
    share === undefined ? undefined : { count: share },
  "confirmed-items": ({ id }, { items }) => {
    const count = items?.[id];
    return count === undefined ? undefined : { count };
  },
};

/** Points of a quantity before the cap: whole hundredths, rounded towards zero. */
function pointsOf(indicator: PointsIndicator, count: number): number {
  if (indicator.unit === "MONTH") return Math.floor((indicator.centiPerYear * count) / 12);
  if (indicator.unit === "ITEM") return indicator.centiPerItem * count;
  return count > indicator.abovePercent ? indicator.centi : 0;
}

const SOURCES: Readonly<Record<PointsIndicator["quantity"], PointsLine["source"]>> = {
  "insured-months": { zh: "人力资源和社会保障部门", en: "Human resources and social security" },
  "partner-insured-months": {
    zh: "人力资源和社会保障部门（须配偶同意）",
    en: "Human resources and social security, with the partner's consent",
  },
  "residence-months": { zh: "租赁备案登记簿", en: "Register of filed leases" },
  "home-share": { zh: "不动产登记簿", en: "Title register" },
  "confirmed-items": { zh: "主管部门确认", en: "Confirmed by the authority in charge" },
};

function lineOf(indicator: PointsIndicator, facts: PointsFacts, ground: Ground): PointsLine {
  const found = quantities[indicator.quantity](indicator, facts, ground);
  const earned = found ? pointsOf(indicator, found.count) : 0;
  const { capCenti } = indicator;
  const capped = capCenti !== undefined && earned > capCenti;
  return {
    indicator: indicator.id,
    ...{ group: indicator.group, title: indicator.title, unit: indicator.unit },
    outcome: found ? "COUNTED" : "MISSING",
    ...(found && { counted: Math.floor(found.count) }),
    ...(found?.leftOut !== undefined && { leftOut: found.leftOut }),
    centi: capped ? capCenti : earned,
    capped,
    source: SOURCES[indicator.quantity],
    evidence: indicator.evidence,
    article: `${indicator.article}（${indicator.source}）`,
    confirmed: indicator.confirmed,
  };
}

const sum = (values: readonly { readonly centi: number }[]): number =>
  values.reduce((total, { centi }) => total + centi, 0);

/**
 * The sum of a person's points, line by line: each line up to its cap, each group up to its own, the
 * total up to the table's and never under zero.
 *
 * @param ground - `on`: the day to which months count; `here`: the areas of the question
 */
export function countPoints(table: PointsTable, facts: PointsFacts, ground: Ground): PointsSum {
  const lines = table.indicators.map((indicator) => lineOf(indicator, facts, ground));
  const groups = table.groups.map(({ id, title, capCenti }) => {
    const earned = sum(lines.filter(({ group }) => group === id));
    const capped = capCenti !== undefined && earned > capCenti;
    return { id, title, centi: capped ? capCenti : earned, capped };
  });
  const earned = Math.max(0, sum(groups));
  const capped = table.maxCenti !== undefined && earned > table.maxCenti;
  return {
    ...{ table: table.version, purpose: table.purpose, title: table.title, on: ground.on },
    ...{ lines, groups },
    totalCenti: capped ? (table.maxCenti ?? earned) : earned,
    capped,
    complete: lines.every(({ outcome }) => outcome === "COUNTED"),
  };
}

/** What an office is told of a sum: no line, so not what it was counted from. PIPL 6. */
export const answerOf = (
  { table, purpose, totalCenti, complete, groups }: PointsSum,
  checkedAt: string,
): PointsAnswer => ({
  ...{ table, purpose, checkedAt, totalCenti, complete },
  groups: groups.map(({ id, title, centi }) => ({ id, title, centi })),
});
