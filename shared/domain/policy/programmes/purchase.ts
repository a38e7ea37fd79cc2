/** Homes that are bought: a share of one, or one at a limited price. The contract is made elsewhere. */
import type { ConditionRule, ProgrammePolicy, QueueRule } from "../../../contract/programme.ts";
import type { Bilingual } from "../../../contract/values.ts";
import {
  assumed,
  CENTRAL_FIVE,
  deadlines,
  governing,
  groupAdmitted,
  INCOME_TIERS,
  known,
  M6,
  noCentralHome,
  noOtherBenefit,
  ordinaryQueue,
  priorityQueue,
  QZ2021,
} from "./common.ts";
import { talentTier } from "./talent.ts";

const unknown: Bilingual = {
  zh: "本市尚无公开文本，此为默认参数",
  en: "The city has published no text; a default",
};

const adult: ConditionRule = {
  kind: "age-at-least",
  years: 18,
  title: { zh: "年满十八周岁", en: "Eighteen or older" },
  remedy: { zh: "未成年人请由监护人作为申请人", en: "A guardian applies for a minor" },
  ...known("CC 17", "民法典第十七条"),
};

const settledToBuy: ConditionRule = {
  kind: "insured-months-at-least",
  groups: ["NEW_WORKER", "MIGRANT", "GRADUATE"],
  months: 12,
  title: { zh: "社会保险缴费月数（补缴不计）", en: "Months insured, back-paid ones left out" },
  remedy: {
    zh: "请在缴满规定月数后申请",
    en: "Apply once the months are complete",
  },
  agency: "social-insurance",
  ...assumed("措施六、十", unknown),
};

const buyersTalentQueue: QueueRule = {
  queue: "TALENT",
  title: { zh: "人才优先购房", en: "Talents buy first" },
  admits: { by: "TALENT_TIER", tiers: [1, 2, 3, 4, 5, 6, 7] },
  servedInFull: false,
  quotaPercent: 20,
  ...assumed("M6", { zh: "配额比例待确认", en: "The quota is unconfirmed" }, M6),
};

const buyers = {
  kind: "PROGRAMME",
  jurisdictions: CENTRAL_FIVE,
  from: "2025-04-01",
  entry: "APPLICATION",
  agencies: ["civil-affairs", "social-insurance", "other-housing", "income", "human-resources"],
  ranking: { value: "LOTTERY", ...assumed("O11 13", unknown) },
  terms: [],
  evidence: [
    {
      id: "identity",
      title: { zh: "家庭成员身份证、户口簿", en: "Identity cards, household register" },
      ...assumed("措施六", unknown),
    },
  ],
  governing,
  deadlines,
} satisfies Partial<ProgrammePolicy>;

/** 共有产权住房: up to middle income. */
export const centralSharedOwnership: ProgrammePolicy = {
  ...buyers,
  version: "shared-central-2025-04",
  programme: "SHARED_OWNERSHIP",
  title: { zh: "中心市区共有产权住房", en: "Shared-ownership homes, city centre" },
  conditions: [
    groupAdmitted(
      ["LOCAL_FAMILY", "NEW_WORKER", "MIGRANT", "GRADUATE", "RECRUITED_TALENT"],
      assumed("措施六", unknown),
    ),
    adult,
    talentTier([1, 2, 3, 4, 5, 6, 7]),
    settledToBuy,
    {
      kind: "income-at-most",
      householdFen: INCOME_TIERS.middle.householdFen,
      singleFen: INCOME_TIERS.middle.singleFen,
      title: { zh: "家庭年收入（中等收入以下）", en: "Household income: middle at most" },
      remedy: { zh: "收入超出的，可了解限价商品住房", en: "Above it, see price-limited homes" },
      agency: "income",
      code: "V32",
      ...assumed("QZ 2021", unknown, QZ2021),
    },
    {
      kind: "assets-at-most",
      fen: INCOME_TIERS.middle.assetsFen,
      title: { zh: "家庭资产（中等收入以下）", en: "Household assets: middle income at most" },
      remedy: { zh: "资产超出的，可了解限价商品住房", en: "Above it, see price-limited homes" },
      agency: "civil-affairs",
      code: "V32",
      ...assumed("QZ 2021", unknown, QZ2021),
    },
    noCentralHome(assumed("措施六", unknown)),
    noOtherBenefit(["PRICE_LIMITED"]),
  ],
  queues: [buyersTalentQueue, priorityQueue, ordinaryQueue],
};

/** 限价商品住房: no income test; talents first (measure 6). */
export const centralPriceLimited: ProgrammePolicy = {
  ...buyers,
  version: "price-limited-central-2025-04",
  programme: "PRICE_LIMITED",
  title: { zh: "中心市区限价商品住房", en: "Price-limited homes, city centre" },
  conditions: [
    groupAdmitted(
      ["LOCAL_FAMILY", "NEW_WORKER", "MIGRANT", "GRADUATE", "RECRUITED_TALENT"],
      assumed("措施六", unknown),
    ),
    adult,
    talentTier([1, 2, 3, 4, 5, 6, 7]),
    settledToBuy,
    noCentralHome(assumed("措施六", unknown)),
    noOtherBenefit(["SHARED_OWNERSHIP"]),
  ],
  agencies: ["social-insurance", "other-housing", "human-resources"],
  queues: [buyersTalentQueue, ordinaryQueue],
};
