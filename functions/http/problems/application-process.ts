import { ruleTexts } from "../../../shared/contract/rule-texts.ts";
import type { ProcessRefusal } from "../../../shared/domain/refusals.ts";
import type { applicationProblems } from "./applications.ts";
import type { filingProblems } from "./filings.ts";
import type { filingReviewProblems } from "./filing-review.ts";

type Row = {
  readonly status: number;
  readonly code?: string;
  readonly zh: string;
  readonly en: string;
};

/** Refusals that have their row with the rest of an application, or with a filing. */
type Elsewhere =
  | keyof typeof applicationProblems
  | keyof typeof filingProblems
  | keyof typeof filingReviewProblems
  | ("out-of-step" | "other-district" | "no-code-sent" | "wrong-code");

/** Refusals of what happens to an application beside its plain course. */
export const applicationProcessProblems = {
  "own-entry": {
    status: 403,
    zh: "您代录的申请，应由他人审核",
    en: "You entered this application: someone else reviews it",
  },
  "gaps-listed-once": {
    status: 409,
    zh: "补正事项须一次性告知，不得追加；`items` 为已告知事项",
    en: "Gaps are listed once: only those of the first list, `items`, may be asked for again",
  },
  "correction-over": {
    status: 409,
    zh: "补正期限已过，请重新申请",
    en: "The time to correct is over: apply anew",
  },
  "household-fixed": {
    status: 422,
    zh: "补正时不能更换项目、区域或家庭成员，家庭变动请另行申报",
    en: "A correction changes neither programme, area nor people: report a change of household",
  },
  "co-applicant-minor": {
    status: 422,
    zh: "共同申请人须为成年人",
    en: "A co-applicant must be an adult",
  },
  "event-not-past": {
    status: 422,
    zh: "变动日期不能晚于今天",
    en: "It cannot have happened after today",
  },
  "change-does-not-fit": {
    status: 422,
    zh: "此项与所申报的变动不符",
    en: "This does not fit the change reported",
  },
  "not-a-member": {
    status: 422,
    zh: "此人不是本申请的家庭成员",
    en: "They are no member of this household",
  },
  "household-too-large": {
    status: 422,
    zh: "家庭成员超过 16 人",
    en: "A household has at most 16 people",
  },
  "not-the-applicant": {
    status: 403,
    zh: "须由申请人申报；申请人去世的，由共同申请人申报",
    en: "The applicant reports it; if they have died, a co-applicant",
  },
  "successor-not-co-applicant": {
    status: 422,
    zh: "只有共同申请人可以接替申请人",
    en: "Only a co-applicant can follow the applicant",
  },
  "reconsideration-over": {
    status: 409,
    zh: "申请复核的期限已过",
    en: "The time to ask for reconsideration is over",
  },
  "reconsidered-once": {
    status: 409,
    zh: "此申请已复核过一次",
    en: "It has been reconsidered once already",
  },
  "no-reconsideration-asked": {
    status: 409,
    zh: "申请人未申请复核",
    en: "Nobody has asked for reconsideration",
  },
  "needs-other-officer": {
    status: 403,
    zh: "须由未参与原决定的人员复核",
    en: "An officer who had no part in the refusal must answer",
  },
  "publicity-objection-closed": { status: 409, code: "V40", ...ruleTexts.V40 },
  "own-household": {
    status: 403,
    zh: "不能对自己的家庭提出异议",
    en: "You cannot object to your own household",
  },
  "objection-answered": {
    status: 409,
    zh: "此异议已答复或已随案终结",
    en: "This objection was answered, or ended with its case",
  },
  "own-objection": {
    status: 403,
    zh: "您是异议人，应当回避",
    en: "You made this objection and must not answer it",
  },
  "no-review-open": {
    status: 409,
    zh: "目前没有待办的复核",
    en: "No review is open",
  },
  "review-answered": {
    status: 409,
    zh: "本次复核已申报，正在核查",
    en: "This review was answered and is being checked",
  },
  "measure-pending": {
    status: 409,
    zh: "已有拟办决定待处理",
    en: "A measure is pending already",
  },
  "no-measure-pending": {
    status: 409,
    zh: "没有待处理的拟办决定",
    en: "No measure is pending",
  },
  "barred-places-wrong": {
    status: 422,
    zh: "限制申请须指明家庭中的责任人，其他决定不需要",
    en: "A bar names who of the household answers for it; other measures name nobody",
  },
  "not-heard-yet": {
    status: 409,
    zh: "当事人尚未陈述申辩，期限未过",
    en: "The household has not been heard, and its days are not over",
  },
  "statement-over": {
    status: 409,
    zh: "陈述申辩的期限已过",
    en: "The time to answer is over",
  },
  "case-stated": { status: 409, zh: "您已陈述申辩", en: "You have answered already" },
  "draft-over": {
    status: 409,
    zh: "草稿已提交或已过保留期限",
    en: "The draft was sent, or is no longer kept",
  },
  "draft-incomplete": {
    status: 422,
    zh: "申请表尚未填写完整",
    en: "The form is not complete",
  },
  "draft-changed": {
    status: 409,
    zh: "草稿内容已有改动，请核对最新内容",
    en: "The draft has changed since: look at it again",
  },
  "not-an-employer": {
    status: 422,
    zh: "仅用人单位经办人可以办理",
    en: "Only someone who acts for a firm may do this",
  },
  "not-own-staff": {
    status: 422,
    zh: "只能为本单位职工填写，请填写本单位统一社会信用代码",
    en: "Only for your own staff: give your firm's credit code",
  },
  "applicant-missing": {
    status: 422,
    zh: "请填写申请人",
    en: "Say who applies",
  },
  "consent-is-personal": {
    status: 422,
    zh: "信息核查授权须由职工本人签署",
    en: "Consent to the checks is for the member of staff alone to give",
  },
} as const satisfies Record<Exclude<ProcessRefusal["kind"], Elsewhere>, Row> & Record<string, Row>;
