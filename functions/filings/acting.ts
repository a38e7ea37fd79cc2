import type { FilingDraft } from "../../shared/contract/filing.ts";
import { chinaCalendar } from "../../shared/domain/calendar/working-days.ts";
import {
  isOneOf,
  isParty,
  type Actor,
  type FilingGround,
} from "../../shared/domain/filings/facts.ts";
import { quanzhouFilingPolicy } from "../../shared/domain/policy/filing-policy.ts";
import type { FilingRecord } from "../../shared/store/filings.ts";
import { realName } from "../../shared/store/persons.ts";
import type { Vault } from "../../shared/store/sealing.ts";
import type { Caller } from "../http/caller.ts";

/** The caller as the rules of filing see them. */
export const actorOf = ({
  identityHash,
  roles,
}: Pick<Caller, "identityHash" | "roles">): Actor => ({
  identities: [identityHash],
  roles,
});

/** Day, calendar and figures that hold for every filing of the city. */
export const groundOn = (today: string): FilingGround => ({
  today,
  calendar: chinaCalendar,
  policy: quanzhouFilingPolicy,
});

/** Whether the actor may know of the filing: a draft is its drafter's own until it is sent. */
export const isKnownTo = ({ parties, sentAt, submittedAt }: FilingRecord, actor: Actor): boolean =>
  isOneOf(actor, [parties.drafter]) ||
  ((sentAt ?? submittedAt) !== undefined && isParty(actor, parties));

/**
 * Whether the actor may read the filing, masked as it is for them: its parties, and whoever is asked
 * to confirm that they are to be one. Its documents are for its parties alone.
 */
export const isShownTo = (filing: FilingRecord, actor: Actor): boolean =>
  isKnownTo(filing, actor) ||
  (filing.pendingChange !== undefined && isParty(actor, filing.pendingChange.parties));

/**
 * Where the caller's name in the draft is not the name of their verified identity (V03).
 *
 * @returns a pointer into the draft; undefined when the names agree, or the caller is no party
 */
export function differingName(
  vault: Vault,
  caller: Caller,
  draft: FilingDraft,
  parties: { readonly landlords: readonly string[]; readonly tenants: readonly string[] },
): string | undefined {
  const { name } = realName(vault, caller.person);
  for (const side of ["landlords", "tenants"] as const) {
    const index = parties[side].indexOf(caller.identityHash);
    const party = draft[side][index];
    if (party?.kind === "person" && party.name !== name.normalize("NFC"))
      return `/${side}/${index}/name`;
  }
  return undefined;
}
