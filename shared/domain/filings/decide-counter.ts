/** Filing at the counter: a clerk enters it, the person confirms it. */
import type { FilingDraft, FilingState } from "../../contract/filing.ts";
import type { Instant } from "../../contract/values.ts";
import { epochMsOf } from "../calendar/instants.ts";
import type { WrongState } from "../transitions.ts";
import { isParty, type Actor, type FilingFacts, type PartyHashes } from "./facts.ts";

export type CounterRefusal =
  | WrongState<FilingState>
  | { readonly kind: "own-case" }
  | { readonly kind: "terms-changed" }
  | { readonly kind: "other-district" }
  | { readonly kind: "counter-needs-paper"; readonly pointer: string }
  | { readonly kind: "no-phone" }
  | { readonly kind: "no-code-sent" }
  | { readonly kind: "wrong-code"; readonly pointer: string };

/** A code is good for ten minutes and five tries. */
export const CODE_MINUTES = 10;
export const CODE_TRIES = 5;

/** Whether another code may be sent: a phone is not rung more than once a minute. */
export const mayRing = (before: CounterCode | undefined, now: Instant): boolean =>
  before === undefined || epochMsOf(now) - epochMsOf(before.sentAt) >= 60_000;

export type CounterCode = {
  readonly codeHash: string;
  readonly sentAt: Instant;
  readonly until: Instant;
  readonly tries: number;
};

/**
 * Whether the clerk may enter this lease: of their own district, none of their own, and signed on
 * paper before, since who comes to the counter signs nothing on a screen.
 *
 * @param inCharge - whether the clerk's jurisdiction takes in the home's
 * @returns undefined when they may
 */
export function counterRefusal(
  { signing }: Pick<FilingDraft, "signing">,
  parties: Omit<PartyHashes, "drafter">,
  { clerk, inCharge }: { readonly clerk: Actor; readonly inCharge: boolean },
): CounterRefusal | undefined {
  if (!inCharge) return { kind: "other-district" };
  if (isParty(clerk, { drafter: "", ...parties })) return { kind: "own-case" };
  return signing === "PAPER"
    ? undefined
    : { kind: "counter-needs-paper", pointer: "/draft/signing" };
}

/**
 * Decides on the word of the person at the counter: the code that was sent to them, or their
 * signature under the printed sheet. Either is over exactly these terms.
 *
 * @param facts - `now`: instant; `codeHash`: of the code as it was said, undefined when on paper
 */
export function decideCounterConfirmation(
  {
    state,
    termsDigest,
    counterCode,
  }: FilingFacts & { readonly counterCode?: CounterCode | undefined },
  said: { readonly termsDigest: string; readonly codeHash?: string | undefined },
  now: Instant,
): { readonly kind: "confirm"; readonly how: "SMS_CODE" | "PAPER" } | CounterRefusal {
  if (state !== "DRAFT") return { kind: "out-of-step", state };
  if (said.termsDigest !== termsDigest) return { kind: "terms-changed" };
  if (said.codeHash === undefined) return { kind: "confirm", how: "PAPER" };
  if (!counterCode || counterCode.until < now || counterCode.tries >= CODE_TRIES)
    return { kind: "no-code-sent" };
  return counterCode.codeHash === said.codeHash
    ? { kind: "confirm", how: "SMS_CODE" }
    : { kind: "wrong-code", pointer: "/code" };
}
