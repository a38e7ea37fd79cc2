/** `ranking.csv`: `pool,rank,receipt,score,ticket16,status,pos` (section 4), made byte by byte. */
import type { Allocation, PoolOutcome } from "./allocation.ts";
import { STATUS } from "./allocation.ts";
import type { Rows } from "./bulk-hash.ts";
import { utf8 } from "./encoding.ts";
import type { Roster } from "./roster.ts";

const COMMA = 44;
const DASH = 45;
const LF = 10;
const HEX = utf8("0123456789abcdef");

const digits = (value: number): number => String(value).length;

/** An upper bound for the bytes of one pool's lines. */
function sizeOf(roster: Roster, { order, summary }: PoolOutcome): number {
  const { starts, ends } = roster.receipts;
  let receipts = 0;
  for (const i of order) receipts += (ends[i] ?? 0) - (starts[i] ?? 0);
  return receipts + order.length * (summary.id.length + 2 * digits(order.length) + 7 + 16 + 8);
}

class Writer {
  readonly bytes: Uint8Array;
  at = 0;

  constructor(size: number) {
    this.bytes = new Uint8Array(size);
  }

  byte(value: number): void {
    this.bytes[this.at++] = value;
  }

  set(values: Uint8Array): void {
    this.bytes.set(values, this.at);
    this.at += values.length;
  }

  decimal(value: number): void {
    const end = this.at + digits(value);
    let rest = value;
    for (let i = end - 1; i >= this.at; i--) {
      this.bytes[i] = 48 + (rest % 10);
      rest = Math.floor(rest / 10);
    }
    this.at = end;
  }

  hex(values: Uint8Array): void {
    for (const value of values) {
      this.byte(HEX[value >> 4] ?? 0);
      this.byte(HEX[value & 15] ?? 0);
    }
  }
}

/** The lines of ranking.csv as rows; `bytes` is the file, every line with its LF. */
export function rankingRows(roster: Roster, { pools }: Allocation): Rows {
  const count = pools.reduce((sum, pool) => sum + pool.order.length, 0);
  const out = new Writer(pools.reduce((sum, pool) => sum + sizeOf(roster, pool), 0));
  const starts = new Uint32Array(count);
  const ends = new Uint32Array(count);
  let line = 0;
  for (const pool of pools) {
    const id = utf8(pool.summary.id);
    for (let r = 0; r < pool.order.length; r++) {
      starts[line] = out.at;
      out.set(id);
      writeRank(out, roster, { pool, r });
      ends[line++] = out.at;
      out.byte(LF);
    }
  }
  return { bytes: out.bytes.subarray(0, out.at), starts, ends };
}

function writeRank(
  out: Writer,
  roster: Roster,
  { pool, r }: { pool: PoolOutcome; r: number },
): void {
  const entry = pool.order[r] ?? 0;
  const status = pool.status[r] ?? STATUS.B;
  const { bytes, starts, ends } = roster.receipts;
  out.byte(COMMA);
  out.decimal(r + 1);
  out.byte(COMMA);
  out.set(bytes.subarray(starts[entry], ends[entry]));
  out.byte(COMMA);
  out.decimal(roster.scores[entry] ?? 0);
  out.byte(COMMA);
  out.hex(pool.tickets.subarray(r * 32, r * 32 + 8));
  out.byte(COMMA);
  out.byte(status);
  out.byte(COMMA);
  if (status === STATUS.S) out.byte(DASH);
  else out.decimal(pool.positions[r] ?? 0);
}

/** The file's text. */
export const rankingText = (rows: Rows): string => new TextDecoder().decode(rows.bytes);

/** The first line (from 1) at which a published file differs, or undefined when it is the same. */
export function differingLine(rows: Rows, published: string): number | undefined {
  const bytes = utf8(published);
  const { bytes: ours } = rows;
  let line = 1;
  for (let i = 0; i < Math.max(bytes.length, ours.length); i++) {
    if (bytes[i] !== ours[i]) return line;
    if (bytes[i] === LF) line++;
  }
  return undefined;
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
