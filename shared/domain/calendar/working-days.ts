/** Working days and deadlines: Civil Code arts. 201 to 204; make-up days as 行政许可法 art. 82. */
import type { CivilDate } from "../../contract/values.ts";
import { CALENDAR_YEARS, type CalendarYear } from "../policy/working-calendar.ts";
import { addDays, addMonths, weekday } from "./days.ts";

/** Which days rest. Outside the years known, only weekends do. */
export type Calendar = {
  readonly off: ReadonlySet<CivilDate>;
  readonly work: ReadonlySet<CivilDate>;
  readonly years: ReadonlySet<number>;
};

/** The last day of a period; `provisional` when it rests on a year not yet announced. */
export type Deadline = { readonly on: CivilDate; readonly provisional: boolean };

/** Makes a calendar of announced years. */
export function calendarOf(years: readonly CalendarYear[]): Calendar {
  const off = new Set<CivilDate>();
  for (const [from, until] of years.flatMap((year) => year.off))
    for (let day = from; day <= until; day = addDays(day, 1)) off.add(day);
  return {
    off,
    work: new Set(years.flatMap((year) => year.work)),
    years: new Set(years.map(({ year }) => year)),
  };
}

/** China's calendar as far as it has been announced. */
export const chinaCalendar: Calendar = calendarOf(CALENDAR_YEARS);

export const isWorkingDay = (day: CivilDate, { off, work }: Calendar): boolean =>
  !off.has(day) && (weekday(day) <= 5 || work.has(day));

/** Whether what is counted up to this day rests on a year not yet announced. */
export const isProvisional = (day: CivilDate, { years }: Calendar): boolean =>
  !years.has(Number(day.slice(0, 4)));

/** The day itself if it is worked, otherwise the next that is. */
export function workingDayFrom(day: CivilDate, calendar: Calendar): CivilDate {
  let at = day;
  while (!isWorkingDay(at, calendar)) at = addDays(at, 1);
  return at;
}

/**
 * The last day of a period of `n` calendar days: counted from the day after, moved on to the next
 * working day when it rests. The deadline holds until 24:00 (`dayEnds`).
 *
 * @see Civil Code arts. 201, 203
 */
export const periodEnd = (day: CivilDate, n: number, calendar: Calendar): CivilDate =>
  workingDayFrom(addDays(day, n), calendar);

/** As `periodEnd` for months: the matching day or the month's last. @see Civil Code art. 202 */
export const monthPeriodEnd = (day: CivilDate, months: number, calendar: Calendar): CivilDate =>
  workingDayFrom(addMonths(day, months), calendar);

/**
 * The last day of a period of `n` working days, the first being the next working day after `day`;
 * `day` itself when n is 0.
 */
export function workingDayEnd(day: CivilDate, n: number, calendar: Calendar): CivilDate {
  let at = day;
  for (let left = n; left > 0; left--) at = workingDayFrom(addDays(at, 1), calendar);
  return at;
}

/**
 * Working days that are left after `today` up to `last`, inclusive: 0 on the last day itself.
 * Negative when it is over: the working days since, at least one counted once today is worked.
 */
export function workingDaysLeft(today: CivilDate, last: CivilDate, calendar: Calendar): number {
  const [from, until, sign] = today <= last ? [today, last, 1] : [last, today, -1];
  let days = 0;
  for (let day = addDays(from, 1); day <= until; day = addDays(day, 1))
    if (isWorkingDay(day, calendar)) days += 1;
  return days === 0 ? 0 : sign * days;
}

/** Says of a last day whether it is provisional. */
export const deadline = (on: CivilDate, calendar: Calendar): Deadline => ({
  on,
  provisional: isProvisional(on, calendar),
});
