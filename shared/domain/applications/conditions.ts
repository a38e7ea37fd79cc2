/** The conditions a policy can ask for: each a pure function of household and limits. */
import type { ApplicationForm } from "../../contract/application.ts";
import { jurisdictions } from "../../contract/ids.ts";
import type { Hukou } from "../../contract/application.ts";
import type { ConditionRule } from "../policy/eligibility-policy.ts";
import { householdSize, ownedCentiM2 } from "./household.ts";

/** `met` is undefined while something needed was not said. */
export type Finding = {
  readonly met: boolean | undefined;
  readonly limit?: string;
  readonly found?: string;
};

type Rule<K extends ConditionRule["kind"]> = Extract<ConditionRule, { kind: K }>;
type Condition<K extends ConditionRule["kind"]> = (rule: Rule<K>, form: ApplicationForm) => Finding;

const yuan = (fen: number): string => (fen / 100).toFixed(2);
const placeName = (place: Hukou): string =>
  place === "ELSEWHERE" ? "外地" : jurisdictions[place].zh;
const placeNames = (places: readonly Hukou[]): string => places.map(placeName).join("、");

/** Every condition by its name in policy data. 以下 includes the number, 不足 excludes it (CC 1259). */
export const conditions: { readonly [K in ConditionRule["kind"]]: Condition<K> } = {
  "income-at-most": ({ householdFen, singleFen }, form) => {
    const limit = householdSize(form) === 1 ? singleFen : householdFen;
    return {
      met: form.incomeFenPerYear <= limit,
      limit: `≤ ${yuan(limit)} 元/年`,
      found: `${yuan(form.incomeFenPerYear)} 元/年`,
    };
  },

  "assets-at-most": ({ fen }, { assetsFen }) => ({
    met: assetsFen <= fen,
    limit: `≤ ${yuan(fen)} 元`,
    found: `${yuan(assetsFen)} 元`,
  }),

  "area-per-person-below": ({ m2 }, form) => {
    const owned = ownedCentiM2(form);
    const size = householdSize(form);
    return {
      met: owned < m2 * 100 * size,
      limit: `< ${m2} m²/人`,
      found: `${(owned / 100 / size).toFixed(2)} m²/人`,
    };
  },

  "hukou-in": ({ areas }, { applicant }) => ({
    met: areas.some((area) => area === applicant.hukou),
    limit: placeNames(areas),
    found: placeName(applicant.hukou),
  }),

  "no-home-in": ({ areas }, { ownedHomes }) => {
    const there = ownedHomes.filter(({ area }) => areas.some((one) => one === area));
    return {
      met: there.length === 0,
      limit: `0（${placeNames(areas)}）`,
      found: `${there.length}`,
    };
  },

  "new-worker": (_, { work }) => ({
    met: work && work.diploma && work.employmentContract,
    ...(work && {
      found: `${work.diploma ? "有" : "无"}学历，${work.employmentContract ? "有" : "无"}劳动合同`,
    }),
  }),

  settled: ({ pensionMonths }, { work, residencePermit }) => ({
    met: residencePermit || (work && work.pensionMonths >= pensionMonths),
    limit: `≥ ${pensionMonths} 个月，或居住证`,
    ...((work ?? residencePermit) && {
      found: residencePermit ? "持居住证" : `${work?.pensionMonths ?? 0} 个月`,
    }),
  }),

  "group-admitted": ({ admitted }, { group }) => ({ met: admitted.includes(group) }),
};

/** Applies the condition that a rule names. */
export function applyCondition(rule: ConditionRule, form: ApplicationForm): Finding {
  const condition = conditions[rule.kind] as (
    rule: ConditionRule,
    form: ApplicationForm,
  ) => Finding;
  return condition(rule, form);
}
