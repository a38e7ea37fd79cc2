/** What the bureau's deciders are told of a filing, and what waits for an officer in it. */
import type { Gap, RevocationReason } from "../../contract/filing-review.ts";
import type { FilerCapacity } from "../../contract/filer.ts";
import type { CivilDate, Instant } from "../../contract/values.ts";
import { civilDay, epochMsOf } from "../calendar/instants.ts";
import { workingDayEnd } from "../calendar/working-days.ts";
import {
  isOneOf,
  isParty,
  type Actor,
  type FilingFacts,
  type FilingGround,
  type PartyHashes,
} from "./facts.ts";

/** An officer: who they are, too, lest they decide in their own case. */
export type Officer = Actor & { readonly sub: string };

export type Correction = {
  readonly gaps: readonly Gap[];
  readonly resubmitBy: CivilDate;
  readonly resubmittedAt?: Instant | undefined;
  readonly changed?: readonly string[] | undefined;
};

export type ObjectionFacts = {
  readonly objectionId: string;
  readonly by: string;
  readonly dueOn: CivilDate;
  readonly decision?: { readonly upheld: boolean } | undefined;
};

export type RevocationFacts = {
  readonly reasonCode: RevocationReason;
  readonly proposedBy: string;
  readonly heardBy: CivilDate;
  readonly dueOn: CivilDate;
  readonly statements: readonly { readonly by: string }[];
  readonly decision?: { readonly revoked: boolean } | undefined;
};

export type ReviewFacts = FilingFacts & {
  readonly dueOn?: CivilDate | undefined;
  /** Until then the landlord may object to a tenant's filing. */
  readonly objectBy?: CivilDate | undefined;
  readonly signBy?: CivilDate | undefined;
  readonly claimedBy?: string | undefined;
  readonly claimedAt?: Instant | undefined;
  readonly correction?: Correction | undefined;
  readonly objections?: readonly ObjectionFacts[] | undefined;
  readonly revocation?: RevocationFacts | undefined;
  readonly filer?:
    | { readonly clerk?: string | undefined; readonly capacity?: FilerCapacity | undefined }
    | undefined;
};

export type ReviewWork = {
  readonly kind: "FILING" | "CHANGE" | "OBJECTION" | "REVOCATION";
  /** Last day for the officer's word. */
  readonly dueOn: CivilDate;
};

/**
 * All that waits for an officer in a filing, the most urgent first. A filing in CORRECTION waits for
 * its parties: the clock stands still.
 */
export function reviewWork({
  state,
  dueOn,
  pendingChange,
  objections = [],
  revocation,
}: Pick<
  ReviewFacts,
  "state" | "dueOn" | "pendingChange" | "objections" | "revocation"
>): readonly ReviewWork[] {
  const work: ReviewWork[] = [];
  if (state === "UNDER_REVIEW" && dueOn !== undefined) work.push({ kind: "FILING", dueOn });
  if (pendingChange?.state === "UNDER_REVIEW" && pendingChange.dueOn !== undefined)
    work.push({ kind: "CHANGE", dueOn: pendingChange.dueOn });
  for (const objection of objections)
    if (!objection.decision) work.push({ kind: "OBJECTION", dueOn: objection.dueOn });
  if (state === "FILED" && revocation && !revocation.decision)
    work.push({ kind: "REVOCATION", dueOn: revocation.dueOn });
  return work.toSorted((one, other) =>
    one.dueOn < other.dueOn ? -1 : Number(one.dueOn > other.dueOn),
  );
}

type Standing = {
  readonly parties: PartyHashes;
  readonly pendingChange?: { readonly parties: PartyHashes } | undefined;
  readonly objections?: readonly { readonly by: string }[] | undefined;
  /** Subject of the clerk who entered it at the counter. */
  readonly filer?: { readonly clerk?: string | undefined } | undefined;
};

/**
 * Whether the officer has a stake in the case: as a party, as a party to be, as who objects, or as
 * the clerk who entered it. Nobody reviews what they have written themselves.
 */
export const isOwnCase = (
  actor: Actor & { readonly sub?: string },
  { parties, pendingChange, objections = [], filer }: Standing,
): boolean =>
  (filer?.clerk !== undefined && filer.clerk === actor.sub) ||
  isParty(actor, parties) ||
  (pendingChange !== undefined && isParty(actor, pendingChange.parties)) ||
  isOneOf(
    actor,
    objections.map(({ by }) => by),
  );

/** Who has the case on a day. A claim ends by itself; nothing need happen for that. */
export function claimOn(
  { claimedBy, claimedAt }: Pick<ReviewFacts, "claimedBy" | "claimedAt">,
  { today, calendar, policy }: FilingGround,
): { readonly officer: string; readonly until: CivilDate } | undefined {
  if (claimedBy === undefined || claimedAt === undefined) return undefined;
  const days = policy.claimHoldsWorkingDays.value;
  const until = workingDayEnd(civilDay(epochMsOf(claimedAt)), days, calendar);
  return today <= until ? { officer: claimedBy, until } : undefined;
}

export type BarRefusal =
  { readonly kind: "own-case" } | { readonly kind: "claimed-by-other"; readonly until: CivilDate };

/** What keeps an officer from deciding this case: a stake in it, or another's claim. */
export function barOf(
  filing: Standing & Pick<ReviewFacts, "claimedBy" | "claimedAt">,
  officer: Officer,
  ground: FilingGround,
): BarRefusal | undefined {
  if (isOwnCase(officer, filing)) return { kind: "own-case" };
  const claim = claimOn(filing, ground);
  return claim && claim.officer !== officer.sub
    ? { kind: "claimed-by-other", until: claim.until }
    : undefined;
}
