/** Arithmetic of civil dates, `YYYY-MM-DD`. No time zone is involved. */
import type { CivilDate } from "../../contract/values.ts";

const DAY = 86_400_000;

const epochDay = (day: CivilDate): number => Date.parse(`${day}T00:00:00Z`) / DAY;
const ofEpochDay = (n: number): CivilDate => new Date(n * DAY).toISOString().slice(0, 10);

const parts = (day: CivilDate): [year: number, month: number, date: number] => [
  Number(day.slice(0, 4)),
  Number(day.slice(5, 7)),
  Number(day.slice(8, 10)),
];

const two = (n: number): string => String(n).padStart(2, "0");

/** How many days a month has; month 1 to 12. */
export const daysInMonth = (year: number, month: number): number =>
  new Date(Date.UTC(year, month, 0)).getUTCDate();

/** The day `n` days later; earlier when negative. */
export const addDays = (day: CivilDate, n: number): CivilDate => ofEpochDay(epochDay(day) + n);

/** Days from `from` to `until`: 1 when `until` is the next day. */
export const daysBetween = (from: CivilDate, until: CivilDate): number =>
  epochDay(until) - epochDay(from);

/**
 * The matching day `n` months later, or that month's last day when it has no such day.
 *
 * @see Civil Code art. 202
 */
export function addMonths(day: CivilDate, n: number): CivilDate {
  const [year, month, date] = parts(day);
  const months = year * 12 + (month - 1) + n;
  const [toYear, toMonth] = [Math.floor(months / 12), (((months % 12) + 12) % 12) + 1];
  return `${String(toYear).padStart(4, "0")}-${two(toMonth)}-${two(Math.min(date, daysInMonth(toYear, toMonth)))}`;
}

/** As `addMonths` with twelve months each. */
export const addYears = (day: CivilDate, n: number): CivilDate => addMonths(day, 12 * n);

/** Whole months from `from` to `until`: the largest n with `addMonths(from, n) <= until`. */
export function monthsBetween(from: CivilDate, until: CivilDate): number {
  const [y1, m1] = parts(from);
  const [y2, m2] = parts(until);
  const months = (y2 - y1) * 12 + (m2 - m1);
  return addMonths(from, months) <= until ? months : months - 1;
}

/** Age in full years (周岁) on a day; someone born on 29 February has their birthday on the 28th of common years. */
export const ageOn = (born: CivilDate, today: CivilDate): number =>
  Math.floor(monthsBetween(born, today) / 12);

/** Monday 1 … Sunday 7. */
export const weekday = (day: CivilDate): number => ((((epochDay(day) + 3) % 7) + 7) % 7) + 1;
