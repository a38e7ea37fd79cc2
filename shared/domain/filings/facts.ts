/** What the deciders of a filing are told. */
import type { FilingCheck, FilingDraft, FilingState, Signature } from "../../contract/filing.ts";
import type { Ended, LeaseEnd, PendingKind, PendingState } from "../../contract/filing-life.ts";
import type { FilerCapacity } from "../../contract/filer.ts";
import type { MandateId, Role } from "../../contract/ids.ts";
import type { CivilDate, Instant } from "../../contract/values.ts";
import type { Calendar } from "../calendar/working-days.ts";
import type { FilingPolicy } from "../policy/filing-policy.ts";

/**
 * Who acts: their roles and the keyed hashes of the identities they act as. Their own comes first,
 * then those of `actsFor`.
 */
export type Actor = {
  readonly identities: readonly string[];
  readonly roles: readonly Role[];
  /** For whom beside themselves, and by what right. */
  readonly actsFor?: readonly Represented[] | undefined;
};

/** Someone the actor stands for: their firm, a minor, or who has given them a mandate. */
export type Represented = {
  readonly of: string;
  readonly capacity: Exclude<FilerCapacity, "SELF">;
  readonly mandateId?: MandateId | undefined;
};

/** The parties by keyed hash, in the order of the draft; `drafter` is in whose name it was made. */
export type PartyHashes = {
  readonly drafter: string;
  readonly landlords: readonly string[];
  readonly tenants: readonly string[];
  /** The firm of the broker who made the deal. */
  readonly broker?: string | undefined;
  /** Other owners of the home, in the order of the draft. */
  readonly coOwners?: readonly string[] | undefined;
  /** Who acts for which minor among the parties. */
  readonly guardians?: readonly { readonly by: string; readonly of: string }[] | undefined;
};

/** A co-owner's consent, to exactly the terms it names. */
export type CoOwnerConsent = {
  readonly by: string;
  readonly termsDigest: string;
  readonly at: Instant;
};

export type FilingFacts = {
  readonly state: FilingState;
  readonly draft: FilingDraft;
  readonly parties: PartyHashes;
  readonly signatures: readonly Signature[];
  readonly termsDigest?: string | undefined;
  readonly coOwnerConsents?: readonly CoOwnerConsent[] | undefined;
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

/**
 * Whether the actor is party to the filing: landlord, tenant, drafter, or an owner who is asked for
 * consent. Others see nothing of it.
 */
export const isParty = (
  actor: Actor,
  { drafter, landlords, tenants, coOwners = [] }: PartyHashes,
): boolean => isOneOf(actor, [drafter, ...landlords, ...tenants, ...coOwners]);

type Consents = Pick<FilingFacts, "termsDigest" | "coOwnerConsents" | "filedVersion">;

/** Whether a co-owner has consented: until it is on record, to exactly the terms as they are now. */
export const hasAgreed = (
  { termsDigest, coOwnerConsents = [], filedVersion }: Consents,
  hash: string,
): boolean =>
  coOwnerConsents.some(
    (one) => one.by === hash && (filedVersion !== undefined || one.termsDigest === termsDigest),
  );

/** Whether every co-owner that the draft names has. */
export const haveAllAgreed = (filing: Consents & Pick<FilingFacts, "parties">): boolean =>
  (filing.parties.coOwners ?? []).every((hash) => hasAgreed(filing, hash));

/**
 * The actor as they stand in one case: with the minors they are guardian of in it, and without those
 * they represent on the other side from their own. Nobody deals with themselves in another's name,
 * nor for both sides at once.
 *
 * @param represented - whom they may act for by mandate
 * @see CC 23, 27 (guardians), 168 (self-dealing and double agency)
 */
export function actorIn(
  actor: Actor,
  { landlords, tenants, guardians = [] }: Omit<PartyHashes, "drafter">,
  represented: readonly Represented[] = [],
): Actor {
  const own = actor.identities[0] ?? "";
  const minors = guardians
    .filter(({ by }) => by === own)
    .map(({ of }): Represented => ({ of, capacity: "GUARDIAN" }));
  const sideOfHash = (hash: string) =>
    landlords.includes(hash) ? "LANDLORD" : tenants.includes(hash) ? "TENANT" : undefined;
  const all = [...(actor.actsFor ?? []), ...minors, ...represented];
  const ownSide = sideOfHash(own);
  const sides = new Set(all.flatMap(({ of }) => sideOfHash(of) ?? []));
  const kept = all.filter(({ of }) => {
    const side = sideOfHash(of);
    if (side === undefined) return true;
    return ownSide === undefined ? sides.size < 2 : side === ownSide;
  });
  return {
    ...actor,
    identities: [...new Set([own, ...kept.map(({ of }) => of)])],
    ...(kept.length > 0 ? { actsFor: kept } : { actsFor: undefined }),
  };
}
