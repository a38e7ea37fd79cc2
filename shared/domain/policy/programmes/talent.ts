import type { ConditionRule, ProgrammePolicy, ProgrammeTerm } from "../../../contract/programme.ts";
import {
  assumed,
  CENTRAL_FIVE,
  deadlines,
  governing,
  groupAdmitted,
  known,
  M6,
  noCentralHome,
  noOtherBenefit,
  ordinaryQueue,
  YOUTH2025,
} from "./common.ts";

const ALL_TIERS = [1, 2, 3, 4, 5, 6, 7];

/** Tiers 1 to 7, each certified by the human-resources authority. */
export const talentTier = (tiers: readonly number[]): ConditionRule => ({
  kind: "talent-tier",
  groups: ["RECRUITED_TALENT"],
  tiers: [...tiers],
  title: { zh: "人才层次", en: "Talent tier" },
  remedy: {
    zh: "请先向人力资源和社会保障部门申请人才层次认定",
    en: "Have the human-resources authority certify your tier first",
  },
  agency: "human-resources",
  ...known("M6", M6),
});

const rent = (tiers: number[], percent: number, title: ProgrammeTerm["title"]): ProgrammeTerm => ({
  kind: "rent-percent",
  tiers,
  percent,
  title,
  ...known("M6", M6),
});
const area = (tiers: number[], centiM2: number, title: ProgrammeTerm["title"]): ProgrammeTerm => ({
  kind: "home-area-at-most",
  tiers,
  centiM2,
  title,
  ...known("M6", M6),
});

/** 人才住房: tiers 1–2 free, 3 half, 4–7 full rent; 130 m² for 1–3, 100 m² for 4–7. */
export const centralTalent: ProgrammePolicy = {
  kind: "PROGRAMME",
  version: "talent-central-2025-04",
  programme: "TALENT",
  title: { zh: "中心市区人才住房", en: "Talent housing, city centre" },
  jurisdictions: CENTRAL_FIVE,
  from: "2025-04-01",
  entry: "APPLICATION",
  conditions: [
    groupAdmitted(["RECRUITED_TALENT", "PARK_STAFF"], known("M6", M6)),
    talentTier(ALL_TIERS),
    {
      kind: "staff-of",
      groups: ["PARK_STAFF"],
      firms: ["91350599MA0AJ0018M"],
      title: { zh: "园区配建住房限本园区职工", en: "Homes a park built are for its own staff" },
      remedy: {
        zh: "请由所在园区企业出具在职证明，并核对统一社会信用代码",
        en: "Have your firm in the park confirm your employment; check its credit code",
      },
      agency: "human-resources",
      code: "V36",
      ...assumed("O11 11; M6", {
        zh: "园区企业名单由园区报送，此处为示例",
        en: "Parks report their firms; this list is an example",
      }),
    },
    noCentralHome(
      assumed("M6", {
        zh: "人才住房的无房要求待确认，暂同保租房",
        en: "Whether talents may own a home is unconfirmed; as affordable rental here",
      }),
    ),
    noOtherBenefit(["PRH", "ARH", "YOUTH", "SHARED_OWNERSHIP", "PRICE_LIMITED", "RENT_SUBSIDY"]),
  ],
  agencies: ["human-resources", "other-housing"],
  queues: [
    {
      queue: "TALENT",
      title: { zh: "人才轮候", en: "Talent queue" },
      admits: { by: "TALENT_TIER", tiers: ALL_TIERS },
      servedInFull: true,
      quotaPercent: 80,
      ...assumed("M6", {
        zh: "人才房源比例待确认",
        en: "The share of homes for talents is unconfirmed",
      }),
    },
    ordinaryQueue,
  ],
  ranking: {
    value: "SCORE",
    ...assumed("M6", {
      zh: "按层次还是积分排序待确认；同分摇号",
      en: "Whether tier or points decide is unconfirmed; lots break ties",
    }),
  },
  terms: [
    rent([1, 2], 0, { zh: "一、二层次免租金", en: "Tiers 1 and 2: no rent" }),
    rent([3], 50, { zh: "三层次租金减半", en: "Tier 3: half the rent" }),
    rent([4, 5, 6, 7], 100, { zh: "四至七层次按标准租金", en: "Tiers 4 to 7: full rent" }),
    area([1, 2, 3], 13_000, { zh: "一至三层次不超过130㎡", en: "Tiers 1 to 3: 130 m² at most" }),
    area([4, 5, 6, 7], 10_000, { zh: "四至七层次不超过100㎡", en: "Tiers 4 to 7: 100 m² at most" }),
    {
      kind: "instead",
      choices: ["BUY", "RENT", "SUBSIDY"],
      tiers: ALL_TIERS,
      title: {
        zh: "优先购买限价房、租住公房或领取货币补贴，三者选一",
        en: "Priority to buy, to rent, or a monetary subsidy: one of the three",
      },
      ...known("M6", M6),
    },
  ],
  evidence: [
    {
      id: "tier",
      title: { zh: "人才层次认定文书", en: "Certificate of the tier" },
      groups: ["RECRUITED_TALENT"],
      ...known("M6", M6),
    },
    {
      id: "staff",
      title: { zh: "园区企业在职证明", en: "Proof of employment in the park" },
      groups: ["PARK_STAFF"],
      ...assumed("M6", { zh: "证明格式待确认", en: "Its form is unconfirmed" }),
    },
  ],
  governing,
  deadlines,
};

