/** No two valid filings of one flat overlap: the same room, or the whole flat against any of its rooms. */
import type { FilingId, RoomId } from "../../contract/ids.ts";
import type { Lease } from "../../contract/lease.ts";
import type { CivilDate } from "../../contract/values.ts";

/** A term in force on a flat; without `roomId` it holds the whole flat. */
export type Term = {
  readonly filingId: FilingId;
  readonly roomId?: RoomId | undefined;
  readonly from: CivilDate;
  /** Inclusive. */
  readonly until: CivilDate;
};

export type OverlappingFiling = { readonly kind: "overlapping-filing"; readonly with: FilingId };

/** The space and time a lease takes on its flat. */
export const termOf = (filingId: FilingId, { unit, from, until }: Lease): Term => ({
  filingId,
  from,
  until,
  ...(unit.roomId !== undefined && { roomId: unit.roomId }),
});

const sameSpace = (one: Term, other: Term): boolean =>
  one.roomId === undefined || other.roomId === undefined || one.roomId === other.roomId;

/**
 * The first term in force that the offered one meets in space and time, `until` inclusive. A term
 * of the same filing does not count.
 *
 * @param inForce - terms of the same flat, in any order
 */
export function overlapOf(offered: Term, inForce: readonly Term[]): OverlappingFiling | undefined {
  const other = inForce.find(
    (term) =>
      term.filingId !== offered.filingId &&
      sameSpace(term, offered) &&
      term.from <= offered.until &&
      offered.from <= term.until,
  );
  return other && { kind: "overlapping-filing", with: other.filingId };
}
