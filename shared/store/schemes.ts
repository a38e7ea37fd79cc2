import * as z from "zod";
import { Jurisdiction } from "../contract/ids.ts";
import { HomeOffer, SchemeState, SchemeSummary, SchemeTerms } from "../contract/scheme.ts";
import { Instant } from "../contract/values.ts";
import { advance, Versioned, type Act } from "./audit.ts";
import { due, keys } from "./keys.ts";
import { list, read, type Item, type Key, type Table } from "./table.ts";
import { put, replace, type Write } from "./transact.ts";

/** A logged document of a scheme's draw: where in the log it stands, and its digest. */
export const Logged = z.object({ index: z.int().nonnegative(), digest: z.string() });
export type Logged = z.infer<typeof Logged>;

/** What the table holds of a scheme and its draw; the homes are in a sealed file and `HOME#` items. */
export const StoredScheme = Versioned.extend({
  schemeId: z.string(),
  drawId: z.string(),
  state: SchemeState,
  jurisdiction: Jurisdiction,
  terms: SchemeTerms,
  homeCount: z.int().positive(),
  /** SHA-256 of the file of homes, hex. */
  homesDigest: z.string(),
  draftedBy: z.string(),
  publishedAt: Instant.optional(),
  notice: Logged.optional(),
  /** Version, count and place in the log of every freeze, in order; the last one counts. */
  freezes: z.array(
    Logged.extend({
      version: z.int(),
      count: z.int(),
      root: z.string(),
      /** Ground of the upheld objection that a correction follows from; the first has none. */
      ground: z.string().optional(),
    }),
  ),
  /** What the draw officer proposed to freeze, for the notary to confirm. */
  proposal: z.object({ count: z.int(), root: z.string(), by: z.string() }).optional(),
  reveals: Logged.optional(),
  /** What two readers agree the bulletin says: `game:issue:numbers`. */
  publicValue: z.string().optional(),
  /** The beacon's verified signature, 96 hex digits. */
  beaconValue: z.string().optional(),
  /** The record that no relay serves the beacon; the fallback's number takes its place. */
  failure: Logged.optional(),
  fallbackValue: z.string().optional(),
  result: Logged.optional(),
  /** Removals after the result and who moved up: how many, and the digest of the last. */
  amended: z.object({ count: z.int().positive(), last: z.string() }).optional(),
  /** The list of winners that the law wants public: its digest stays when its names have gone. */
  winners: z.object({ digest: z.string(), count: z.int(), namesWithdrawn: z.boolean() }).optional(),
  resultPublicityUntil: z.string().optional(),
  finalOn: z.string().optional(),
  /** When choosing begins. */
  selectionOpensAt: Instant.optional(),
  openObjections: z.int().nonnegative(),
  /** That the draw is to be void, for the notary to confirm; the words are under seal. */
  voiding: z.object({ by: z.string(), reasonSealed: z.string() }).optional(),
  /** Public files are behind the record; the step that follows every change sees to it. */
  filesBehind: z.boolean(),
});
export type StoredScheme = z.infer<typeof StoredScheme>;

export async function findScheme(
  table: Table,
  schemeId: string,
): Promise<StoredScheme | undefined> {
  const found = await read(table, keys.scheme(schemeId));
  return found && StoredScheme.parse(found);
}

const DrawHead = z.object({ schemeId: z.string() });

/** The scheme of a draw; a scheme whose draw was void has another draw by now. */
export async function findSchemeOfDraw(
  table: Table,
  drawId: string,
): Promise<StoredScheme | undefined> {
  const found = await read(table, keys.draw(drawId));
  return found && findScheme(table, DrawHead.parse(found).schemeId);
}

/** The item that leads from a draw to its scheme; once per drawId, for ever. */
export const drawHead = (drawId: string, schemeId: string): Write =>
  put({ ...keys.draw(drawId), drawId, schemeId });

/** A change of a scheme: everything but what the audit chain adds. */
export type SchemeRecord = Omit<StoredScheme, "version" | "auditHead">;

/**
 * The writes that move a scheme on.
 *
 * @param dueAt - when the clock must look at it next; undefined: nothing is awaited
 */
export const advanceScheme = (
  next: SchemeRecord,
  seen: StoredScheme | undefined,
  { act, dueAt }: { act: Act; dueAt: string | undefined },
): { readonly head: Write; readonly audit: Write } =>
  advance(
    keys.scheme(next.schemeId),
    { ...next, ...(dueAt !== undefined && due(next.schemeId, dueAt)) },
    seen,
    act,
  );

/** The scheme's line in the public list. */
export const listed = (summary: SchemeSummary, seen: number): Write =>
  replace({ ...keys.schemeListed(summary.schemeId), ...summary, version: seen + 1 }, seen);

const Listed = z.object({ ...SchemeSummary.shape, version: z.int() });

/** One page of the public list, in the order of codes. */
export async function listSchemes(
  table: Table,
  { after, limit }: { after?: string; limit: number },
): Promise<{ schemes: SchemeSummary[]; next?: string }> {
  const page = await list(table, "SCHEMES", { limit, ...(after !== undefined && { after }) });
  const schemes = page.items.map((item) => {
    const { version: _version, ...summary } = Listed.parse(item);
    return summary;
  });
  return { schemes, ...(page.next !== undefined && { next: page.next }) };
}

/** A home within its scheme: free until a household takes it. */
export const StoredHome = z.object({
  version: z.int().positive(),
  schemeId: z.string(),
  home: HomeOffer,
  state: z.enum(["FREE", "TAKEN"]),
  allocationId: z.string().optional(),
});
export type StoredHome = z.infer<typeof StoredHome>;

export async function listHomes(table: Table, schemeId: string): Promise<StoredHome[]> {
  const { items } = await list(table, keys.scheme(schemeId).pk, { prefix: "HOME#" });
  return items.map((item) => StoredHome.parse(item));
}

export async function findHome(
  table: Table,
  schemeId: string,
  homeId: string,
): Promise<StoredHome | undefined> {
  const found = await read(table, keys.home(schemeId, homeId));
  return found && StoredHome.parse(found);
}

/** A free home within a scheme. */
export const freeHome = (schemeId: string, home: HomeOffer): Item & Key => ({
  ...keys.home(schemeId, home.homeId),
  ...{ version: 1, schemeId, home, state: "FREE" },
});
