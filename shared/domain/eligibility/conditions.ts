/** The conditions a policy can ask for: each a pure function of limits, household and day. */
import type { Hukou, Programme, Qualification } from "../../contract/application.ts";
import type { HouseholdFacts } from "../../contract/eligibility.ts";
import { jurisdictions } from "../../contract/ids.ts";
import type { ConditionKind, ConditionRule } from "../../contract/programme.ts";
import type { CivilDate } from "../../contract/values.ts";
import { addMonths, ageOn, monthsBetween } from "../calendar/days.ts";

type Words = { readonly zh: string; readonly en: string };

/** `met` is undefined while something needed was not said. */
export type Finding = {
  readonly met: boolean | undefined;
  readonly limit?: Words;
  readonly found?: Words;
};

type Rule<K extends ConditionKind> = Extract<ConditionRule, { kind: K }>;
/** @param on - the governing day: ages and months count to it */
type Condition<K extends ConditionKind> = (
  rule: Rule<K>,
  facts: HouseholdFacts,
  on: CivilDate,
) => Finding;

const words = (zh: string, en = zh): Words => ({ zh, en });
const yuan = (fen: number): string => (fen / 100).toFixed(2);
const m2 = (centi: number): string => (centi / 100).toFixed(2);
const place = (one: Hukou): Words =>
  one === "ELSEWHERE"
    ? words("外地", "elsewhere")
    : words(jurisdictions[one].zh, jurisdictions[one].en);
const places = (all: readonly Hukou[]): Words =>
  words(all.map((one) => place(one).zh).join("、"), all.map((one) => place(one).en).join(", "));
const yesNo = (is: boolean, zh: string, en: string): Words =>
  words(`${is ? "有" : "无"}${zh}`, `${is ? "has" : "no"} ${en}`);
const numbers = (all: readonly number[]): string => all.join("、");

const QUALIFICATIONS: Readonly<Record<Qualification, Words>> = {
  DIPLOMA: words("学历", "diploma"),
  TITLE: words("职称", "title"),
  SKILL: words("技能", "skill"),
};

export const PROGRAMME_NAMES: Readonly<Record<Programme, Words>> = {
  PRH: words("公租房", "public rental"),
  ARH: words("保租房", "affordable rental"),
  TALENT: words("人才住房", "talent housing"),
  YOUTH: words("青年住房", "youth housing"),
  SHARED_OWNERSHIP: words("共有产权住房", "shared ownership"),
  PRICE_LIMITED: words("限价商品住房", "price-limited home"),
  RENT_SUBSIDY: words("租赁补贴", "rent subsidy"),
};
const named = (all: readonly Programme[]): Words =>
  all.length === 0
    ? words("无", "none")
    : words(
        all.map((one) => PROGRAMME_NAMES[one].zh).join("、"),
        all.map((one) => PROGRAMME_NAMES[one].en).join(", "),
      );

/** Owned area in hundredths of a square metre: whole numbers, so that limits are exact. */
const ownedCenti = (homes: readonly { readonly areaM2: number }[]): number =>
  homes.reduce((sum, { areaM2 }) => sum + Math.round(areaM2 * 100), 0);

const incomeLimit = (
  { householdSize }: Pick<HouseholdFacts, "householdSize">,
  limits: { readonly householdFen: number; readonly singleFen: number },
): number => (householdSize === 1 ? limits.singleFen : limits.householdFen);

const months = (least: number): Words => words(`≥ ${least} 个月`, `≥ ${least} months`);

