import { ruleTexts, type RuleCode } from "../../../shared/contract/rule-texts.ts";
import type { ApplicationRefusal } from "../../../shared/domain/applications/decide-application.ts";
import type { FinalRefusal } from "../../../shared/domain/applications/decide-final.ts";
import type { ManualFindingRefusal } from "../../../shared/domain/applications/decide-reviews.ts";
import type {
  IntentRefusal,
  RecheckRefusal,
} from "../../../shared/domain/schemes/decide-intent.ts";
import type { ClaimRefusal } from "../../../shared/domain/selections/decide-claim.ts";
import type { AllocationRefusal } from "../../../shared/domain/selections/decide-signing.ts";

/** Every refusal that the rules of applying, choosing and letting foresee. */
type Refusal =
  | ApplicationRefusal
  | ManualFindingRefusal
  | FinalRefusal
  | IntentRefusal
  | RecheckRefusal
  | ClaimRefusal
  | AllocationRefusal;

type Row = {
  readonly status: number;
  readonly code?: string;
  readonly zh: string;
  readonly en: string;
};

/** A refusal in the rulebook's own words. */
const rule = <const C extends RuleCode>(status: number, code: C) => ({
  status,
  code,
  ...ruleTexts[code],
});

/** Refusals of applications, intents, the choice of a home and its lease. */
export const applicationProblems = {
  "programme-not-open": {
    status: 422,
    zh: "该区域尚未开放此项申请",
    en: "This programme is not open in that area",
  },
  "through-waiting-list": {
    status: 422,
    zh: "此项保障由轮候家庭领取，请先申请公共租赁住房并在申请中选择补贴",
    en: "It is for households on the waiting list: apply for public rental and choose the subsidy",
  },
  "consent-missing": rule(422, "V34"),
  "applicant-not-caller": {
    status: 422,
    code: "V03",
    zh: "申请人须为登录本人，姓名、证件须与实名信息一致",
    en: "The applicant must be the person signed in, with the same name and document",
  },
  "minor-needs-guardian": rule(422, "V06"),
  "birth-date-not-past": rule(422, "V02"),
  "member-already-applied": rule(409, "V30"),
  barred: {
    status: 409,
    code: "V31",
    zh: "您在限制申请期内",
    en: "Barred from applying; `until` is the last day",
  },
  "own-case": {
    status: 403,
    zh: "您是此案当事人，应当回避",
    en: "You are party to this case and must not decide it",
  },
  "conditions-not-met": {
    status: 409,
    zh: "还有条件不符合或未核实，不能通过",
    en: "Some conditions are not met or not confirmed yet",
  },
  "not-recommended-yet": {
    status: 409,
    zh: "复审人员尚未提出意见",
    en: "The reviewer has not recommended yet",
  },
  "needs-second-person": {
    status: 403,
    zh: "须由提出意见以外的另一人决定",
    en: "Another person than the reviewer must decide",
  },
  "agency-not-asked": {
    status: 422,
    zh: "此项申请不需要该部门核查",
    en: "That agency has no say in this case",
  },
  "agency-has-answered": {
    status: 409,
    zh: "该部门已有答复，不能另行录入",
    en: "That agency has answered itself",
  },
  "intent-not-open": {
    status: 409,
    zh: "意向登记尚未开始",
    en: "Intent registration has not opened yet",
  },
  "intent-closed": rule(409, "V35"),
  "not-in-scope": rule(422, "V36"),
  "review-due": rule(409, "V37"),
  "intent-not-registered": {
    status: 409,
    zh: "该家庭没有待复审的意向登记",
    en: "This household has no intent that awaits the recheck",
  },
  "not-in-a-draw": {
    status: 404,
    zh: "该申请尚未列入摇号名册",
    en: "This application is in no roster yet",
  },
  "not-selected": {
    status: 403,
    zh: "该申请未在本次摇号中入选",
    en: "This application was not selected in this draw",
  },
  "turn-not-open": {
    status: 409,
    zh: "还没轮到您选房",
    en: "It is not your turn yet",
  },
  "turn-passed": { status: 409, zh: "您的选房顺序已过", en: "Your turn has passed" },
  "offer-lapsed": { status: 409, zh: "选房时限已过", en: "The time to choose is over" },
  "already-housed": { status: 409, zh: "您已选定房源", en: "You have chosen a home already" },
  "home-of-other-pool": {
    status: 422,
    zh: "该房源属于其他组，尚未转入您入选的组",
    en: "That home belongs to another pool and has not passed on to yours",
  },
  "home-taken": rule(409, "V39"),
  "layout-does-not-fit": rule(422, "V38"),
  "signing-time-over": { status: 409, zh: "签约期限已过", en: "The time to sign is over" },
  "already-signed": { status: 409, zh: "您已签署", en: "You have signed already" },
  "household-signs-first": {
    status: 409,
    zh: "请先由住户签约",
    en: "The household signs first",
  },
} as const satisfies Record<
  Exclude<Refusal["kind"], "out-of-step" | "own-entry" | "co-applicant-minor">,
  Row
> &
  Record<string, Row>;
