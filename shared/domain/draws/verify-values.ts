/** Step 7 of verification: the values of the sources after the reveals (section 6). */
import type {
  DrandChain,
  DrandSource,
  DrawSource,
  FailureDocument,
  NoticeDocument,
  PublicSource,
  SourceValue,
} from "../../contract/draw.ts";
import { drandValue, openRound } from "./drand.ts";
import { utf8 } from "./encoding.ts";
import { drandOf, sourceTime } from "./notice-rules.ts";
import { isPublicNumber } from "./public-number.ts";
import { type Refusal, refuse } from "./refusal.ts";
import { type TranscriptItem, witnessValue } from "./seed.ts";
import type { Tau } from "./verify-log.ts";

/** Numbers as a person read them in the official bulletin, by source id. */
export type PublicReadings = ReadonlyMap<string, string>;

/** The sources of the draw in the notice's order, the fallback's in place of drand when it is used. */
export const sourcesInUse = (notice: NoticeDocument, isFallback: boolean): DrawSource[] =>
  notice.sources.map((source) =>
    source.kind === "drand" && isFallback && notice.fallback ? notice.fallback.source : source,
  );

/**
 * Checks that a failure record may replace the beacon: declared in the notice, of this freeze,
 * source and round, and logged in the window roundTime+after ≤ τ ≤ fallback.at. Without cosigners
 * there are no times, hence no fallback.
 */
export function isFallbackDue(
  notice: NoticeDocument,
  failure: FailureDocument,
  facts: { freezeDigest: string; tau: Tau; chain: DrandChain | undefined },
): boolean {
  const beacon = drandOf(notice);
  const { fallback } = notice;
  if (!beacon || !fallback || facts.tau === undefined) return false;
  const due = sourceTime(beacon, facts.chain) + fallback.after;
  return (
    failure.freeze === facts.freezeDigest &&
    failure.source === beacon.id &&
    failure.round === beacon.round &&
    due <= facts.tau &&
    facts.tau <= fallback.source.at
  );
}

export type SourceItems = {
  items: TranscriptItem[];
  /** `W_PUBLIC_UNCHECKED:id`, in the sources' order. */
  warnings: string[];
};

function drandItem(
  source: DrandSource,
  value: string,
  chain: DrandChain | undefined,
): TranscriptItem | Refusal {
  const signature = chain && openRound(chain, source.round, value);
  if (!signature) return refuse("E_DRAND_SIG", { id: source.id, round: source.round });
  return { id: source.id, kind: "drand", value: drandValue(source.round, signature) };
}

function publicItem(
  source: PublicSource,
  value: string,
  read: string | undefined,
): TranscriptItem | Refusal {
  if (!isPublicNumber(value, source) || (read !== undefined && read !== value)) {
    return refuse("E_SOURCE", { id: source.id });
  }
  return { id: source.id, kind: "public", value: utf8(value) };
}

/**
 * Checks the values and puts all sources together.
 *
 * @param sources - as `sourcesInUse` gives them
 * @param given - `nonces`: per witness, in order; `values`: of all other sources, in order
 * @returns the transcript's items, or `E_SOURCE`, `E_DRAND_SIG`
 */
export function checkValues(
  sources: readonly DrawSource[],
  given: {
    nonces: readonly (Uint8Array | null)[];
    values: readonly SourceValue[];
    chain: DrandChain | undefined;
    readings: PublicReadings;
  },
): SourceItems | Refusal {
  const ids = sources.filter(({ kind }) => kind !== "witness").map(({ id }) => id);
  const { values } = given;
  if (values.length !== ids.length || values.some(({ id }, i) => id !== ids[i])) {
    return refuse("E_SOURCE");
  }
  const items: TranscriptItem[] = [];
  const warnings: string[] = [];
  const nonces = [...given.nonces];
  for (const source of sources) {
    const item = itemOf(source, { ...given, nonce: nonces[0] ?? null });
    if ("refused" in item) return item;
    items.push(item);
    if (source.kind === "witness") nonces.shift();
    if (source.kind === "public" && !given.readings.has(source.id)) {
      warnings.push(`W_PUBLIC_UNCHECKED:${source.id}`);
    }
  }
  return { items, warnings };
}

function itemOf(
  source: DrawSource,
  given: {
    nonce: Uint8Array | null;
    values: readonly SourceValue[];
    chain: DrandChain | undefined;
    readings: PublicReadings;
  },
): TranscriptItem | Refusal {
  const value = given.values.find(({ id }) => id === source.id)?.value ?? "";
  switch (source.kind) {
    case "witness":
      return { id: source.id, kind: "witness", value: witnessValue(given.nonce) };
    case "drand":
      return drandItem(source, value, given.chain);
    case "public":
      return publicItem(source, value, given.readings.get(source.id));
  }
}

/** Unix seconds at which the last of the sources came into being. */
export const lastSourceTime = (
  sources: readonly DrawSource[],
  chain: DrandChain | undefined,
): number => Math.max(...sources.map((source) => sourceTime(source, chain)));
