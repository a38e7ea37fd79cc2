/**
 * `roster.csv`: `receipt,pools,score,weight,link,commit`, one line per entry (section 2). A roster
 * can hold a million lines, so it is kept in columns and read byte by byte.
 */
import type { NoticeDocument } from "../../contract/draw.ts";
import type { Rows } from "./bulk-hash.ts";
import { toHex, utf8 } from "./encoding.ts";
import { rootOfRows } from "./merkle.ts";
import { isRefusal, type Refusal, refuse } from "./refusal.ts";
import type { Suite } from "./suites.ts";

/** What the notice says about a roster. */
export type RosterTerms = Pick<NoticeDocument, "pools" | "options">;

export type Roster = {
  readonly count: number;
  readonly text: string;
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
const COMMA = 44;
const ZERO = 48;

const isDigit = (byte: number): boolean => byte >= ZERO && byte <= 57;
const isReceiptByte = (byte: number): boolean => isDigit(byte) || (byte >= 65 && byte <= 90);
const isHexByte = (byte: number): boolean => isDigit(byte) || (byte >= 97 && byte <= 102);

function all(bytes: Uint8Array, [from, to]: Span, test: (byte: number) => boolean): boolean {
  for (let i = from; i < to; i++) if (!test(bytes[i] ?? 0)) return false;
  return true;
}

type Span = readonly [from: number, to: number];

const isReceipt = (bytes: Uint8Array, span: Span): boolean => {
  const length = span[1] - span[0];
  return length >= 8 && length <= 32 && all(bytes, span, isReceiptByte);
};

/** A decimal without leading zeros up to `max`, or -1. */
function decimal(bytes: Uint8Array, [from, to]: Span, max: number): number {
  if (to === from || to - from > 7 || (to - from > 1 && bytes[from] === ZERO)) return -1;
  let value = 0;
  for (let i = from; i < to; i++) {
    const byte = bytes[i] ?? 0;
    if (!isDigit(byte)) return -1;
    value = value * 10 + byte - ZERO;
  }
  return value <= max ? value : -1;
}

/** The mask of `A+G`: pool ids in the notice's order, each once, at least one; 0 when malformed. */
function poolMask(text: string, poolIds: readonly string[]): number {
  let mask = 0;
  let next = 0;
  for (const id of text.split("+")) {
    const pool = poolIds.indexOf(id, next);
    if (pool < 0 || pool > 31) return 0;
    mask |= 1 << pool;
    next = pool + 1;
  }
  return mask >>> 0;
}

/** Fills the columns line by line. */
class Reader {
  readonly #text: string;
  readonly #bytes: Uint8Array;
  readonly #terms: RosterTerms;
  readonly #poolIds: string[];
  readonly #masks = new Map<string, number>();
  readonly #links = new Map<string, number>();
  readonly roster: Roster;

  constructor(text: string, terms: RosterTerms) {
    this.#text = text;
    this.#bytes = utf8(text);
    this.#terms = terms;
    this.#poolIds = terms.pools.map(({ id }) => id);
    const count = countLines(this.#bytes);
    const starts = new Uint32Array(count);
    this.roster = {
      count,
      text,
      lines: { bytes: this.#bytes, starts, ends: new Uint32Array(count) },
      receipts: { bytes: this.#bytes, starts, ends: new Uint32Array(count) },
      pools: new Uint32Array(count),
      scores: new Uint32Array(count),
      weights: new Uint8Array(count),
      links: new Int32Array(count),
      linkCount: 0,
    };
  }

  read(): Roster | Refusal {
    let start = 0;
    for (let i = 0; i < this.roster.count; i++) {
      const end = this.#bytes.indexOf(LF, start);
      if (end < 0 || !this.#line(i, start, end)) return refuse("E_ROSTER_LINE", { line: i + 1 });
      if (i > 0 && !this.#ascends(i)) return refuse("E_ROSTER_ORDER", { line: i + 1 });
      start = end + 1;
    }
    return { ...this.roster, linkCount: this.#links.size };
  }

  #line(i: number, start: number, end: number): boolean {
    const bytes = this.#bytes;
    const commas: number[] = [];
    for (let at = bytes.indexOf(COMMA, start); at >= 0 && at < end && commas.length < 6;) {
      commas.push(at);
      at = bytes.indexOf(COMMA, at + 1);
    }
    const [a = 0, b = 0, c = 0, d = 0, e = 0] = commas;
    if (commas.length !== 5 || !isReceipt(bytes, [start, a])) return false;
    if (end - e !== 65 || !all(bytes, [e + 1, end], isHexByte)) return false;
    const { options } = this.#terms;
    const pools = this.#poolsOf(a + 1, b);
    const score = decimal(bytes, [b + 1, c], options.score ? 1_000_000 : 0);
    const weight = decimal(bytes, [c + 1, d], options.weight ? 64 : 1);
    const link = this.#linkOf(d + 1, e);
    if (pools === 0 || score < 0 || weight < 1 || link === undefined) return false;
    const { roster } = this;
    roster.lines.starts[i] = start;
    roster.lines.ends[i] = end;
    roster.receipts.ends[i] = a;
    roster.pools[i] = pools;
    roster.scores[i] = score;
    roster.weights[i] = weight;
    roster.links[i] = link;
    return true;
  }

  #poolsOf(from: number, to: number): number {
    if (to - from > 32 * 9) return 0;
    // Every line before was ASCII, so offsets in the text and in its bytes agree up to here.
    const text = this.#text.slice(from, to);
    const known = this.#masks.get(text);
    if (known !== undefined) return known;
    const mask = poolMask(text, this.#poolIds);
    if (this.#masks.size < 4096) this.#masks.set(text, mask);
    return mask;
  }

  /** The link's number, -1 for none, undefined when malformed. */
  #linkOf(from: number, to: number): number | undefined {
    if (to - from === 1 && this.#bytes[from] === 45) return -1;
    if (!this.#terms.options.link || !isReceipt(this.#bytes, [from, to])) return undefined;
    const text = this.#text.slice(from, to);
    const known = this.#links.get(text) ?? this.#links.size;
    this.#links.set(text, known);
    return known;
  }

  #ascends(i: number): boolean {
    const { starts, ends } = this.roster.receipts;
    const before = this.#text.slice(starts[i - 1], ends[i - 1]);
    return before < this.#text.slice(starts[i], ends[i]);
  }
}

/** Lines, counting a last one without its LF. */
function countLines(bytes: Uint8Array): number {
  let lines = bytes.length > 0 && bytes[bytes.length - 1] !== LF ? 1 : 0;
  for (let at = bytes.indexOf(LF); at >= 0; at = bytes.indexOf(LF, at + 1)) lines++;
  return lines;
}

/** Reads a roster; the first bad line refuses it (`E_ROSTER_LINE`, `E_ROSTER_ORDER`). */
export const readRoster = (text: string, terms: RosterTerms): Roster | Refusal =>
  new Reader(text, terms).read();

/** The receipt of entry i. */
export const receiptAt = (roster: Roster, i: number): string =>
  roster.text.slice(roster.receipts.starts[i], roster.receipts.ends[i]);

/** The line of entry i, without LF. */
export const lineAt = (roster: Roster, i: number): string =>
  roster.text.slice(roster.lines.starts[i], roster.lines.ends[i]);

/** Whether entry i takes part in the notice's pool p. */
export const isIn = (roster: Roster, i: number, pool: number): boolean =>
  (((roster.pools[i] ?? 0) >>> pool) & 1) === 1;

/** The entry of a receipt, or -1. */
export function findReceipt(roster: Roster, receipt: string): number {
  let low = 0;
  let high = roster.count - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = receiptAt(roster, middle);
    if (found === receipt) return middle;
    if (found < receipt) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

/** The entries of the notice's pool p, ascending by receipt. */
export function membersOf(roster: Roster, pool: number): Uint32Array {
  const members = new Uint32Array(roster.count);
  let count = 0;
  for (let i = 0; i < roster.count; i++) if (isIn(roster, i, pool)) members[count++] = i;
  return members.slice(0, count);
}

/** What a freeze says of its roster: entries, root, entries per pool. */
export function rosterSummary(
  suite: Suite,
  roster: Roster,
  terms: RosterTerms,
): { count: number; root: string; pools: Record<string, number> } {
  const pools = terms.pools.map(({ id }, p) => [id, membersOf(roster, p).length] as const);
  return {
    count: roster.count,
    root: toHex(rootOfRows(suite, roster.lines)),
    pools: Object.fromEntries(pools),
  };
}

export type RosterEntry = {
  receipt: string;
  /** Pool ids, in any order. */
  pools: readonly string[];
  /** 0–1000000; leave out when the notice has no scores. */
  score?: number;
  /** 1–64; leave out when the notice has no weights. */
  weight?: number;
  /** Shared by entries that exclude each other. */
  link?: string | null;
  /** Private commitment, hex. */
  commit: string;
};

/**
 * Writes a roster: entries ascending by receipt, pools in the notice's order.
 *
 * @returns its text, or the refusal a verifier would give
 */
export function buildRoster(entries: readonly RosterEntry[], terms: RosterTerms): string | Refusal {
  const order = new Map(terms.pools.map(({ id }, p) => [id, p]));
  const place = (id: string) => order.get(id) ?? -1;
  const sorted = [...entries].sort((a, b) => (a.receipt < b.receipt ? -1 : 1));
  const lines = sorted.map(({ receipt, pools, score = 0, weight = 1, link, commit }) => {
    const inOrder = [...pools].sort((a, b) => place(a) - place(b)).join("+");
    return `${receipt},${inOrder},${score},${weight},${link ?? "-"},${commit}\n`;
  });
  const text = lines.join("");
  const read = readRoster(text, terms);
  return isRefusal(read) ? read : text;
}

/** The columns of one roster line by itself, as on a slip; undefined when malformed. */
export function readRosterLine(line: string): Required<RosterEntry> | undefined {
  const match =
    /^([0-9A-Z]{8,32}),([A-Z0-9+]{1,288}),(0|[1-9][0-9]{0,6}),([1-9][0-9]?),(-|[0-9A-Z]{8,32}),([0-9a-f]{64})$/.exec(
      line,
    );
  if (!match) return undefined;
  const [, receipt = "", pools = "", score, weight, link = "-", commit = ""] = match;
  return {
    receipt,
    pools: pools.split("+"),
    score: Number(score),
    weight: Number(weight),
    link: link === "-" ? null : link,
    commit,
  };
}
