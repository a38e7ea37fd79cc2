/** The homes a person has on record, and for how long without a gap (RP 2, 9; domain rulebook 4). */
import type { CivilDate } from "../../contract/values.ts";
import { addDays, daysBetween } from "../calendar/days.ts";

/** Days on which a filed lease was in force; `until` inclusive, absent: indefinite. */
export type Stay = { readonly from: CivilDate; readonly until?: CivilDate | undefined };

/** A parameter: two leases not further apart count as one stay. */
export const MERGED_GAP_DAYS = 15;

/**
 * Days on record without a gap, up to today: each day once, however many leases hold it; up to
 * `gapDays` free days between two leases break nothing and count for nothing.
 *
 * @param stays - in any order; they may overlap
 * @returns 0 when no stay has begun, or the last ended longer ago than the gap
 */
export function continuousDays(
  stays: readonly Stay[],
  today: CivilDate,
  gapDays: number = MERGED_GAP_DAYS,
): number {
  const begun = stays
    .map(({ from, until = today }) => ({ from, until: until < today ? until : today }))
    .filter(({ from, until }) => from <= until)
    .sort((one, other) => (one.until < other.until ? 1 : -1));
  let days = 0;
  // The first day counted so far; the day behind today when none is.
  let edge = addDays(today, 1);
  for (const { from, until } of begun) {
    if (from >= edge) continue;
    const free = daysBetween(until, edge) - 1;
    if (free > gapDays) break;
    days += daysBetween(from, free < 0 ? edge : addDays(until, 1));
    edge = from;
  }
  return days;
}
