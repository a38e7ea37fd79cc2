/** Who may file which lease, and on what ground. */
import type { FilingDraft, LegalBasis } from "../../contract/filing.ts";
import type { Party } from "../../contract/identity.ts";
import type { Role } from "../../contract/ids.ts";
import { outOfOrder, type WrongState } from "../transitions.ts";
import type { FilingState } from "../../contract/filing.ts";
import {
  isOneOf,
  type Actor,
  type FilingFacts,
  type FilingGround,
  type PartyHashes,
} from "./facts.ts";
import { BASIS, filerOf, principalOf, type Filer } from "./filer.ts";
import { leaseNotices, leaseRefusal, type LeaseNotice, type LeaseRefusal } from "./lease-rules.ts";
import { filingTransitions } from "./transitions.ts";

export type FilerRefusal =
  | { readonly kind: "filer-not-entitled"; readonly pointer: string }
  | { readonly kind: "broker-must-file"; readonly pointer: string };

export type DraftRefusal =
  FilerRefusal | LeaseRefusal | { readonly kind: "phone-missing"; readonly pointer: string };

export type DraftDecision =
  | {
      readonly kind: "draft";
      /** Keyed hash of in whose name it is filed. */
      readonly drafter: string;
      readonly filer: Filer;
      readonly legalBasis: LegalBasis;
      readonly notices: readonly LeaseNotice[];
    }
  | DraftRefusal;

/**
 * Decides whether the actor may file this lease in the role they claim.
 *
 * @returns undefined when they may
 * @see R812 8 (landlord; tenant alone when the landlord has not), 27 (the broker files its deals: the
 *   firm named in the lease, by its credit code)
 */
export function filerRefusal(
  draft: FilingDraft,
  parties: Omit<PartyHashes, "drafter">,
  actor: Actor,
): FilerRefusal | undefined {
  const { filerRole, lease } = draft;
  if (lease.broker && filerRole !== "BROKER")
    return { kind: "broker-must-file", pointer: "/filerRole" };
  const office = OFFICE[filerRole];
  if (office !== undefined && !actor.roles.includes(office))
    return { kind: "filer-not-entitled", pointer: "/filerRole" };
  if (principalOf(filerRole, parties, actor)) return undefined;
  const isOthersDeal = filerRole === "BROKER" && lease.broker !== undefined;
  return {
    kind: "filer-not-entitled",
    pointer: isOthersDeal ? "/lease/broker/uscc" : "/filerRole",
  };
}

/** Roles that are an office: being among the parties is not enough. */
const OFFICE: Readonly<Record<FilingDraft["filerRole"], Role | undefined>> = {
  LANDLORD: undefined,
  TENANT: undefined,
  BROKER: "broker",
  OPERATOR: "operator",
};

/** Decides on a new draft, or a changed one. */
export function decideDraft(
  draft: FilingDraft,
  parties: Omit<PartyHashes, "drafter">,
  actor: Actor,
  ground: FilingGround,
): DraftDecision {
  const refused = filerRefusal(draft, parties, actor) ?? leaseRefusal(draft, ground);
  if (refused) return refused;
  const principal = principalOf(draft.filerRole, parties, actor);
  if (!principal) return { kind: "filer-not-entitled", pointer: "/filerRole" };
  const { hash, capacity, mandateId } = principal;
  if (capacity !== "COUNTER") {
    const pointer = withoutPhone(draft);
    if (pointer !== undefined) return { kind: "phone-missing", pointer };
  }
  return {
    kind: "draft",
    drafter: hash,
    filer: filerOf(draft, { capacity, mandateId }),
    legalBasis: BASIS[draft.filerRole],
    notices: leaseNotices(draft, ground),
  };
}

/** Where a party, or who acts for it, cannot be told of anything: only the counter files without. */
function withoutPhone(draft: FilingDraft): string | undefined {
  const lacks = (party: Party) =>
    party.kind === "person" && party.phone === undefined && party.guardian === undefined;
  for (const side of ["landlords", "tenants", "coOwners"] as const) {
    const at = (draft[side] ?? []).findIndex(lacks);
    if (at >= 0) return `/${side}/${at}/phone`;
  }
  return undefined;
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
  const decision = decideDraft(next, parties, actor, ground);
  if (decision.kind !== "draft" || decision.drafter === filing.parties.drafter) return decision;
  // Nobody hands a draft on to another principal by changing it.
  return { kind: "not-the-drafter" };
}
