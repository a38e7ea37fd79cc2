/** Drawing homes directly (target UNIT): the place in a pool says which home. */
import type { HomeOffer, SchemePool } from "../../contract/scheme.ts";
import { turnOrder, type RankedEntry } from "./turns.ts";

export type Allotted = {
  readonly receipt: string;
  readonly pool: string;
  /** Place among the selected of the pool, 1…. */
  readonly position: number;
  readonly home: HomeOffer;
};

/**
 * Which home each selected household gets. The order of the homes was published with the notice and
 * the order of the households is drawn, so that this needs no randomness of its own: place k of a
 * pool gets the k-th home listed under it; homes nobody was selected for go to the pool the notice
 * says, behind its own.
 *
 * @param homes - as listed in the rules file
 * @throws Error when a pool has more selected than homes: a result that no draw gives
 */
export function allotUnits(
  pools: readonly Pick<SchemePool, "id" | "spill">[],
  homes: readonly HomeOffer[],
  ranking: readonly RankedEntry[],
): Allotted[] {
  const spilled = new Map<string, HomeOffer[]>();
  return pools.flatMap(({ id, spill }) => {
    const offered = [...homes.filter(({ pool }) => pool === id), ...(spilled.get(id) ?? [])];
    const order = turnOrder(ranking, id);
    if (order.length > offered.length) throw new Error("More selected than homes");
    const left = offered.slice(order.length);
    if (spill !== "-") spilled.set(spill, [...(spilled.get(spill) ?? []), ...left]);
    return order.flatMap((receipt, at): Allotted[] => {
      const home = offered[at];
      return home ? [{ receipt, pool: id, position: at + 1, home }] : [];
    });
  });
}

/** The public file of a draw of homes: `receipt,pool,place,home`, in the order of the ranking. */
export const allotmentFile = (allotted: readonly Allotted[]): string =>
  allotted
    .map(({ receipt, pool, position, home }) => `${receipt},${pool},${position},${home.homeId}\n`)
    .join("");
