/** Who gets a home: the walk through the pools in the notice's order (section 4). */
import type { DrawPool, PoolSummary } from "../../contract/draw.ts";
import { rank } from "./ranking.ts";
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
  /** 32 bytes per rank. */
  readonly tickets: Uint8Array;
  /** One of STATUS per rank. */
  readonly status: Uint8Array;
  /** 1… among W or B per rank, 0 for S. */
  readonly positions: Uint32Array;
};

export type Allocation = {
  readonly pools: PoolOutcome[];
  /** Per roster entry the notice's pool in which it is selected, or -1. */
  readonly seats: Int8Array;
};

export type RankedPool = Pick<PoolOutcome, "order" | "tickets">;

/** Ranks the members of one pool of the roster. */
export function rankPool(
  suite: Suite,
  poolKey: Uint8Array,
  { roster, pool }: { roster: Roster; pool: number },
): RankedPool {
  const members = membersOf(roster, pool);
  const { bytes, starts, ends } = roster.receipts;
  const ranked = rank(suite.bulk, poolKey, {
    receipts: {
      bytes,
      starts: members.map((i) => starts[i] ?? 0),
      ends: members.map((i) => ends[i] ?? 0),
    },
    weights: Uint8Array.from(members, (i) => roster.weights[i] ?? 1),
    scores: members.map((i) => roster.scores[i] ?? 0),
  });
  const tickets = new Uint8Array(ranked.tickets.length);
  ranked.order.forEach((member, r) => {
    tickets.set(ranked.tickets.subarray(member * 32, member * 32 + 32), r * 32);
  });
  return { order: ranked.order.map((member) => members[member] ?? 0), tickets };
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
  const outcomes = ranked.map(({ order, tickets }, p): PoolOutcome => {
    const status = new Uint8Array(order.length);
    const positions = new Uint32Array(order.length);
    const total = units[p] ?? 0;
    let selected = 0;
    let waiting = 0;
    let cutoff = 0;
    order.forEach((entry, r) => {
      const link = roster.links[entry] ?? -1;
      if ((seats[entry] ?? -1) >= 0 || (link >= 0 && linkTaken[link] === 1)) {
        status[r] = STATUS.S;
      } else if (selected < total) {
        status[r] = STATUS.W;
        positions[r] = ++selected;
        cutoff = r + 1;
        seats[entry] = p;
        if (link >= 0) linkTaken[link] = 1;
      } else {
        status[r] = STATUS.B;
        positions[r] = ++waiting;
      }
    });
    const unfilled = total - selected;
    const spill = pools.findIndex(({ id }) => id === pools[p]?.spill);
    if (spill > p) units[spill] = (units[spill] ?? 0) + unfilled;
    const id = pools[p]?.id ?? "";
    const summary = { id, entries: order.length, units: total, selected, cutoff, unfilled };
    return { summary, order, tickets, status, positions };
  });
  return { pools: outcomes, seats };
}
