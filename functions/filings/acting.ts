import type { FilingDraft } from "../../shared/contract/filing.ts";
import type { PendingKind } from "../../shared/contract/filing-life.ts";
import type { MandateScope } from "../../shared/contract/mandate.ts";
import { chinaCalendar } from "../../shared/domain/calendar/working-days.ts";
import {
  actorIn,
  isOneOf,
  isParty,
  type Actor,
  type FilingGround,
  type PartyHashes,
} from "../../shared/domain/filings/facts.ts";
import type { Filer } from "../../shared/domain/filings/filer.ts";
import { carries } from "../../shared/domain/mandates/decide-mandate.ts";
import { quanzhouFilingPolicy } from "../../shared/domain/policy/filing-policy.ts";
import type { StoredFiler } from "../../shared/store/filing-record.ts";
import type { FilingRecord } from "../../shared/store/filings.ts";
import { listMandates, underMandate, type MandateRow } from "../../shared/store/mandates.ts";
import { realName } from "../../shared/store/persons.ts";
import type { Vault } from "../../shared/store/sealing.ts";
import type { Write } from "../../shared/store/transact.ts";
import type { Caller } from "../http/caller.ts";
import type { Services } from "../http/services.ts";

/** The caller as the rules of filing see them: themselves, and the firm they act for. */
export const actorOf = ({
  identityHash,
  roles,
  person,
}: Pick<Caller, "identityHash" | "roles" | "person">): Actor => {
  const { firmHash } = person;
  if (firmHash === undefined) return { identities: [identityHash], roles };
  return {
    identities: [identityHash, firmHash],
    roles,
    actsFor: [{ of: firmHash, capacity: "FIRM" }],
  };
};

/** Which mandates carry an act: any of these scopes is enough. An act that is not here, none does. */
const SCOPES: Readonly<Record<string, readonly MandateScope[] | undefined>> = {
  draftFiling: ["FILE"],
  amendFiling: ["FILE"],
  sendFiling: ["FILE"],
  submitFiling: ["FILE"],
  resubmitFiling: ["FILE"],
  withdrawFiling: ["FILE"],
  signFiling: ["SIGN"],
  reportWrongField: ["FILE", "SIGN"],
  askCoOwners: ["FILE"],
  consentAsCoOwner: ["SIGN"],
  proposeChange: ["CHANGE"],
  proposeRenewal: ["CHANGE"],
  proposeLandlordTransfer: ["CHANGE"],
  declareHoldingOver: ["CHANGE"],
  changeOccupants: ["CHANGE"],
  reissueCertificate: ["CHANGE"],
  tellOfSublet: ["CHANGE"],
  answerSublet: ["CHANGE"],
  endLease: ["END"],
  objectToEnd: ["END"],
};
/** What is proposed says what it takes to answer it. */
const ANSWERS: readonly string[] = ["confirmChange", "doubtChange", "withdrawChange"];
/** To read, any mandate will do. */
const READS: readonly string[] = ["getFiling", "listMyFilings", "getCertificate"];

const scopesFor = (
  operation: string,
  pending: PendingKind | undefined,
): readonly MandateScope[] | undefined => {
  if (READS.includes(operation)) return [];
  if (ANSWERS.includes(operation)) return [pending === "END" ? "END" : "CHANGE"];
  return SCOPES[operation];
};

/** The case an act is about. */
type About = {
  readonly parties: Omit<PartyHashes, "drafter">;
  readonly draft: FilingDraft;
  readonly pendingChange?:
    { readonly kind: PendingKind; readonly parties: Omit<PartyHashes, "drafter"> } | undefined;
};

/** The caller in one case, and what must still hold when the act is written. */
export type ActingParty = {
  readonly actor: Actor;
  /** The same for a signature: a mandate to file is none to conclude the lease. */
  readonly signer: Actor;
  /** The mandates it is done under, held at the versions they were read at. */
  readonly under: Readonly<Record<string, Write>>;
  readonly mandateIds: readonly string[];
};

/**
 * The caller as they stand in one case: themselves, their firm, the minors they are guardian of, and
 * those whose mandate carries this act on this home today.
 *
 * @param held - the mandates before the caller
 * @see O6 14; CC 161, 168
 */
