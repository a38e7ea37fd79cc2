/** Sending a draft, signing it, pointing at what is wrong in it. */
import type { FilingState, Signature, WrongField } from "../../contract/filing.ts";
import type { Instant } from "../../contract/values.ts";
import { outOfOrder, type WrongState } from "../transitions.ts";
import { isOneOf, type Actor, type FilingFacts } from "./facts.ts";
import { filingTransitions } from "./transitions.ts";

export type SendRefusal =
  | WrongState<FilingState>
  | { readonly kind: "not-the-drafter" }
  | { readonly kind: "signed-on-paper" }
  | { readonly kind: "unit-blocked" };

/**
 * Decides whether a draft goes out for signature.
 *
 * @param unitBlocked - the flat may not be let: illegal, unsafe, change of use (R812 7; O6 6)
 */
export function decideSend(
  filing: FilingFacts,
  actor: Actor,
  { unitBlocked }: { readonly unitBlocked: boolean },
): { readonly kind: "send" } | SendRefusal {
  const refused = outOfOrder(filingTransitions, "send", filing.state);
  if (refused) return refused;
  if (!isOneOf(actor, [filing.parties.drafter])) return { kind: "not-the-drafter" };
  if (filing.draft.signing === "PAPER") return { kind: "signed-on-paper" };
  return unitBlocked ? { kind: "unit-blocked" } : { kind: "send" };
}

export type SignRefusal =
  | WrongState<FilingState>
  | { readonly kind: "not-a-signatory" }
  | { readonly kind: "already-signed" };

/** The places the actor signs for: each their own, and their firm's. */
export function placesOf(
  { parties }: FilingFacts,
  actor: Actor,
): readonly Pick<Signature, "side" | "index">[] {
  const of = (side: Signature["side"], hashes: readonly string[]) =>
    hashes.flatMap((hash, index) => (actor.identities.includes(hash) ? [{ side, index }] : []));
  return [...of("LANDLORD", parties.landlords), ...of("TENANT", parties.tenants)];
}

/**
 * Decides on a signature.
 *
 * @returns `sign` with the signatures to add; `complete` when no place is left open
 */
export function decideSign(
  filing: FilingFacts,
  actor: Actor,
  signedAt: Instant,
):
  | { readonly kind: "sign"; readonly added: readonly Signature[]; readonly complete: boolean }
  | SignRefusal {
  const refused = outOfOrder(filingTransitions, "sign", filing.state);
  if (refused) return refused;
  const places = placesOf(filing, actor);
  if (places.length === 0) return { kind: "not-a-signatory" };
  const open = places.filter(
    (place) => !filing.signatures.some((s) => s.side === place.side && s.index === place.index),
  );
  if (open.length === 0) return { kind: "already-signed" };
  const needed = filing.parties.landlords.length + filing.parties.tenants.length;
  return {
    kind: "sign",
    added: open.map((place) => ({ ...place, signedAt })),
    complete: filing.signatures.length + open.length === needed,
  };
}

export type CorrectRefusal =
  | WrongState<FilingState>
  | { readonly kind: "not-a-signatory" }
  | { readonly kind: "no-such-field"; readonly pointer: string };

/** Decides on a signatory's pointing at a wrong field: the draft opens again, signatures are void. */
export function decideCorrect(
  filing: FilingFacts,
  actor: Actor,
  { pointer }: WrongField,
): { readonly kind: "reopen" } | CorrectRefusal {
  const refused = outOfOrder(filingTransitions, "correct", filing.state);
  if (refused) return refused;
  if (placesOf(filing, actor).length === 0) return { kind: "not-a-signatory" };
  return namesMember(filing.draft, pointer)
    ? { kind: "reopen" }
    : { kind: "no-such-field", pointer: "/pointer" };
}

/** Whether an RFC 6901 pointer names a member that is there. */
export function namesMember(document: unknown, pointer: string): boolean {
  const steps = pointer
    .slice(1)
    .split("/")
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
  let at = document;
  for (const step of steps) {
    if (typeof at !== "object" || at === null || !Object.hasOwn(at, step)) return false;
    at = (at as Readonly<Record<string, unknown>>)[step];
  }
  return true;
}
