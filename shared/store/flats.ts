import * as z from "zod";
import { FilingId, RoomId } from "../contract/ids.ts";
import { CivilDate } from "../contract/values.ts";
import { keys } from "./keys.ts";
import { list, type Table } from "./table.ts";
import { bump, put, remove, set, type Write } from "./transact.ts";

/** A term on record: who has which part of the flat, from when until when (last day inclusive). */
const Term = z.object({
  filingId: FilingId,
  roomId: RoomId.optional(),
  from: CivilDate,
  until: CivilDate,
  under: FilingId.optional(),
});
export type Term = z.infer<typeof Term>;

/** A flat's lock and what it guards: `version` 0 when nothing was ever on record there. */
export type Flat = { readonly version: number; readonly terms: readonly Term[] };

const Lock = z.object({ sk: z.literal("HEAD"), version: z.int().positive() });

/**
 * All terms on record of a flat and its rooms. The lock's item comes first in the partition, so a
 * term written while the rest is being read raises the version behind the one returned.
 */
export async function readFlat(table: Table, flatId: string): Promise<Flat> {
  const { items } = await list(table, keys.flat(flatId).pk);
  const lock = Lock.safeParse(items.find(({ sk }) => sk === "HEAD")).data;
  // A flat on offer in a scheme has that lock in its partition too.
  const terms = items
    .filter(({ sk }) => String(sk).startsWith("TERM#"))
    .map((item) => Term.parse(item));
  return { version: lock?.version ?? 0, terms };
}

/**
 * Puts a term on record under the flat's lock: holds only if nothing was put there since `seen`.
 *
 * @returns both fail when another got in first
 */
export const recordTerm = (
  flatId: string,
  term: Term,
  seen: Flat,
): { readonly flat: Write; readonly term: Write } => ({
  flat: bump(keys.flat(flatId), seen.version),
  term: put({ ...keys.term(flatId, term.filingId), ...term }),
});

/**
 * Puts another term of the same filing in the place of the one on record, under the flat's lock. A
 * term that has ended stays: it is what the flat was let by then, and in nobody's way later.
 */
export const replaceTerm = (
  flatId: string,
  term: Term,
  seen: Flat,
): { readonly flat: Write; readonly term: Write } => ({
  flat: bump(keys.flat(flatId), seen.version),
  term: set({ ...keys.term(flatId, term.filingId), ...term }),
});

/** Takes a term off the record, as if it had never been: a lease that was not, or ended before it began. */
export const dropTerm = (
  flatId: string,
  filingId: string,
  seen: Flat,
): { readonly flat: Write; readonly term: Write } => ({
  flat: bump(keys.flat(flatId), seen.version),
  term: remove(keys.term(flatId, filingId)),
});
