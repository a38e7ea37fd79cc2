import type { FilingState } from "../../contract/filing.ts";
import type { Transitions } from "../transitions.ts";

export type FilingEvent =
  | "edit"
  | "send"
  | "sign"
  | "correct"
  | "lapse"
  | "submit"
  | "check"
  | "review"
  | "resubmit"
  | "lapseCorrection"
  | "withdraw"
  | "change"
  | "renew"
  | "transfer"
  | "occupants"
  | "holdOver"
  | "reissue"
  | "sublet"
  | "end"
  | "expire"
  | "revoke";

/**
 * Domain rulebook 5 A. A draft of a contract signed on paper is submitted as it is. What changes a
 * filing on record waits in its `pendingChange`; the state stays FILED until it takes effect. A lease
 * signed here whose text is corrected is signed again (TO_SIGN) before it is back in SUBMITTED.
 */
export const filingTransitions = {
  edit: { from: ["DRAFT"], to: ["DRAFT"] },
  send: { from: ["DRAFT"], to: ["TO_SIGN"] },
  sign: { from: ["TO_SIGN"], to: ["TO_SIGN", "SIGNED"] },
  correct: { from: ["TO_SIGN"], to: ["DRAFT", "CORRECTION"] },
  lapse: { from: ["TO_SIGN"], to: ["DRAFT"] },
  submit: { from: ["DRAFT", "SIGNED"], to: ["SUBMITTED"] },
  check: { from: ["SUBMITTED"], to: ["FILED", "UNDER_REVIEW"] },
  review: { from: ["UNDER_REVIEW"], to: ["FILED", "CORRECTION", "REFUSED"] },
  resubmit: { from: ["CORRECTION"], to: ["SUBMITTED", "TO_SIGN"] },
  lapseCorrection: { from: ["CORRECTION", "TO_SIGN"], to: ["LAPSED"] },
  withdraw: {
    from: ["DRAFT", "TO_SIGN", "SIGNED", "UNDER_REVIEW", "CORRECTION"],
    to: ["CANCELLED"],
  },
  change: { from: ["FILED"], to: ["FILED"] },
  renew: { from: ["FILED", "EXPIRED"], to: ["FILED"] },
  transfer: { from: ["FILED"], to: ["FILED"] },
  occupants: { from: ["FILED"], to: ["FILED"] },
  holdOver: { from: ["EXPIRED"], to: ["FILED"] },
  reissue: { from: ["FILED"], to: ["FILED"] },
  sublet: { from: ["FILED"], to: ["FILED"] },
  end: { from: ["FILED"], to: ["FILED", "CANCELLED"] },
  expire: { from: ["FILED"], to: ["EXPIRED"] },
  revoke: { from: ["FILED"], to: ["REVOKED"] },
} as const satisfies Transitions<FilingState, FilingEvent>;
