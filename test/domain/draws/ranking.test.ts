import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { allocate, rankPool } from "../../../shared/domain/draws/allocation.ts";
import { Seats } from "../../../shared/domain/draws/backfill.ts";
import { type BulkHash, rowsOf } from "../../../shared/domain/draws/bulk-hash.ts";
import { toHex, utf8 } from "../../../shared/domain/draws/encoding.ts";
import { rank, ticketOf } from "../../../shared/domain/draws/ranking.ts";
import {
  FileComparison,
  rankingLineAt,
  rankingPortions,
  rankingText,
  readRankingLine,
} from "../../../shared/domain/draws/ranking-file.ts";
import {
  buildRoster,
  findReceipt,
  readRoster,
  readRosterLine,
  receiptAt,
  type Roster,
} from "../../../shared/domain/draws/roster.ts";
import { sha256Suite } from "../../../shared/domain/draws/suites.ts";
import { sound } from "./a-draw.ts";

const terms = {
  pools: [
    { id: "A", units: 3, spill: "B" },
    { id: "B", units: 4, spill: "-" },
    { id: "C", units: 2, spill: "-" },
  ],
  options: { score: true, weight: true, link: true },
};
const key = (pool: string) => sha256Suite.hash(utf8(`key ${pool}`));

const anEntry = fc.record({
  pools: fc.subarray(["A", "B", "C"], { minLength: 1 }),
  score: fc.nat(2),
  weight: fc.integer({ min: 1, max: 3 }),
  link: fc.option(fc.constantFrom("LINK0001", "LINK0002", "LINK0003")),
});

const rosterOf = (
  entries: { pools: string[]; score: number; weight: number; link: string | null }[],
) => {
  const listed = entries.map((entry, i) => ({
    ...entry,
    receipt: `R${String(i).padStart(7, "0")}`,
    commit: "0".repeat(64),
  }));
  return sound(readRoster(sound(buildRoster(listed, terms)), terms));
};

const outcomeOf = (roster: Roster) => {
  const ranked = terms.pools.map(({ id }, pool) =>
    rankPool(sha256Suite, key(id), { roster, pool }),
  );
  return allocate(terms.pools, roster, ranked);
};

/** Section 4 read aloud: strings, sets and sorting, nothing clever. */
function plainly(
  entries: { pools: string[]; score: number; weight: number; link: string | null }[],
) {
  const people = entries.map((entry, i) => ({
    ...entry,
    receipt: `R${String(i).padStart(7, "0")}`,
  }));
  const seats = new Map<string, string>();
  const taken = new Set<string>();
  const units = new Map(terms.pools.map(({ id, units: of }) => [id, of]));
  const lines: string[] = [];
  const orders = new Map<string, typeof people>();
  for (const pool of terms.pools) {
    const ticket = (of: (typeof people)[number]) => toHex(ticketOf(sha256Suite, key(pool.id), of));
    const ranked = people
      .filter(({ pools }) => pools.includes(pool.id))
      .sort((a, b) => b.score - a.score || (ticket(a) < ticket(b) ? -1 : 1));
    orders.set(pool.id, ranked);
    let [selected, waiting] = [0, 0];
    ranked.forEach((of, r) => {
      const isDone = seats.has(of.receipt) || (of.link !== null && taken.has(of.link));
      const wins = !isDone && selected < (units.get(pool.id) ?? 0);
      const place = isDone ? "S,-" : wins ? `W,${++selected}` : `B,${++waiting}`;
      if (wins) seats.set(of.receipt, pool.id);
      if (wins && of.link !== null) taken.add(of.link);
      const head = `${pool.id},${r + 1},${of.receipt},${of.score}`;
      lines.push(`${head},${ticket(of).slice(0, 16)},${place}\n`);
    });
    const left = (units.get(pool.id) ?? 0) - selected;
    if (pool.spill !== "-") units.set(pool.spill, (units.get(pool.spill) ?? 0) + left);
  }
  return { people, seats, orders, ranking: lines.join("") };
}

