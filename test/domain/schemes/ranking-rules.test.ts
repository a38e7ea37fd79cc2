import { describe, expect, it } from "vitest";
import * as fc from "fast-check";
import { chinaCalendar, workingDayEnd } from "../../../shared/domain/calendar/working-days.ts";
import { addDays } from "../../../shared/domain/calendar/days.ts";
import { dayEnds } from "../../../shared/domain/calendar/instants.ts";
import { schemePolicy } from "../../../shared/domain/policy/scheme-policy.ts";
import { lastRosterDay, schemeFlaws } from "../../../shared/domain/schemes/decide-publication.ts";
import { sharedPeople } from "../../../shared/domain/schemes/inspect-roster.ts";
import {
  drawOptions,
  pointsOf,
  scoreOf,
  TOP_SCORE,
  withRosterScores,
} from "../../../shared/domain/schemes/ranking-rules.ts";
import { allotUnits, withRemovals } from "../../../shared/domain/selections/allot-units.ts";
import { aHome, aScheme } from "../../support/builders/scheme.ts";

const ON = "2026-03-13";
const facts = {
  waitsSince: "2023-03-14",
  births: ["1960-01-01", "1990-05-05", "2010-03-14", undefined],
  queue: "PRIORITY",
  waitingNo: 17,
} as const;
const rule = (indicator: Parameters<typeof pointsOf>[0][number]["indicator"], points = 10) => ({
  ...{ indicator, points, cap: 35 },
});

describe("points by the published table", () => {
  it("follow from what is on record on the day intent closes, each line capped", () => {
    const of = (name: Parameters<typeof rule>[0]) => pointsOf([rule(name)], facts, ON);
    expect(of("WAITING_YEARS")).toBe(20);
    expect(of("HOUSEHOLD_SIZE")).toBe(35);
    expect(of("MINORS")).toBe(10);
    expect(of("SENIORS")).toBe(10);
    expect(of("PRIORITY_QUEUE")).toBe(10);
    expect(pointsOf([rule("MINORS"), rule("SENIORS", 7)], facts, ON)).toBe(17);
    expect(pointsOf([rule("WAITING_YEARS")], { ...facts, waitsSince: "2023-03-13" }, ON)).toBe(30);
  });
});

describe("the score of an entry", () => {
  it("is none by lot, counts down by waiting number, and is the points by points", () => {
    const terms = { scoreRules: [rule("MINORS")] };
    expect(scoreOf({ ...terms, ranking: "LOTTERY" }, facts, ON)).toBe(0);
    expect(scoreOf({ ...terms, ranking: "FIFO" }, facts, ON)).toBe(0);
    expect(scoreOf({ ...terms, ranking: "WAITING_NO" }, facts, ON)).toBe(TOP_SCORE - 17);
    expect(scoreOf({ ...terms, ranking: "SCORE" }, facts, ON)).toBe(10);
    expect(drawOptions({ ranking: "LOTTERY" }).score).toBe(false);
    expect(drawOptions({ ranking: "FIFO" }).score).toBe(true);
  });

  it("by waiting number serves the priority queue in full before the ordinary one's first", () => {
    const terms = { scoreRules: [], ranking: "WAITING_NO" as const };
    const of = (queue: "PRIORITY" | "ORDINARY", waitingNo: number) =>
      scoreOf(terms, { ...facts, queue, waitingNo }, ON);
    expect(of("PRIORITY", 400_000)).toBeGreaterThan(of("ORDINARY", 1));
    expect(of("ORDINARY", 1)).toBeGreaterThan(of("ORDINARY", 2));
    expect(of("PRIORITY", 1)).toBeGreaterThan(of("PRIORITY", 2));
  });

  it("first come, first served: falls with every earlier instant, is equal in the same one", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 40 }), (seconds) => {
        const entries = seconds.map((at) => ({
          registeredAt: new Date(at * 1000).toISOString(),
          score: 0,
        }));
        for (const one of withRosterScores("FIFO", entries)) {
          const before = entries.filter(({ registeredAt }) => registeredAt < one.registeredAt);
          expect(one.score).toBe(TOP_SCORE - before.length);
        }
        expect(withRosterScores("LOTTERY", entries)).toEqual(entries);
      }),
    );
  });
});

