import type { AllocationState } from "../../contract/allotment.ts";
import type { Transitions } from "../transitions.ts";

export type AllocationEvent = "sign" | "file";

/** Domain rulebook 5 D, the plainest path from the choice on. */
export const allocationTransitions = {
  sign: { from: ["SELECTED"], to: ["LEASED"] },
  file: { from: ["LEASED"], to: ["OCCUPIED"] },
} as const satisfies Transitions<AllocationState, AllocationEvent>;
