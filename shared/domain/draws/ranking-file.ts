/** `ranking.csv`: `pool,rank,receipt,score,ticket16,status,pos` (section 4), made byte by byte. */
import type { Allocation, PoolOutcome } from "./allocation.ts";
import { STATUS } from "./allocation.ts";
import type { Rows } from "./bulk-hash.ts";
import { asciiOf, HEX, utf8 } from "./encoding.ts";
import { PORTION_ROWS } from "./merkle.ts";
import type { Roster } from "./roster.ts";

const COMMA = 44;
const DASH = 45;
const LF = 10;
const ZERO = 48;

const HIGH_DIGIT = Uint8Array.from(HEX, (digits) => digits.charCodeAt(0));
const LOW_DIGIT = Uint8Array.from(HEX, (digits) => digits.charCodeAt(1));

/** Pool 8, rank and position 10 each, receipt 32, score 7, ticket 16, status 1, commas 6, LF. */
const LONGEST_LINE = 91;

/** Each of these writes at a place and returns the place behind. */
function writeCopy(
  out: Uint8Array,
  place: number,
  from: Uint8Array,
  start: number,
  end: number,
): number {
  let at = place;
  for (let i = start; i < end; i++) out[at++] = from[i] ?? 0;
  return at;
}

function writeDecimal(out: Uint8Array, place: number, value: number): number {
  let end = place + 1;
  for (let power = 10; power <= value; power *= 10) end++;
  let rest = value | 0;
  for (let at = end - 1; at >= place; at--) {
    const tenth = (rest / 10) | 0;
    out[at] = ZERO + rest - 10 * tenth;
    rest = tenth;
  }
  return end;
}

function writeHex(out: Uint8Array, place: number, word: number): number {
  let at = place;
  for (let shift = 24; shift >= 0; shift -= 8) {
    const byte = (word >>> shift) & 255;
    out[at++] = HIGH_DIGIT[byte] ?? 0;
    out[at++] = LOW_DIGIT[byte] ?? 0;
  }
  return at;
}

/** Ranks looked up at a time. */
const BLOCK = 1024;

/**
 * What a roster says of the entries of `BLOCK` ranks. Ranks lie all over a roster that is larger
 * than any cache: looked up in short loops, the processor waits for many of them at once. Members
 * are private by keyword here: #names, as older browsers are given them, cost a look-up each.
 */
class Block {
  readonly starts = new Uint32Array(BLOCK);
  readonly ends = new Uint32Array(BLOCK);
  readonly scores = new Uint32Array(BLOCK);
  private readonly firstBytes = new Uint8Array(BLOCK);
  private from = -BLOCK;

  /** The place of rank r within the block, which is looked up if it is another. */
  placeOf(r: number, order: Uint32Array, roster: Roster): number {
    const place = r - this.from;
    if (place >= 0 && place < BLOCK) return place;
    const { bytes, starts, ends } = roster.receipts;
    const count = Math.min(BLOCK, order.length - r);
    for (let k = 0; k < count; k++) {
      const entry = order[r + k] ?? 0;
      this.starts[k] = starts[entry] ?? 0;
      this.ends[k] = ends[entry] ?? 0;
      this.scores[k] = roster.scores[entry] ?? 0;
    }
    // Only to have the receipts themselves at hand.
    for (let k = 0; k < count; k++) this.firstBytes[k] = bytes[this.starts[k] ?? 0] ?? 0;
    this.from = r;
    return 0;
  }
}

/** Writes the lines of one pool one after another, counting W and B as they come. */
class LineWriter {
  private readonly roster: Roster;
  private readonly pool: PoolOutcome;
  /** The pool's id. */
  private readonly id: Uint8Array;
  private readonly block = new Block();
  private selected = 0;
  private waiting = 0;

  constructor(roster: Roster, pool: PoolOutcome) {
    this.roster = roster;
    this.pool = pool;
    this.id = utf8(pool.summary.id);
  }

  /** Counts the ranks before r without writing them. */
  skipTo(r: number): void {
    for (const status of this.pool.status.subarray(0, r)) {
      if (status === STATUS.W) this.selected++;
      if (status === STATUS.B) this.waiting++;
    }
  }

  /** Writes the line of rank r + 1, without LF. */
  write(out: Uint8Array, place: number, r: number): number {
    const { order, status, heads } = this.pool;
    const { starts, ends, scores } = this.block;
    const k = this.block.placeOf(r, order, this.roster);
    let at = writeCopy(out, place, this.id, 0, this.id.length);
    out[at++] = COMMA;
    at = writeDecimal(out, at, r + 1);
    out[at++] = COMMA;
    at = writeCopy(out, at, this.roster.receipts.bytes, starts[k] ?? 0, ends[k] ?? 0);
    out[at++] = COMMA;
    at = writeDecimal(out, at, scores[k] ?? 0);
    out[at++] = COMMA;
    at = writeHex(out, at, heads[2 * r] ?? 0);
    at = writeHex(out, at, heads[2 * r + 1] ?? 0);
    out[at++] = COMMA;
    const state = status[r] ?? STATUS.B;
    out[at++] = state;
    out[at++] = COMMA;
    if (state !== STATUS.S) {
      const isSelected = state === STATUS.W;
      return writeDecimal(out, at, isSelected ? ++this.selected : ++this.waiting);
    }
    out[at] = DASH;
    return at + 1;
  }
}

