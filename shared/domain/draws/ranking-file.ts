/** `ranking.csv`: `pool,rank,receipt,score,ticket16,status,pos` (section 4), made byte by byte. */
import type { Allocation, PoolOutcome } from "./allocation.ts";
import { STATUS } from "./allocation.ts";
import type { Rows } from "./bulk-hash.ts";
import { HEX, utf8 } from "./encoding.ts";
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

/** Writes lines into a portion's bytes. */
class Writer {
  readonly bytes = new Uint8Array(PORTION_ROWS * LONGEST_LINE);
  at = 0;

  byte(value: number): void {
    this.bytes[this.at++] = value;
  }

  copy(from: Uint8Array, start: number, end: number): void {
    for (let i = start; i < end; i++) this.bytes[this.at++] = from[i] ?? 0;
  }

  decimal(value: number): void {
    let end = this.at + 1;
    for (let power = 10; power <= value; power *= 10) end++;
    let rest = value;
    for (let i = end - 1; i >= this.at; i--) {
      const tenth = Math.floor(rest / 10);
      this.bytes[i] = ZERO + rest - 10 * tenth;
      rest = tenth;
    }
    this.at = end;
  }

  hex(value: number): void {
    for (let shift = 24; shift >= 0; shift -= 8) {
      const byte = (value >>> shift) & 255;
      this.byte(HIGH_DIGIT[byte] ?? 0);
      this.byte(LOW_DIGIT[byte] ?? 0);
    }
  }
}

/** Counts W and B within a pool as its lines are written in order. */
type Positions = { selected: number; waiting: number };

function writeLine(
  out: Writer,
  roster: Roster,
  at: { id: Uint8Array; pool: PoolOutcome; r: number; positions: Positions },
): void {
  const { pool, r, id, positions } = at;
  const entry = pool.order[r] ?? 0;
  const status = pool.status[r] ?? STATUS.B;
  const { bytes, starts, ends } = roster.receipts;
  out.copy(id, 0, id.length);
  out.byte(COMMA);
  out.decimal(r + 1);
  out.byte(COMMA);
  out.copy(bytes, starts[entry] ?? 0, ends[entry] ?? 0);
  out.byte(COMMA);
  out.decimal(roster.scores[entry] ?? 0);
  out.byte(COMMA);
  out.hex(pool.heads[2 * r] ?? 0);
  out.hex(pool.heads[2 * r + 1] ?? 0);
  out.byte(COMMA);
  out.byte(status);
  out.byte(COMMA);
  if (status === STATUS.S) out.byte(DASH);
  else out.decimal(status === STATUS.W ? ++positions.selected : ++positions.waiting);
}

/** How many lines the ranking has. */
export const rankingCount = ({ pools }: Allocation): number =>
  pools.reduce((sum, { order }) => sum + order.length, 0);

/**
 * The lines of ranking.csv in portions, never the whole file. `bytes` is what stands in the file,
 * every line with its LF; it is overwritten by the next portion.
 */
export function* rankingPortions(roster: Roster, { pools }: Allocation): Generator<Rows> {
  const out = new Writer();
  const starts = new Uint32Array(PORTION_ROWS);
  const ends = new Uint32Array(PORTION_ROWS);
  let line = 0;
  const portion = (): Rows => ({
    bytes: out.bytes.subarray(0, out.at),
    starts: starts.subarray(0, line),
    ends: ends.subarray(0, line),
  });
  for (const pool of pools) {
    const id = utf8(pool.summary.id);
    const positions = { selected: 0, waiting: 0 };
    for (let r = 0; r < pool.order.length; r++) {
      starts[line] = out.at;
      writeLine(out, roster, { id, pool, r, positions });
      ends[line++] = out.at;
      out.byte(LF);
      if (line < PORTION_ROWS) continue;
      yield portion();
      line = 0;
      out.at = 0;
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
  const same = pool.status[r];
  let before = 0;
  for (let i = 0; i < r; i++) if (pool.status[i] === same) before++;
  const out = new Writer();
  const positions = { selected: before, waiting: before };
  writeLine(out, roster, { id: utf8(pool.summary.id), pool, r, positions });
  return new TextDecoder().decode(out.bytes.subarray(0, out.at));
}

/** Compares a published ranking.csv with the right one, portion by portion. */
export class FileComparison {
  readonly #published: string | Uint8Array;
  /** Bytes, or characters of a text, compared so far. */
  #at = 0;
  #line = 1;
  #isDone = false;

  constructor(published: string | Uint8Array) {
    this.#published = published;
  }

  /** Takes the next bytes of the right file. */
  take(right: Uint8Array): void {
    if (this.#isDone) return;
    // The right file is ASCII: one byte is one character as long as both are the same.
    const end = this.#at + right.length;
    const published =
      typeof this.#published === "string"
        ? utf8(this.#published.slice(this.#at, end))
        : this.#published.subarray(this.#at, end);
    for (let i = 0; i < right.length; i++) {
      if (published[i] !== right[i]) {
        this.#isDone = true;
        return;
      }
      if (right[i] === LF) this.#line++;
    }
    this.#at = end;
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