/** 青年住房试点: new since 16 May 2025, with diploma, title or skill, within its age. */
export const centralYouth: ProgrammePolicy = {
  kind: "PROGRAMME",
  version: "youth-central-2025-05",
  programme: "YOUTH",
  title: { zh: "中心市区青年住房试点", en: "Youth housing pilot, city centre" },
  jurisdictions: CENTRAL_FIVE,
  from: "2025-05-16",
  entry: "APPLICATION",
  conditions: [
    groupAdmitted(["YOUTH", "GRADUATE", "RECRUITED_TALENT"], known("QZ 2025-05-16", YOUTH2025)),
    {
      kind: "arrived-since",
      since: "2025-05-16",
      title: { zh: "2025年5月16日起新来泉就业", en: "New to work here since 16 May 2025" },
      remedy: {
        zh: "更早来泉的，可申请保障性租赁住房",
        en: "Who came earlier may apply for affordable rental housing",
      },
      agency: "social-insurance",
      ...known("QZ 2025-05-16", YOUTH2025),
    },
    talentTier(ALL_TIERS),
    {
      kind: "age-by-qualification",
      atMost: [
        { qualification: "DIPLOMA", years: 30 },
        { qualification: "TITLE", years: 35 },
        { qualification: "SKILL", years: 40 },
      ],
      title: { zh: "学历、职称或技能及相应年龄", en: "Diploma, title or skill, within its age" },
      remedy: {
        zh: "请补充学历、职称或技能证书；超龄的可申请保障性租赁住房",
        en: "Add diploma, title or skill certificate; older people may apply for affordable rental",
      },
      ...assumed(
        "QZ 2025-05-16",
        {
          zh: "30、35、40周岁与学历、职称、技能如何对应待全文确认",
          en: "Which of 30, 35, 40 goes with which qualification is unconfirmed",
        },
        YOUTH2025,
      ),
    },
    noCentralHome(
      assumed("QZ 2025-05-16", {
        zh: "无房范围待全文确认，暂按中心市区五区",
        en: "Where one may own no home is unconfirmed; the five central areas here",
      }),
    ),
    noOtherBenefit(["PRH", "ARH", "TALENT", "SHARED_OWNERSHIP", "PRICE_LIMITED", "RENT_SUBSIDY"]),
  ],
  agencies: ["social-insurance", "other-housing", "human-resources"],
  queues: [
    {
      queue: "TALENT",
      title: { zh: "人才轮候", en: "Talent queue" },
      admits: { by: "TALENT_TIER", tiers: ALL_TIERS },
      servedInFull: false,
      quotaPercent: 30,
      ...assumed("M6", { zh: "配额比例待确认", en: "The quota is unconfirmed" }),
    },
    ordinaryQueue,
  ],
  ranking: {
    value: "LOTTERY",
    ...assumed("QZ 2025-05-16", {
      zh: "排序方式待全文确认",
      en: "How it ranks is unconfirmed",
    }),
  },
  terms: [],
  evidence: [
    {
      id: "qualification",
      title: { zh: "学历、职称或技能证书", en: "Diploma, title or skill certificate" },
      ...known("QZ 2025-05-16", YOUTH2025),
    },
  ],
  governing,
  deadlines,
};
