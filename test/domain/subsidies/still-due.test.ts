import { describe, expect, it } from "vitest";
import type { SubsidyMonth } from "../../../shared/contract/subsidy.ts";
import { stillDue } from "../../../shared/domain/subsidies/decide-subsidy.ts";

const month = (name: string, fen: number): SubsidyMonth => ({
  ...{ month: name, fen, days: 30, ofDays: 30, filingId: "F0000000000000000000A" },
  ...{ monthlyRentFen: 2 * fen, percent: 50, countedCentiM2: 6_000, late: false },
  ...{ article: "QZ 2023", policy: "rent-subsidy-central-2021-08" },
});
const due = (...months: SubsidyMonth[]) => ({
  ...{ fen: months.reduce((sum, { fen }) => sum + fen, 0), months, held: [] },
});

describe("what is paid of what was public", () => {
  it("is what was listed, when nothing has changed", () => {
    const listed = [month("2026-03", 500), month("2026-04", 900)];
    expect(stillDue(listed, due(...listed))).toEqual(due(...listed));
  });

  it("is never more than was public, and less when less is due", () => {
    const listed = [month("2026-03", 500), month("2026-04", 900)];
    const now = due(month("2026-03", 700), month("2026-04", 300));
    expect(stillDue(listed, now).fen).toBe(800);
  });

  it("leaves out a month that is no longer due, with the reason, and adds none", () => {
    const now = {
      ...due(month("2026-05", 900)),
      held: [{ month: "2026-03", because: "NO_LEASE" as const }],
    };
    expect(stillDue([month("2026-03", 500), month("2026-04", 900)], now)).toEqual({
      fen: 0,
      months: [],
      held: [
        { month: "2026-03", because: "NO_LEASE" },
        { month: "2026-04", because: "ALREADY_PAID" },
      ],
    });
  });
});