describe("ranking and allocation", () => {
  it("are what section 4 says, read plainly", () => {
    fc.assert(
      fc.property(fc.array(anEntry, { minLength: 1, maxLength: 30 }), (entries) => {
        const roster = rosterOf(entries);
        const outcome = outcomeOf(roster);
        const { ranking } = plainly(entries);
        expect(rankingText(roster, outcome)).toBe(ranking);
        const listed = ranking.trimEnd().split("\n");
        const lines = outcome.pools.flatMap((pool) =>
          Array.from(pool.order, (_, r) => rankingLineAt(roster, pool, r)),
        );
        expect(lines).toEqual(listed);
        const differing = (published: string | Uint8Array) => {
          const file = new FileComparison(published);
          for (const rows of rankingPortions(roster, outcome)) file.take(rows);
          return file.differingLine();
        };
        expect(differing(ranking)).toBeUndefined();
        expect(differing(utf8(ranking))).toBeUndefined();
        expect(differing(`${ranking}x`)).toBe(listed.length + 1);
        expect(differing(utf8(ranking.slice(0, -1)))).toBe(listed.length);
        expect(differing(ranking.replace("0", "é"))).toBe(1);
        for (const line of ranking.trimEnd().split("\n")) {
          const { pool, rank: place, receipt } = readRankingLine(line) ?? {};
          expect(`${pool},${place},${receipt}`).toBe(line.split(",").slice(0, 3).join());
        }
      }),
      { numRuns: 60 },
    );
  });

  it("backfill as section 4 says, read plainly, in any order of removals", () => {
    const removals = fc.array(fc.nat(29), { maxLength: 12 });
    fc.assert(
      fc.property(fc.array(anEntry, { minLength: 1, maxLength: 30 }), removals, (entries, list) => {
        const roster = rosterOf(entries);
        const seats = new Seats(terms.pools, roster, outcomeOf(roster));
        const plain = plainly(entries);
        const gone = new Set<string>();
        const linkOf = (receipt: string) =>
          plain.people.find((of) => of.receipt === receipt)?.link ?? null;
        for (const i of list) {
          const receipt = `R${String(i).padStart(7, "0")}`;
          const known = i < entries.length && !gone.has(receipt);
          const vacant = plain.seats.get(receipt);
          const removal = seats.copy().remove(receipt);
          expect(seats.remove(receipt)).toEqual(removal);
          expect(removal !== undefined).toBe(known);
          if (!known) continue;
          gone.add(receipt);
          plain.seats.delete(receipt);
          let expected: { fill: string | null; fillPool: string | null } = {
            fill: null,
            fillPool: null,
          };
          for (let pool = vacant; pool !== undefined;) {
            const links = new Set([...plain.seats.keys()].map(linkOf));
            const next = plain.orders
              .get(pool)
              ?.find(
                (of) =>
                  !gone.has(of.receipt) &&
                  !plain.seats.has(of.receipt) &&
                  (of.link === null || !links.has(of.link)),
              );
            if (next) {
              plain.seats.set(next.receipt, pool);
              expected = { fill: next.receipt, fillPool: pool };
              break;
            }
            const spill = terms.pools.find(({ id }) => id === pool)?.spill;
            pool = spill === "-" ? undefined : spill;
          }
          expect(removal).toMatchObject(expected);
          if (vacant !== undefined) expect(removal?.pool).toBe(vacant);
          expect(seats.selected()).toEqual(new Map([...plain.seats].sort()));
        }
      }),
      { numRuns: 80 },
    );
  });

  it("refuse a removal from a pool where the receipt is not", () => {
    const roster = rosterOf([{ pools: ["A", "B"], score: 0, weight: 1, link: null }]);
    const seats = new Seats(terms.pools, roster, outcomeOf(roster));
    expect(seats.remove("R0000000", "B")).toBeUndefined();
    expect(seats.remove("R0000000", "X")).toBeUndefined();
    expect(seats.remove("R0000009")).toBeUndefined();
    expect(seats.remove("R0000000", "A")).toEqual({ pool: "A", fill: null, fillPool: null });
  });
});

