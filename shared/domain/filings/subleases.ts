/** Subleases: under which lease, with whose consent, for how long. */
import type { FilingId } from "../../contract/ids.ts";
import type { Lease, SubletConsent } from "../../contract/lease.ts";
import type { CivilDate, Instant } from "../../contract/values.ts";
import { addDays, addMonths } from "../calendar/days.ts";
import { civilDay, epochMsOf } from "../calendar/instants.ts";
import type { FilingPolicy } from "../policy/filing-policy.ts";
import { outOfOrder, type WrongState } from "../transitions.ts";
import { isOneOf, stateOn, type Actor, type FilingFacts, type PartyHashes } from "./facts.ts";
import { filingTransitions } from "./transitions.ts";
import type { FilingState } from "../../contract/filing.ts";

/** What the owner was told and has said of letting the home onward. */
export type SublettingFacts = {
  readonly toldAt?: Instant | undefined;
  readonly answer?:
    { readonly given: boolean; readonly by: string; readonly at: Instant } | undefined;
};

/** The lease that a sublease is under, as it is on record. */
export type HeadLease = Pick<FilingFacts, "state" | "draft" | "parties" | "ended"> & {
  readonly filingId: FilingId;
  readonly subletting?: SublettingFacts | undefined;
};

export type SubleaseRefusal = {
  readonly kind:
    | "head-lease-not-found"
    | "sublease-outside-head"
    | "sublease-outlasts-head"
    | "sublet-consent-needed";
  readonly pointer: string;
};

/** Last day of the head lease as things are: of one that ends early, that day. */
export const lastDayOf = ({ draft, ended }: Pick<FilingFacts, "draft" | "ended">): CivilDate =>
  ended && ended.on < draft.lease.until ? ended.on : draft.lease.until;

/**
 * Checks a sublease against the lease it is under. Consent is not asked for here: a draft may wait
 * for it.
 *
 * @param head - undefined: there is none of that number
 * @returns undefined when it is no sublease, or stands under its head in person, space and time. Who
 *   is no tenant of the head lease is told nothing of it: it is absent
 * @see CC 716, 717 (beyond the remaining term it binds no owner: V24)
 */
export function subleaseRefusal(
  { lease }: { readonly lease: Lease },
  { landlords }: Pick<PartyHashes, "landlords">,
  head: HeadLease | undefined,
  today: CivilDate,
): SubleaseRefusal | undefined {
  if (!lease.sublease) return undefined;
  const isTheirs =
    head !== undefined && landlords.every((one) => head.parties.tenants.includes(one));
  if (!isTheirs || stateOn(head, today) !== "FILED")
    return { kind: "head-lease-not-found", pointer: "/lease/sublease/headFilingId" };
  const { unit, from } = head.draft.lease;
  const isWithin =
    unit.flatId === lease.unit.flatId &&
    (unit.roomId === undefined || unit.roomId === lease.unit.roomId);
  if (!isWithin) return { kind: "sublease-outside-head", pointer: "/lease/unit" };
  if (lease.from < from) return { kind: "sublease-outside-head", pointer: "/lease/from" };
  return lease.until > lastDayOf(head)
    ? { kind: "sublease-outlasts-head", pointer: "/lease/until" }
    : undefined;
}

export type ConsentBasis = "HEAD_LEASE" | "OWNER" | "SILENCE" | "PAPER";

/** `unknown`: only papers say so, a reviewer looks at them. */
export type ConsentWord =
  | { readonly verdict: "agree"; readonly basis: ConsentBasis }
  | { readonly verdict: "unknown"; readonly basis: ConsentBasis }
  | { readonly verdict: "disagree" };

/** First day on which the owner's silence counts as consent. @see CC 718 (six months) */
export const silenceCountsFrom = (knownSince: CivilDate, policy: FilingPolicy): CivilDate =>
  nextDay(addMonths(knownSince, policy.sublettingSilenceMonths.value));

/**
 * Whether the owner has agreed to the sublease.
 *
 * @param declared - what the draft offers as proof
 * @see CC 716 (consent), 718 (who knows and says nothing for six months has agreed)
 */
export function consentWord(
  head: HeadLease,
  declared: SubletConsent | undefined,
  { today, policy }: { readonly today: CivilDate; readonly policy: FilingPolicy },
): ConsentWord {
  if (head.draft.lease.subletAllowed === true) return { verdict: "agree", basis: "HEAD_LEASE" };
  const { toldAt, answer } = head.subletting ?? {};
  const isOver = (since: CivilDate, on = today) => on >= silenceCountsFrom(since, policy);
  const toldOn = toldAt === undefined ? undefined : civilDay(epochMsOf(toldAt));
  // What the old owner said binds a new one (CC 725). Who says no after six months is too late.
  const answeredOn = answer && civilDay(epochMsOf(answer.at));
  const isTooLate = toldOn !== undefined && answeredOn !== undefined && isOver(toldOn, answeredOn);
  if (answer && !isTooLate)
    return answer.given ? { verdict: "agree", basis: "OWNER" } : { verdict: "disagree" };
  if (toldOn !== undefined && isOver(toldOn)) return { verdict: "agree", basis: "SILENCE" };
  if (declared?.basis === "PAPER" && declared.consentedOn <= today)
    return { verdict: "unknown", basis: "PAPER" };
  if (declared?.basis === "SILENCE" && isOver(declared.knownSince))
    return { verdict: "unknown", basis: "SILENCE" };
  return { verdict: "disagree" };
}

/** As `subleaseRefusal`, and the owner must have agreed, or papers must say so (V25). */
export function submittedSubleaseRefusal(
  draft: { readonly lease: Lease },
  parties: Pick<PartyHashes, "landlords">,
  head: HeadLease | undefined,
  ground: { readonly today: CivilDate; readonly policy: FilingPolicy },
): SubleaseRefusal | undefined {
  const refused = subleaseRefusal(draft, parties, head, ground.today);
  if (refused || !draft.lease.sublease || !head) return refused;
  return consentWord(head, draft.lease.sublease.consent, ground).verdict === "disagree"
    ? { kind: "sublet-consent-needed", pointer: "/lease/sublease/consent" }
    : undefined;
}

export type SubletNoticeRefusal =
  WrongState<FilingState> | { readonly kind: "not-the-tenant" } | { readonly kind: "already-told" };
export type SubletAnswerRefusal = WrongState<FilingState> | { readonly kind: "not-the-landlord" };

/** Whether a tenant may tell the owner that they let the home onward; once, for the months run then. */
export function decideSubletNotice(
  head: HeadLease,
  actor: Actor,
  today: CivilDate,
): { readonly kind: "tell" } | SubletNoticeRefusal {
  const refused = outOfOrder(filingTransitions, "sublet", stateOn(head, today));
  if (refused) return refused;
  if (!isOneOf(actor, head.parties.tenants)) return { kind: "not-the-tenant" };
  return head.subletting?.toldAt === undefined ? { kind: "tell" } : { kind: "already-told" };
}

/** Whether someone may say yes or no to letting the home onward: any of its landlords, at any time. */
export function decideSubletAnswer(
  head: HeadLease,
  actor: Actor,
  today: CivilDate,
): { readonly kind: "record" } | SubletAnswerRefusal {
  const refused = outOfOrder(filingTransitions, "sublet", stateOn(head, today));
  if (refused) return refused;
  return isOneOf(actor, head.parties.landlords) ? { kind: "record" } : { kind: "not-the-landlord" };
}

const nextDay = (day: CivilDate): CivilDate => addDays(day, 1);
