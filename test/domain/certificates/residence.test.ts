import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { continuousDays, type Stay } from "../../../shared/domain/certificates/residence.ts";
import { addDays } from "../../../shared/domain/calendar/days.ts";

const TODAY = "2026-07-01";

/** Day by day backwards: what the rule says, without its arithmetic. */
function counted(stays: readonly Stay[], today: string, gap: number): number {
  const isIn = (day: string) =>
    stays.some(({ from, until }) => from <= day && (until === undefined || day <= until));
  let days = 0;
  let free = 0;
  for (let back = 0; back < 500 && free <= gap; back++) {
    if (isIn(addDays(today, -back))) {
      days += 1;
      free = 0;
    } else free += 1;
  }
  return days;
}

describe("the days a person has lived on record without a gap", () => {
  it("are counted with the first and today", () => {
    expect(continuousDays([{ from: TODAY, until: TODAY }], TODAY)).toBe(1);
    expect(continuousDays([{ from: "2026-06-30" }], TODAY)).toBe(2);
    expect(continuousDays([], TODAY)).toBe(0);
    expect(continuousDays([{ from: "2026-07-02" }], TODAY)).toBe(0);
  });

  it("go on over fifteen free days and end at sixteen", () => {
    const now = { from: "2026-06-17", until: "2027-01-01" };
    expect(continuousDays([now, { from: "2026-05-01", until: "2026-06-01" }], TODAY)).toBe(15 + 32);
    expect(continuousDays([now, { from: "2026-05-01", until: "2026-05-31" }], TODAY)).toBe(15);
  });

  it("are the same as counted day by day", () => {
    const day = fc.integer({ min: -200, max: 30 }).map((n) => addDays(TODAY, n));
    const stay = fc
      .tuple(day, fc.integer({ min: 0, max: 60 }), fc.boolean())
      .map(([from, length, open]): Stay =>
        open ? { from } : { from, until: addDays(from, length) },
      );
    fc.assert(
      fc.property(
        fc.array(stay, { maxLength: 8 }),
        fc.integer({ min: 0, max: 20 }),
        (stays, gap) => {
          expect(continuousDays(stays, TODAY, gap)).toBe(counted(stays, TODAY, gap));
        },
      ),
      { numRuns: 500 },
    );
  });
});
