import type { FilingState } from "../../contract/filing.ts";
import type { Transitions } from "../transitions.ts";

export type FilingEvent =
  "edit" | "send" | "sign" | "correct" | "lapse" | "submit" | "check" | "review";

/** Domain rulebook 5 A, the plainest path. A draft of a contract signed on paper is submitted as it is. */
export const filingTransitions = {
  edit: { from: ["DRAFT"], to: ["DRAFT"] },
  send: { from: ["DRAFT"], to: ["TO_SIGN"] },
  sign: { from: ["TO_SIGN"], to: ["TO_SIGN", "SIGNED"] },
  correct: { from: ["TO_SIGN"], to: ["DRAFT"] },
  lapse: { from: ["TO_SIGN"], to: ["DRAFT"] },
  submit: { from: ["DRAFT", "SIGNED"], to: ["SUBMITTED"] },
  check: { from: ["SUBMITTED"], to: ["FILED", "UNDER_REVIEW"] },
  review: { from: ["UNDER_REVIEW"], to: ["FILED", "REFUSED"] },
} as const satisfies Transitions<FilingState, FilingEvent>;
