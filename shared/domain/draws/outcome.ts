/** From the transcript to the ranking: what the sources' values fix (sections 3 and 4). */
import type { NoticeDocument, PoolSummary } from "../../contract/draw.ts";
import { allocate, type Allocation, rankPool } from "./allocation.ts";
import type { Rows } from "./bulk-hash.ts";
import { fromHex, toHex } from "./encoding.ts";
import { RowTree } from "./merkle.ts";
import { rankingCount, rankingPortions } from "./ranking-file.ts";
import type { Roster } from "./roster.ts";
import { poolKeyOf, seedOf, type TranscriptItem, transcriptOf } from "./seed.ts";
import type { Suite } from "./suites.ts";

export type Keys = {
  transcript: Uint8Array;
  seed: Uint8Array;
  /** In the notice's order. */
  poolKeys: { id: string; key: Uint8Array }[];
};

/** Seed and pool keys. @param freezeDigest - hex */
export function deriveKeys(
  suite: Suite,
  notice: NoticeDocument,
  { freezeDigest, items }: { freezeDigest: string; items: readonly TranscriptItem[] },
): Keys {
  const transcript = transcriptOf(notice.drawId, items);
  const seed = seedOf(suite, fromHex(freezeDigest), transcript);
  const poolKeys = notice.pools.map(({ id }) => ({
    id,
    key: poolKeyOf(suite, seed, { drawId: notice.drawId, pool: id }),
  }));
  return { transcript, seed, poolKeys };
}

export type Outcome = {
  keys: Keys;
  allocation: Allocation;
  /** How many lines ranking.csv has. */
  rankingCount: number;
  /** MTH(lines), hex. */
  rankingRoot: string;
  pools: PoolSummary[];
};

/**
 * Ranks every pool, fills the units and goes through the ranking line by line.
 *
 * @param onPortion - given ranking.csv portion by portion, each valid until the next
 */
export function computeOutcome(
  suite: Suite,
  { notice, roster, keys }: { notice: NoticeDocument; roster: Roster; keys: Keys },
  onPortion: (rows: Rows) => void = () => undefined,
): Outcome {
  const ranked = keys.poolKeys.map(({ key }, pool) => rankPool(suite, key, { roster, pool }));
  const allocation = allocate(notice.pools, roster, ranked);
  const tree = new RowTree(suite);
  for (const rows of rankingPortions(roster, allocation)) {
    tree.add(rows);
    onPortion(rows);
  }
  return {
    keys,
    allocation,
    rankingCount: rankingCount(allocation),
    rankingRoot: toHex(tree.root()),
    pools: allocation.pools.map(({ summary }) => summary),
  };
}
