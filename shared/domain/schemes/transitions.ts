import type { SchemeState } from "../../contract/scheme.ts";
import type { Transitions } from "../transitions.ts";

export type SchemeEvent =
  | "approve"
  | "open-intent"
  | "close-intent"
  | "freeze"
  | "correct"
  | "fix-roster"
  | "void"
  | "seed"
  | "draw"
  | "publish-result"
  | "object-to-result"
  | "clear"
  | "end-publicity"
  | "open-selection"
  | "close";

/** Domain rulebook 5 C, the plainest path. A void draw is replaced by a new drawId, never redrawn. */
export const schemeTransitions = {
  approve: { from: ["DRAFT"], to: ["PUBLISHED"] },
  "open-intent": { from: ["PUBLISHED"], to: ["INTENT_OPEN"] },
  "close-intent": { from: ["INTENT_OPEN"], to: ["RECHECKING"] },
  freeze: { from: ["RECHECKING"], to: ["ROSTER_PUBLICITY"] },
  correct: { from: ["ROSTER_PUBLICITY"], to: ["ROSTER_PUBLICITY"] },
  "fix-roster": { from: ["ROSTER_PUBLICITY"], to: ["FROZEN"] },
  void: { from: ["RECHECKING", "ROSTER_PUBLICITY", "FROZEN", "INVESTIGATING"], to: ["VOID"] },
  seed: { from: ["FROZEN"], to: ["SEEDED"] },
  draw: { from: ["SEEDED", "FROZEN"], to: ["DRAWN"] },
  "publish-result": { from: ["DRAWN", "FROZEN"], to: ["RESULT_PUBLICITY"] },
  "object-to-result": { from: ["RESULT_PUBLICITY", "INVESTIGATING"], to: ["INVESTIGATING"] },
  clear: { from: ["INVESTIGATING"], to: ["INVESTIGATING", "RESULT_PUBLICITY"] },
  "end-publicity": { from: ["RESULT_PUBLICITY"], to: ["FINAL"] },
  "open-selection": { from: ["FINAL"], to: ["SELECTING"] },
  close: { from: ["SELECTING"], to: ["CLOSED"] },
} as const satisfies Transitions<SchemeState, SchemeEvent>;
