/** Guards of what officers, witnesses and readers do in a draw (domain rulebook 5 C; draw protocol 3). */
import type { CivilDate } from "../../contract/values.ts";
import type { SchemeSource, SchemeState, SchemeTerms } from "../../contract/scheme.ts";
import { dayEnds } from "../calendar/instants.ts";
import { isPublicNumber } from "../draws/public-number.ts";

export type DrawActRefusal =
  | "out-of-step"
  | "count-differs"
  | "root-differs"
  | "recheck-open"
  | "witness-missing"
  | "freeze-too-late"
  | "same-person"
  | "not-this-witness"
  | "bad-commit"
  | "bad-nonce"
  | "reveal-too-early"
  | "reveal-too-late"
  | "number-malformed"
  | "not-yet-drawn"
  | "readers-disagree"
  | "beacon-invalid"
  | "unknown-source"
  | "already-drawn"
  | "objection-closed";

type Scheme = { readonly state: SchemeState; readonly terms: SchemeTerms };

const at = (text: string): number => Date.parse(text);

/** Whether the first freeze may be proposed or confirmed now. */
export function decideFreeze(
  { state, terms }: Scheme,
  facts: {
    undecided: number;
    committed: ReadonlySet<string>;
    typed: number;
    counted: number;
    today: CivilDate;
    /** The latest day on which a first roster can be published (`lastRosterDay`). */
    lastDay: CivilDate;
  },
): DrawActRefusal | undefined {
  if (state !== "RECHECKING") return "out-of-step";
  if (facts.undecided > 0) return "recheck-open";
  if (terms.witnesses.some(({ id }) => !facts.committed.has(id))) return "witness-missing";
  if (facts.today > facts.lastDay) return "freeze-too-late";
  return facts.typed === facts.counted ? undefined : "count-differs";
}

/** Witnesses commit after the notice and before the first freeze. */
export const decideCommit = ({ state }: Scheme): DrawActRefusal | undefined =>
  state === "PUBLISHED" || state === "INTENT_OPEN" || state === "RECHECKING"
    ? undefined
    : "out-of-step";

/** A nonce is revealed once the roster is fixed, and before `revealBy`. */
export function decideReveal(
  { state, terms }: Scheme,
  { logged, now }: { logged: boolean; now: number },
): DrawActRefusal | undefined {
  if (state === "ROSTER_PUBLICITY" || now <= at(terms.freezeBy)) return "reveal-too-early";
  if (state !== "FROZEN") return "out-of-step";
  return logged || now > at(terms.revealBy) ? "reveal-too-late" : undefined;
}

/**
 * One reader's number.
 *
 * @param source - the number that is read: the scheme's own or the fallback's
 * @param reading - `numbers`: as drawn; `drawnAt`: the bulletin's drawing time
 */
export function decideReading(
  { state }: Scheme,
  source: SchemeSource | undefined,
  {
    revealsLogged,
    numbers,
    drawnAt,
    now,
  }: { revealsLogged: boolean; numbers: string; drawnAt: string; now: number },
): DrawActRefusal | { readonly value: string } {
  if (state !== "FROZEN" || !revealsLogged || !source) return "out-of-step";
  const { game, issue, at: official } = source;
  if (now < at(official)) return "not-yet-drawn";
  const value = `${game}:${issue}:${numbers}`;
  if (!isPublicNumber(value, source) || at(drawnAt) < at(official)) return "number-malformed";
  return { value };
}

/** Two different readers, the same number: the source has come into being. */
export function agreement(
  readings: readonly { readonly reader: string; readonly value: string }[],
): { readonly agreed: string } | "waiting" | "readers-disagree" {
  const readers = new Set(readings.map(({ reader }) => reader));
  const [first, ...others] = new Set(readings.map(({ value }) => value));
  if (first === undefined || readers.size < 2) return "waiting";
  return others.length > 0 ? "readers-disagree" : { agreed: first };
}

type Objectable = Scheme & { readonly resultPublicityUntil?: CivilDate | undefined };

/** Whether a scheme's result is what can be objected to now. */
export const isResultOpen = ({ state }: Pick<Scheme, "state">): boolean =>
  state === "RESULT_PUBLICITY" || state === "INVESTIGATING";

/** Objections to the roster are heard until it is fixed, to the result until its publicity ends. */
export function decideObjection(
  { state, terms, resultPublicityUntil }: Objectable,
  now: number,
): DrawActRefusal | undefined {
  if (state === "ROSTER_PUBLICITY" && now <= at(terms.freezeBy)) return undefined;
  const last = resultPublicityUntil;
  const inTime = isResultOpen({ state }) && last !== undefined && now < dayEnds(last);
  return inTime ? undefined : "objection-closed";
}

/**
 * Voiding a draw whose process was flawed: the city proposes, the notary confirms; no home has been
 * chosen yet. A wrong entry never voids a draw: it gives way by an amendment (domain rulebook 11).
 *
 * @param proposedBy - who proposed it; undefined: nobody has
 */
export function decideVoiding(
  { state }: Scheme,
  act: {
    readonly by: string;
    readonly confirms: boolean;
    readonly proposedBy?: string | undefined;
  },
): DrawActRefusal | undefined {
  if (state !== "INVESTIGATING") return "out-of-step";
  if (!act.confirms) return undefined;
  if (act.proposedBy === undefined) return "out-of-step";
  return act.proposedBy === act.by ? "same-person" : undefined;
}
