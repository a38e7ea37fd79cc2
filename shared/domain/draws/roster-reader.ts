/**
 * Reads `roster.csv` byte by byte into columns: no string is made for a line, and a text that is no
 * roster is refused at its first wrong byte, before anything of its size was taken.
 */
import type { NoticeDocument } from "../../contract/draw.ts";
import type { Rows } from "./bulk-hash.ts";
import { utf8 } from "./encoding.ts";
import { type Refusal, refuse } from "./refusal.ts";
import { numberLinks } from "./roster-links.ts";

/** What the notice says about a roster. */
export type RosterTerms = Pick<NoticeDocument, "pools" | "options">;

export type Roster = {
  readonly count: number;
  /** The lines without LF. */
  readonly lines: Rows;
  /** The receipts, within the same bytes; ascending. */
  readonly receipts: Rows;
  /** Bit p is set for the notice's pool p. */
  readonly pools: Uint32Array;
  readonly scores: Uint32Array;
  readonly weights: Uint8Array;
  /** Number of the link in this roster, or -1. */
  readonly links: Int32Array;
  readonly linkCount: number;
};

const LF = 10;
const PLUS = 43;
const COMMA = 44;
const DASH = 45;
const ZERO = 48;

/** A line whose every column is as short as it may be: no text has more lines than this allows. */
const SHORTEST_LINE = 8 + 1 + 1 + 1 + 1 + 64 + 6;

/** Kinds of bytes, as bits. */
const DIGIT = 1;
const RECEIPT = 2;
const HEX = 4;

const KINDS = new Uint8Array(256);
for (const [letters, kinds] of [
  ["0123456789", DIGIT | RECEIPT | HEX],
  ["ABCDEFGHIJKLMNOPQRSTUVWXYZ", RECEIPT],
  ["abcdef", HEX],
] as const) {
  for (const letter of letters) KINDS[letter.charCodeAt(0)] = kinds;
}

const MAX_SCORE = 1_000_000;
const MAX_WEIGHT = 64;

/** Reading stops here; `at` tells where. */
const BAD = -1;

/**
 * Its members are private by keyword: #names, as older browsers are given them, would cost every
 * byte a look-up.
 */
class Reader {
  private readonly bytes: Uint8Array;
  private readonly poolIds: Uint8Array[];
  private readonly maxScore: number;
  private readonly maxWeight: number;
  private readonly withLinks: boolean;
  private readonly starts: Uint32Array;
  private readonly lineEnds: Uint32Array;
  private readonly receiptEnds: Uint32Array;
  private readonly pools: Uint32Array;
  private readonly scores: Uint32Array;
  private readonly weights: Uint8Array;
  /** Where the link begins, 0 for none. */
  private readonly linkStarts: Uint32Array;
  private at = 0;

  constructor(bytes: Uint8Array, { pools, options }: RosterTerms) {
    this.bytes = bytes;
    this.poolIds = pools.slice(0, 32).map(({ id }) => utf8(id));
    this.maxScore = options.score ? MAX_SCORE : 0;
    this.maxWeight = options.weight ? MAX_WEIGHT : 1;
    this.withLinks = options.link;
    const most = Math.floor(bytes.length / SHORTEST_LINE);
    this.starts = new Uint32Array(most);
    this.lineEnds = new Uint32Array(most);
    this.receiptEnds = new Uint32Array(most);
    this.pools = new Uint32Array(most);
    this.scores = new Uint32Array(most);
    this.weights = new Uint8Array(most);
    this.linkStarts = new Uint32Array(options.link ? most : 0);
  }

  read(): Roster | Refusal {
    const bytes = this.bytes;
    let count = 0;
    while (this.at < bytes.length) {
      const start = this.at;
      if (!this.line(count, start)) {
        return refuse("E_ROSTER_LINE", { line: count + 1, byte: this.at });
      }
      if (count > 0 && !this.ascends(count)) {
        return refuse("E_ROSTER_ORDER", { line: count + 1, byte: start });
      }
      count++;
    }
    return this.roster(count);
  }

  private roster(count: number): Roster {
    const bytes = this.bytes;
    const starts = this.starts.subarray(0, count);
    const linkStarts = this.linkStarts.subarray(0, count);
    const { links, linkCount } = this.withLinks
      ? numberLinks(bytes, linkStarts)
      : { links: new Int32Array(count).fill(-1), linkCount: 0 };
    return {
      count,
      lines: { bytes, starts, ends: this.lineEnds.subarray(0, count) },
      receipts: { bytes, starts, ends: this.receiptEnds.subarray(0, count) },
      pools: this.pools.subarray(0, count),
      scores: this.scores.subarray(0, count),
      weights: this.weights.subarray(0, count),
      links,
      linkCount,
    };
  }

