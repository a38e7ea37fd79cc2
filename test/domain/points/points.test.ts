import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  PointsTable,
  type InsuranceSpan,
  type PointsFacts,
} from "../../../shared/contract/points.ts";
import { answerOf, countPoints } from "../../../shared/domain/points/count.ts";
import { insuredMonths, residenceMonths } from "../../../shared/domain/points/months.ts";
import { rankByScore, tiesOf } from "../../../shared/domain/points/ranking.ts";
import {
  jinjiangPublicServices,
  POINTS_TABLES,
  schoolEnrolment,
} from "../../../shared/domain/policy/points-tables.ts";

const span = (but: Partial<InsuranceSpan> = {}): InsuranceSpan => ({
  ...{ from: "2020-01", until: "2020-12", backPaid: false, area: "350503", ...but },
});
const ON = "2026-07-01";
const here = ["350503"] as const;
const count = (facts: PointsFacts, on = ON, table = schoolEnrolment) =>
  countPoints(table, facts, { on, here });
const lineOf = (facts: PointsFacts, indicator: string, on = ON) =>
  count(facts, on).lines.find((one) => one.indicator === indicator);

describe("a points table", () => {
  it.each(POINTS_TABLES.map((table) => [table.version, table] as const))(
    "%s is of the published shape",
    (_version, table) => {
      expect(PointsTable.parse(table)).toEqual(table);
    },
  );

  it("of Xiamen is 115 at most, which its caps add up to", () => {
    const all: PointsFacts = {
      insurance: [span({ from: "2000-01", until: "2026-06" })],
      partnerInsurance: [span({ from: "2000-01", until: "2026-06" })],
      residence: [{ from: "2000-01-01", area: "350503" }],
      homeSharePercent: 100,
    };
    const sum = count(all);
    expect(sum.lines.map(({ centi }) => centi)).toEqual([4_800, 1_000, 2_400, 2_400, 900]);
    expect(sum).toMatchObject({ totalCenti: 11_500, capped: false, complete: true });
  });

  it("of Jinjiang holds each group to its share, and takes penalties off, not under zero", () => {
    const on = (items: Record<string, number>) => count({ items }, ON, jinjiangPublicServices);
    expect(on({ diploma: 9, volunteering: 99 })).toMatchObject({ totalCenti: 4_000 });
    expect(on({ diploma: 1, offences: 1 }).totalCenti).toBe(0);
    expect(on({ offences: 3 }).totalCenti).toBe(0);
    expect(on({ diploma: 2, honours: 1, offences: 1 }).totalCenti).toBe(1_500);
  });
});

describe("months of contributions", () => {
  it("that were paid back do not count, and are said", () => {
    const facts = {
      insurance: [span(), span({ from: "2021-01", until: "2021-06", backPaid: true })],
    };
    expect(lineOf(facts, "insurance")).toMatchObject({ counted: 12, leftOut: 6, centi: 400 });
    expect(lineOf({ insurance: [span({ backPaid: true })] }, "insurance")).toMatchObject({
      ...{ counted: 0, leftOut: 12, centi: 0, outcome: "COUNTED" },
    });
  });

  it("count once, however many spans hold them, and never before they come", () => {
    const any = fc.record({
      from: fc.integer({ min: 0, max: 90 }),
      length: fc.integer({ min: 0, max: 40 }),
      backPaid: fc.boolean(),
    });
    const text = (n: number) =>
      `${String(2020 + Math.floor(n / 12))}-${String((n % 12) + 1).padStart(2, "0")}`;
    fc.assert(
      fc.property(fc.array(any, { maxLength: 12 }), (some) => {
        const spans = some.map(({ from, length, backPaid }) =>
          span({ from: text(from), until: text(from + length), backPaid }),
        );
        const last = 6 * 12 + 6;
        const paid = new Set<number>();
        const late = new Set<number>();
        for (const { from, length, backPaid } of some)
          for (let month = from; month <= Math.min(from + length, last); month++)
            (backPaid ? late : paid).add(month);
        const counted = insuredMonths(spans, ON, { backPaid: true, outside: undefined });
        expect(counted).toEqual({
          months: paid.size,
          leftOut: [...late].filter((month) => !paid.has(month)).length,
        });
      }),
    );
  });

  it("elsewhere do not count where the table says so", () => {
    const facts = { insurance: [span({ area: "ELSEWHERE" })] };
    expect(lineOf(facts, "insurance")).toMatchObject({ counted: 0, leftOut: 12 });
  });

  it("are prorated: a month more or less is a twelfth of a year's points, up to the cap", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 240 }), (months) => {
        const until = `${String(2000 + Math.floor((months - 1) / 12))}-${String(((months - 1) % 12) + 1).padStart(2, "0")}`;
        const line = lineOf({ insurance: [span({ from: "2000-01", until })] }, "insurance");
        expect(line?.counted).toBe(months);
        expect(line?.centi).toBe(Math.min(4_800, Math.floor((400 * months) / 12)));
        expect(line?.capped).toBe(400 * months > 4_800 * 12);
      }),
    );
  });
});

