import { ruleTexts } from "../../../shared/contract/rule-texts.ts";
import type {
  FilingChangeRefusal,
  FilingRefusal,
  FilingReviewRefusal,
} from "../../../shared/domain/refusals.ts";

type Row = {
  readonly status: number;
  readonly code?: string;
  readonly zh: string;
  readonly en: string;
};
/** Those that have their row in another table. */
type Shared =
  FilingRefusal["kind"] | FilingChangeRefusal["kind"] | "needs-second-person" | "own-case";

/** Refusals of the bureau's side of a filing: claims, corrections, objections, revocation. */
export const filingReviewProblems = {
  "claimed-by-other": {
    status: 409,
    zh: "此案已由其他人员领办",
    en: "Another officer has taken this case",
  },
  "not-claimed": { status: 409, zh: "此案未被领办", en: "Nobody has taken this case" },
  "nothing-to-review": {
    status: 409,
    zh: "此案没有待办理的事项",
    en: "Nothing in this case waits for an officer",
  },
  "no-such-officer": {
    status: 422,
    zh: "没有可以办理此案的这名人员",
    en: "No reviewer who may decide this case has that subject",
  },
  "gap-too-late": {
    status: 422,
    zh: "补正事项应一次告知：再次补正只能针对尚未补齐或重新提交时改动的内容",
    en: "Gaps are named once: a second list may name only what is open still or was changed since",
  },
  "fixed-in-correction": {
    status: 422,
    zh: "补正时不能改变受理地区、申请人身份或签署方式，请另行申请",
    en: "District, filer and way of signing stay in a correction; file anew to change them",
  },
  "revocation-pending": {
    status: 409,
    zh: "已有一项撤销正在办理",
    en: "A revocation is under way already",
  },
  "no-revocation-pending": {
    status: 409,
    zh: "没有正在办理的撤销",
    en: "No revocation is under way",
  },
  "hearing-open": {
    status: 409,
    zh: "当事人陈述申辩期限未满，不能作出决定",
    en: "The parties may still be heard; decide after that day",
  },
  "hearing-over": {
    status: 409,
    zh: "陈述申辩期限已过",
    en: "The time for statements is over",
  },
  "already-stated": { status: 409, zh: "您已提交陈述", en: "You have made your statement already" },
  "objection-late": { status: 409, code: "V40", ...ruleTexts.V40 },
  "interest-missing": {
    status: 422,
    zh: "请说明您与此备案的利害关系",
    en: "Say what interest you have in this filing",
  },
  "already-objected": {
    status: 409,
    zh: "您的异议正在核实，请等候答复",
    en: "Your objection is being checked; wait for the answer",
  },
  "too-many-objections": {
    status: 409,
    zh: "对此备案的异议正在核实，暂不接受更多异议",
    en: "Objections to this filing are being checked; no more are taken meanwhile",
  },
} as const satisfies Record<Exclude<FilingReviewRefusal["kind"], Shared>, Row>;
