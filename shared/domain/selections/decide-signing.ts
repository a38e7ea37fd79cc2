/** Signing the lease of a chosen home: the household first, then the operator. */
import type { AllocationState } from "../../contract/allotment.ts";
import type { CivilDate } from "../../contract/values.ts";
import { outOfOrder, type WrongState } from "../transitions.ts";
import { allocationTransitions } from "./transitions.ts";

export type AllocationRefusal =
  | WrongState<AllocationState>
  | { readonly kind: "signing-time-over"; readonly signBy: CivilDate }
  | { readonly kind: "already-signed" }
  | { readonly kind: "household-signs-first" };

type Facts = {
  readonly state: AllocationState;
  /** Last day to sign, inclusive. */
  readonly signBy: CivilDate;
  readonly today: CivilDate;
  readonly householdSigned: boolean;
};

function notNow({ state, signBy, today }: Facts): AllocationRefusal | undefined {
  const refused = outOfOrder(allocationTransitions, "sign", state);
  if (refused) return refused;
  return today > signBy ? { kind: "signing-time-over", signBy } : undefined;
}

/** The household signs; nothing is let yet. */
export const decideHouseholdSigns = (facts: Facts): { readonly kind: "sign" } | AllocationRefusal =>
  notNow(facts) ?? (facts.householdSigned ? { kind: "already-signed" } : { kind: "sign" });

/** The operator signs behind the household: the lease is concluded. @see O11 16 */
export const decideOperatorSigns = (
  facts: Facts,
): { readonly kind: "conclude" } | AllocationRefusal =>
  notNow(facts) ??
  (facts.householdSigned ? { kind: "conclude" } : { kind: "household-signs-first" });
