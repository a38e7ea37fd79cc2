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
  /** Of a sublease: the filing under which it is, which it takes nothing from. */
  readonly under?: FilingId | undefined;
};

export type OverlappingFiling = { readonly kind: "overlapping-filing"; readonly with: FilingId };

/** The space and time a lease takes on its flat. */
export const termOf = (filingId: FilingId, { unit, from, until, sublease }: Lease): Term => ({
  filingId,
  from,
  until,
  ...(unit.roomId !== undefined && { roomId: unit.roomId }),
  ...(sublease && { under: sublease.headFilingId }),
});

const sameSpace = (one: Term, other: Term): boolean =>
  one.roomId === undefined || other.roomId === undefined || one.roomId === other.roomId;

/** The leases a term is under: its head, that one's head, and so on. */
function headsOf(term: Term, inForce: readonly Term[]): ReadonlySet<FilingId> {
  const heads = new Set<FilingId>();
  let at: Term | undefined = term;
  while (at?.under !== undefined && !heads.has(at.under)) {
    const { under }: Term = at;
    heads.add(under);
    at = inForce.find(({ filingId }) => filingId === under);
  }
  return heads;
}

/**
 * The first term in force that the offered one meets in space and time, `until` inclusive. A term
 * of the same filing does not count, nor does one it is under, or that is under it: a sublease lives
 * on what its head lease has taken. Two subleases of one head exclude each other like any others.
 *
 * @param inForce - terms of the same flat, in any order
 */
export function overlapOf(offered: Term, inForce: readonly Term[]): OverlappingFiling | undefined {
  const above = headsOf(offered, inForce);
  const other = inForce.find(
    (term) =>
      term.filingId !== offered.filingId &&
      sameSpace(term, offered) &&
      term.from <= offered.until &&
      offered.from <= term.until &&
      !above.has(term.filingId) &&
      !headsOf(term, inForce).has(offered.filingId),
  );
  return other && { kind: "overlapping-filing", with: other.filingId };
}

/** Terms right under a filing that reach beyond a day, the last day its own lease still has. */
export const subleasesBeyond = (
  headFilingId: FilingId,
  lastDay: CivilDate,
  inForce: readonly Term[],
): readonly Term[] =>
  inForce.filter(({ under, until }) => under === headFilingId && until > lastDay);
