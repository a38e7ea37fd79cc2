/** What a party proposes for a filing on record: new terms, a new term, a new owner, no end, an end. */
import { FilingDraft, type FilingState, type Signature } from "../../contract/filing.ts";
import {
  OPEN_END,
  type LandlordTransfer,
  type LeaseChange,
  type LeaseEnd,
  type Renewal,
} from "../../contract/filing-life.ts";
import type { FilingId } from "../../contract/ids.ts";
import type { CivilDate, Instant } from "../../contract/values.ts";
import { addDays } from "../calendar/days.ts";
import { periodEnd, workingDayEnd } from "../calendar/working-days.ts";
import { outOfOrder, type WrongState } from "../transitions.ts";
import { placesOf } from "./decide-signing.ts";
import { endRefusal, type EndRefusal } from "./decide-end.ts";
import {
  isOneOf,
  stateOn,
  type Actor,
  type FilingFacts,
  type FilingGround,
  type PartyHashes,
  type PendingChange,
} from "./facts.ts";
import {
  leaseNotices,
  leaseRefusal,
  type LeaseNotice,
  type LeaseRefusal,
  type LimitedTerm,
} from "./lease-rules.ts";
import { overlapOf, termOf, type OverlappingFiling, type Term } from "./overlap.ts";
import { subleaseRefusal, type HeadLease, type SubleaseRefusal } from "./subleases.ts";
import { filingTransitions, type FilingEvent } from "./transitions.ts";

/** @see decideProposal */
export type Proposal =
  | { readonly kind: "CHANGE"; readonly body: LeaseChange }
  | { readonly kind: "RENEWAL"; readonly body: Renewal }
  | {
      readonly kind: "LANDLORD_TRANSFER";
      readonly body: LandlordTransfer;
      /** Keyed hashes of the new landlords, in the order of the body. */
      readonly landlords: readonly string[];
      /** Who acts for which minor among them. */
      readonly guardians?: PartyHashes["guardians"];
    }
  | { readonly kind: "HOLDING_OVER" }
  | { readonly kind: "END"; readonly body: LeaseEnd };

export type OpenRefusal =
  | WrongState<FilingState>
  | { readonly kind: "not-a-signatory" }
  | { readonly kind: "change-pending" }
  | { readonly kind: "already-ending" };

export type ProposalRefusal =
  | OpenRefusal
  | LeaseRefusal
  | OverlappingFiling
  | SubleaseRefusal
  | EndRefusal
  | { readonly kind: "term-long-over" }
  | { readonly kind: "nothing-changed"; readonly pointer: string }
  | { readonly kind: "terms-invalid"; readonly pointer: string };

export type Proposed = {
  readonly kind: "propose";
  /** Without the digest of its terms, which is keyed. */
  readonly change: Omit<PendingChange, "termsDigest">;
  readonly notices: readonly LeaseNotice[];
};

/** The event of the table of transitions that each kind is. */
export const EVENT_OF = {
  CHANGE: "change",
  RENEWAL: "renew",
  LANDLORD_TRANSFER: "transfer",
  HOLDING_OVER: "holdOver",
  END: "end",
} as const satisfies Record<PendingChange["kind"], FilingEvent>;

/**
 * Whether a party may act on a filing on record. Time counts before the clock has come by.
 *
 * @returns the side the actor stands on, or why not
 */
export function openTo(
  event: FilingEvent,
  filing: FilingFacts,
  actor: Actor,
  today: CivilDate,
): Signature["side"] | OpenRefusal {
  const refused = outOfOrder(filingTransitions, event, stateOn(filing, today));
  if (refused) return refused;
  const side = sideOf(actor, filing.parties);
  if (side === undefined) return { kind: "not-a-signatory" };
  if (filing.pendingChange) return { kind: "change-pending" };
  return filing.ended ? { kind: "already-ending" } : side;
}

