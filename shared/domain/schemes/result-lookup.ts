/** The look-up of one receipt in static files of a few kilobytes, by the beginning of the receipt. */
import { utf8 } from "../draws/encoding.ts";
import type { RankingLine } from "../draws/ranking-file.ts";
import type { Removal } from "./winners.ts";

/** portal.md 7: a receipt is looked up with 4 KB. */
export const LARGEST_SHARD = 4096;
/** Receipts have 8 characters at least. */
const LONGEST_PREFIX = 8;

/** Pool, rank in it, status as in ranking.csv, place among those selected or waiting. */
type Place = readonly [
  pool: string,
  rank: number,
  status: RankingLine["status"],
  position: number | null,
];

/** What one receipt came to. `removed`: number of the removal; `moved`: the pool it moved up in. */
export type LookupRow = {
  readonly places: readonly Place[];
  readonly removed?: number;
  readonly moved?: string;
};

export type Lookup = {
  /** How many characters of a receipt name its file. */
  readonly prefix: number;
  /** File content by prefix: an object of rows by receipt. */
  readonly shards: ReadonlyMap<string, string>;
};

/**
 * All rows in files of at most 4 KB each: the shortest prefix that makes them so small.
 *
 * @throws RangeError when receipts share so long a beginning that no prefix does
 */
export function resultLookup(
  lines: readonly RankingLine[],
  removals: readonly Removal[] = [],
): Lookup {
  const rows = rowsOf(lines, removals);
  for (let prefix = 1; prefix <= LONGEST_PREFIX; prefix++) {
    const shards = shardsBy(prefix, rows);
    if (shards) return { prefix, shards };
  }
  throw new RangeError("Receipts share too long a beginning");
}

function rowsOf(
  lines: readonly RankingLine[],
  removals: readonly Removal[],
): ReadonlyMap<string, LookupRow> {
  const places = new Map<string, Place[]>();
  for (const { receipt, pool, rank, status, position } of lines) {
    const known = places.get(receipt) ?? [];
    known.push([pool, rank, status, position]);
    places.set(receipt, known);
  }
  const removed = new Map(removals.map(({ receipt, seq }) => [receipt, seq]));
  const moved = new Map(removals.map(({ fill, fillPool }) => [fill, fillPool]));
  const rowOf = (receipt: string, at: readonly Place[]): LookupRow => {
    const seq = removed.get(receipt);
    const pool = moved.get(receipt);
    return {
      places: at,
      ...(seq !== undefined && { removed: seq }),
      ...(typeof pool === "string" && { moved: pool }),
    };
  };
  return new Map(
    [...places.keys()]
      .sort()
      .map((receipt) => [receipt, rowOf(receipt, places.get(receipt) ?? [])]),
  );
}

/** The files of one length of prefix; undefined as soon as one is too large. */
function shardsBy(
  prefix: number,
  rows: ReadonlyMap<string, LookupRow>,
): ReadonlyMap<string, string> | undefined {
  const shards = new Map<string, string[]>();
  const sizes = new Map<string, number>();
  for (const [receipt, row] of rows) {
    const name = receipt.slice(0, prefix);
    const text = `${JSON.stringify(receipt)}:${JSON.stringify(row)}`;
    const size = (sizes.get(name) ?? 2) + utf8(text).length + 1;
    if (size > LARGEST_SHARD) return undefined;
    sizes.set(name, size);
    const members = shards.get(name) ?? [];
    members.push(text);
    shards.set(name, members);
  }
  return new Map([...shards].map(([name, members]) => [name, `{${members.join(",")}}`]));
}
