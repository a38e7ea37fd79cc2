import type { RuleCode } from "../../../shared/contract/rule-texts.ts";
import { ruleTexts } from "../../../shared/contract/rule-texts.ts";
import type { FilingRefusal } from "../../../shared/domain/refusals.ts";

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

/** Refusals of filings and certificates; `out-of-step` is the edge's. */
export const filingProblems = {
  "filer-not-entitled": {
    status: 422,
    zh: "您不能以此身份申请备案：当事人中没有您，或您没有相应资格",
    en: "You may not file in this role: you are not among the parties, or hold no such office",
  },
  "broker-must-file": rule(422, "V27"),
  "term-too-long": rule(422, "V21"),
  "end-before-start": rule(422, "V20"),
  "space-not-lettable": rule(422, "V13"),
  "occupancy-exceeded": rule(422, "V14"),
  "deposit-terms-incomplete": rule(422, "V23"),
  "minor-needs-guardian": rule(422, "V06"),
  "guardian-not-entitled": {
    status: 422,
    zh: "监护人应为成年人，只能代理未成年当事人，且不得是合同对方",
    en: "A guardian is an adult, acts for a minor party only, and is not the other side",
  },
  "broker-takes-money": rule(422, "V28"),
  "phone-missing": { status: 422, code: "V05", zh: "请填写手机号码", en: "Enter a mobile number" },
  "birth-date-not-past": rule(422, "V02"),
  "name-differs": rule(422, "V03"),
  "signed-in-future": {
    status: 422,
    zh: "合同订立日期不能晚于今天",
    en: "The lease cannot have been concluded after today",
  },
  "region-mismatch": {
    status: 422,
    zh: "房屋所在区划与受理地区不一致",
    en: "The home does not lie in that jurisdiction",
  },
  "not-the-drafter": {
    status: 403,
    zh: "只有起草人可以办理",
    en: "Only who drafted it may do this",
  },
  "not-the-filer": {
    status: 403,
    zh: "只有申请人可以提交备案",
    en: "Only its filer may submit it",
  },
  "not-a-signatory": {
    status: 403,
    zh: "您不是此合同的签署人",
    en: "You are not one of its signatories",
  },
  "signed-on-paper": {
    status: 409,
    zh: "纸质签订的合同不需在线签署，请直接提交",
    en: "A lease signed on paper is not sent for signature; submit it",
  },
  "not-signed-by-all": {
    status: 409,
    zh: "合同尚未由各方签署",
    en: "Not all parties have signed yet",
  },
  "already-signed": { status: 409, zh: "您已签署", en: "You have signed already" },
  "terms-changed": {
    status: 409,
    zh: "合同内容已有变动，请重新核对后再签署",
    en: "The terms are not the ones you saw; check them again",
  },
  "no-such-field": {
    status: 422,
    zh: "合同中没有所指的内容",
    en: "The lease has no such member",
  },
  "head-lease-not-found": {
    status: 422,
    zh: "未找到您作为承租人的有效原租赁备案，请核对编号",
    en: "No lease in force under which you are tenant has this number",
  },
  "sublease-outside-head": {
    status: 422,
    zh: "转租的房屋和起始日期须在原租赁合同范围内",
    en: "A sublease lies within the home and the time of its head lease",
  },
  "sublease-outlasts-head": rule(422, "V24"),
  "sublet-consent-needed": rule(422, "V25"),
  "not-the-tenant": { status: 403, zh: "只有承租人可以办理", en: "Only the tenant may do this" },
  "already-told": {
    status: 409,
    zh: "已告知出租人，六个月期间已起算",
    en: "The owner was told already; the six months are running",
  },
  "not-a-holder": {
    status: 422,
    zh: "权利人中没有您",
    en: "You are not among the holders named",
  },
  "not-the-asker": { status: 403, zh: "只有申请人可以撤回", en: "Only who asked may take it back" },
  "unit-out-of-step": {
    status: 409,
    zh: "房屋核验状态不允许此操作",
    en: "What is known of the home does not allow this",
  },
  "reason-does-not-fit": {
    status: 422,
    zh: "所选理由与决定不符",
    en: "This reason is none for this decision",
  },
  "co-owners-not-agreed": rule(409, "V11"),
  "no-co-owners": {
    status: 409,
    zh: "合同中没有填写其他共有人",
    en: "The lease names no other owners",
  },
  "not-a-co-owner": {
    status: 403,
    zh: "您不是需要同意的共有人",
    en: "You are not one of the owners asked for consent",
  },
  "already-agreed": { status: 409, zh: "您已同意", en: "You have consented already" },
  "unit-blocked": rule(409, "V15"),
  "overlapping-filing": rule(409, "V16"),
  "own-case": {
    status: 403,
    zh: "您是此案当事人，应当回避",
    en: "You are party to this case and must not decide it",
  },
  "no-home-on-record": {
    status: 409,
    zh: "您名下没有已备案的居住房屋",
    en: "You have no home on record",
  },
  "certificate-not-found": {
    status: 404,
    zh: "查无此证，请核对证明编号和验证码",
    en: "No such certificate; check number and code",
  },
} as const satisfies Record<Exclude<FilingRefusal["kind"], "out-of-step">, Row> &
  Record<string, Row>;