/** Every condition by its name in policy data. 以下 includes the number, 不足 excludes it (CC 1259). */
export const conditions: { readonly [K in ConditionKind]: Condition<K> } = {
  "group-admitted": ({ admitted }, { group }) => ({ met: admitted.includes(group) }),

  "hukou-in": ({ areas }, { hukou }) => ({
    met: hukou && areas.some((area) => area === hukou),
    limit: places(areas),
    ...(hukou && { found: place(hukou) }),
  }),

  "no-home-in": ({ areas }, { ownedHomes }) => {
    const there = ownedHomes?.filter(({ area }) => areas.some((one) => one === area));
    const where = places(areas);
    return {
      met: there ? there.length === 0 : undefined,
      limit: words(`0 套（${where.zh}）`, `0 homes (${where.en})`),
      ...(there && { found: words(`${there.length} 套`, `${there.length} homes`) }),
    };
  },

  "income-at-most": (rule, facts) => {
    const { incomeFenPerYear: found } = facts;
    const limit = incomeLimit(facts, rule);
    return {
      met: found === undefined ? undefined : found <= limit,
      limit: words(`≤ ${yuan(limit)} 元/年`, `≤ ${yuan(limit)} yuan a year`),
      ...(found !== undefined && {
        found: words(`${yuan(found)} 元/年`, `${yuan(found)} yuan a year`),
      }),
    };
  },

  "assets-at-most": ({ fen }, { assetsFen: found }) => ({
    met: found === undefined ? undefined : found <= fen,
    limit: words(`≤ ${yuan(fen)} 元`, `≤ ${yuan(fen)} yuan`),
    ...(found !== undefined && { found: words(`${yuan(found)} 元`, `${yuan(found)} yuan`) }),
  }),

  "area-per-person-below": ({ centiM2 }, { ownedHomes, householdSize }) => {
    const owned = ownedHomes && ownedCenti(ownedHomes);
    return {
      met: owned === undefined ? undefined : owned < centiM2 * householdSize,
      limit: words(`< ${m2(centiM2)} m²/人`, `< ${m2(centiM2)} m² a person`),
      ...(owned !== undefined && {
        found: words(
          `${m2(owned)} m²，${householdSize} 人`,
          `${m2(owned)} m² for ${householdSize}`,
        ),
      }),
    };
  },

  "new-worker": (_, { work }) => {
    const { diploma, employmentContract } = work ?? {};
    const said = diploma !== undefined && employmentContract !== undefined;
    const lacks = diploma === false || employmentContract === false;
    const zh = yesNo(diploma === true, "学历", "diploma");
    const contract = yesNo(employmentContract === true, "劳动合同", "contract");
    return {
      met: lacks ? false : said ? true : undefined,
      ...(said && { found: words(`${zh.zh}，${contract.zh}`, `${zh.en}, ${contract.en}`) }),
    };
  },

  settled: ({ pensionMonths }, { work, residencePermit }) => {
    const paid = work?.pensionMonths;
    const said = paid !== undefined && residencePermit !== undefined;
    const met = residencePermit === true || (paid !== undefined && paid >= pensionMonths);
    return {
      met: met || (said ? false : undefined),
      limit: words(
        `≥ ${pensionMonths} 个月，或居住证`,
        `≥ ${pensionMonths} months, or residence permit`,
      ),
      ...(residencePermit && { found: words("持居住证", "residence permit") }),
      ...(!residencePermit &&
        paid !== undefined && { found: words(`${paid} 个月`, `${paid} months`) }),
    };
  },

  "insured-months-at-least": ({ months: least }, { work }) => {
    const paid = work?.pensionMonths;
    return {
      met: paid === undefined ? undefined : paid >= least,
      limit: months(least),
      ...(paid !== undefined && { found: words(`${paid} 个月`, `${paid} months`) }),
    };
  },

  "age-at-least": ({ years }, { bornOn }, on) => ({
    met: bornOn === undefined ? undefined : ageOn(bornOn, on) >= years,
    limit: words(`≥ ${years} 周岁`, `≥ ${years} years`),
    ...(bornOn !== undefined && {
      found: words(`${ageOn(bornOn, on)} 周岁`, `${ageOn(bornOn, on)} years`),
    }),
  }),

  "age-by-qualification": ({ atMost }, { bornOn, qualification }, on) => {
    const line = atMost.find((one) => one.qualification === qualification);
    const limit = atMost.map((one) => [QUALIFICATIONS[one.qualification], one.years] as const);
    const age = bornOn === undefined ? undefined : ageOn(bornOn, on);
    const unlisted = qualification !== undefined && !line;
    return {
      met: unlisted ? false : line && age !== undefined ? age <= line.years : undefined,
      limit: words(
        limit.map(([name, years]) => `${name.zh} ≤ ${years} 周岁`).join("；"),
        limit.map(([name, years]) => `${name.en} ≤ ${years} years`).join("; "),
      ),
      ...(age !== undefined &&
        qualification && {
          found: words(
            `${QUALIFICATIONS[qualification].zh}，${age} 周岁`,
            `${QUALIFICATIONS[qualification].en}, ${age} years`,
          ),
        }),
    };
  },

  "arrived-since": ({ since }, { arrivedOn }) => ({
    met: arrivedOn === undefined ? undefined : arrivedOn >= since,
    limit: words(`${since} 起`, `from ${since} on`),
    ...(arrivedOn !== undefined && { found: words(arrivedOn) }),
  }),

  "talent-tier": ({ tiers }, { talentTier }) => ({
    met: talentTier === undefined ? undefined : tiers.includes(talentTier),
    limit: words(`第 ${numbers(tiers)} 层次`, `tiers ${tiers.join(", ")}`),
    ...(talentTier !== undefined && {
      found: words(`第 ${talentTier} 层次`, `tier ${talentTier}`),
    }),
  }),

  "staff-of": ({ firms }, { work }) => {
    const firm = work?.employerUscc;
    return {
      met: firm === undefined ? undefined : firms.includes(firm),
      limit: words(`园区企业 ${firms.length} 家`, `${firms.length} firms of the park`),
      ...(firm !== undefined && { found: words(firm) }),
    };
  },

  "waited-at-least": (rule, facts, on) => {
    const { waitingSince, incomeFenPerYear: income } = facts;
    const exempt = incomeLimit(facts, {
      householdFen: rule.exemptHouseholdFen,
      singleFen: rule.exemptSingleFen,
    });
    const poor = income !== undefined && income <= exempt;
    const waited =
      waitingSince === undefined ? undefined : addMonths(waitingSince, rule.months) <= on;
    const since = waitingSince !== undefined && monthsBetween(waitingSince, on);
    return {
      met: poor || waited === true || (income === undefined ? undefined : waited),
      limit: words(
        `轮候 ≥ ${rule.months} 个月，年收入 ≤ ${yuan(exempt)} 元的不限`,
        `waited ≥ ${rule.months} months; up to ${yuan(exempt)} yuan a year at once`,
      ),
      ...(since !== false && { found: words(`${since} 个月`, `${since} months`) }),
    };
  },

  "lease-on-record": (_, { leaseOnRecord }) => ({
    met: leaseOnRecord,
    ...(leaseOnRecord !== undefined && {
      found: yesNo(leaseOnRecord, "备案租赁合同", "lease on record"),
    }),
  }),

  "no-other-benefit": ({ excluded }, { otherBenefits }) => {
    const had = otherBenefits?.filter((one) => excluded.includes(one));
    const limit = named(excluded);
    return {
      met: had ? had.length === 0 : undefined,
      limit: words(`未享受：${limit.zh}`, `none of: ${limit.en}`),
      ...(had && { found: named(had) }),
    };
  },
};

/** Applies the condition that a rule names. */
export function applyCondition(rule: ConditionRule, facts: HouseholdFacts, on: CivilDate): Finding {
  const condition = conditions[rule.kind] as (
    rule: ConditionRule,
    facts: HouseholdFacts,
    on: CivilDate,
  ) => Finding;
  return condition(rule, facts, on);
}
