/** Which public values a draw waits for, and what the clock does about them (draw protocol 3). */
import type { DrandChain, SourceValue } from "../../contract/draw.ts";
import type { SchemeSource, SchemeState, SchemeTerms } from "../../contract/scheme.ts";
import { unixSeconds } from "../calendar/instants.ts";
import { roundTime } from "../draws/drand-chain.ts";

/** What is known of the values after the reveals. */
export type KnownValues = {
  /** `game:issue:numbers`, as two readers agree. */
  readonly publicValue?: string | undefined;
  /** The beacon's signature, 96 hex digits. */
  readonly beaconValue?: string | undefined;
  /** The number that replaces the beacon, as two readers agree. */
  readonly fallbackValue?: string | undefined;
  /** A record that no relay serves the beacon is in the log. */
  readonly failed: boolean;
};

type Sources = Pick<SchemeTerms, "beacon" | "source" | "fallback">;

/** The public numbers that two persons read: the scheme's own, and the fallback's once it is in use. */
export function numbersToRead(
  { source, fallback }: Sources,
  { publicValue, fallbackValue, failed }: KnownValues,
): readonly SchemeSource[] {
  return [
    ...(failed && fallback && fallbackValue === undefined ? [fallback.source] : []),
    ...(source && publicValue === undefined ? [source] : []),
  ];
}

/** All values in the order of the notice; undefined while one is missing. */
export function valuesOf(terms: Sources, known: KnownValues): SourceValue[] | undefined {
  const { beacon, source, fallback } = terms;
  const wanted: readonly { readonly id: string; readonly value: string | undefined }[] = [
    ...(beacon && known.failed && fallback
      ? [{ id: fallback.source.id, value: known.fallbackValue }]
      : []),
    ...(beacon && !(known.failed && fallback) ? [{ id: beacon.id, value: known.beaconValue }] : []),
    ...(source ? [{ id: source.id, value: known.publicValue }] : []),
  ];
  const values = wanted.flatMap(({ id, value }) => (value === undefined ? [] : [{ id, value }]));
  return values.length === wanted.length ? values : undefined;
}

/** The member of the record in which the value of a source is kept. */
export const memberOf = ({ source }: Sources, id: string): "publicValue" | "fallbackValue" =>
  source?.id === id ? "publicValue" : "fallbackValue";

/** When a scheme's beacon comes into being, ms since 1970; undefined when it has none. */
export const beaconComesAt = (
  { beacon }: Sources,
  chain: DrandChain | undefined,
): number | undefined => (beacon && chain ? roundTime(chain, beacon.round) * 1000 : undefined);

export type SourceFacts = {
  readonly state: SchemeState;
  readonly terms: SchemeTerms;
  readonly known: KnownValues;
  /** The reveals are logged, and were cosigned by `revealBy`. */
  readonly revealsStand: boolean;
};

/** `ask-beacon`: every relay is asked; `draw`: all values are known and nobody need press a button. */
export type SourceEvent = { readonly event: "ask-beacon" | "draw"; readonly at: number };

/**
 * What the clock does next for the values of a draw; `at`: ms since 1970, 0 for at once. A draw with
 * a beacon is scheduled entirely in advance. One with a public number alone is the notary's to press.
 */
export function awaitedValue(
  { state, terms, known, revealsStand }: SourceFacts,
  chain: DrandChain | undefined,
): SourceEvent | undefined {
  if (!terms.beacon) return undefined;
  if (state === "SEEDED") return { event: "draw", at: 0 };
  const at = beaconComesAt(terms, chain);
  const waits = known.beaconValue === undefined && !known.failed;
  return state === "FROZEN" && revealsStand && waits && at !== undefined
    ? { event: "ask-beacon", at }
    : undefined;
}

/** The failure record is logged this long before the fallback's number, to be cosigned in time. */
const FAILURE_MARGIN_SECONDS = 900;

/**
 * Whether it may be put on record that no relay serves the beacon: a fallback was declared, the wait
 * is over, and its number is not drawn yet.
 *
 * @param now - ms since 1970
 */
export function mayRecordFailure(
  terms: Sources,
  chain: DrandChain | undefined,
  now: number,
): boolean {
  const comes = beaconComesAt(terms, chain);
  if (!terms.fallback || comes === undefined) return false;
  const { afterSeconds, source } = terms.fallback;
  const last = (unixSeconds(source.at) - FAILURE_MARGIN_SECONDS) * 1000;
  return comes + afterSeconds * 1000 <= now && now <= last;
}
