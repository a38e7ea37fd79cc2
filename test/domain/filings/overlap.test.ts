import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays } from "../../../shared/domain/calendar/days.ts";
import { overlapOf, termOf, type Term } from "../../../shared/domain/filings/overlap.ts";
import { aLease, aUnit } from "../../support/builders/lease.ts";

const standing: Term = { filingId: "F1", from: "2026-03-01", until: "2027-02-28" };

describe("a lease offered on a flat with one in force", () => {
  it("is refused when its first day is the last day of the other", () => {
    const offered = { filingId: "F2", from: "2027-02-28", until: "2028-02-27" };
    expect(overlapOf(offered, [standing])).toEqual({ kind: "overlapping-filing", with: "F1" });
  });

  it("is taken from the day after", () => {
    const offered = { filingId: "F2", from: "2027-03-01", until: "2028-02-29" };
    expect(overlapOf(offered, [standing])).toBeUndefined();
  });

  it("is refused for a room when the whole flat is let, and the other way round", () => {
    const room = { ...standing, filingId: "F2", roomId: "A" };
    expect(overlapOf(room, [standing])?.with).toBe("F1");
    expect(overlapOf(standing, [room])?.with).toBe("F2");
  });

  it("is taken for another room", () => {
    const room = { ...standing, roomId: "A" };
    expect(overlapOf({ ...room, filingId: "F2", roomId: "B" }, [room])).toBeUndefined();
  });

  it("does not stand in its own way", () => {
    expect(overlapOf(standing, [standing])).toBeUndefined();
  });

  it("takes its space and time from the lease", () => {
    expect(termOf("F9", aLease())).toEqual({
      filingId: "F9",
      from: "2026-03-01",
      until: "2027-02-28",
    });
    expect(termOf("F9", aLease({ unit: aUnit({ roomId: "A" }) })).roomId).toBe("A");
  });
});

describe("any terms", () => {
  const ROOMS = ["A", "B", "C"];
  const aTerm = (filingId: string) =>
    fc
      .record({
        roomId: fc.option(fc.constantFrom(...ROOMS), { nil: undefined }),
        start: fc.nat(60),
        days: fc.nat(20),
      })
      .map(({ roomId, start, days }) => ({
        filingId,
        roomId,
        from: addDays("2026-02-01", start),
        until: addDays("2026-02-01", start + days),
      }));

  /** Every room on every day, one by one. */
  const occupied = ({ roomId, from, until }: Term): Set<string> => {
    const days = new Set<string>();
    for (let day = from; day <= until; day = addDays(day, 1))
      for (const room of roomId === undefined ? ROOMS : [roomId]) days.add(`${room} ${day}`);
    return days;
  };

  it("overlap exactly when some room is let twice on some day", () => {
    fc.assert(
      fc.property(aTerm("F0"), fc.array(aTerm("F"), { maxLength: 4 }), (offered, others) => {
        const inForce = others.map((term, at) => ({ ...term, filingId: `F${at + 1}` }));
        const mine = occupied(offered);
        const clashing = inForce.filter((term) => [...occupied(term)].some((day) => mine.has(day)));
        const found = overlapOf(offered, inForce);
        expect(found?.with).toBe(clashing[0]?.filingId);
      }),
      { numRuns: 2000 },
    );
  });
});
