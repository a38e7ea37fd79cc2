/** Whose turn it is to choose: the selected of a pool, in the order of the draw (O11 14). */

/** A line of the ranking as far as choosing needs it (draw protocol 4). */
export type RankedEntry = {
  readonly pool: string;
  readonly receipt: string;
  readonly status: "W" | "B" | "S";
  /** 1… among W or B; null for S. */
  readonly position: number | null;
};

/** Where choosing stands in one pool. */
export type Turn = {
  /** Receipts of the selected, in the order of the draw. */
  readonly order: readonly string[];
  /** Place now choosing, 1…; one past the end when all have had their turn. */
  readonly next: number;
  /** ms since 1970. */
  readonly opensAt: number;
  /** Until when the present offer holds, exclusive, ms since 1970; absent: without end. */
  readonly offerUntil?: number;
};

/** The selected of a pool in the order they choose. */
export const turnOrder = (ranking: readonly RankedEntry[], pool: string): readonly string[] =>
  ranking
    .filter((entry) => entry.pool === pool && entry.status === "W")
    .toSorted((a, b) => (a.position ?? 0) - (b.position ?? 0))
    .map(({ receipt }) => receipt);

export type Place = {
  /** 1…, the order of the draw. */
  readonly place: number;
  /** How many choose before. */
  readonly ahead: number;
  readonly state: "WAITING" | "YOUR_TURN" | "PASSED";
};

/**
 * Where a receipt stands.
 *
 * @param now - ms since 1970
 * @returns undefined when it was not selected in this pool
 */
export function placeOf(turn: Turn, receipt: string, now: number): Place | undefined {
  const place = turn.order.indexOf(receipt) + 1;
  if (place === 0) return undefined;
  const ahead = Math.max(0, place - turn.next);
  if (place < turn.next) return { place, ahead, state: "PASSED" };
  const open = place === turn.next && now >= turn.opensAt && !hasLapsed(turn, now);
  return { place, ahead, state: open ? "YOUR_TURN" : "WAITING" };
}

/** Whether the present offer is over. */
export const hasLapsed = ({ offerUntil }: Turn, now: number): boolean =>
  offerUntil !== undefined && now >= offerUntil;
