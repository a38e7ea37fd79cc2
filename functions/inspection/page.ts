import { isRefusal } from "../../shared/domain/draws/refusal.ts";
import {
  lineAt,
  readRoster,
  readRosterLine,
  rosterSummary,
  type Roster,
  type RosterEntry,
} from "../../shared/domain/draws/roster.ts";
import { sha256Suite } from "../../shared/domain/draws/suites.ts";
import { drawOptions } from "../../shared/domain/schemes/ranking-rules.ts";
import type { StoredScheme } from "../../shared/store/schemes.ts";
import { BAD_CURSOR, makeCursor, readCursor } from "../http/cursor.ts";
import type { Services } from "../http/services.ts";
import { frozenRoster } from "../steps/roster.ts";

/** Entries looked at in one request: each costs a household's record. */
export const PAGE = 100;

export { BAD_CURSOR };

export type RosterPage = {
  readonly entries: readonly Required<RosterEntry>[];
  /** Of the public file, to be compared with the freeze. */
  readonly root: string;
  /** Receipts of all entries, on this page or not. */
  readonly receipts: ReadonlySet<string>;
  /** Where to go on; undefined on the last page. */
  readonly next?: number;
};

/** The cursor of a look is bound to its reader and its opening. */
export const placeIn = (
  scope: Parameters<typeof readCursor>[1],
  vault: Parameters<typeof readCursor>[0],
  cursor: string | undefined,
): number | undefined => {
  if (cursor === undefined) return 0;
  const at = Number(readCursor(vault, scope, cursor)?.after);
  return Number.isSafeInteger(at) && at >= 0 ? at : undefined;
};

export const cursorAt = (
  scope: Parameters<typeof makeCursor>[1],
  vault: Parameters<typeof makeCursor>[0],
  next: number | undefined,
): { readonly next?: string } =>
  next === undefined ? {} : { next: makeCursor(vault, scope, { after: String(next) }) };

/** A page of the public roster that the last freeze names. */
export async function rosterPage(
  services: Services,
  scheme: StoredScheme,
  from: number,
): Promise<RosterPage> {
  const terms = {
    pools: scheme.terms.pools.map(({ id, units, spill }) => ({ id, units, spill })),
    options: drawOptions(scheme.terms),
  };
  const roster = readRoster(await frozenRoster(services, scheme), terms);
  if (isRefusal(roster)) throw new Error("A published roster cannot be read");
  const lines = linesOf(roster);
  const page = lines.slice(from, from + PAGE);
  const after = from + PAGE;
  return {
    entries: page.flatMap((line) => readRosterLine(line) ?? []),
    root: rosterSummary(sha256Suite, roster, terms).root,
    receipts: new Set(lines.map((line) => line.slice(0, line.indexOf(",")))),
    ...(after < lines.length && { next: after }),
  };
}

const linesOf = (roster: Roster): string[] =>
  Array.from({ length: roster.count }, (_, at) => lineAt(roster, at));