  /** Reads line i to its columns; leaves `at` behind it, or at its first wrong byte. */
  private line(i: number, start: number): boolean {
    const receiptEnd = this.name(start);
    if (receiptEnd === BAD || !this.is(COMMA)) return false;
    const pools = this.poolMask();
    if (pools === 0 || !this.is(COMMA)) return false;
    const score = this.decimal(0, this.maxScore);
    if (score === BAD || !this.is(COMMA)) return false;
    const weight = this.decimal(1, this.maxWeight);
    if (weight === BAD || !this.is(COMMA)) return false;
    const link = this.link();
    if (link === BAD || !this.is(COMMA) || !this.commit()) return false;
    const end = this.at;
    if (!this.is(LF)) return false;
    this.starts[i] = start;
    this.lineEnds[i] = end;
    this.receiptEnds[i] = receiptEnd;
    this.pools[i] = pools;
    this.scores[i] = score;
    this.weights[i] = weight;
    if (this.withLinks) this.linkStarts[i] = link;
    return true;
  }

  private is(byte: number): boolean {
    if (this.bytes[this.at] !== byte) return false;
    this.at++;
    return true;
  }

  /** 8 to 32 letters of a receipt or link; where they end. */
  private name(start: number): number {
    const bytes = this.bytes;
    const last = start + 32;
    let at = start;
    while (at < last && ((KINDS[bytes[at] ?? 0] ?? 0) & RECEIPT) !== 0) at++;
    this.at = at;
    return at - start < 8 ? BAD : at;
  }

  /** `A+G`: pool ids in the notice's order, each once, at least one; 0 when malformed. */
  private poolMask(): number {
    let mask = 0;
    let next = 0;
    do {
      const pool = this.pool(next);
      if (pool === BAD) return 0;
      mask |= 1 << pool;
      next = pool + 1;
    } while (this.is(PLUS));
    return mask >>> 0;
  }

  /** The pool from `next` on whose id stands here. */
  private pool(next: number): number {
    const bytes = this.bytes;
    for (let pool = next; pool < this.poolIds.length; pool++) {
      const id = this.poolIds[pool];
      const end = this.at + (id?.length ?? 0);
      if (bytes[end] !== PLUS && bytes[end] !== COMMA) continue;
      let at = end;
      while (at > this.at && id?.[at - 1 - this.at] === bytes[at - 1]) at--;
      if (at > this.at) continue;
      this.at = end;
      return pool;
    }
    return BAD;
  }

  /** A decimal without leading zeros from `least` to `most`. */
  private decimal(least: number, most: number): number {
    const bytes = this.bytes;
    const start = this.at;
    let value = 0;
    let at = start;
    // Nothing allowed here has more than seven digits.
    while (at < start + 7 && ((KINDS[bytes[at] ?? 0] ?? 0) & DIGIT) !== 0) {
      value = value * 10 + (bytes[at] ?? 0) - ZERO;
      at++;
    }
    const isPadded = at > start + 1 && bytes[start] === ZERO;
    if (at === start || isPadded || value < least || value > most) return BAD;
    this.at = at;
    return value;
  }

  /** Where the link begins, 0 for none. */
  private link(): number {
    const start = this.at;
    if (this.is(DASH)) return 0;
    return this.withLinks && this.name(start) !== BAD ? start : BAD;
  }

  private commit(): boolean {
    const bytes = this.bytes;
    const end = this.at + 64;
    let at = this.at;
    while (at < end && ((KINDS[bytes[at] ?? 0] ?? 0) & HEX) !== 0) at++;
    this.at = at;
    return at === end;
  }

  private ascends(i: number): boolean {
    const bytes = this.bytes;
    let before = this.starts[i - 1] ?? 0;
    let at = this.starts[i] ?? 0;
    const [beforeEnd, end] = [this.receiptEnds[i - 1] ?? 0, this.receiptEnds[i] ?? 0];
    for (; before < beforeEnd && at < end; before++, at++) {
      const difference = (bytes[at] ?? 0) - (bytes[before] ?? 0);
      if (difference !== 0) return difference > 0;
    }
    return before === beforeEnd && at < end;
  }
}

/**
 * Reads a roster; the first bad line refuses it (`E_ROSTER_LINE`, `E_ROSTER_ORDER`).
 *
 * @param source - the file's bytes, or its text
 */
export const readRoster = (source: string | Uint8Array, terms: RosterTerms): Roster | Refusal =>
  new Reader(typeof source === "string" ? utf8(source) : source, terms).read();
