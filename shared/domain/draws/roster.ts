/**
 * `roster.csv`: `receipt,pools,score,weight,link,commit`, one line per entry (section 2). A roster
 * can hold a million lines, so it is kept in columns over its bytes.
 */
import type { Rows } from "./bulk-hash.ts";
import { asciiOf, toHex } from "./encoding.ts";
import { rootOfRows } from "./merkle.ts";
import { isRefusal, type Refusal } from "./refusal.ts";
import { readRoster, type Roster, type RosterTerms } from "./roster-reader.ts";
import type { Suite } from "./suites.ts";

export { readRoster, type Roster, type RosterTerms };

const rowText = ({ bytes, starts, ends }: Rows, i: number): string =>
  asciiOf(bytes, starts[i] ?? 0, ends[i] ?? 0);

/** The receipt of entry i. */
export const receiptAt = (roster: Roster, i: number): string => rowText(roster.receipts, i);

/** The line of entry i, without LF. */
export const lineAt = (roster: Roster, i: number): string => rowText(roster.lines, i);

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
  const members = new Uint32Array(countIn(roster, pool));
  let count = 0;
  for (let i = 0; i < roster.count; i++) if (isIn(roster, i, pool)) members[count++] = i;
  return members;
}

function countIn({ pools }: Roster, pool: number): number {
  let count = 0;
  for (const mask of pools) count += (mask >>> pool) & 1;
  return count;
}

/** What a freeze says of its roster: entries, root, entries per pool. */
export function rosterSummary(
  suite: Suite,
  roster: Roster,
  terms: RosterTerms,
): { count: number; root: string; pools: Record<string, number> } {
  const pools = terms.pools.map(({ id }, p) => [id, countIn(roster, p)] as const);
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
