import type { CounterRefusal } from "../../../shared/domain/filings/decide-counter.ts";
import type { MandateRefusal } from "../../../shared/domain/mandates/decide-mandate.ts";

type Row = {
  readonly status: number;
  readonly code?: string;
  readonly zh: string;
  readonly en: string;
};

/** Refusals of mandates, and of what is entered at the counter. */
export const mandateProblems = {
  "mandate-to-self": {
    status: 422,
    zh: "不能委托自己",
    en: "Nobody gives a mandate to themselves",
  },
  "mandate-too-long": {
    status: 422,
    zh: "委托期限过长，最长三年",
    en: "A mandate lasts three years at most",
  },
  "mandate-over": { status: 422, zh: "委托期限已过", en: "The last day is over already" },
  "agent-is-minor": {
    status: 422,
    zh: "受托人应为成年人",
    en: "An agent is an adult",
  },
  "no-firm": {
    status: 422,
    zh: "您没有代表任何单位",
    en: "You act for no firm",
  },
  "too-many-mandates": {
    status: 409,
    zh: "有效的委托过多，请先终止不再需要的委托",
    en: "Too many mandates at once; end those no longer needed",
  },
  "not-the-agent": {
    status: 403,
    zh: "只有受托人可以办理",
    en: "Only the agent may do this",
  },
  "not-the-principal": {
    status: 403,
    zh: "只有委托人可以撤回",
    en: "Only the principal may take it back",
  },
  "counter-needs-paper": {
    status: 422,
    zh: "窗口只代办已签订纸质合同的备案",
    en: "The counter files leases signed on paper",
  },
  "other-district": {
    status: 403,
    zh: "房屋不在您的辖区",
    en: "The home is not in your district",
  },
  "no-code-sent": {
    status: 409,
    zh: "请先发送验证码，或验证码已失效",
    en: "Send a code first, or send another: it has run out",
  },
  "wrong-code": {
    status: 422,
    zh: "验证码不正确",
    en: "That is not the code",
  },
  "no-phone": {
    status: 409,
    zh: "此人没有登记手机号码，请以纸面签名确认",
    en: "No mobile number is entered for them; confirm by signature on paper",
  },
} as const satisfies Record<
  | Exclude<MandateRefusal["kind"], "out-of-step">
  | Exclude<CounterRefusal["kind"], "out-of-step" | "terms-changed" | "own-case">,
  Row
>;