/** On which side of the lease the actor stands; undefined: on neither. */
export const sideOf = (
  actor: Actor,
  { landlords, tenants }: Pick<PartyHashes, "landlords" | "tenants">,
): Signature["side"] | undefined => {
  if (isOneOf(actor, landlords)) return "LANDLORD";
  return isOneOf(actor, tenants) ? "TENANT" : undefined;
};

/**
 * Decides on what a party proposes. The proposal is the party's own confirmation of it. All parties
 * confirm new terms (CC 543). When the home was sold, the lease goes on with the new owners as it is
 * (CC 725): only they confirm that it is they, the title register says the rest, and the tenants are
 * told. An end with proof waits for objections of the other side, not for its word.
 *
 * @param facts - `inForce`: terms on record of that flat; `head`: of a sublease, its head lease;
 *   `at`: instant of the act
 * @see O6 19 (30 days; later is taken all the same, `late`); CC 543, 705, 725, 730, 734
 */
export function decideProposal(
  filingId: FilingId,
  filing: FilingFacts,
  proposal: Proposal,
  actor: Actor,
  facts: FilingGround & {
    readonly inForce: readonly Term[];
    readonly at: Instant;
    readonly head?: HeadLease | undefined;
  },
): Proposed | ProposalRefusal {
  const { today, calendar, policy, at } = facts;
  const side = openTo(EVENT_OF[proposal.kind], filing, actor, today);
  if (typeof side !== "string") return side;
  const built = buildNext(filing, proposal, facts);
  if ("kind" in built) return built;
  const { draft, parties, agreedOn } = built;
  const wrong =
    proposal.kind === "END" ? undefined : wrongIn(filingId, filing, proposal, built, facts);
  if (wrong) return wrong;

  const own = placesOf({ ...filing, parties }, actor);
  const needed = neededPlaces({ kind: proposal.kind, parties });
  const confirmations = own
    .filter((place) => needed.some((one) => samePlace(one, place)))
    .map((place) => ({ ...place, signedAt: at }));
  const basis = proposal.kind === "END" ? proposal.body.basis : undefined;
  const late = today > periodEnd(agreedOn, policy.reportWithinDays.value, calendar);
  return {
    kind: "propose",
    change: {
      kind: proposal.kind,
      proposedBy: side,
      proposedAt: at,
      late,
      ...built,
      ...(proposal.kind === "END" && { end: proposal.body }),
      confirmations: basis === "PROOF" ? [] : confirmations,
      ...stageOf(basis, confirmations.length === needed.length, facts),
    },
    notices: [
      ...(late ? [{ kind: "late", code: "V26" } as const] : []),
      ...leaseNotices(draft, facts).filter(({ kind }) => kind !== "late"),
    ],
  };
}

function stageOf(
  basis: LeaseEnd["basis"] | undefined,
  complete: boolean,
  { today, calendar, policy, at }: FilingGround & { readonly at: Instant },
): Pick<PendingChange, "state" | "confirmBy" | "objectBy" | "submittedAt"> {
  if (basis === "PROOF") {
    const days = policy.objectToEndWithinWorkingDays.value;
    return { state: "TO_OBJECT", objectBy: workingDayEnd(today, days, calendar) };
  }
  if (complete) return { state: "SUBMITTED", submittedAt: at };
  const confirmBy = periodEnd(today, policy.confirmWithinDays.value, calendar);
  return { state: "TO_CONFIRM", confirmBy };
}

type Place = Pick<Signature, "side" | "index">;

const samePlace = (one: Place, other: Place): boolean =>
  one.side === other.side && one.index === other.index;

/** Who must confirm: all parties; of a change of owners the new ones alone. */
export function neededPlaces({
  kind,
  parties: { landlords, tenants },
}: Pick<PendingChange, "kind" | "parties">): readonly Place[] {
  const owners = landlords.map((_, index) => ({ side: "LANDLORD" as const, index }));
  if (kind === "LANDLORD_TRANSFER") return owners;
  return [...owners, ...tenants.map((_, index) => ({ side: "TENANT" as const, index }))];
}

