/** What is missing in a filing, and what comes back. */
import { namesDraftMember } from "../../contract/draft-members.ts";
import type { FilingDraft, FilingState } from "../../contract/filing.ts";
import type { Gap } from "../../contract/filing-review.ts";
import type { CivilDate } from "../../contract/values.ts";
import { periodEnd } from "../calendar/working-days.ts";
import { contractMark } from "../certificates/contract-text.ts";
import { outOfOrder, type WrongState } from "../transitions.ts";
import { isFiler } from "./decide-submission.ts";
import type { Actor, FilingGround, PartyHashes } from "./facts.ts";
import type { Correction, ReviewFacts } from "./review-facts.ts";
import { filingTransitions } from "./transitions.ts";

export type GapRefusal = {
  readonly kind: "no-such-field" | "gap-too-late";
  readonly pointer: string;
};

/**
 * Whether the gaps may be asked for. The first list is the full one; a later list may name only what
 * is still open of the one before and what the resubmission changed: what could have been seen the
 * first time is not asked for the second time.
 *
 * @param before - the list before and its resubmission, if there was one
 * @see O6 16 (一次性告知)
 */
export function gapRefusal(
  before: Correction | undefined,
  gaps: readonly Gap[],
): GapRefusal | undefined {
  const known = before && [...before.gaps.map(({ pointer }) => pointer), ...(before.changed ?? [])];
  for (const [index, { pointer }] of gaps.entries()) {
    const at = `/gaps/${index}/pointer`;
    if (!namesDraftMember(pointer)) return { kind: "no-such-field", pointer: at };
    const isNew = known?.some((one) => pointer === one || pointer.startsWith(`${one}/`)) === false;
    if (isNew) return { kind: "gap-too-late", pointer: at };
  }
  return undefined;
}

export type ResubmissionRefusal =
  | WrongState<FilingState>
  | { readonly kind: "not-the-filer" }
  | { readonly kind: "fixed-in-correction"; readonly pointer: string }
  | { readonly kind: "nothing-changed"; readonly pointer: string };

type Amendment = {
  readonly changed: readonly string[];
  /** Last day for the signatures. */
  readonly signBy: CivilDate;
};

/** `submit`: to the checks at once. `sign`: the text is another, all sign it again first. */
export type Resubmission =
  (Amendment & { readonly kind: "submit" }) | (Amendment & { readonly kind: "sign" });

/** What makes it the case it is: another district, another filer, paper for signatures are another. */
const FIXED = ["jurisdiction", "filerRole", "signing"] as const;

/**
 * Decides on what comes back from its parties. The rules of submission come after it.
 *
 * A lease signed here is signed again by all when the words of its contract or its parties are others
 * (ES 13: a later change must be seen). What proves a fact and stands in no contract, such as the
 * co-owners' consent or the codes of the unit, is corrected without: the signatures are over the same
 * text. A contract on paper is corrected to what its paper says.
 *
 * @param next - the amended draft; `explained`: the parties say in words why nothing is to be amended
 */
export function decideResubmission(
  filing: ReviewFacts,
  next: {
    readonly draft: FilingDraft;
    readonly parties: Omit<PartyHashes, "drafter">;
    readonly explained: boolean;
  },
  actor: Actor,
  { today, calendar, policy }: FilingGround,
): Resubmission | ResubmissionRefusal {
  const { state, draft, correction, parties } = filing;
  const refused = outOfOrder(filingTransitions, "resubmit", state);
  if (refused) return refused;
  // Time counts before the clock has come by.
  if (!correction || today > correction.resubmitBy) return { kind: "out-of-step", state: "LAPSED" };
  if (!isFiler(filing, actor)) return { kind: "not-the-filer" };
  const fixed = FIXED.find((name) => next.draft[name] !== draft[name]);
  if (fixed) return { kind: "fixed-in-correction", pointer: `/draft/${fixed}` };
  const changed = changedMembers(draft, next.draft);
  if (changed.length === 0 && !next.explained)
    return { kind: "nothing-changed", pointer: "/draft" };
  const isSameText =
    contractMark(draft).digest === contractMark(next.draft).digest &&
    sameList(parties.landlords, next.parties.landlords) &&
    sameList(parties.tenants, next.parties.tenants);
  return {
    kind: draft.signing === "ONLINE" && !isSameText ? "sign" : "submit",
    changed,
    signBy: periodEnd(today, policy.signWithinDays.value, calendar),
  };
}

const sameList = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((hash, at) => hash === other[at]);

/** Pointers to the members that differ; a list that has grown or shrunk differs as a whole. */
export function changedMembers(before: unknown, after: unknown, at = ""): readonly string[] {
  if (Object.is(before, after)) return [];
  const bothLists = Array.isArray(before) && Array.isArray(after);
  if (!isRecord(before) || !isRecord(after) || Array.isArray(before) !== Array.isArray(after))
    return [at];
  if (bothLists && before.length !== after.length) return [at];
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].flatMap((name) => changedMembers(before[name], after[name], `${at}/${name}`));
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;
