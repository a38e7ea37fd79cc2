/** Backfill 递补 (section 4): who moves up when a receipt leaves the draw after the result. */
import type { DrawPool } from "../../contract/draw.ts";
import type { PoolOutcome } from "./allocation.ts";
import { findReceipt, isIn, receiptAt, type Roster } from "./roster.ts";

export type Removal = {
  /** Where it was selected, or the pool it waited in. */
  pool: string;
  fill: string | null;
  fillPool: string | null;
};

/** The seats after the result and the amendments so far. Nobody already selected moves. */
export class Seats {
  readonly #pools: readonly DrawPool[];
  readonly #roster: Roster;
  readonly #orders: readonly Uint32Array[];
  readonly #seats: Int8Array;
  readonly #removed: Uint8Array;
  readonly #linkTaken: Uint8Array;
  /** Before this rank nobody in the pool can move up, unless a link comes free. */
  readonly #from: number[];

  constructor(
    pools: readonly DrawPool[],
    roster: Roster,
    allocation: { pools: readonly Pick<PoolOutcome, "order">[]; seats: Int8Array },
    removed: Uint8Array = new Uint8Array(roster.count),
  ) {
    this.#pools = pools;
    this.#roster = roster;
    this.#orders = allocation.pools.map(({ order }) => order);
    this.#seats = allocation.seats.slice();
    this.#removed = removed.slice();
    this.#linkTaken = new Uint8Array(roster.linkCount);
    this.#from = pools.map(() => 0);
    this.#seats.forEach((seat, entry) => {
      if (seat >= 0) this.#takeLink(entry, 1);
    });
  }

  /** The same seats, to try a removal on. */
  copy(): Seats {
    const pools = this.#orders.map((order) => ({ order }));
    const standing = { pools, seats: this.#seats };
    return new Seats(this.#pools, this.#roster, standing, this.#removed);
  }

  /** Where a receipt is selected now, or undefined. */
  poolOf(receipt: string): string | undefined {
    const entry = findReceipt(this.#roster, receipt);
    return this.#pools[this.#seats[entry] ?? -1]?.id;
  }

  /** Receipt → pool of all who are selected now. */
  selected(): Map<string, string> {
    const found = new Map<string, string>();
    this.#seats.forEach((seat, entry) => {
      const pool = this.#pools[seat];
      if (pool) found.set(receiptAt(this.#roster, entry), pool.id);
    });
    return found;
  }

  /**
   * Removes a receipt from all pools and fills the seat it held, if any.
   *
   * @param pool - where it is selected, or any own pool if it waits; left out: the right one
   * @returns undefined when there is no such receipt, it was removed before, or the pool is wrong
   */
  remove(receipt: string, pool?: string): Removal | undefined {
    const entry = findReceipt(this.#roster, receipt);
    if (entry < 0 || this.#removed[entry] === 1) return undefined;
    const seat = this.#seats[entry] ?? -1;
    const named = this.#pools.findIndex(({ id }, p) =>
      pool === undefined ? this.#holds(entry, seat, p) : id === pool,
    );
    const home = this.#pools[named];
    if (!home || !this.#holds(entry, seat, named)) return undefined;
    this.#removed[entry] = 1;
    if (seat < 0) return { pool: home.id, fill: null, fillPool: null };
    this.#seats[entry] = -1;
    this.#takeLink(entry, 0);
    return { pool: home.id, ...this.#fill(seat) };
  }

  #holds(entry: number, seat: number, pool: number): boolean {
    return seat >= 0 ? seat === pool : isIn(this.#roster, entry, pool);
  }

  #takeLink(entry: number, taken: 0 | 1): void {
    const link = this.#roster.links[entry] ?? -1;
    if (link < 0) return;
    this.#linkTaken[link] = taken;
    // Those who share the link may stand anywhere before.
    if (taken === 0) this.#from.fill(0);
  }

  #fill(vacant: number): { fill: string | null; fillPool: string | null } {
    for (let p = vacant; p >= 0; p = this.#spillOf(p)) {
      const order = this.#orders[p] ?? new Uint32Array();
      let r = this.#from[p] ?? 0;
      while (r < order.length && !this.#isFree(order[r] ?? 0)) r++;
      this.#from[p] = r;
      const next = order[r];
      if (next === undefined) continue;
      this.#seats[next] = p;
      this.#takeLink(next, 1);
      return {
        fill: receiptAt(this.#roster, next),
        fillPool: this.#pools[p]?.id ?? null,
      };
    }
    return { fill: null, fillPool: null };
  }

  #isFree(entry: number): boolean {
    const link = this.#roster.links[entry] ?? -1;
    return (
      this.#removed[entry] === 0 &&
      (this.#seats[entry] ?? -1) < 0 &&
      (link < 0 || this.#linkTaken[link] === 0)
    );
  }

  /** The pool that unfilled units go to; always a later one, so the chain ends. */
  #spillOf(pool: number): number {
    const spill = this.#pools.findIndex(({ id }) => id === this.#pools[pool]?.spill);
    return spill > pool ? spill : -1;
  }
}