export function standIn(
  caller: Caller,
  held: readonly MandateRow[],
  operation: string,
  about: About & { readonly today: string },
): ActingParty {
  const parties = allParties(about);
  const carrying = carryingFor(caller, held, operation, about);
  const asActor = (mandates: readonly MandateRow[]): Actor =>
    actorIn(
      actorOf(caller),
      parties,
      mandates.map(({ principalHash, mandateId }) => ({
        of: principalHash,
        capacity: "AGENT",
        mandateId,
      })),
    );
  const actor = asActor(carrying);
  const used = carrying.filter(({ mandateId }) =>
    actor.actsFor?.some((one) => one.mandateId === mandateId),
  );
  return {
    actor,
    signer: asActor(carryingFor(caller, held, "signFiling", about)),
    under: Object.fromEntries(used.map((one) => [`mandate ${one.mandateId}`, underMandate(one)])),
    mandateIds: used.map(({ mandateId }) => mandateId),
  };
}

/** Of the mandates before the caller, those from a party of this case that carry this act. */
function carryingFor(
  caller: Caller,
  held: readonly MandateRow[],
  operation: string,
  about: About & { readonly today: string },
): readonly MandateRow[] {
  const { draft, pendingChange, today } = about;
  const scopes = scopesFor(operation, pendingChange?.kind);
  if (!scopes) return [];
  const { landlords, tenants, coOwners = [] } = allParties(about);
  const named = [...landlords, ...tenants, ...coOwners];
  return held.filter(
    (one) =>
      one.agentHash === caller.identityHash &&
      named.includes(one.principalHash) &&
      carries(one, { scopes, flatId: draft.lease.unit.flatId, today }),
  );
}

/** Those of the case, and those who are to be when what is proposed is taken. */
function allParties({ parties, pendingChange }: About): Omit<PartyHashes, "drafter"> {
  if (!pendingChange) return parties;
  const next = pendingChange.parties;
  return {
    ...parties,
    landlords: [...new Set([...parties.landlords, ...next.landlords])],
    tenants: [...new Set([...parties.tenants, ...next.tenants])],
    guardians: [...(parties.guardians ?? []), ...(next.guardians ?? [])],
  };
}

/** Who files, as it is kept with the filing: an agent or guardian by keyed hash beside. */
export const keptFiler = (filer: Filer, caller: Caller): StoredFiler => ({
  ...filer,
  ...(filer.capacity !== "SELF" && { by: caller.identityHash }),
});

/** Mandates the caller holds, to be read once for an act. */
export const mandatesOf = ({ table }: Services, caller: Caller): Promise<readonly MandateRow[]> =>
  listMandates(table, caller.identityHash);

/** Day, calendar and figures that hold for every filing of the city. */
export const groundOn = (today: string): FilingGround => ({
  today,
  calendar: chinaCalendar,
  policy: quanzhouFilingPolicy,
});

/**
 * Whether the actor may know of the filing: a draft is its drafter's own until it is sent, or until
 * its co-owners are asked.
 */
export const isKnownTo = (
  { parties, sentAt, submittedAt, coOwnersAskedAt }: FilingRecord,
  actor: Actor,
): boolean =>
  isOneOf(actor, [parties.drafter]) ||
  (coOwnersAskedAt !== undefined && isOneOf(actor, parties.coOwners ?? [])) ||
  ((sentAt ?? submittedAt) !== undefined && isParty(actor, parties));

/**
 * Whether the actor may read the filing, masked as it is for them: its parties, and whoever is asked
 * to confirm that they are to be one. Its documents are for its parties alone.
 */
export const isShownTo = (filing: FilingRecord, actor: Actor): boolean =>
  isKnownTo(filing, actor) ||
  (filing.pendingChange !== undefined && isParty(actor, filing.pendingChange.parties));

/**
 * Where the caller's name in the draft is not the name of their verified identity (V03): as a party,
 * as an owner asked for consent, as a guardian.
 *
 * @returns a pointer into the draft; undefined when the names agree, or the caller is not named
 */
export function differingName(
  vault: Vault,
  caller: Caller,
  draft: FilingDraft,
  parties: Omit<PartyHashes, "drafter">,
): string | undefined {
  const name = realName(vault, caller.person).name.normalize("NFC");
  const ward = parties.guardians?.find(({ by }) => by === caller.identityHash)?.of;
  for (const side of ["landlords", "tenants", "coOwners"] as const)
    for (const [index, hash] of (parties[side] ?? []).entries()) {
      const party = draft[side]?.[index];
      if (party?.kind !== "person") continue;
      if (hash === caller.identityHash && party.name !== name) return `/${side}/${index}/name`;
      if (hash === ward && party.guardian && party.guardian.name !== name)
        return `/${side}/${index}/guardian/name`;
    }
  return undefined;
}
