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

type Removed = { readonly receipt: string; readonly fill: string | null };

/**
 * The same after removals, in order: who moves up gets the home of who left; a home that nobody moves
 * up to is given to nobody.
 */
export const withRemovals = (
  allotted: readonly Allotted[],
  removals: readonly Removed[],
): Allotted[] =>
  removals.reduce<Allotted[]>(
    (held, { receipt, fill }) =>
      held.flatMap((one) => {
        if (one.receipt !== receipt) return [one];
        return fill === null ? [] : [{ ...one, receipt: fill }];
      }),
    [...allotted],
  );
