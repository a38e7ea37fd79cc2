/** Who may file which lease, and on what ground. */
import type { FilingDraft, LegalBasis } from "../../contract/filing.ts";
import { outOfOrder, type WrongState } from "../transitions.ts";
import type { FilingState } from "../../contract/filing.ts";
import {
  isOneOf,
  type Actor,
  type FilingFacts,
  type FilingGround,
  type PartyHashes,
} from "./facts.ts";
import { leaseNotices, leaseRefusal, type LeaseNotice, type LeaseRefusal } from "./lease-rules.ts";
import { filingTransitions } from "./transitions.ts";

export type FilerRefusal =
  | { readonly kind: "filer-not-entitled"; readonly pointer: string }
  | { readonly kind: "broker-must-file"; readonly pointer: string };

export type DraftRefusal = FilerRefusal | LeaseRefusal;

export type DraftDecision =
  | {
      readonly kind: "draft";
      readonly legalBasis: LegalBasis;
      readonly notices: readonly LeaseNotice[];
    }
  | DraftRefusal;

const BASIS = {
  LANDLORD: "R812-8-LANDLORD",
  TENANT: "R812-8-TENANT",
  BROKER: "R812-27-BROKER",
  OPERATOR: "O11-18-OPERATOR",
} as const satisfies Record<FilingDraft["filerRole"], LegalBasis>;

/**
 * Decides whether the actor may file this lease in the role they claim.
 *
 * @returns undefined when they may
 * @see R812 8 (landlord; tenant alone when the landlord has not), 27 (the broker files its deals)
 */
export function filerRefusal(
  draft: FilingDraft,
  parties: Omit<PartyHashes, "drafter">,
  actor: Actor,
): FilerRefusal | undefined {
  const { filerRole, lease } = draft;
  if (lease.broker && filerRole !== "BROKER")
    return { kind: "broker-must-file", pointer: "/filerRole" };
  const entitled = {
    LANDLORD: () => isOneOf(actor, parties.landlords),
    TENANT: () => isOneOf(actor, parties.tenants),
    BROKER: () => actor.roles.includes("broker") && lease.broker !== undefined,
    OPERATOR: () => actor.roles.includes("operator") && isOneOf(actor, parties.landlords),
  }[filerRole];
  return entitled() ? undefined : { kind: "filer-not-entitled", pointer: "/filerRole" };
}

/** Decides on a new draft, or a changed one. */
export function decideDraft(
  draft: FilingDraft,
  parties: Omit<PartyHashes, "drafter">,
  actor: Actor,
  ground: FilingGround,
): DraftDecision {
  return (
    filerRefusal(draft, parties, actor) ??
    leaseRefusal(draft, ground) ?? {
      kind: "draft",
      legalBasis: BASIS[draft.filerRole],
      notices: leaseNotices(draft, ground),
    }
  );
}

export type EditRefusal =
  WrongState<FilingState> | { readonly kind: "not-the-drafter" } | DraftRefusal;

/** Decides on a change of a draft by its drafter. All signatures are void by then. */
export function decideEdit(
  filing: FilingFacts,
  next: FilingDraft,
  parties: Omit<PartyHashes, "drafter">,
  actor: Actor,
  ground: FilingGround,
): Exclude<DraftDecision, DraftRefusal> | EditRefusal {
  const refused = outOfOrder(filingTransitions, "edit", filing.state);
  if (refused) return refused;
  if (!isOneOf(actor, [filing.parties.drafter])) return { kind: "not-the-drafter" };
  return decideDraft(next, parties, actor, ground);
}
