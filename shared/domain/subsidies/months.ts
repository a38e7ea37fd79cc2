/** Months and spans of days, as subsidies count them. */
import type { Month } from "../../contract/subsidy.ts";
import type { CivilDate } from "../../contract/values.ts";
import { addDays, addMonths, daysBetween } from "../calendar/days.ts";

/** First and last day of something, inclusive; `until` absent: it goes on. */
export type Span = { readonly from: CivilDate; readonly until?: CivilDate | undefined };

export const monthOf = (day: CivilDate): Month => day.slice(0, 7);
export const firstDay = (month: Month): CivilDate => `${month}-01`;
export const lastDay = (month: Month): CivilDate => addDays(addMonths(firstDay(month), 1), -1);
export const ofDays = (month: Month): number => Number(lastDay(month).slice(8));

/** A month and those before it, the earliest first. */
export const monthsUpTo = (month: Month, before: number): Month[] =>
  Array.from({ length: before + 1 }, (_, at) => monthOf(addMonths(firstDay(month), at - before)));

const within = ({ from, until }: Span, month: Month): { from: CivilDate; until: CivilDate } => ({
  from: from > firstDay(month) ? from : firstDay(month),
  until: until !== undefined && until < lastDay(month) ? until : lastDay(month),
});

/**
 * Days of a month that lie in a span of both kinds.
 *
 * @param these - spans that do not overlap each other
 * @param those - the same
 */
export function daysInBoth(month: Month, these: readonly Span[], those: readonly Span[]): number {
  let days = 0;
  for (const one of these.map((span) => within(span, month)))
    for (const other of those.map((span) => within(span, month))) {
      const from = one.from > other.from ? one.from : other.from;
      const until = one.until < other.until ? one.until : other.until;
      if (from <= until) days += daysBetween(from, until) + 1;
    }
  return days;
}