type Built = Pick<PendingChange, "draft" | "parties" | "agreedOn" | "effectiveOn">;

/** The filing as proposed. */
function buildNext(
  filing: FilingFacts,
  proposal: Proposal,
  ground: FilingGround,
): Built | ProposalRefusal {
  const { draft, parties } = filing;
  switch (proposal.kind) {
    case "CHANGE":
      return changed(filing, proposal.body);
    case "RENEWAL":
      return renewed(filing, proposal.body, ground);
    case "LANDLORD_TRANSFER":
      return transferred(filing, proposal);
    case "HOLDING_OVER": {
      const { until } = draft.lease;
      if (isLongOver(until, ground)) return { kind: "term-long-over" };
      const since = addDays(until, 1);
      const next = { ...draft, lease: { ...draft.lease, until: OPEN_END } };
      return { draft: next, parties, agreedOn: since, effectiveOn: since };
    }
    case "END": {
      const { on } = proposal.body;
      const refused = endRefusal(filing, proposal.body, ground);
      // An end that is still to come can be reported no later than it comes.
      const agreedOn = on < ground.today ? on : ground.today;
      return refused ?? { draft, parties, agreedOn, effectiveOn: addDays(on, 1) };
    }
  }
}

const isLongOver = (until: CivilDate, { today, calendar, policy }: FilingGround): boolean =>
  today > periodEnd(until, policy.renewWithinDays.value, calendar);

function changed(
  { draft, parties }: FilingFacts,
  { agreedOn, effectiveOn: begins, terms }: LeaseChange,
): Built | ProposalRefusal {
  const { unit, deposit, ...plain } = terms;
  const { deposit: before, ...lease } = draft.lease;
  const kept = deposit === undefined ? before : (deposit ?? undefined);
  const next: FilingDraft = {
    ...draft,
    lease: {
      ...lease,
      ...present(plain),
      unit: { ...lease.unit, ...present(unit ?? {}) },
      ...(kept && { deposit: kept }),
    },
  };
  const { from, until } = next.lease;
  const effectiveOn = begins ?? (agreedOn < from ? from : agreedOn);
  if (effectiveOn < from || effectiveOn > until)
    return { kind: "end-before-start", pointer: "/effectiveOn" };
  return { draft: next, parties, agreedOn, effectiveOn };
}

function renewed(
  { draft, parties, holdingOver }: FilingFacts,
  { agreedOn, until, deposit, ...plain }: Renewal,
  ground: FilingGround,
): Built | ProposalRefusal {
  const { deposit: before, ...lease } = draft.lease;
  if (!holdingOver && isLongOver(lease.until, ground)) return { kind: "term-long-over" };
  const first = holdingOver ? agreedOn : addDays(lease.until, 1);
  if (until <= first) return { kind: "end-before-start", pointer: "/until" };
  const kept = deposit === undefined ? before : (deposit ?? undefined);
  const next = { ...lease, ...present(plain), until, ...(kept && { deposit: kept }) };
  return { draft: { ...draft, lease: next }, parties, agreedOn, effectiveOn: first };
}

