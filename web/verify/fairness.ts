/** The fairness tests of protocol section 8, exact, for a sound ranker and for broken ones. */
import { type BulkHash, type Rows, rowsOf } from "../../shared/domain/draws/bulk-hash.ts";
import { toHex, utf8 } from "../../shared/domain/draws/encoding.ts";
import { rank } from "../../shared/domain/draws/ranking.ts";
import { sha256Suite } from "../../shared/domain/draws/suites.ts";

/** A way to rank: the product's own, or one with a known defect. */
export type Ranker = {
  bulk: BulkHash;
  /** The weight that entry i really gets. */
  weightOf(i: number, weight: number): number;
  /** F7's two pools get two keys. */
  ownKeyPerPool: boolean;
};

/** The product's own ranker. */
export const sound: Ranker = {
  bulk: sha256Suite.bulk,
  weightOf: (_, weight) => weight,
  ownKeyPerPool: true,
};

/** Tickets that are the receipts themselves. */
const receiptsAsTickets = (rows: Rows): Uint8Array => {
  const tickets = new Uint8Array(rows.starts.length * 32);
  rows.starts.forEach((start, i) => {
    tickets.set(rows.bytes.subarray(start, rows.ends[i]), i * 32);
  });
  return tickets;
};

/** Rankers with a known defect, by their names in `fairness.json`. */
export const brokenRankers: Partial<Record<string, Ranker>> = {
  "receipt-order": {
    ...sound,
    bulk: { ...sha256Suite.bulk, macs: (_, rows) => receiptsAsTickets(rows) },
  },
  "one-favoured": { ...sound, weightOf: (i, weight) => (i === 0 ? Math.max(weight, 2) : weight) },
  "early-favoured": { ...sound, weightOf: (i, weight) => (i < 20 ? Math.max(weight, 2) : weight) },
  "same-key-for-all-pools": { ...sound, ownKeyPerPool: false },
  "weight-ignored": { ...sound, weightOf: () => 1 },
};

const keyOf = (k: number): Uint8Array => sha256Suite.hash(utf8(`PVL1:fairness:${k}`));
const receiptRows = (count: number): Rows =>
  rowsOf(Array.from({ length: count }, (_, i) => utf8(`F${String(i).padStart(7, "0")}`)));

/** Ranks `count` receipts under key k; entry 0 has `firstWeight`. */
function rankerFor(ranker: Ranker, count: number, firstWeight = 1) {
  const entries = {
    receipts: receiptRows(count),
    weights: Uint8Array.from({ length: count }, (_, i) =>
      ranker.weightOf(i, i === 0 ? firstWeight : 1),
    ),
    scores: new Uint32Array(count),
  };
  return (k: number) => rank(ranker.bulk, keyOf(k), entries);
}

const numbers = (count: number): number[] => Array.from({ length: count }, (_, i) => i);
const add = (counts: number[], at: number): void => {
  counts[at] = (counts[at] ?? 0) + 1;
};
const squares = (counts: readonly number[], of: (count: number) => number): number =>
  counts.reduce((sum, count) => sum + of(count) ** 2, 0);

/** 2000 runs of 200 entries for 20 homes: how often each wins (F1), where entry 0 ranks (F2). */
function winsAndRanks(ranker: Ranker) {
  const run = rankerFor(ranker, 200);
  const wins = numbers(200).map(() => 0);
  const ranksOfFirst = numbers(200).map(() => 0);
  for (const k of numbers(2000)) {
    const { order } = run(k);
    for (const i of order.subarray(0, 20)) add(wins, i);
    add(ranksOfFirst, order.indexOf(0));
  }
  let upTo = 0;
  const differences = ranksOfFirst.map((count, r) => {
    upTo += count;
    return Math.abs(200 * upTo - 2000 * (r + 1));
  });
  return {
    F1: {
      sumSquares: squares(wins, (c) => c - 200),
      countsSha256: toHex(sha256Suite.hash(utf8(wins.join(",")))),
    },
    F2: { maxDiff: Math.max(...differences) },
  };
}

/** Roster deciles against rank deciles. */
function deciles(ranker: Ranker) {
  const run = rankerFor(ranker, 1000);
  const table = numbers(100).map(() => 0);
  for (const j of numbers(100)) {
    run(10_000 + j).order.forEach((i, r) => {
      add(table, Math.floor(i / 100) * 10 + Math.floor(r / 100));
    });
  }
  return { sumSquares: squares(table, (c) => c - 1000), firstDecileWinners: table[0] ?? 0 };
}

