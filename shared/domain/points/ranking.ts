/** Ranking by score: higher points first; whom points do not tell apart, the draw does. */

export type Scored<Id extends string> = { readonly id: Id; readonly centi: number };

/**
 * The order of a score ranking.
 *
 * @param drawn - ids in the order in which they were drawn: it breaks ties, and nothing else does
 * @returns ids, the first first; equal points stand in the order drawn
 * @throws RangeError when someone was not drawn: a tie could not be broken
 */
export function rankByScore<Id extends string>(
  scored: readonly Scored<Id>[],
  drawn: readonly Id[],
): Id[] {
  const place = new Map(drawn.map((id, at) => [id, at]));
  const placeOf = (id: Id): number => {
    const at = place.get(id);
    if (at === undefined) throw new RangeError("Someone with a score was not drawn");
    return at;
  };
  return scored
    .map(({ id, centi }) => ({ id, centi, at: placeOf(id) }))
    .toSorted((one, other) => other.centi - one.centi || one.at - other.at)
    .map(({ id }) => id);
}

/** Points that are shared: between which ids the draw decides; single ones are left out. */
export function tiesOf<Id extends string>(scored: readonly Scored<Id>[]): Id[][] {
  const byPoints = Map.groupBy(scored, ({ centi }) => centi);
  return [...byPoints.values()]
    .filter(({ length }) => length > 1)
    .map((tied) => tied.map(({ id }) => id));
}