function transferred(
  { draft, parties }: FilingFacts,
  { body, landlords, guardians = [] }: Extract<Proposal, { kind: "LANDLORD_TRANSFER" }>,
): Built | ProposalRefusal {
  const { transferredOn, landlords: owners, titleType, titleCertNo, realEstateUnitNo } = body;
  const known = draft.lease.unit.realEstateUnitNo;
  // A sale changes the owner, never the home: the title of another one proves nothing.
  if (known !== undefined && (realEstateUnitNo ?? known) !== known)
    return { kind: "terms-invalid", pointer: "/realEstateUnitNo" };
  // Those who owned it with the old owner own it no more, or are new owners themselves.
  const { coOwnersConsent: _, coOwners: ___, ...rest } = draft;
  const { titleCertNo: __, ...unit } = draft.lease.unit;
  const next: FilingDraft = {
    ...rest,
    landlords: owners,
    ...(body.coOwnersConsent !== undefined && { coOwnersConsent: body.coOwnersConsent }),
    lease: {
      ...draft.lease,
      unit: { ...unit, titleType, ...present({ titleCertNo, realEstateUnitNo }) },
    },
  };
  // Who drafted it as its owner was, is party no more and must not go on reading it.
  const wasOwner = parties.landlords.includes(parties.drafter);
  const drafter = wasOwner ? (landlords[0] ?? parties.drafter) : parties.drafter;
  const { coOwners: ____, guardians: _____, ...kept } = parties;
  const wards = [
    ...(parties.guardians ?? []).filter(({ of }) => parties.tenants.includes(of)),
    ...guardians,
  ];
  const who = {
    ...{ ...kept, drafter, landlords: [...landlords] },
    ...(wards.length > 0 && { guardians: wards }),
  };
  return { draft: next, parties: who, agreedOn: transferredOn, effectiveOn: transferredOn };
}

/** Members that are there; `undefined` would not be a draft. */
const present = <T extends object>(members: T): { [K in keyof T]: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };

/** Where a member of the draft stands in the body of the proposal. */
const POINTERS = {
  CHANGE: (pointer: string) => pointer.replace(/^\/lease(?=\/)/, "/terms"),
  RENEWAL: (pointer: string) => pointer.replace(/^\/lease(?=\/)/, ""),
  LANDLORD_TRANSFER: (pointer: string) => pointer.replace(/^\/lease\/unit(?=\/)/, ""),
  HOLDING_OVER: (pointer: string) => pointer,
} as const;

function wrongIn(
  filingId: FilingId,
  filing: FilingFacts,
  proposal: Exclude<Proposal, { kind: "END" }>,
  { draft, parties, agreedOn, effectiveOn }: Built,
  facts: FilingGround & {
    readonly inForce: readonly Term[];
    readonly head?: HeadLease | undefined;
  },
): ProposalRefusal | undefined {
  const at = POINTERS[proposal.kind];
  const day = proposal.kind === "LANDLORD_TRANSFER" ? "/transferredOn" : "/agreedOn";
  if (agreedOn > facts.today) return { kind: "signed-in-future", pointer: day };
  if (JSON.stringify(draft) === JSON.stringify(filing.draft))
    return { kind: "nothing-changed", pointer: at("/lease") };
  const rule = leaseRefusal(draft, facts, limitedTerm(filing, proposal.kind, draft, effectiveOn));
  // The lease goes on by law whoever owns the home: only the new owners can be wrong.
  const binding = proposal.kind !== "LANDLORD_TRANSFER" || rule?.pointer.startsWith("/landlords");
  if (rule && binding) return { ...rule, pointer: at(rule.pointer) };
  const parsed = FilingDraft.safeParse(draft);
  if (!parsed.success) {
    const path = parsed.error.issues[0]?.path ?? [];
    return { kind: "terms-invalid", pointer: at(`/${path.map(String).join("/")}`) };
  }
  const outside = subleaseRefusal(draft, parties, facts.head, facts.today);
  if (outside) return { ...outside, pointer: at(outside.pointer) };
  return overlapOf(termOf(filingId, draft.lease), facts.inForce);
}

/** The days that the twenty years limit: of a renewal its own, of a lease without end none. */
export function limitedTerm(
  { holdingOver, termFrom }: Pick<FilingFacts, "holdingOver" | "termFrom">,
  kind: Proposal["kind"],
  { lease }: FilingDraft,
  effectiveOn: CivilDate,
): LimitedTerm {
  const goesOn = kind === "HOLDING_OVER" || (holdingOver && lease.until === OPEN_END);
  if (goesOn) return "indefinite";
  const isNewTerm = kind === "RENEWAL" || holdingOver !== undefined;
  return { from: isNewTerm ? effectiveOn : (termFrom ?? lease.from), until: lease.until };
}
