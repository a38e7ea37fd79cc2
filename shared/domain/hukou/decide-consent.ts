import type { CivilDate } from "../../contract/values.ts";
import { isOneOf, stateOn, type Actor, type FilingFacts } from "../filings/facts.ts";

export type ConsentRefusal =
  { readonly kind: "out-of-step" } | { readonly kind: "not-the-landlord" };

/**
 * Whether someone may say that a household may, or may no longer, be registered at a home they let:
 * any of its landlords, while the lease is on record. Whoever takes it back is heard at once.
 */
export function decideConsent(
  filing: FilingFacts,
  actor: Actor,
  today: CivilDate,
): { readonly kind: "record" } | ConsentRefusal {
  if (!isOneOf(actor, filing.parties.landlords)) return { kind: "not-the-landlord" };
  return stateOn(filing, today) === "FILED" ? { kind: "record" } : { kind: "out-of-step" };
}

/** A consent counts while the one who gave it lets the home: a new owner is asked anew. CC 725. */
export const consentStands = ({
  hukouConsent,
  parties,
}: Pick<FilingFacts, "parties"> & {
  readonly hukouConsent?: { readonly given: boolean; readonly by: string } | undefined;
}): boolean => hukouConsent?.given === true && parties.landlords.includes(hukouConsent.by);
