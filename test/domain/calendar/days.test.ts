import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addDays,
  addMonths,
  addYears,
  ageOn,
  daysBetween,
  monthsBetween,
  weekday,
} from "../../../shared/domain/calendar/days.ts";
import {
  civilDay,
  dayBegins,
  dayEnds,
  instantText,
  unixSeconds,
} from "../../../shared/domain/calendar/instants.ts";

const aDay = fc.integer({ min: -25_000, max: 60_000 }).map((n) => addDays("1970-01-01", n));

describe("civil dates", () => {
  it("count days over leap days and year ends", () => {
    expect(addDays("2024-02-28", 1)).toBe("2024-02-29");
    expect(addDays("2026-12-31", 1)).toBe("2027-01-01");
    expect(daysBetween("2024-01-01", "2025-01-01")).toBe(366);
  });

  it("add months up to the matching day or the month's end", () => {
    expect(addMonths("2026-01-31", 1)).toBe("2026-02-28");
    expect(addMonths("2024-01-31", 1)).toBe("2024-02-29");
    expect(addMonths("2026-08-31", -6)).toBe("2026-02-28");
    expect(addYears("2024-02-29", 1)).toBe("2025-02-28");
    expect(addYears("2024-02-29", 4)).toBe("2028-02-29");
  });

  it("know their weekday", () => {
    expect(weekday("2026-03-02")).toBe(1);
    expect(weekday("2026-03-08")).toBe(7);
    expect(weekday("1969-12-31")).toBe(3);
  });

  it("give ages in full years", () => {
    expect(ageOn("2008-03-01", "2026-02-28")).toBe(17);
    expect(ageOn("2008-03-01", "2026-03-01")).toBe(18);
    expect(ageOn("2008-02-29", "2026-02-28")).toBe(18);
  });

  it("go there and back", () => {
    fc.assert(
      fc.property(aDay, fc.integer({ min: -9000, max: 9000 }), (day, n) => {
        expect(addDays(addDays(day, n), -n)).toBe(day);
        expect(daysBetween(day, addDays(day, n))).toBe(n);
        expect(weekday(addDays(day, 7 * n))).toBe(weekday(day));
      }),
    );
  });

  it("monthsBetween is the largest number of months that fits", () => {
    fc.assert(
      fc.property(aDay, aDay, (from, until) => {
        const n = monthsBetween(from, until);
        expect(addMonths(from, n) <= until).toBe(true);
        expect(addMonths(from, n + 1) > until).toBe(true);
      }),
    );
  });
});

describe("instants", () => {
  it("fall on the civil day of Shanghai", () => {
    expect(civilDay(Date.parse("2026-03-01T15:59:59.999Z"))).toBe("2026-03-01");
    expect(civilDay(Date.parse("2026-03-01T16:00:00.000Z"))).toBe("2026-03-02");
  });

  it("of a day run from 0:00 to 24:00 in Shanghai", () => {
    expect(instantText(dayBegins("2026-03-02"))).toBe("2026-03-01T16:00:00.000Z");
    expect(dayEnds("2026-03-02")).toBe(dayBegins("2026-03-03"));
    fc.assert(
      fc.property(aDay, (day) => {
        expect(civilDay(dayBegins(day))).toBe(day);
        expect(civilDay(dayEnds(day) - 1)).toBe(day);
      }),
    );
  });

  it("are whole seconds where the draw protocol counts", () => {
    expect(unixSeconds("2026-03-01T00:00:00Z")).toBe(1_772_323_200);
  });
});
