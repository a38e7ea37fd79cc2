/** Consent of owners who do not let the home themselves. */
import type { FilingState } from "../../contract/filing.ts";
import type { WrongState } from "../transitions.ts";
import { hasAgreed, isOneOf, type Actor, type FilingFacts } from "./facts.ts";

export type CoOwnerRefusal =
  | WrongState<FilingState>
  | { readonly kind: "not-a-co-owner" }
  | { readonly kind: "already-agreed" }
  | { readonly kind: "terms-changed" };

/** While it may still be asked for: from the draft until it is on record. */
const OPEN: readonly FilingState[] = [
  ...(["DRAFT", "TO_SIGN", "SIGNED"] as const),
  ...(["SUBMITTED", "UNDER_REVIEW", "CORRECTION"] as const),
];

/**
 * Decides on a co-owner's consent to exactly these terms.
 *
 * @param termsDigest - of the filing as the owner read it
 * @returns the identities that consent: their own, and those they stand for
 * @see O6 15; V11
 */
export function decideCoOwnerConsent(
  filing: FilingFacts,
  termsDigest: string,
  actor: Actor,
): { readonly kind: "consent"; readonly by: readonly string[] } | CoOwnerRefusal {
  if (!OPEN.includes(filing.state)) return { kind: "out-of-step", state: filing.state };
  const own = (filing.parties.coOwners ?? []).filter((hash) => isOneOf(actor, [hash]));
  if (own.length === 0) return { kind: "not-a-co-owner" };
  if (termsDigest !== filing.termsDigest) return { kind: "terms-changed" };
  const by = own.filter((hash) => !hasAgreed(filing, hash));
  return by.length === 0 ? { kind: "already-agreed" } : { kind: "consent", by };
}