/** How many lines the ranking has. */
export const rankingCount = ({ pools }: Allocation): number =>
  pools.reduce((sum, { order }) => sum + order.length, 0);

/**
 * The lines of ranking.csv in portions, never the whole file. `bytes` is what stands in the file,
 * every line with its LF; it is overwritten by the next portion.
 */
export function* rankingPortions(roster: Roster, { pools }: Allocation): Generator<Rows> {
  const bytes = new Uint8Array(PORTION_ROWS * LONGEST_LINE);
  const starts = new Uint32Array(PORTION_ROWS);
  const ends = new Uint32Array(PORTION_ROWS);
  let line = 0;
  let at = 0;
  const portion = (): Rows => ({
    bytes: bytes.subarray(0, at),
    starts: starts.subarray(0, line),
    ends: ends.subarray(0, line),
  });
  for (const pool of pools) {
    const writer = new LineWriter(roster, pool);
    for (let r = 0; r < pool.order.length; r++) {
      starts[line] = at;
      at = writer.write(bytes, at, r);
      ends[line++] = at;
      bytes[at++] = LF;
      if (line < PORTION_ROWS) continue;
      yield portion();
      line = 0;
      at = 0;
    }
  }
  if (line > 0) yield portion();
}

/** The file's text. */
export function rankingText(roster: Roster, allocation: Allocation): string {
  const decoder = new TextDecoder();
  const parts: string[] = [];
  for (const { bytes } of rankingPortions(roster, allocation)) parts.push(decoder.decode(bytes));
  return parts.join("");
}

/** The line (without LF) of rank r + 1 in a pool. */
export function rankingLineAt(roster: Roster, pool: PoolOutcome, r: number): string {
  const writer = new LineWriter(roster, pool);
  writer.skipTo(r);
  const bytes = new Uint8Array(LONGEST_LINE);
  return asciiOf(bytes, 0, writer.write(bytes, 0, r));
}

/** Whether the first bytes of `published` are these, word by word; both begin at a multiple of 4. */
function beginsWith(published: Uint8Array, right: Uint8Array): boolean {
  const words = right.length >> 2;
  const ours = new Uint32Array(right.buffer, right.byteOffset, words);
  const theirs = new Uint32Array(published.buffer, published.byteOffset, words);
  for (let i = 0; i < words; i++) if (ours[i] !== theirs[i]) return false;
  for (let i = 4 * words; i < right.length; i++) if (published[i] !== right[i]) return false;
  return true;
}

/** Compares a published ranking.csv with the right one, portion by portion. */
export class FileComparison {
  readonly #published: string | Uint8Array;
  /** Bytes, or characters of a text, found the same. */
  #at = 0;
  #line = 1;
  #isDone = false;

  constructor(published: string | Uint8Array) {
    this.#published = published;
  }

  /** Takes the next portion of the right file. */
  take({ bytes: right, starts }: Rows): void {
    if (this.#isDone) return;
    // The right file is ASCII: one byte is one character as long as both are the same.
    const end = this.#at + right.length;
    const published = Uint8Array.from(
      typeof this.#published === "string"
        ? utf8(this.#published.slice(this.#at, end))
        : this.#published.subarray(this.#at, end),
    );
    if (published.length >= right.length && beginsWith(published, right)) {
      this.#at = end;
      this.#line += starts.length;
      return;
    }
    this.#isDone = true;
    for (let i = 0; published[i] === right[i]; i++) if (right[i] === LF) this.#line++;
  }

  /** After the last byte: the first line (from 1) that differs, or undefined when none does. */
  differingLine(): number | undefined {
    return this.#isDone || this.#at !== this.#published.length ? this.#line : undefined;
  }
}

export type RankingLine = {
  pool: string;
  rank: number;
  receipt: string;
  score: number;
  /** First 16 hex digits of the ticket. */
  ticket16: string;
  status: "W" | "B" | "S";
  /** 1… among W or B; null for S. */
  position: number | null;
};

const LINE =
  /^([A-Z0-9]{1,8}),([1-9][0-9]{0,9}),([0-9A-Z]{8,32}),(0|[1-9][0-9]{0,6}),([0-9a-f]{16}),(?:([WB]),([1-9][0-9]{0,9})|(S),-)$/;

/** Reads one line of ranking.csv (without LF); undefined when malformed. */
export function readRankingLine(line: string): RankingLine | undefined {
  const match = line.length <= 128 ? LINE.exec(line) : null;
  if (!match) return undefined;
  const [, pool = "", rank, receipt = "", score, ticket16 = "", status, position] = match;
  return {
    pool,
    rank: Number(rank),
    receipt,
    score: Number(score),
    ticket16,
    status: status === "W" || status === "B" ? status : "S",
    position: position === undefined ? null : Number(position),
  };
}
