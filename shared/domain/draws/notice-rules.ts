/** The rules a notice must keep (section 1, "Notice rules"; section 6 step 3). */
import type { DrandChain, DrandSource, DrawSource, NoticeDocument } from "../../contract/draw.ts";
import { isConsistent, roundTime } from "./drand-chain.ts";
import { toHex } from "./encoding.ts";
import { isIssue, publicBits } from "./public-number.ts";
import { type Refusal, refuse } from "./refusal.ts";
import { NOTE_KEY, readVerifierKey } from "./verifier-key.ts";

/** Between the last reveal and the moment a public source comes into being; seconds. */
const SILENCE = 600;
const MIN_PUBLIC_BITS = 40;

const isDistinct = (items: readonly string[]): boolean => new Set(items).size === items.length;

export const witnessesOf = (notice: Pick<NoticeDocument, "sources">) =>
  notice.sources.filter((source) => source.kind === "witness");

export const drandOf = (notice: Pick<NoticeDocument, "sources">): DrandSource | undefined =>
  notice.sources.find((source) => source.kind === "drand");

/**
 * When a source comes into being, Unix seconds; a witness's nonce exists from the start.
 *
 * @param chain - the pinned chain; without one a drand round never comes
 */
export function sourceTime(source: DrawSource, chain: DrandChain | undefined): number {
  switch (source.kind) {
    case "witness":
      return 0;
    case "public":
      return source.at;
    case "drand":
      return chain ? roundTime(chain, source.round) : Infinity;
  }
}

function arePoolsGood({ pools }: NoticeDocument): boolean {
  return (
    pools.length >= 1 &&
    pools.length <= 32 &&
    isDistinct(pools.map(({ id }) => id)) &&
    pools.every(
      ({ units, spill }, p) =>
        units >= 0 &&
        units <= 1_000_000 &&
        (spill === "-" || pools.findIndex(({ id }) => id === spill) > p),
    )
  );
}

function areWitnessesGood(notice: NoticeDocument): boolean {
  const keys = witnessesOf(notice).map(({ vkey }) => readVerifierKey(vkey, NOTE_KEY));
  return (
    keys.length >= 3 &&
    notice.minWitness >= 2 &&
    notice.minWitness <= keys.length &&
    isDistinct(keys.map((key) => (key ? toHex(key.publicKey) : ""))) &&
    keys.every((key) => key !== undefined)
  );
}

function areSourcesGood(notice: NoticeDocument, chain: DrandChain | undefined): boolean {
  const { sources, fallback, revealBy } = notice;
  const ids = [...sources, ...(fallback ? [fallback.source] : [])].map(({ id }) => id);
  const beacons = sources.filter((source) => source.kind === "drand");
  const numbers = sources.filter((source) => source.kind === "public");
  const bits = numbers.reduce((sum, { game }) => sum + (publicBits(game) ?? 0), 0);
  return (
    isDistinct(ids) &&
    beacons.length <= 1 &&
    beacons.every(({ round }) => round >= 1) &&
    numbers.every(({ game, issue }) => publicBits(game) !== undefined && isIssue(issue)) &&
    (beacons.length === 1 || bits >= MIN_PUBLIC_BITS) &&
    [...beacons, ...numbers].every((source) => {
      const time = sourceTime(source, chain);
      return Number.isSafeInteger(time) && time >= revealBy + SILENCE;
    })
  );
}

/** Null is advised; otherwise a day's patience and a number not drawn before it is over. */
function isFallbackGood(notice: NoticeDocument, chain: DrandChain | undefined): boolean {
  const { fallback } = notice;
  if (fallback === null) return true;
  const beacon = drandOf(notice);
  const { after, source } = fallback;
  return (
    beacon !== undefined &&
    after >= 86_400 &&
    ["ssq", "dlt", "kl8"].includes(source.game) &&
    isIssue(source.issue) &&
    source.at >= sourceTime(beacon, chain) + after + 3600
  );
}

/**
 * Checks the pinned chain and the notice's rules.
 *
 * @returns `E_DRAND_CHAIN`, `E_NOTICE`, or undefined when all is well
 */
export function checkNotice(
  notice: NoticeDocument,
  chain: DrandChain | undefined,
): Refusal | undefined {
  const beacons = notice.sources.filter((source) => source.kind === "drand");
  if (chain && !isConsistent(chain)) return refuse("E_DRAND_CHAIN");
  if (beacons.some((beacon) => beacon.chain !== chain?.hash)) return refuse("E_DRAND_CHAIN");
  const good =
    arePoolsGood(notice) &&
    areWitnessesGood(notice) &&
    areSourcesGood(notice, chain) &&
    notice.freezeBy + 1800 <= notice.revealBy &&
    isFallbackGood(notice, chain);
  return good ? undefined : refuse("E_NOTICE");
}
