/** What becomes of a proposal: confirmed, found wrong, withdrawn, objected to, reviewed. */
import type { FilingState, Signature, WrongField } from "../../contract/filing.ts";
import type { FilingId } from "../../contract/ids.ts";
import type { CivilDate, Instant } from "../../contract/values.ts";
import { deadline, workingDayEnd } from "../calendar/working-days.ts";
import { outOfOrder, type WrongState } from "../transitions.ts";
import { EVENT_OF, neededPlaces, sideOf } from "./decide-change.ts";
import { namesMember, placesOf } from "./decide-signing.ts";
import {
  isParty,
  stateOn,
  type Actor,
  type FilingFacts,
  type FilingGround,
  type PendingChange,
} from "./facts.ts";
import { overlapOf, termOf, type OverlappingFiling, type Term } from "./overlap.ts";
import { filingTransitions } from "./transitions.ts";

export type NonePending = { readonly kind: "no-change-pending" };

export type ConfirmRefusal =
  | NonePending
  | WrongState<FilingState>
  | { readonly kind: "not-a-signatory" }
  | { readonly kind: "already-signed" }
  | { readonly kind: "terms-changed" };

/** The proposal, if it is at this stage and its time is not over. */
function atStage(
  { pendingChange }: FilingFacts,
  stage: PendingChange["state"],
  today: CivilDate,
): PendingChange | undefined {
  if (pendingChange?.state !== stage) return undefined;
  const last = stage === "TO_CONFIRM" ? pendingChange.confirmBy : pendingChange.objectBy;
  return last !== undefined && today > last ? undefined : pendingChange;
}

/**
 * Decides on a confirmation of exactly these terms.
 *
 * @param termsDigest - of the proposal as the actor read it
 * @returns the confirmations to add; `complete` when no place is left open
 */
export function decideConfirm(
  filing: FilingFacts,
  termsDigest: string,
  actor: Actor,
  { today, at }: { readonly today: CivilDate; readonly at: Instant },
):
  | { readonly kind: "confirm"; readonly added: readonly Signature[]; readonly complete: boolean }
  | ConfirmRefusal {
  const pending = atStage(filing, "TO_CONFIRM", today);
  if (!pending) return { kind: "no-change-pending" };
  const refused = outOfOrder(filingTransitions, EVENT_OF[pending.kind], stateOn(filing, today));
  if (refused) return refused;
  const needed = neededPlaces(pending);
  const isHere = (
    list: readonly Omit<Signature, "signedAt">[],
    place: Omit<Signature, "signedAt">,
  ) => list.some(({ side, index }) => side === place.side && index === place.index);
  const places = placesOf({ ...filing, parties: pending.parties }, actor).filter((place) =>
    isHere(needed, place),
  );
  if (places.length === 0) return { kind: "not-a-signatory" };
  const open = places.filter((place) => !isHere(pending.confirmations, place));
  if (open.length === 0) return { kind: "already-signed" };
  if (termsDigest !== pending.termsDigest) return { kind: "terms-changed" };
  return {
    kind: "confirm",
    added: open.map((place) => ({ ...place, signedAt: at })),
    complete: pending.confirmations.length + open.length === needed.length,
  };
}

export type DoubtRefusal =
  | NonePending
  | { readonly kind: "not-a-signatory" }
  | { readonly kind: "own-proposal" }
  | { readonly kind: "no-such-field"; readonly pointer: string };

/** Decides on pointing at what is wrong in a proposal: it is dropped, its proposer told why. */
export function decideDoubt(
  filing: FilingFacts,
  { pointer }: WrongField,
  actor: Actor,
  today: CivilDate,
): { readonly kind: "drop" } | DoubtRefusal {
  const pending = atStage(filing, "TO_CONFIRM", today);
  if (!pending) return { kind: "no-change-pending" };
  if (!isParty(actor, filing.parties) && sideOf(actor, pending.parties) === undefined)
    return { kind: "not-a-signatory" };
  if (sideOf(actor, filing.parties) === pending.proposedBy) return { kind: "own-proposal" };
  return namesMember(pending.end ?? pending.draft, pointer)
    ? { kind: "drop" }
    : { kind: "no-such-field", pointer: "/pointer" };
}

export type WithdrawRefusal = NonePending | { readonly kind: "not-the-proposer" };

/** Decides on taking a proposal back, which its side may until it is taken. */
export function decideWithdraw(
  { pendingChange, parties }: FilingFacts,
  actor: Actor,
): { readonly kind: "drop" } | WithdrawRefusal {
  if (!pendingChange) return { kind: "no-change-pending" };
  return sideOf(actor, parties) === pendingChange.proposedBy
    ? { kind: "drop" }
    : { kind: "not-the-proposer" };
}

export type EndObjectionRefusal = NonePending | { readonly kind: "own-proposal" };

/**
 * Decides on an objection to an end that the other side reports with proof: a reviewer decides, and
 * until then the lease stays on record.
 *
 * @see R812 12
 */
export function decideEndObjection(
  filing: FilingFacts,
  actor: Actor,
  { today, calendar, policy }: FilingGround,
):
  | { readonly kind: "review"; readonly dueOn: CivilDate; readonly provisional: boolean }
  | EndObjectionRefusal {
  const pending = atStage(filing, "TO_OBJECT", today);
  if (!pending) return { kind: "no-change-pending" };
  const side = sideOf(actor, filing.parties);
  if (side === undefined || side === pending.proposedBy) return { kind: "own-proposal" };
  const due = deadline(
    workingDayEnd(today, policy.decideWithinWorkingDays.value, calendar),
    calendar,
  );
  return { kind: "review", dueOn: due.on, provisional: due.provisional };
}

export type ChangeReviewRefusal = NonePending | { readonly kind: "own-case" } | OverlappingFiling;

/** Decides on the reviewer's word on a proposal: never in their own case, never over a filing in force. */
export function decideChangeReview(
  filingId: FilingId,
  filing: FilingFacts,
  take: boolean,
  { actor, inForce }: { readonly actor: Actor; readonly inForce: readonly Term[] },
): { readonly kind: "take" } | { readonly kind: "refuse" } | ChangeReviewRefusal {
  const { pendingChange: pending } = filing;
  if (pending?.state !== "UNDER_REVIEW") return { kind: "no-change-pending" };
  if (isParty(actor, filing.parties) || isParty(actor, pending.parties))
    return { kind: "own-case" };
  if (!take) return { kind: "refuse" };
  const meets =
    pending.kind === "END" ? undefined : overlapOf(termOf(filingId, pending.draft.lease), inForce);
  return meets ?? { kind: "take" };
}