describe("homes drawn directly", () => {
  const pools = [
    { id: "P", spill: "A" },
    { id: "A", spill: "-" },
  ];
  const homes = ["P", "P", "A"].map((pool, at) =>
    aHome({ homeId: `H-${at}`, flatId: `HOMES0000${at}`, pool }),
  );
  const line = (pool: string, receipt: string, position: number) => ({
    ...{ pool, receipt, position, status: "W" as const },
  });

  it("give place k the k-th home of its pool, homes left over behind those of the next", () => {
    const ranking = [line("P", "ONE", 1), line("A", "TWO", 1), line("A", "THREE", 2)];
    const allotted = allotUnits(pools, homes, ranking);
    expect(allotted.map(({ receipt, home }) => [receipt, home.homeId])).toEqual([
      ["ONE", "H-0"],
      ["TWO", "H-2"],
      ["THREE", "H-1"],
    ]);
    const after = withRemovals(allotted, [
      { receipt: "ONE", fill: "FOUR" },
      { receipt: "TWO", fill: null },
      { receipt: "FOUR", fill: "FIVE" },
    ]);
    expect(after.map(({ receipt, home }) => [receipt, home.homeId])).toEqual([
      ["FIVE", "H-0"],
      ["THREE", "H-1"],
    ]);
    expect(() => allotUnits(pools, homes.slice(0, 1), ranking)).toThrow("More selected");
  });
});

describe("a scheme's rules of size and score", () => {
  const flaws = (but: Parameters<typeof aScheme>[0]) =>
    schemeFlaws(aScheme(but), {
      ...{ now: Date.parse("2026-03-01T00:00:00Z"), policy: schemePolicy, calendar: chinaCalendar },
    }).map(({ kind, pointer }) => `${kind} ${pointer}`);
  const layoutRules = [{ layout: "2-1-1", minPersons: 2, maxPersons: 3 }];

  it("let nobody into a pool for whom it has no home", () => {
    expect(flaws({ layoutRules })).toEqual([
      "sizes-fit-no-layout /pools/0/minPersons",
      "sizes-fit-no-layout /pools/1/minPersons",
    ]);
    const scope = { ...aScheme().scope, householdSizes: { minPersons: 2, maxPersons: 3 } };
    expect(flaws({ layoutRules, scope })).toEqual([]);
  });

  it("where homes are drawn, let every home fit everyone in its pool", () => {
    const homes = [
      aHome(),
      aHome({ homeId: "B-1", flatId: "QZFZ00001203", pool: "P", layout: "1-1-1" }),
    ];
    const rules = [...aScheme().layoutRules, { layout: "1-1-1", minPersons: 1, maxPersons: 1 }];
    expect(flaws({ homes, layoutRules: rules, target: "RANK" })).toEqual([
      "sizes-fit-no-layout /pools/0/minPersons",
    ]);
    const mixed = [...homes, aHome({ homeId: "B-2", flatId: "QZFZ00001204", pool: "P" })];
    const pools = aScheme().pools.map((pool) => ({ ...pool, units: pool.id === "P" ? 2 : 1 }));
    const both = { homes: mixed, pools, layoutRules: rules };
    expect(flaws({ ...both, target: "RANK" })).toEqual([]);
    expect(flaws({ ...both, target: "UNIT" })).toEqual([
      "home-fits-not-all /pools/0/minPersons",
      "home-fits-not-all /pools/1/minPersons",
    ]);
  });

  it("give points if and only if points rank", () => {
    expect(flaws({ ranking: "SCORE" })).toEqual(["score-rules-missing /scoreRules"]);
    expect(flaws({ scoreRules: [rule("MINORS")] })).toEqual(["score-rules-unused /scoreRules"]);
    expect(flaws({ ranking: "SCORE", scoreRules: [rule("MINORS")] })).toEqual([]);
  });
});

describe("the last day for a first roster", () => {
  it("is the last from which its working days end before freezeBy, whatever the hour", () => {
    const ends = (day: string) =>
      dayEnds(workingDayEnd(day, schemePolicy.rosterWorkingDays, chinaCalendar));
    fc.assert(
      fc.property(
        fc.integer({ min: Date.parse("2026-01-10"), max: Date.parse("2026-12-20") }),
        (ms) => {
          const freezeBy = new Date(Math.floor(ms / 1000) * 1000).toISOString();
          const last = lastRosterDay(freezeBy, schemePolicy, chinaCalendar);
          expect(ends(last)).toBeLessThanOrEqual(Date.parse(freezeBy));
          expect(ends(addDays(last, 1))).toBeGreaterThan(Date.parse(freezeBy));
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe("people who stand in a roster twice", () => {
  it("are found in whatever two households, as every pair would be by hand", () => {
    const entry = fc.array(fc.constantFrom("a", "b", "c", "d", "e", "f", "g"), { maxLength: 3 });
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 8 }), (households) => {
        const entries = households.map((people, at) => ({ receipt: `R${at}`, people }));
        const by = (one: (typeof entries)[number]) =>
          entries.some(
            (other) => other !== one && other.people.some((person) => one.people.includes(person)),
          );
        expect([...sharedPeople(entries).keys()].toSorted()).toEqual(
          entries
            .filter(by)
            .map(({ receipt }) => receipt)
            .toSorted(),
        );
      }),
    );
  });
});
