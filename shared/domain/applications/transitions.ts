import type { ApplicationState } from "../../contract/application.ts";
import type { Transitions } from "../transitions.ts";

export type ApplicationEvent =
  | "accept"
  | "ask-correction"
  | "resubmit"
  | "lapse"
  | "review-first"
  | "complete-check"
  | "recommend"
  | "decide"
  | "ask-reconsideration"
  | "answer-reconsideration"
  | "close"
  | "object"
  | "decide-objection"
  | "end-publicity"
  | "report-change"
  | "open-review"
  | "answer-review"
  | "pass-review"
  | "suspend"
  | "cancel"
  | "bar"
  | "withdraw"
  | "register-intent"
  | "begin-recheck"
  | "recheck"
  | "remove-from-roster"
  | "finish-draw";

/** States in which a household may take its application back by itself. */
const OPEN = [
  ...(["SUBMITTED", "CORRECTION", "ACCEPTED", "JOINT_CHECK", "FINAL_REVIEW"] as const),
  ...(["PUBLICITY", "OBJECTION", "WAITLISTED", "SUSPENDED", "INTENT"] as const),
  "RECHECK",
] as const;

/** Domain rulebook 5 B. What is in a roster leaves it by the roster's own acts first. */
export const applicationTransitions = {
  accept: { from: ["SUBMITTED"], to: ["ACCEPTED"] },
  "review-first": { from: ["ACCEPTED"], to: ["JOINT_CHECK"] },
  "complete-check": { from: ["JOINT_CHECK"], to: ["FINAL_REVIEW"] },
  recommend: { from: ["FINAL_REVIEW"], to: ["FINAL_REVIEW"] },
  decide: { from: ["FINAL_REVIEW"], to: ["PUBLICITY", "REJECTED"] },
  "ask-correction": { from: ["SUBMITTED"], to: ["CORRECTION"] },
  resubmit: { from: ["CORRECTION"], to: ["SUBMITTED"] },
  lapse: { from: ["CORRECTION"], to: ["LAPSED"] },
  "ask-reconsideration": { from: ["REJECTED"], to: ["REJECTED"] },
  "answer-reconsideration": { from: ["REJECTED"], to: ["FINAL_REVIEW", "CLOSED"] },
  close: { from: ["REJECTED"], to: ["CLOSED"] },
  object: { from: ["PUBLICITY", "OBJECTION"], to: ["OBJECTION"] },
  "decide-objection": { from: ["OBJECTION"], to: ["OBJECTION", "PUBLICITY", "REJECTED"] },
  "end-publicity": { from: ["PUBLICITY"], to: ["WAITLISTED"] },
  "report-change": {
    from: [
      ...(["SUBMITTED", "CORRECTION", "ACCEPTED", "JOINT_CHECK", "FINAL_REVIEW"] as const),
      ...(["WAITLISTED", "SUSPENDED"] as const),
    ],
    to: ["SUBMITTED", "CORRECTION", "ACCEPTED", "JOINT_CHECK", "WAITLISTED", "SUSPENDED"],
  },
  "open-review": { from: ["WAITLISTED"], to: ["WAITLISTED"] },
  "answer-review": { from: ["WAITLISTED", "SUSPENDED"], to: ["WAITLISTED", "SUSPENDED"] },
  "pass-review": { from: ["WAITLISTED", "SUSPENDED"], to: ["WAITLISTED"] },
  suspend: { from: ["WAITLISTED"], to: ["SUSPENDED"] },
  cancel: { from: ["WAITLISTED", "SUSPENDED"], to: ["CANCELLED"] },
  bar: {
    from: [
      ...OPEN,
      ...(["REJECTED", "CLOSED", "LAPSED", "CANCELLED", "WITHDRAWN", "ALLOCATED"] as const),
    ],
    to: ["BARRED"],
  },
  withdraw: { from: OPEN, to: ["WITHDRAWN"] },
  "register-intent": { from: ["WAITLISTED"], to: ["INTENT", "IN_ROSTER"] },
  "begin-recheck": { from: ["INTENT"], to: ["RECHECK"] },
  recheck: { from: ["INTENT", "RECHECK"], to: ["IN_ROSTER", "ALLOCATED", "WAITLISTED"] },
  "remove-from-roster": { from: ["IN_ROSTER"], to: ["WAITLISTED"] },
  "finish-draw": { from: ["IN_ROSTER"], to: ["ALLOCATED", "RECHECK", "WAITLISTED"] },
} as const satisfies Transitions<ApplicationState, ApplicationEvent>;