describe("the sort of a large pool", () => {
  /** Tickets of which many begin alike, so that whole tickets and receipts must decide. */
  const crowded: BulkHash = {
    ...sha256Suite.bulk,
    macs: (_, rows) => {
      const tickets = new Uint8Array(rows.starts.length * 32);
      rows.starts.forEach((_start, i) => {
        const digest = createHash("sha256")
          .update(String(i % 3000))
          .digest();
        tickets.set(digest.subarray(0, 1), i * 32 + 3);
        tickets.set(digest.subarray(1, 2), i * 32 + 20);
      });
      return tickets;
    },
  };

  it.each([
    ["tickets that begin alike", crowded],
    ["real tickets", sha256Suite.bulk],
  ])("puts %s in the order of score, ticket, receipt", (_, bulk) => {
    const count = 6000;
    const scores = Uint32Array.from({ length: count }, (_score, i) => ((i * 7919) % 3) * 500_000);
    const receipts = rowsOf(Array.from({ length: count }, (_row, i) => utf8(`R${10_000_000 + i}`)));
    const weights = new Uint8Array(count).fill(1);
    const { order, tickets } = rank(bulk, key("A"), { receipts, weights, scores });
    const hex = Array.from({ length: count }, (_ticket, i) =>
      toHex(tickets.subarray(i * 32, i * 32 + 32)),
    );
    const expected = Array.from({ length: count }, (_entry, i) => i).sort(
      (a, b) =>
        (scores[b] ?? 0) - (scores[a] ?? 0) ||
        ((hex[a] ?? "") < (hex[b] ?? "") ? -1 : (hex[a] ?? "") > (hex[b] ?? "") ? 1 : a - b),
    );
    expect([...order]).toEqual(expected);
  });
});

describe("a roster", () => {
  const good = `R0000000,A+C,10,2,LINK0001,${"a".repeat(64)}`;
  const read = (text: string) => readRoster(text, terms);

  it("is read to its columns", () => {
    const roster = sound(read(`${good}\n${good.replace("R0000000", "R0000001")}\n`));
    expect(roster).toMatchObject({ count: 2, linkCount: 1 });
    expect([...roster.pools]).toEqual([5, 5]);
    expect(receiptAt(roster, 1)).toBe("R0000001");
    expect(findReceipt(roster, "R0000001")).toBe(1);
    expect(findReceipt(roster, "R0000002")).toBe(-1);
    expect(readRosterLine(good)).toEqual({
      receipt: "R0000000",
      pools: ["A", "C"],
      score: 10,
      weight: 2,
      link: "LINK0001",
      commit: "a".repeat(64),
    });
  });

  it.each([
    ["an empty line", ""],
    ["a carriage return", `${good}\r`],
    ["a byte order mark", `\uFEFF${good}`],
    ["a receipt of seven", good.replace("R0000000", "R000000")],
    ["a receipt in small letters", good.replace("R0000000", "r0000000")],
    ["pools out of order", good.replace("A+C", "C+A")],
    ["a pool twice", good.replace("A+C", "A+A")],
    ["an unknown pool", good.replace("A+C", "A+D")],
    ["no pool", good.replace("A+C", "")],
    ["a score with a zero in front", good.replace("10", "010")],
    ["a score too large", good.replace("10", "1000001")],
    ["a negative score", good.replace("10", "-1")],
    ["a weight of zero", good.replace(",2,", ",0,")],
    ["a weight of 65", good.replace(",2,", ",65,")],
    ["a link too short", good.replace("LINK0001", "LINK")],
    ["a commit too short", good.slice(0, -1)],
    ["a commit in capitals", good.replace("aaaa", "AAAA")],
    ["a column too many", `${good},x`],
    ["a column too few", good.replace("LINK0001,", "")],
    ["a letter beyond ASCII", good.replace("LINK0001", "LINK000é")],
  ])("is refused for %s, with its line", (_, line) => {
    const before = good.replace("R0000000", "0000000R");
    expect(read(`${before}\n${line}\n`)).toMatchObject({
      refused: "E_ROSTER_LINE",
      at: { line: 2 },
    });
  });

  it("is refused for a line without LF and for lines not ascending", () => {
    const { length } = good;
    expect(read(good)).toEqual({ refused: "E_ROSTER_LINE", at: { line: 1, byte: length } });
    const twice = { refused: "E_ROSTER_ORDER", at: { line: 2, byte: length + 1 } };
    expect(read(`${good}\n${good}\n`)).toEqual(twice);
  });

  it("never throws", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(read(text)).toBeDefined();
      }),
    );
  });
});
