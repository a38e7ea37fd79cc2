/** What the deciders of a filing are told. */
import type { FilingCheck, FilingDraft, FilingState, Signature } from "../../contract/filing.ts";
import type { Ended, LeaseEnd, PendingKind, PendingState } from "../../contract/filing-life.ts";
import type { Role } from "../../contract/ids.ts";
import type { CivilDate, Instant } from "../../contract/values.ts";
import type { Calendar } from "../calendar/working-days.ts";
import type { FilingPolicy } from "../policy/filing-policy.ts";

/** Who acts: their roles and the keyed hashes of the identities they act as (own, and their firm's). */
export type Actor = {
  readonly identities: readonly string[];
  readonly roles: readonly Role[];
};

/** The parties by keyed hash, in the order of the draft; `drafter` made the draft. */
export type PartyHashes = {
  readonly drafter: string;
  readonly landlords: readonly string[];
  readonly tenants: readonly string[];
};

export type FilingFacts = {
  readonly state: FilingState;
  readonly draft: FilingDraft;
  readonly parties: PartyHashes;
  readonly signatures: readonly Signature[];
  readonly submittedAt?: Instant | undefined;
  /** Present once on record. */
  readonly filedVersion?: number | undefined;
  readonly pendingChange?: PendingChange | undefined;
  readonly ended?: Ended | undefined;
  /** First day of the term now running: after a renewal not the lease's own. */
  readonly termFrom?: CivilDate | undefined;
  readonly holdingOver?: { readonly since: CivilDate } | undefined;
};

/** What one side has proposed for a filing on record: the filing as it would be then. */
export type PendingChange = {
  readonly kind: PendingKind;
  readonly state: PendingState;
  readonly proposedBy: Signature["side"];
  readonly proposedAt: Instant;
  /** Day of the agreement, sale or end: the 30 days of O6 19 run from it. */
  readonly agreedOn: CivilDate;
  /** First day of the new terms; of an end: the day after. */
  readonly effectiveOn: CivilDate;
  readonly late: boolean;
  readonly draft: FilingDraft;
  readonly parties: PartyHashes;
  readonly termsDigest: string;
  readonly end?: LeaseEnd | undefined;
  /** Places in `draft`. */
  readonly confirmations: readonly Signature[];
  readonly confirmBy?: CivilDate | undefined;
  readonly objectBy?: CivilDate | undefined;
  readonly objection?: string | undefined;
  readonly submittedAt?: Instant | undefined;
  readonly checks?: readonly FilingCheck[] | undefined;
  readonly dueOn?: CivilDate | undefined;
  readonly provisional?: boolean | undefined;
};

/** Day, calendar and figures a decision is made by. */
export type FilingGround = {
  readonly today: CivilDate;
  readonly calendar: Calendar;
  readonly policy: FilingPolicy;
};

/** The state on a day: a term that is over has expired, whether or not the clock has come by. */
export function stateOn(
  { state, draft, ended }: Pick<FilingFacts, "state" | "draft" | "ended">,
  today: CivilDate,
): FilingState {
  if (state !== "FILED") return state;
  if (ended) return ended.on < today ? "CANCELLED" : "FILED";
  return draft.lease.until < today ? "EXPIRED" : "FILED";
}

/** Whether the actor is one of these identities. */
export const isOneOf = (actor: Actor, hashes: readonly string[]): boolean =>
  hashes.some((hash) => actor.identities.includes(hash));

/** Whether the actor is party to the filing: landlord, tenant or drafter. Others see nothing of it. */
export const isParty = (actor: Actor, { drafter, landlords, tenants }: PartyHashes): boolean =>
  isOneOf(actor, [drafter, ...landlords, ...tenants]);