describe("months of residence", () => {
  const lived = (from: string, until?: string) => ({
    ...{ from, area: "350503" as const },
    ...(until !== undefined && { until }),
  });

  it("are whole by civil dates, a leap day's too", () => {
    const months = (from: string, on: string) => residenceMonths([lived(from)], on).months;
    expect(months("2024-02-29", "2025-02-26")).toBe(11);
    expect(months("2024-02-29", "2025-02-27")).toBe(12);
    expect(months("2026-01-01", "2026-01-30")).toBe(0);
    expect(months("2026-01-01", "2026-01-31")).toBe(1);
  });

  it("count days once: stays that overlap or touch are one", () => {
    const one = residenceMonths([lived("2024-01-01", "2025-12-31")], ON).months;
    const parts = [
      lived("2024-06-15", "2025-12-31"),
      lived("2024-01-01", "2024-06-14"),
      lived("2024-03-01", "2024-09-30"),
    ];
    expect(residenceMonths(parts, ON).months).toBe(one);
    expect(one).toBe(24);
  });

  it("still to come count nothing", () => {
    expect(residenceMonths([lived("2026-07-02")], ON).months).toBe(0);
  });
});

describe("a share of a home", () => {
  it.each([
    [49.99, 0],
    [50, 0],
    [50.01, 2_400],
    [100, 2_400],
  ])("of %d %% gives %i", (homeSharePercent, centi) => {
    expect(lineOf({ homeSharePercent }, "own-home")?.centi).toBe(centi);
  });
});

describe("what nobody has said yet", () => {
  it("is a line of its own that waits, and counts nothing", () => {
    const sum = count({});
    expect(sum).toMatchObject({ totalCenti: 0, complete: false });
    expect(sum.lines.every(({ outcome, evidence }) => outcome === "MISSING" && evidence.zh)).toBe(
      true,
    );
  });

  it("is all an office is told besides the sum and its groups", () => {
    const answer = answerOf(count({ homeSharePercent: 60 }), "2026-07-01T00:00:00.000Z");
    expect(answer).toMatchObject({ totalCenti: 2_400, complete: false });
    expect(JSON.stringify(answer)).not.toContain("own-home");
  });
});

describe("ranking by score", () => {
  const scored = fc.uniqueArray(
    fc.record({ id: fc.string({ minLength: 1 }), centi: fc.integer() }),
    {
      selector: ({ id }) => id,
      maxLength: 40,
    },
  );

  it("puts more points first, and only ties to the draw", () => {
    fc.assert(
      fc.property(scored, fc.infiniteStream(fc.integer()), (all, chance) => {
        const drawn = all
          .map(({ id }) => [id, chance.next().value] as const)
          .toSorted((a, b) => a[1] - b[1])
          .map(([id]) => id);
        const ranked = rankByScore(all, drawn);
        const centi = new Map(all.map((one) => [one.id, one.centi]));
        expect(ranked.toSorted()).toEqual(all.map(({ id }) => id).toSorted());
        for (const [at, id] of ranked.entries()) {
          const next = ranked[at + 1];
          if (next === undefined) continue;
          const [more, less] = [centi.get(id) ?? 0, centi.get(next) ?? 0];
          expect(more).toBeGreaterThanOrEqual(less);
          if (more === less) expect(drawn.indexOf(id)).toBeLessThan(drawn.indexOf(next));
        }
      }),
    );
  });

  it("names the ties, and refuses to break one without a draw", () => {
    const all = [
      { id: "a", centi: 100 },
      { id: "b", centi: 100 },
      { id: "c", centi: 99 },
    ];
    expect(tiesOf(all)).toEqual([["a", "b"]]);
    expect(() => rankByScore(all, ["a", "c"])).toThrow(RangeError);
  });
});
