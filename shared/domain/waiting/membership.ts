/** Whether a household stands on the waiting list in a state, and what a change of state means. */
import type { ApplicationState } from "../../contract/application.ts";
import type { WaitingReason } from "../../contract/waiting.ts";

/** A household that has entered a scheme still waits until it has a home. */
const ON_LIST: ReadonlySet<ApplicationState> = new Set<ApplicationState>([
  "WAITLISTED",
  "INTENT",
  "RECHECK",
  "IN_ROSTER",
]);

export const isOnList = (state: ApplicationState): boolean => ON_LIST.has(state);

/** Reasons by the state a household leaves for. A bar is told as what it does to the list. */
const LEAVING: Readonly<Record<string, WaitingReason>> = {
  ALLOCATED: "HOUSED",
  WITHDRAWN: "WITHDRAWN",
  SUSPENDED: "SUSPENDED",
  REJECTED: "NO_LONGER_QUALIFIED",
};

/** Reasons by the state a household comes back from. */
const RETURNING: Readonly<Record<string, WaitingReason>> = {
  ALLOCATED: "HOME_NOT_TAKEN",
  SUSPENDED: "REINSTATED",
};

export type ListChange = { readonly change: "LEFT" | "BACK"; readonly reason: WaitingReason };

/**
 * What a change of state does to the list.
 *
 * @returns undefined when the household stays on it, or off it
 * @see domain rulebook 5 B: who withdraws, is suspended or cancelled makes room for those behind
 */
export function listChange(from: ApplicationState, to: ApplicationState): ListChange | undefined {
  if (isOnList(from) === isOnList(to)) return undefined;
  return isOnList(from)
    ? { change: "LEFT", reason: LEAVING[to] ?? "CANCELLED" }
    : { change: "BACK", reason: RETURNING[from] ?? "RETURNED" };
}
