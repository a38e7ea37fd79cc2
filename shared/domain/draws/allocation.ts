/** Who gets a home: the walk through the pools in the notice's order (section 4). */
import type { DrawPool, PoolSummary } from "../../contract/draw.ts";
import { type Entries, rank } from "./ranking.ts";
import { membersOf, type Roster } from "./roster.ts";
import type { Suite } from "./suites.ts";

/** Status bytes in `PoolOutcome.status`, as the letters in ranking.csv. */
export const STATUS = {
  /** selected in this pool */
  W: 87,
  /** waiting */
  B: 66,
  /** selected before, or its link was */
  S: 83,
} as const;

export type PoolOutcome = {
  readonly summary: PoolSummary;
  /** Roster numbers of the pool's entries, best rank first. */
  readonly order: Uint32Array;
  /** The first 64 bits of the ticket per rank, as two numbers. */
  readonly heads: Uint32Array;
  /** One of STATUS per rank. */
  readonly status: Uint8Array;
};

export type Allocation = {
  readonly pools: PoolOutcome[];
  /** Per roster entry the notice's pool in which it is selected, or -1. */
  readonly seats: Int8Array;
};

export type RankedPool = Pick<PoolOutcome, "order" | "heads">;

/** Ranks the members of one pool of the roster. */
export function rankPool(
  suite: Suite,
  poolKey: Uint8Array,
  { roster, pool }: { roster: Roster; pool: number },
): RankedPool {
  const members = membersOf(roster, pool);
  const { order, tickets } = rank(suite.bulk, poolKey, entriesOf(roster, members));
  const firstWords = headsOf(tickets, order.length);
  const heads = new Uint32Array(2 * order.length);
  for (let r = 0; r < order.length; r++) {
    const member = order[r] ?? 0;
    heads[2 * r] = firstWords[2 * member] ?? 0;
    heads[2 * r + 1] = firstWords[2 * member + 1] ?? 0;
  }
  // Where everyone takes part, a member's number is already its entry's.
  if (members.length === roster.count) return { order, heads };
  for (let r = 0; r < order.length; r++) order[r] = members[order[r] ?? 0] ?? 0;
  return { order, heads };
}

/**
 * The first 64 bits of every ticket, as two numbers, read from front to back. Ranks lie all over:
 * to look them up in the tickets themselves costs a miss of the cache each, a million times.
 */
function headsOf(tickets: Uint8Array, count: number): Uint32Array {
  const view = new DataView(tickets.buffer, tickets.byteOffset);
  const heads = new Uint32Array(2 * count);
  for (let i = 0; i < count; i++) {
    heads[2 * i] = view.getUint32(i * 32);
    heads[2 * i + 1] = view.getUint32(i * 32 + 4);
  }
  return heads;
}

function entriesOf({ receipts, weights, scores }: Roster, members: Uint32Array): Entries {
  const count = members.length;
  if (count === weights.length) return { receipts, weights, scores };
  const starts = new Uint32Array(count);
  const ends = new Uint32Array(count);
  const own = { weights: new Uint8Array(count), scores: new Uint32Array(count) };
  for (let m = 0; m < count; m++) {
    const i = members[m] ?? 0;
    starts[m] = receipts.starts[i] ?? 0;
    ends[m] = receipts.ends[i] ?? 0;
    own.weights[m] = weights[i] ?? 1;
    own.scores[m] = scores[i] ?? 0;
  }
  return { receipts: { bytes: receipts.bytes, starts, ends }, ...own };
}

/** Fills the units of every pool, unfilled ones spilling on. @param ranked - one per pool */
export function allocate(
  pools: readonly DrawPool[],
  roster: Roster,
  ranked: readonly RankedPool[],
): Allocation {
  const seats = new Int8Array(roster.count).fill(-1);
  const linkTaken = new Uint8Array(roster.linkCount);
  const units = pools.map((pool) => pool.units);
  const outcomes = ranked.map(({ order, heads }, p): PoolOutcome => {
    const status = new Uint8Array(order.length);
    const total = units[p] ?? 0;
    let selected = 0;
    let cutoff = 0;
    for (let r = 0; r < order.length; r++) {
      const entry = order[r] ?? 0;
      const link = roster.links[entry] ?? -1;
      if ((seats[entry] ?? -1) >= 0 || (link >= 0 && linkTaken[link] === 1)) {
        status[r] = STATUS.S;
      } else if (selected < total) {
        status[r] = STATUS.W;
        selected++;
        cutoff = r + 1;
        seats[entry] = p;
        if (link >= 0) linkTaken[link] = 1;
      } else {
        status[r] = STATUS.B;
      }
    }
    const unfilled = total - selected;
    const spill = pools.findIndex(({ id }) => id === pools[p]?.spill);
    if (spill > p) units[spill] = (units[spill] ?? 0) + unfilled;
    const id = pools[p]?.id ?? "";
    const summary = { id, entries: order.length, units: total, selected, cutoff, unfilled };
    return { summary, order, heads, status };
  });
  return { pools: outcomes, seats };
}
