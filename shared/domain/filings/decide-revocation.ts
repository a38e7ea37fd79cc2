/** Revoking a filing: proposed by one officer, its parties heard, decided by another. */
import type { FilingState } from "../../contract/filing.ts";
import type { CivilDate } from "../../contract/values.ts";
import { workingDayEnd } from "../calendar/working-days.ts";
import { outOfOrder, type WrongState } from "../transitions.ts";
import { sideOf } from "./decide-change.ts";
import { isOneOf, isParty, stateOn, type Actor, type FilingGround } from "./facts.ts";
import {
  barOf,
  isOwnCase,
  type BarRefusal,
  type Officer,
  type ReviewFacts,
  type RevocationFacts,
} from "./review-facts.ts";
import { filingTransitions } from "./transitions.ts";

export type RevocationRefusal =
  | WrongState<FilingState>
  | BarRefusal
  | { readonly kind: "revocation-pending" }
  | { readonly kind: "no-revocation-pending" }
  | { readonly kind: "needs-second-person" }
  | { readonly kind: "hearing-open"; readonly heardBy: CivilDate }
  | { readonly kind: "hearing-over" }
  | { readonly kind: "already-stated" };

export type Hearing = {
  readonly kind: "hear";
  /** Last day for the parties' statements. */
  readonly heardBy: CivilDate;
  /** Last day for the decision that follows. */
  readonly dueOn: CivilDate;
};

const pendingOf = ({ revocation }: ReviewFacts): RevocationFacts | undefined =>
  revocation?.decision ? undefined : revocation;

/**
 * Decides on a proposal to revoke. What is on record stays so until another officer has decided.
 *
 * @see domain rulebook 5 A, 12: two persons, the parties heard
 */
export function decideProposeRevocation(
  filing: ReviewFacts,
  officer: Officer,
  ground: FilingGround,
): Hearing | RevocationRefusal {
  const { today, calendar, policy } = ground;
  const refused =
    outOfOrder(filingTransitions, "revoke", stateOn(filing, today)) ??
    barOf(filing, officer, ground);
  if (refused) return refused;
  if (pendingOf(filing)) return { kind: "revocation-pending" };
  return hearing({ today, calendar, policy });
}

/** The days of a hearing that begins today. */
export function hearing({ today, calendar, policy }: FilingGround): Hearing {
  const heardBy = workingDayEnd(today, policy.hearWithinWorkingDays.value, calendar);
  const dueOn = workingDayEnd(heardBy, policy.decideWithinWorkingDays.value, calendar);
  return { kind: "hear", heardBy, dueOn };
}

/** Decides on what a party says to it: once each, within the time. */
export function decideStatement(
  filing: ReviewFacts,
  actor: Actor,
  by: string,
  today: CivilDate,
): { readonly kind: "state"; readonly as: "LANDLORD" | "TENANT" | "OTHER" } | RevocationRefusal {
  const pending = pendingOf(filing);
  if (!pending || stateOn(filing, today) !== "FILED" || !isParty(actor, filing.parties))
    return { kind: "no-revocation-pending" };
  if (today > pending.heardBy) return { kind: "hearing-over" };
  if (pending.statements.some((one) => isOneOf(actor, [one.by]) || one.by === by))
    return { kind: "already-stated" };
  return { kind: "state", as: sideOf(actor, filing.parties) ?? "OTHER" };
}

/**
 * Decides on the approver's word: never who proposed it, never before the parties had their time.
 *
 * @returns `revoke` or `dismiss`
 */
export function decideRevocation(
  filing: ReviewFacts,
  revokes: boolean,
  officer: Officer,
  { today }: FilingGround,
): { readonly kind: "revoke" } | { readonly kind: "dismiss" } | RevocationRefusal {
  const refused = outOfOrder(filingTransitions, "revoke", stateOn(filing, today));
  if (refused) return refused;
  const pending = pendingOf(filing);
  if (!pending) return { kind: "no-revocation-pending" };
  if (isOwnCase(officer, filing)) return { kind: "own-case" };
  if (pending.proposedBy === officer.sub) return { kind: "needs-second-person" };
  if (today <= pending.heardBy) return { kind: "hearing-open", heardBy: pending.heardBy };
  return { kind: revokes ? "revoke" : "dismiss" };
}
