import type { ApplicationState } from "../../contract/application.ts";
import type { Transitions } from "../transitions.ts";

export type ApplicationEvent =
  | "accept"
  | "review-first"
  | "complete-check"
  | "recommend"
  | "decide"
  | "end-publicity"
  | "register-intent"
  | "begin-recheck"
  | "recheck"
  | "remove-from-roster"
  | "finish-draw";

/** Domain rulebook 5 B, the plainest path. */
export const applicationTransitions = {
  accept: { from: ["SUBMITTED"], to: ["ACCEPTED"] },
  "review-first": { from: ["ACCEPTED"], to: ["JOINT_CHECK"] },
  "complete-check": { from: ["JOINT_CHECK"], to: ["FINAL_REVIEW"] },
  recommend: { from: ["FINAL_REVIEW"], to: ["FINAL_REVIEW"] },
  decide: { from: ["FINAL_REVIEW"], to: ["PUBLICITY", "REJECTED"] },
  "end-publicity": { from: ["PUBLICITY"], to: ["WAITLISTED"] },
  "register-intent": { from: ["WAITLISTED"], to: ["INTENT", "IN_ROSTER"] },
  "begin-recheck": { from: ["INTENT"], to: ["RECHECK"] },
  recheck: { from: ["INTENT", "RECHECK"], to: ["IN_ROSTER", "ALLOCATED", "WAITLISTED"] },
  "remove-from-roster": { from: ["IN_ROSTER"], to: ["WAITLISTED"] },
  "finish-draw": { from: ["IN_ROSTER"], to: ["ALLOCATED", "RECHECK", "WAITLISTED"] },
} as const satisfies Transitions<ApplicationState, ApplicationEvent>;
