/**
 * What a household must meet, as data: which condition, which limit, which article. The conditions
 * themselves are functions (`applications/conditions.ts`); there are no expressions here.
 */
import type { Agency, ApplicantGroup, Programme } from "../../contract/application.ts";
import type { Jurisdiction } from "../../contract/ids.ts";
import type { CivilDate, Bilingual } from "../../contract/values.ts";
import { parameter, law, type Rule } from "./rule.ts";

type Of<K extends string, Limits> = Limits & {
  readonly kind: K;
  /** Absent: for every group. */
  readonly groups?: readonly ApplicantGroup[];
  readonly title: Bilingual;
  readonly article: string;
  readonly source: string;
  readonly confirmed: boolean;
  /** Whose word settles what the household declared. */
  readonly agency?: Agency;
  /** The rulebook's message when it is not met. */
  readonly code?: "V32" | "V33";
};

export type ConditionRule =
  | Of<"income-at-most", { readonly householdFen: number; readonly singleFen: number }>
  | Of<"assets-at-most", { readonly fen: number }>
  | Of<"area-per-person-below", { readonly m2: number }>
  | Of<"hukou-in", { readonly areas: readonly Jurisdiction[] }>
  | Of<"no-home-in", { readonly areas: readonly Jurisdiction[] }>
  | Of<"new-worker", object>
  | Of<"settled", { readonly pensionMonths: number }>
  | Of<"group-admitted", { readonly admitted: readonly ApplicantGroup[] }>;

/** The spans within which an application is dealt with; working days. */
export type ApplicationDeadlines = {
  readonly accept: Rule<number>;
  readonly firstReview: Rule<number>;
  /** After it, what agencies did not answer is asked by hand; nothing passes by silence. */
  readonly jointCheck: Rule<number>;
  readonly finalReview: Rule<number>;
  readonly publicity: Rule<number>;
  /** Calendar days to ask for reconsideration. */
  readonly askReconsideration: Rule<number>;
  readonly recheck: Rule<number>;
  /** Months a verification stands (V37). */
  readonly verificationMonths: Rule<number>;
};

export type EligibilityPolicy = {
  readonly version: string;
  readonly programme: Programme;
  /** Where it holds: each programme has its own set of areas. */
  readonly jurisdictions: readonly Jurisdiction[];
  readonly from: CivilDate;
  /** Last day, inclusive; absent while in force. */
  readonly until?: CivilDate;
  readonly conditions: readonly ConditionRule[];
  readonly agencies: readonly Agency[];
  readonly deadlines: ApplicationDeadlines;
};

const O11 = "公共租赁住房管理办法 (住建部令第11号, 2012)";
const QZ2021 = "泉州市区公共租赁住房收入资产准入标准 (2021-08)";
const QZ2025 = "泉州市中心市区保障性租赁住房配租规定 (2025-04-01 至 2030-03-31)";
const RULEBOOK = "本市参数，待确认";

const deadlines: ApplicationDeadlines = {
  accept: parameter(5, "O11 8", RULEBOOK),
  firstReview: parameter(20, "O11 9", RULEBOOK),
  jointCheck: parameter(10, "O11 9", RULEBOOK),
  finalReview: parameter(7, "O11 9", RULEBOOK),
  publicity: parameter(7, "O11 9", RULEBOOK),
  askReconsideration: parameter(15, "O11 9", RULEBOOK),
  recheck: law(15, "O11 12", O11),
  verificationMonths: parameter(12, "O11 9, 12", RULEBOOK),
};

const CENTRAL_PRH: readonly Jurisdiction[] = ["350502", "350503", "QZ-ETDZ"];
const CENTRAL_ARH: readonly Jurisdiction[] = [...CENTRAL_PRH, "350504", "QZ-TIA"];

