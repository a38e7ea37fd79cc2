import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays, weekday } from "../../../shared/domain/calendar/days.ts";
import {
  chinaCalendar,
  deadline,
  isWorkingDay,
  monthPeriodEnd,
  periodEnd,
  workingDayEnd,
} from "../../../shared/domain/calendar/working-days.ts";
import { CALENDAR_YEARS } from "../../../shared/domain/policy/working-calendar.ts";

describe("the calendar of the State Council", () => {
  it("counts 3 working days from 2025-09-29 over National Day to 2025-10-10", () => {
    expect(workingDayEnd("2025-09-29", 3, chinaCalendar)).toBe("2025-10-10");
  });

  it("moves the end of 30 days from 2026-01-16 behind Spring Festival to 2026-02-24", () => {
    expect(periodEnd("2026-01-16", 30, chinaCalendar)).toBe("2026-02-24");
  });

  it("leaves a period's end where it is when that day is worked, a make-up Saturday too", () => {
    expect(periodEnd("2026-02-04", 10, chinaCalendar)).toBe("2026-02-14");
    expect(periodEnd("2026-03-01", 1, chinaCalendar)).toBe("2026-03-02");
  });

  it("ends months on the matching day, the month's last day, or the working day behind", () => {
    expect(monthPeriodEnd("2026-01-31", 2, chinaCalendar)).toBe("2026-03-31");
    expect(monthPeriodEnd("2025-12-30", 2, chinaCalendar)).toBe("2026-02-28");
    expect(monthPeriodEnd("2025-11-01", 2, chinaCalendar)).toBe("2026-01-04");
  });

  it("takes make-up days for weekends only, and days off for nothing else", () => {
    for (const { work, off } of CALENDAR_YEARS) {
      for (const day of work) expect(weekday(day)).toBeGreaterThan(5);
      for (const [from, until] of off) expect(from <= until).toBe(true);
    }
  });

  it("says of years not announced that they are provisional", () => {
    expect(deadline("2026-12-31", chinaCalendar).provisional).toBe(false);
    expect(deadline("2027-01-04", chinaCalendar).provisional).toBe(true);
    expect(isWorkingDay("2027-01-01", chinaCalendar)).toBe(true);
  });
});

describe("periods, whatever the day", () => {
  const aDay = fc.integer({ min: 0, max: 900 }).map((n) => addDays("2025-01-01", n));

  it("of n working days hold exactly n of them and end on one", () => {
    fc.assert(
      fc.property(aDay, fc.integer({ min: 1, max: 40 }), (day, n) => {
        const end = workingDayEnd(day, n, chinaCalendar);
        let worked = 0;
        for (let at = addDays(day, 1); at <= end; at = addDays(at, 1))
          if (isWorkingDay(at, chinaCalendar)) worked++;
        expect(worked).toBe(n);
        expect(isWorkingDay(end, chinaCalendar)).toBe(true);
      }),
    );
  });

  it("of n days never end early, never on a day of rest, never a working day late", () => {
    fc.assert(
      fc.property(aDay, fc.integer({ min: 1, max: 400 }), (day, n) => {
        const end = periodEnd(day, n, chinaCalendar);
        expect(isWorkingDay(end, chinaCalendar)).toBe(true);
        for (let at = addDays(day, n); at < end; at = addDays(at, 1))
          expect(isWorkingDay(at, chinaCalendar)).toBe(false);
        expect(end >= addDays(day, n)).toBe(true);
      }),
    );
  });
});
