/** Tickets and the order they make within a pool (section 4). */
import type { BulkHash, Rows } from "./bulk-hash.ts";
import { utf8 } from "./encoding.ts";
import { sortByKeys } from "./radix-sort.ts";
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

/** Balls hashed at a time: their texts take 2 MB, however many entries have weight 64. */
const BALLS = 65_536;

/** The tickets of all entries, 32 bytes each. */
export function ticketsOf(bulk: BulkHash, poolKey: Uint8Array, entries: Entries): Uint8Array {
  const { receipts, weights } = entries;
  if (weights.every((weight) => weight === 1)) return bulk.macs(poolKey, receipts);
  const least = new Uint8Array(weights.length * 32);
  for (let from = 0; from < weights.length;) {
    let to = from;
    let balls = 0;
    while (to < weights.length && balls < BALLS) balls += weights[to++] ?? 1;
    const tickets = bulk.macs(poolKey, ballsOf(entries, { from, to, balls }));
    keepLeast(tickets, weights.subarray(from, to), least.subarray(from * 32, to * 32));
    from = to;
  }
  return least;
}

/** Of the tickets of each entry, as many as its weight, puts the least into its place. */
function keepLeast(tickets: Uint8Array, weights: Uint8Array, least: Uint8Array): void {
  let ball = 0;
  for (let i = 0; i < weights.length; i++) {
    let best = ball++;
    for (let w = 1; w < (weights[i] ?? 1); w++, ball++) {
      if (compareTickets(tickets, ball, best) < 0) best = ball;
    }
    least.set(tickets.subarray(best * 32, best * 32 + 32), i * 32);
  }
}

/** Compares tickets i and j of 32 bytes each. */
function compareTickets(tickets: Uint8Array, i: number, j: number): number {
  for (let k = 0; k < 32; k++) {
    const difference = (tickets[i * 32 + k] ?? 0) - (tickets[j * 32 + k] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

const HASH = 35;
const ZERO = 48;

/** Every ball of entries `from` to `to` as a row: receipt, receipt`#1`, … */
function ballsOf(
  { receipts, weights }: Entries,
  { from, to, balls }: { from: number; to: number; balls: number },
): Rows {
  const starts = new Uint32Array(balls);
  const ends = new Uint32Array(balls);
  const bytes = new Uint8Array(balls * (32 + 3));
  let at = 0;
  let ball = 0;
  for (let i = from; i < to; i++) {
    const receipt = receipts.bytes.subarray(receipts.starts[i], receipts.ends[i]);
    for (let w = 0; w < (weights[i] ?? 1); w++) {
      starts[ball] = at;
      bytes.set(receipt, at);
      at += receipt.length;
      // Every ball but the first is told from it by its number, of one or two digits.
      if (w > 0) bytes[at++] = HASH;
      if (w > 9) bytes[at++] = ZERO + Math.floor(w / 10);
      if (w > 0) bytes[at++] = ZERO + (w % 10);
      ends[ball++] = at;
    }
  }
  return { bytes, starts, ends };
}

const MAX_SCORE = 1_000_000;

/** Ranks: score descending, ticket ascending, receipt ascending (which is the entries' order). */
export function rank(bulk: BulkHash, poolKey: Uint8Array, entries: Entries): Ranked {
  const { scores } = entries;
  const tickets = ticketsOf(bulk, poolKey, entries);
  const view = new DataView(tickets.buffer, tickets.byteOffset);
  const heads = new Uint32Array(scores.length);
  const deficits = new Uint32Array(scores.length);
  for (let i = 0; i < scores.length; i++) {
    heads[i] = view.getUint32(i * 32);
    deficits[i] = MAX_SCORE - (scores[i] ?? 0);
  }
  const order = sortByKeys([heads, deficits], (a, b) => compareTickets(tickets, a, b) || a - b);
  return { order, tickets };
}
