/** Tickets and the order they make within a pool (section 4). */
import type { BulkHash, Rows } from "./bulk-hash.ts";
import { utf8 } from "./encoding.ts";
import type { Suite } from "./suites.ts";

/** The texts of which an entry of that weight takes the least ticket: receipt, receipt`#1`, … */
const balls = (receipt: string, weight: number): string[] =>
  Array.from({ length: weight }, (_, i) => (i === 0 ? receipt : `${receipt}#${i}`));

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  for (let i = 0; i < a.length; i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** One ticket: HMAC(poolKey, receipt), for weight w the least of w. 32 bytes. */
export function ticketOf(
  suite: Suite,
  poolKey: Uint8Array,
  entry: { receipt: string; weight: number },
): Uint8Array {
  const tickets = balls(entry.receipt, entry.weight).map((ball) => suite.hmac(poolKey, utf8(ball)));
  return tickets.reduce((least, ticket) => (compareBytes(ticket, least) < 0 ? ticket : least));
}

/** Entries of one pool, ascending by receipt. */
export type Entries = {
  readonly receipts: Rows;
  readonly weights: Uint8Array;
  readonly scores: Uint32Array;
};

export type Ranked = {
  /** Numbers of the entries, best rank first. */
  readonly order: Uint32Array;
  /** 32 bytes per entry, in the order of the entries. */
  readonly tickets: Uint8Array;
};

/** The tickets of all entries, 32 bytes each. */
export function ticketsOf(bulk: BulkHash, poolKey: Uint8Array, entries: Entries): Uint8Array {
  const { receipts, weights } = entries;
  if (weights.every((weight) => weight === 1)) return bulk.macs(poolKey, receipts);
  const tickets = bulk.macs(poolKey, allBalls(receipts, weights));
  const least = new Uint8Array(weights.length * 32);
  let ball = 0;
  for (let i = 0; i < weights.length; i++) {
    const kept = least.subarray(i * 32, i * 32 + 32);
    for (let w = 0; w < (weights[i] ?? 1); w++, ball++) {
      const ticket = tickets.subarray(ball * 32, ball * 32 + 32);
      if (w === 0 || compareBytes(ticket, kept) < 0) kept.set(ticket);
    }
  }
  return least;
}

/** Every ball of every entry as a row. */
function allBalls(receipts: Rows, weights: Uint8Array): Rows {
  const count = weights.reduce((sum, weight) => sum + weight, 0);
  const starts = new Uint32Array(count);
  const ends = new Uint32Array(count);
  const bytes = new Uint8Array(count * (32 + 3));
  let at = 0;
  let ball = 0;
  weights.forEach((weight, i) => {
    const receipt = receipts.bytes.subarray(receipts.starts[i], receipts.ends[i]);
    for (let w = 0; w < weight; w++) {
      starts[ball] = at;
      bytes.set(receipt, at);
      at += receipt.length;
      for (const byte of w > 0 ? utf8(`#${w}`) : []) bytes[at++] = byte;
      ends[ball++] = at;
    }
  });
  return { bytes, starts, ends };
}

/** Below this the plain sort is as fast as counting 65536 buckets. */
const RADIX_FROM = 4096;

/** Ranks: score descending, ticket ascending, receipt ascending (which is the entries' order). */
export function rank(bulk: BulkHash, poolKey: Uint8Array, entries: Entries): Ranked {
  const tickets = ticketsOf(bulk, poolKey, entries);
  const order = Uint32Array.from(entries.weights, (_, i) => i);
  const compare = byScoreAndTicket(entries.scores, tickets);
  if (order.length < RADIX_FROM) return { order: order.sort(compare), tickets };
  return { order: radixSort(order, entries.scores, { tickets, compare }), tickets };
}

type Compare = (a: number, b: number) => number;

const byScoreAndTicket =
  (scores: Uint32Array, tickets: Uint8Array): Compare =>
  (a, b) =>
    (scores[b] ?? 0) - (scores[a] ?? 0) ||
    compareBytes(tickets.subarray(a * 32, a * 32 + 32), tickets.subarray(b * 32, b * 32 + 32)) ||
    a - b;

/**
 * Sorts by the ticket's first 32 bits and the score with stable counting passes, least significant
 * digit first, then whole tickets where those are equal.
 */
function radixSort(
  start: Uint32Array,
  scores: Uint32Array,
  { tickets, compare }: { tickets: Uint8Array; compare: Compare },
): Uint32Array {
  const view = new DataView(tickets.buffer, tickets.byteOffset);
  const heads = start.map((i) => view.getUint32(i * 32));
  const deficits = start.map((i) => 1_000_000 - (scores[i] ?? 0));
  let order = start;
  for (const key of [heads, deficits]) {
    for (const shift of [0, 16]) order = countingPass(order, key, shift);
  }
  const same = (a: number, b: number) => heads[a] === heads[b] && deficits[a] === deficits[b];
  for (let from = 0; from < order.length;) {
    let to = from + 1;
    while (to < order.length && same(order[from] ?? 0, order[to] ?? 0)) to++;
    if (to > from + 1) order.subarray(from, to).sort(compare);
    from = to;
  }
  return order;
}

function countingPass(order: Uint32Array, key: Uint32Array, shift: number): Uint32Array {
  const next = new Uint32Array(65_537);
  for (const i of order) {
    const bucket = (((key[i] ?? 0) >>> shift) & 0xffff) + 1;
    next[bucket] = (next[bucket] ?? 0) + 1;
  }
  if (next.includes(order.length)) return order;
  for (let b = 1; b < next.length; b++) next[b] = (next[b] ?? 0) + (next[b - 1] ?? 0);
  const sorted = new Uint32Array(order.length);
  for (const i of order) {
    const bucket = ((key[i] ?? 0) >>> shift) & 0xffff;
    const place = next[bucket] ?? 0;
    sorted[place] = i;
    next[bucket] = place + 1;
  }
  return sorted;
}
