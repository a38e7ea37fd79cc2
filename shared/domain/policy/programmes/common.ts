/** What the policies of Quanzhou's programmes share: sources, areas, time limits. */
import type { ConditionRule, ProgrammePolicy, QueueRule } from "../../../contract/programme.ts";
import type { Jurisdiction } from "../../../contract/ids.ts";
import type { Bilingual } from "../../../contract/values.ts";

export const O11 = "公共租赁住房管理办法 (住建部令第11号, 2012)";
export const G22 = "国务院办公厅关于加快发展保障性租赁住房的意见 (国办发〔2021〕22号)";
export const QZ2021 = "泉州市区公共租赁住房收入资产准入标准 (2021-08)";
export const QZ2023 = "泉州市区公共租赁住房配租公告 (2023-09 至 2025-07)";
export const QZ2025 = "泉州市中心市区保障性租赁住房配租规定 (2025-04-01 至 2030-03-31)";
export const M6 = "泉州市人才住房措施 (措施六)";
export const YOUTH2025 = "泉州市青年住房试点 (2025-05-16 起)";
export const PARAMETER = "本市参数，待确认";

export const CENTRAL_PRH: Jurisdiction[] = ["350502", "350503", "QZ-ETDZ"];
/** The five central areas of affordable rental and talent housing. */
export const CENTRAL_FIVE: Jurisdiction[] = [...CENTRAL_PRH, "350504", "QZ-TIA"];

type Known = { readonly article: string; readonly source: string; readonly confirmed: true };
type Parameter = {
  readonly article: string;
  readonly source: string;
  readonly confirmed: false;
  readonly note: Bilingual;
};

/** A rule whose text was read. */
export const known = (article: string, source: string): Known => ({
  article,
  source,
  confirmed: true,
});

/** A rule that the city has not confirmed. @param note - what is not known */
export const assumed = (article: string, note: Bilingual, source = PARAMETER): Parameter => ({
  article,
  source,
  confirmed: false,
  note,
});

/** 低收入, 公租房, 中等收入: inclusive, fen (domain rulebook 3.3). */
export const INCOME_TIERS = {
  low: { householdFen: 8_983_800, assetsFen: 22_490_000, singleFen: 3_790_633 },
  publicRental: { householdFen: 12_774_899, assetsFen: 59_980_000, singleFen: 5_390_253 },
  middle: { householdFen: 15_968_624, assetsFen: 74_970_000, singleFen: 6_737_816 },
} as const;

const daysUnknown: Bilingual = {
  zh: "办理时限未见市里文件，按默认值",
  en: "No city document gives this time limit; a default",
};

export const deadlines: ProgrammePolicy["deadlines"] = {
  accept: { value: 5, ...assumed("O11 8", daysUnknown) },
  firstReview: { value: 20, ...assumed("O11 9", daysUnknown) },
  jointCheck: { value: 10, ...assumed("O11 9", daysUnknown) },
  finalReview: { value: 7, ...assumed("O11 9", daysUnknown) },
  publicity: { value: 7, ...assumed("O11 9", daysUnknown) },
  askReconsideration: { value: 15, ...assumed("O11 9", daysUnknown) },
  recheck: { value: 15, ...known("O11 12", O11) },
  verificationMonths: { value: 12, ...known("QZ 2023", QZ2023) },
};

const governingUnknown: Bilingual = {
  zh: "未明确按申请时还是复核时的标准，暂按复核当日有效的标准",
  en: "Not said whether the standard of the application or of the review counts; the review's here",
};
export const governing: ProgrammePolicy["governing"] = {
  recheck: { value: "REVIEW_DAY", ...assumed("O11 12", governingUnknown) },
  annualReview: { value: "REVIEW_DAY", ...assumed("O11 9", governingUnknown) },
};

export const ordinaryQueue: QueueRule = {
  queue: "ORDINARY",
  title: { zh: "普通轮候", en: "Ordinary queue" },
  admits: { by: "ALL" },
  servedInFull: false,
  ...known("QZ 2023", QZ2023),
};

export const priorityQueue: QueueRule = {
  queue: "PRIORITY",
  title: { zh: "优先轮候", en: "Priority queue" },
  admits: {
    by: "EVIDENCE",
    evidence: [
      "LOW_INCOME_ALLOWANCE",
      "LOW_RENT_SUBSIDY",
      "MARTYRS_FAMILY",
      "GARRISON",
      "DISABILITY_TO_GRADE_3",
      "BRAVERY",
      "MODEL_WORKER",
    ],
  },
  servedInFull: true,
  ...known("O11 15; QZ 2023", QZ2023),
};

/** No home of one's own in the five central areas. */
export const noCentralHome = (
  basis: Known | Parameter,
): Extract<ConditionRule, { kind: "no-home-in" }> => ({
  kind: "no-home-in",
  areas: CENTRAL_FIVE,
  title: { zh: "中心市区五区无自有住房", en: "No home of one's own in the five central areas" },
  remedy: {
    zh: "如已转让，请先办理不动产登记变更后再申请",
    en: "If it was sold, have the title register changed, then apply",
  },
  agency: "other-housing",
  code: "V33",
  ...basis,
});

export const noOtherBenefit = (
  excluded: Extract<ConditionRule, { kind: "no-other-benefit" }>["excluded"],
): ConditionRule => ({
  kind: "no-other-benefit",
  excluded,
  title: { zh: "未享受其他住房保障", en: "No other protected housing or subsidy" },
  remedy: {
    zh: "请先退出已享受的保障，或在两者中选择其一",
    en: "Give up the other benefit first, or choose between the two",
  },
  ...assumed("O11 31", {
    zh: "不得重复享受的范围未见本市清单",
    en: "No city list of benefits that exclude each other",
  }),
});

export const groupAdmitted = (
  admitted: Extract<ConditionRule, { kind: "group-admitted" }>["admitted"],
  basis: Known | Parameter,
): ConditionRule => ({
  kind: "group-admitted",
  admitted,
  title: { zh: "申请对象类别", en: "Group admitted" },
  remedy: {
    zh: "请查看其他保障类别是否适用",
    en: "See whether another programme is for you",
  },
  code: "V36",
  ...basis,
});
