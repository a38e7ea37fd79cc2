/**
 * Points tables as data (measure 10). Quanzhou's own weights are unknown: Jinjiang's, and Xiamen's of
 * school enrolment as an example of another city's, are shipped so that the city can start from them.
 */
import type { PointsIndicator, PointsTable } from "../../contract/points.ts";
import type { Bilingual } from "../../contract/values.ts";
import { assumed, CENTRAL_FIVE, known } from "./programmes/common.ts";

const XIAMEN = "厦门市积分入学办法 (示例)";
const JINJIANG = "晋江市流动人口积分优待办法 (示例)";

const insuranceEvidence: Bilingual = {
  zh: "社会保险缴费记录（补缴不计）",
  en: "Record of contributions; back-paid months do not count",
};
const residenceEvidence: Bilingual = {
  zh: "居住证、租赁合同备案证明",
  en: "Residence permit, filing certificate",
};

const xiamenIndicators: PointsIndicator[] = [
  {
    id: "insurance",
    group: "work",
    unit: "MONTH",
    quantity: "insured-months",
    title: { zh: "本人社会保险年限", en: "Years insured" },
    evidence: insuranceEvidence,
    centiPerYear: 400,
    capCenti: 4_800,
    exclusions: ["BACK_PAID", "OUTSIDE_AREA"],
    ...known("M10", XIAMEN),
  },
  {
    id: "partner-insurance",
    group: "work",
    unit: "MONTH",
    quantity: "partner-insured-months",
    title: { zh: "配偶社会保险年限", en: "Partner's years insured" },
    evidence: insuranceEvidence,
    centiPerYear: 200,
    capCenti: 1_000,
    exclusions: ["BACK_PAID", "OUTSIDE_AREA"],
    ...known("M10", XIAMEN),
  },
  {
    id: "residence",
    group: "home",
    unit: "MONTH",
    quantity: "residence-months",
    title: { zh: "居住年限", en: "Years of residence" },
    evidence: residenceEvidence,
    centiPerYear: 200,
    capCenti: 2_400,
    exclusions: [],
    ...known("M10", XIAMEN),
  },
  {
    id: "own-home",
    group: "home",
    unit: "SHARE",
    quantity: "home-share",
    title: { zh: "自有住房份额超过50%", en: "Owns more than half of a home" },
    evidence: { zh: "不动产权证书", en: "Title certificate" },
    abovePercent: 50,
    centi: 2_400,
    exclusions: [],
    ...known("M10", XIAMEN),
  },
  {
    id: "same-district",
    group: "home",
    unit: "MONTH",
    quantity: "residence-months",
    title: { zh: "在同一区居住年限", en: "Years in the same district" },
    evidence: residenceEvidence,
    centiPerYear: 100,
    capCenti: 900,
    exclusions: ["OUTSIDE_AREA"],
    ...known("M10", XIAMEN),
  },
];

/** School enrolment, 115 points at most; months prorated, back-paid ones left out. */
export const schoolEnrolment: PointsTable = {
  kind: "POINTS",
  version: "points-school-xiamen-example",
  purpose: "SCHOOL_ENROLMENT",
  title: {
    zh: "随迁子女积分入学（厦门示例）",
    en: "School enrolment by points (Xiamen's example)",
  },
  jurisdictions: CENTRAL_FIVE,
  from: "2026-01-01",
  groups: [
    { id: "work", title: { zh: "就业", en: "Work" } },
    { id: "home", title: { zh: "居住", en: "Residence" } },
  ],
  indicators: xiamenIndicators,
  maxCenti: 11_500,
  ...assumed(
    "M10",
    {
      zh: "泉州分值未知，暂以厦门分值为例",
      en: "Quanzhou's weights are unknown; Xiamen's stand in as an example",
    },
    XIAMEN,
  ),
};

const unknownIndicator: Bilingual = {
  zh: "各组占比已知，组内指标和分值为示例",
  en: "The groups' shares are known; indicators within them are examples",
};

const item = (
  id: string,
  group: string,
  title: Bilingual,
  { evidence, centi, cap }: { evidence: Bilingual; centi: number; cap?: number },
): PointsIndicator => ({
  unit: "ITEM",
  quantity: "confirmed-items",
  ...{ id, group, title, evidence, centiPerItem: centi, exclusions: [] },
  ...(cap !== undefined && { capCenti: cap }),
  ...assumed("M10", unknownIndicator, JINJIANG),
});

/** Jinjiang: integration, quality, contribution 30 % each, service 10 %, bonus and penalty. */
export const jinjiangPublicServices: PointsTable = {
  kind: "POINTS",
  version: "points-services-jinjiang-example",
  purpose: "PUBLIC_SERVICES",
  title: { zh: "晋江积分优待（示例）", en: "Jinjiang's points for newcomers (example)" },
  jurisdictions: ["350582"],
  from: "2026-01-01",
  groups: [
    { id: "integration", title: { zh: "融合（30%）", en: "Integration, 30 %" }, capCenti: 3_000 },
    { id: "quality", title: { zh: "素质（30%）", en: "Quality, 30 %" }, capCenti: 3_000 },
    { id: "contribution", title: { zh: "贡献（30%）", en: "Contribution, 30 %" }, capCenti: 3_000 },
    { id: "service", title: { zh: "服务（10%）", en: "Service, 10 %" }, capCenti: 1_000 },
    { id: "adjustment", title: { zh: "加减分", en: "Bonus and penalty" } },
  ],
  indicators: [
    {
      id: "residence",
      group: "integration",
      unit: "MONTH",
      quantity: "residence-months",
      title: { zh: "稳定居住（含租赁备案）", en: "Stable residence, filed leases too" },
      evidence: residenceEvidence,
      centiPerYear: 300,
      capCenti: 3_000,
      exclusions: ["OUTSIDE_AREA"],
      ...assumed("M10", unknownIndicator, JINJIANG),
    },
    item(
      "diploma",
      "quality",
      { zh: "学历、职称、技能证书", en: "Diplomas, titles, skill certificates" },
      { evidence: { zh: "证书", en: "Certificates" }, centi: 1_000, cap: 3_000 },
    ),
    {
      id: "insurance",
      group: "contribution",
      unit: "MONTH",
      quantity: "insured-months",
      title: { zh: "参保年限", en: "Years insured" },
      evidence: insuranceEvidence,
      centiPerYear: 300,
      capCenti: 3_000,
      exclusions: ["BACK_PAID"],
      ...assumed("M10", unknownIndicator, JINJIANG),
    },
    item(
      "volunteering",
      "service",
      { zh: "志愿服务", en: "Volunteering" },
      { evidence: { zh: "志愿服务记录", en: "Record of service" }, centi: 100, cap: 1_000 },
    ),
    item(
      "honours",
      "adjustment",
      { zh: "表彰奖励", en: "Honours" },
      { evidence: { zh: "表彰文件", en: "Document of the honour" }, centi: 500 },
    ),
    item(
      "offences",
      "adjustment",
      { zh: "违法失信", en: "Offences, breach of faith" },
      { evidence: { zh: "处罚决定", en: "Decision of the penalty" }, centi: -1_000 },
    ),
  ],
  ...assumed("M10", unknownIndicator, JINJIANG),
};

/** Every table shipped. */
export const POINTS_TABLES: readonly PointsTable[] = [schoolEnrolment, jinjiangPublicServices];
