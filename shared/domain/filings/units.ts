/** What is known of a home: verified by whom, declared, or not to be let. Domain rulebook 5. */
import type {
  UnitDecision,
  UnitState,
  UnitVerification,
} from "../../contract/unit-verification.ts";
import type { Jurisdiction } from "../../contract/ids.ts";
import type { CivilDate, Instant } from "../../contract/values.ts";
import { addMonths } from "../calendar/days.ts";
import { civilDay, epochMsOf } from "../calendar/instants.ts";
import type { PartyHashes } from "./facts.ts";
import type { FilingPolicy } from "../policy/filing-policy.ts";

/** A home as it is on record; `holders` are keyed hashes of those whose title was seen. */
export type KnownUnit = {
  readonly state: UnitState;
  readonly source: string;
  readonly at: Instant;
  readonly holders: readonly string[];
  /** Whose officers are in charge of the home. */
  readonly jurisdiction: Jurisdiction;
};

/** What happens to a unit's state, and who may say so. From any state to the one named. */
export const unitTransitions = {
  verifyByRegister: {
    from: ["UNVERIFIED", "DECLARED", "MANUAL_VERIFIED", "AUTO_VERIFIED"],
    to: "AUTO_VERIFIED",
  },
  verifyByOfficer: {
    from: ["UNVERIFIED", "DECLARED", "MANUAL_VERIFIED", "AUTO_VERIFIED", "BLOCKED"],
    to: "MANUAL_VERIFIED",
  },
  declare: {
    from: ["UNVERIFIED", "DECLARED", "MANUAL_VERIFIED", "AUTO_VERIFIED"],
    to: "DECLARED",
  },
  block: { from: ["UNVERIFIED", "DECLARED", "MANUAL_VERIFIED", "AUTO_VERIFIED"], to: "BLOCKED" },
  reset: { from: ["DECLARED", "MANUAL_VERIFIED", "AUTO_VERIFIED", "BLOCKED"], to: "UNVERIFIED" },
} as const satisfies Record<
  string,
  { readonly from: readonly UnitState[]; readonly to: UnitState }
>;
export type UnitEvent = keyof typeof unitTransitions;

const stateOf = (known: KnownUnit | undefined): UnitState => known?.state ?? "UNVERIFIED";

/** Whether an event may happen to a home as it is known. A blocked home is opened by an officer only. */
export const mayBecome = (event: UnitEvent, known: KnownUnit | undefined): boolean =>
  (unitTransitions[event].from as readonly UnitState[]).includes(stateOf(known));

/**
 * The home after an event; undefined when nothing is new, or it may not happen.
 *
 * @param holders - keyed hashes of those whose title it was
 */
export function unitAfter(
  event: UnitEvent,
  known: KnownUnit | undefined,
  { source, at, holders, jurisdiction }: Omit<KnownUnit, "state">,
): KnownUnit | undefined {
  if (!mayBecome(event, known)) return undefined;
  const state = unitTransitions[event].to;
  const isTheirs = known !== undefined && sameHolders(known.holders, holders);
  // What was seen of a title is not less true because its holders vouch for it, too.
  const isVerified = known?.state === "AUTO_VERIFIED" || known?.state === "MANUAL_VERIFIED";
  if (event === "declare" && isTheirs && isVerified) return undefined;
  const isSame =
    isTheirs &&
    known.state === state &&
    known.source === source &&
    civilDay(epochMsOf(known.at)) === civilDay(epochMsOf(at));
  return isSame ? undefined : { state, source, at, holders, jurisdiction };
}

/** All who hold the home of a lease, as far as it names them: who lets it, and the other owners. */
export const holdersOf = ({
  landlords,
  coOwners = [],
}: Pick<PartyHashes, "landlords" | "coOwners">): readonly string[] => [...landlords, ...coOwners];

/**
 * The home after the register was asked; undefined: nothing new, or it was not asked. Of a sublease
 * nothing new is known: its title is the owner's.
 */
export function unitAfterRegister(
  title: { readonly verdict: string; readonly facts?: { readonly blocked: boolean } | undefined },
  known: KnownUnit | undefined,
  {
    parties,
    jurisdiction,
    at,
  }: {
    readonly parties: Pick<PartyHashes, "landlords" | "coOwners">;
    readonly jurisdiction: Jurisdiction;
    readonly at: Instant;
  },
): KnownUnit | undefined {
  const said = { source: "title-register", at, holders: holdersOf(parties), jurisdiction };
  if (title.facts?.blocked === true) return unitAfter("block", known, said);
  return title.verdict === "agree" ? unitAfter("verifyByRegister", known, said) : undefined;
}

const sameHolders = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((hash) => other.includes(hash));

/**
 * Whether what is known of a home stands for its title in a filing by these landlords: the same
 * people hold it, and it was seen or declared not too long ago.
 */
export const isVerifiedFor = (
  known: KnownUnit | undefined,
  landlords: readonly string[],
  { today, policy }: { readonly today: CivilDate; readonly policy: FilingPolicy },
): known is KnownUnit =>
  known !== undefined &&
  known.state !== "UNVERIFIED" &&
  known.state !== "BLOCKED" &&
  sameHolders(known.holders, landlords) &&
  today <= addMonths(civilDay(epochMsOf(known.at)), policy.verificationHoldsMonths.value);

/** A home as its readers see it. */
export const unitView = (known: KnownUnit | undefined, at: Instant): UnitVerification => ({
  state: stateOf(known),
  source: known?.source ?? "none",
  at: known?.at ?? at,
  recheck: known?.state === "DECLARED",
});

/** Which event an officer's word is, and whether its reason goes with it. */
export const EVENT_OF_DECISION = {
  BLOCKED: { event: "block", reasons: ["ILLEGAL_BUILDING", "UNSAFE", "CHANGED_USE"] },
  MANUAL_VERIFIED: { event: "verifyByOfficer", reasons: ["PAPERS_SEEN", "PUT_RIGHT"] },
  UNVERIFIED: { event: "reset", reasons: ["PUT_RIGHT", "MISTAKE"] },
} as const satisfies Record<
  UnitDecision["state"],
  { readonly event: UnitEvent; readonly reasons: readonly UnitDecision["reasonCode"][] }
>;

export type UnitRefusal =
  | { readonly kind: "unit-out-of-step"; readonly state: UnitState }
  | { readonly kind: "reason-does-not-fit"; readonly pointer: string };

/**
 * Decides on an officer's word on a home. Nothing is said of leases on record: one that should not be
 * there is revoked, its parties heard. @see R812 7; O6 6
 */
export function decideUnit(
  known: KnownUnit | undefined,
  { state, reasonCode }: UnitDecision,
): { readonly kind: "record"; readonly event: UnitEvent } | UnitRefusal {
  const { event, reasons } = EVENT_OF_DECISION[state];
  if (!(reasons as readonly string[]).includes(reasonCode))
    return { kind: "reason-does-not-fit", pointer: "/reasonCode" };
  return mayBecome(event, known)
    ? { kind: "record", event }
    : { kind: "unit-out-of-step", state: stateOf(known) };
}