/** Neighbours in the roster who both win, and the longest row of them. */
function neighbours(ranker: Ranker) {
  const run = rankerFor(ranker, 1000);
  let pairs = 0;
  let longestRun = 0;
  for (const j of numbers(300)) {
    const winners = run(20_000 + j)
      .order.slice(0, 100)
      .sort();
    let length = 0;
    winners.forEach((i, w) => {
      const follows = w > 0 && winners[w - 1] === i - 1;
      if (follows) pairs++;
      length = follows ? length + 1 : 1;
      longestRun = Math.max(longestRun, length);
    });
  }
  return { pairs, longestRun };
}

function firstBytes(ranker: Ranker) {
  const { tickets } = rankerFor(ranker, 100_000)(0);
  const counts = numbers(256).map(() => 0);
  for (let i = 0; i < tickets.length; i += 32) add(counts, tickets[i] ?? 0);
  return { sumSquares256: squares(counts, (c) => 256 * c - 100_000) };
}

/** All 120 orders of five. */
function orders(ranker: Ranker) {
  const run = rankerFor(ranker, 5);
  const counts = new Map<string, number>();
  for (const j of numbers(12_000)) {
    const order = run(30_000 + j).order.join("");
    counts.set(order, (counts.get(order) ?? 0) + 1);
  }
  const missing = numbers(120 - counts.size).map(() => 0);
  return { sumSquares: squares([...counts.values(), ...missing], (c) => c - 100) };
}

/** Whether ranks in two pools of one draw depend on each other. */
function twoPools(ranker: Ranker) {
  const run = rankerFor(ranker, 1000);
  let sumD2 = 0;
  for (const j of numbers(50)) {
    const first = run(50_000 + 2 * j).order;
    const second = ranker.ownKeyPerPool ? run(50_000 + 2 * j + 1).order : first;
    const rankInSecond = new Uint32Array(1000);
    second.forEach((i, r) => {
      rankInSecond[i] = r;
    });
    first.forEach((i, r) => {
      sumD2 += (r - (rankInSecond[i] ?? 0)) ** 2;
    });
  }
  return { sumD2 };
}

function weighted(ranker: Ranker) {
  const run = rankerFor(ranker, 100, 3);
  return { firsts: numbers(3000).filter((j) => run(60_000 + j).order[0] === 0).length };
}

export type Statistics = ReturnType<typeof winsAndRanks> & {
  F3: ReturnType<typeof deciles>;
  F4: ReturnType<typeof neighbours>;
  F5: ReturnType<typeof firstBytes>;
  F6: ReturnType<typeof orders>;
  F7: ReturnType<typeof twoPools>;
  F8: ReturnType<typeof weighted>;
};

/** All statistics of one ranker. */
export const statisticsOf = (ranker: Ranker): Statistics => ({
  ...winsAndRanks(ranker),
  F3: deciles(ranker),
  F4: neighbours(ranker),
  F5: firstBytes(ranker),
  F6: orders(ranker),
  F7: twoPools(ranker),
  F8: weighted(ranker),
});

/** What `fairness.json` gives to judge by. */
export type Limits = Record<
  keyof Statistics,
  { limit: number; mean?: number | undefined; longestRunLimit?: number | undefined }
>;

/** Which of the tests a ranker passes. */
export function judge(statistics: Statistics, limits: Limits): Record<keyof Statistics, boolean> {
  const near = (test: "F4" | "F7" | "F8", value: number) =>
    Math.abs(value - (limits[test].mean ?? 0)) <= limits[test].limit;
  const { F1, F2, F3, F4, F5, F6, F7, F8 } = statistics;
  return {
    F1: F1.sumSquares <= limits.F1.limit,
    F2: F2.maxDiff <= limits.F2.limit,
    F3: F3.sumSquares <= limits.F3.limit,
    F4: near("F4", F4.pairs) && F4.longestRun <= (limits.F4.longestRunLimit ?? 0),
    F5: F5.sumSquares256 <= limits.F5.limit,
    F6: F6.sumSquares <= limits.F6.limit,
    F7: near("F7", F7.sumD2),
    F8: near("F8", F8.firsts),
  };
}
