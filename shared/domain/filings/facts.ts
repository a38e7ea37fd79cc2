/** What the deciders of a filing are told. */
import type { FilingDraft, FilingState, Signature } from "../../contract/filing.ts";
import type { Role } from "../../contract/ids.ts";
import type { CivilDate } from "../../contract/values.ts";
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
};

/** Day, calendar and figures a decision is made by. */
export type FilingGround = {
  readonly today: CivilDate;
  readonly calendar: Calendar;
  readonly policy: FilingPolicy;
};

/** Whether the actor is one of these identities. */
export const isOneOf = (actor: Actor, hashes: readonly string[]): boolean =>
  hashes.some((hash) => actor.identities.includes(hash));

/** Whether the actor is party to the filing: landlord, tenant or drafter. Others see nothing of it. */
export const isParty = (actor: Actor, { drafter, landlords, tenants }: PartyHashes): boolean =>
  isOneOf(actor, [drafter, ...landlords, ...tenants]);
