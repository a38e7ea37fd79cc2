/** Counting months: of contributions, of residence. Each month counts once. */
import type { InsuranceSpan } from "../../contract/points.ts";
import type { Jurisdiction } from "../../contract/ids.ts";
import type { CivilDate } from "../../contract/values.ts";
import { addDays, monthsBetween } from "../calendar/days.ts";

/** `YYYY-MM` as months since year 0. */
const indexOf = (month: string): number =>
  Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1;

export type Counted = {
  readonly months: number;
  /** Months that an exclusion took out, and nothing else brought in. */
  readonly leftOut: number;
};

/**
 * The months of contributions up to a day, each once however many spans hold it.
 *
 * @param exclude - `backPaid`: what was paid later does not count; `outside`: nor what was paid
 *   elsewhere than in one of these areas
 */
export function insuredMonths(
  spans: readonly InsuranceSpan[],
  on: CivilDate,
  exclude: { readonly backPaid: boolean; readonly outside: readonly Jurisdiction[] | undefined },
): Counted {
  const last = indexOf(on);
  const counted = new Set<number>();
  const out = new Set<number>();
  for (const { from, until, backPaid, area } of spans) {
    const elsewhere = exclude.outside && !exclude.outside.some((one) => one === area);
    const into = (exclude.backPaid && backPaid) || elsewhere ? out : counted;
    for (let month = indexOf(from); month <= Math.min(indexOf(until), last); month++)
      into.add(month);
  }
  const leftOut = [...out].filter((month) => !counted.has(month)).length;
  return { months: counted.size, leftOut };
}

/** Days lived somewhere; `until` inclusive, absent: still. */
export type Lived = {
  readonly from: CivilDate;
  readonly until?: CivilDate | undefined;
  readonly area: Jurisdiction | "ELSEWHERE";
};

/**
 * Whole months of residence up to a day: stays that touch or overlap are one, each is counted in
 * whole months by civil dates.
 *
 * @param areas - only homes there count; undefined: all
 */
export function residenceMonths(
  stays: readonly Lived[],
  on: CivilDate,
  areas?: readonly Jurisdiction[],
): Counted {
  const within = (some: readonly Lived[]): number => {
    const begun = some
      .map(({ from, until = on }) => ({ from, until: until < on ? until : on }))
      .filter(({ from, until }) => from <= until)
      .toSorted((one, other) => (one.from < other.from ? -1 : 1));
    const merged: { from: CivilDate; until: CivilDate }[] = [];
    for (const stay of begun) {
      const last = merged.at(-1);
      if (last && stay.from <= addDays(last.until, 1)) {
        if (last.until < stay.until) last.until = stay.until;
      } else merged.push({ ...stay });
    }
    return merged.reduce((sum, { from, until }) => sum + monthsBetween(from, addDays(until, 1)), 0);
  };
  const months = within(
    areas ? stays.filter(({ area }) => areas.some((one) => one === area)) : stays,
  );
  return { months, leftOut: Math.max(0, within(stays) - months) };
}
