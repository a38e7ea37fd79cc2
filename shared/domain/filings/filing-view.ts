/** A filing's parties and lease as one of its readers may see them. */
import type { FilingDraft } from "../../contract/filing.ts";
import type { PartyView } from "../../contract/identity.ts";
import type { LeaseView } from "../../contract/lease.ts";
import { maskedOccupant, maskedParty, plainParty } from "../identity/masks.ts";
import { isOneOf, type Actor, type PartyHashes } from "./facts.ts";

export type FilingView = {
  readonly landlords: PartyView[];
  readonly tenants: PartyView[];
  readonly lease: LeaseView;
};

/**
 * The own side in full, the other masked; occupants are the tenants' side. The drafter who is no
 * party (a broker) and the bureau see all, for they check it.
 */
export function filingView(
  { landlords, tenants, lease }: Pick<FilingDraft, "landlords" | "tenants" | "lease">,
  parties: PartyHashes,
  reader: Actor | "bureau",
): FilingView {
  const isLandlord = reader !== "bureau" && isOneOf(reader, parties.landlords);
  const isTenant = reader !== "bureau" && isOneOf(reader, parties.tenants);
  const all =
    reader === "bureau" || (!isLandlord && !isTenant && isOneOf(reader, [parties.drafter]));
  const see = (own: boolean) => (all || own ? plainParty : maskedParty);
  return {
    landlords: landlords.map(see(isLandlord)),
    tenants: tenants.map(see(isTenant)),
    lease: all || isTenant ? lease : { ...lease, occupants: lease.occupants.map(maskedOccupant) },
  };
}
