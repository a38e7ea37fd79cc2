/** Homes that one pool hands on to another: what the draw calls spill (draw protocol 4). */

type Spilling = { readonly id: string; readonly spill: string };

/** Pools whose unfilled units end in `pool`, at once or through others, each with its way there. */
function waysTo(pool: string, pools: readonly Spilling[]): readonly (readonly string[])[] {
  const sources = pools.filter(({ spill }) => spill === pool).map(({ id }) => id);
  // Units spill to later pools only, so this ends.
  return sources.flatMap((id) => [[id], ...waysTo(id, pools).map((way) => [...way, id])]);
}

/** Pools that may hand homes on to this one: their turns decide whether they do. */
export const upstreamPools = (pool: string, pools: readonly Spilling[]): readonly string[] =>
  waysTo(pool, pools).map(([id = ""]) => id);

/**
 * The pools whose homes the selected of a pool may choose: its own, and those that spill into it
 * once everyone selected there has had a turn. The draw selected as many more here as there were
 * units unfilled there, so that what is left there is theirs.
 *
 * @param closed - pools in which everyone selected has had a turn
 */
export function homePools(
  pool: string,
  pools: readonly Spilling[],
  closed: ReadonlySet<string>,
): ReadonlySet<string> {
  const open = waysTo(pool, pools).filter((way) => way.every((id) => closed.has(id)));
  return new Set([pool, ...open.map(([id = ""]) => id)]);
}