const centralPublicRental: EligibilityPolicy = {
  version: "prh-central-2021-08",
  programme: "PRH",
  jurisdictions: CENTRAL_PRH,
  from: "2021-08-01",
  conditions: [
    {
      kind: "group-admitted",
      admitted: ["LOCAL_FAMILY", "NEW_WORKER", "MIGRANT"],
      title: { zh: "申请对象类别", en: "Group admitted" },
      article: "O11 3",
      source: O11,
      confirmed: true,
    },
    {
      kind: "hukou-in",
      groups: ["LOCAL_FAMILY"],
      areas: CENTRAL_PRH,
      title: { zh: "本地户籍", en: "Local household registration" },
      article: "O11 7",
      source: QZ2021,
      confirmed: true,
    },
    {
      kind: "new-worker",
      groups: ["NEW_WORKER"],
      title: { zh: "新就业职工：学历与劳动合同", en: "New worker: diploma and contract" },
      article: "O11 7",
      source: QZ2021,
      confirmed: true,
      agency: "social-insurance",
    },
    {
      kind: "settled",
      groups: ["MIGRANT"],
      pensionMonths: 60,
      title: {
        zh: "稳定就业：养老保险满五年或持居住证",
        en: "Settled: five years' pension or residence permit",
      },
      article: "O11 7",
      source: QZ2021,
      confirmed: true,
      agency: "social-insurance",
    },
    {
      kind: "income-at-most",
      householdFen: 12_774_899,
      singleFen: 5_390_253,
      title: { zh: "家庭年收入", en: "Household income per year" },
      article: "O11 7",
      source: QZ2021,
      confirmed: true,
      agency: "income",
      code: "V32",
    },
    {
      kind: "assets-at-most",
      fen: 59_980_000,
      title: { zh: "家庭资产", en: "Household assets" },
      article: "O11 7",
      source: QZ2021,
      confirmed: true,
      agency: "civil-affairs",
      code: "V32",
    },
    {
      kind: "area-per-person-below",
      m2: 20,
      title: { zh: "人均自有住房面积", en: "Own housing area per person" },
      article: "O11 7",
      source: QZ2021,
      confirmed: true,
      agency: "other-housing",
      code: "V33",
    },
  ],
  agencies: ["civil-affairs", "social-insurance", "other-housing", "income"],
  deadlines,
};

const centralAffordableRental: EligibilityPolicy = {
  version: "arh-central-2025-04",
  programme: "ARH",
  jurisdictions: CENTRAL_ARH,
  from: "2025-04-01",
  until: "2030-03-31",
  conditions: [
    {
      kind: "group-admitted",
      admitted: [
        "GRADUATE",
        "PUBLIC_SERVICE",
        "TAIWAN_COMPATRIOT",
        "MIGRANT",
        "RURAL_MIGRANT",
        "RECRUITED_TALENT",
      ],
      title: { zh: "供应对象类别", en: "Group admitted" },
      article: "G22; QZ 2025",
      source: QZ2025,
      confirmed: true,
    },
    {
      kind: "no-home-in",
      areas: CENTRAL_ARH,
      title: { zh: "中心市区五区无自有住房", en: "No home of one's own in the five central areas" },
      article: "QZ 2025",
      source: QZ2025,
      confirmed: true,
      agency: "other-housing",
      code: "V33",
    },
  ],
  agencies: ["social-insurance", "other-housing"],
  deadlines,
};

/** Every version that ever was; an old case is explained by the one in force at its time. */
export const ELIGIBILITY_POLICIES: readonly EligibilityPolicy[] = [
  centralPublicRental,
  centralAffordableRental,
];

/** The policy of a programme in an area on a day; undefined when none is known: not open there. */
export const policyFor = (
  programme: Programme,
  jurisdiction: Jurisdiction,
  day: CivilDate,
): EligibilityPolicy | undefined =>
  ELIGIBILITY_POLICIES.find(
    (policy) =>
      policy.programme === programme &&
      policy.jurisdictions.includes(jurisdiction) &&
      policy.from <= day &&
      (policy.until === undefined || day <= policy.until),
  );
