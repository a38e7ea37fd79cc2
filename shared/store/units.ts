import * as z from "zod";
import { Jurisdiction } from "../contract/ids.ts";
import { UnitSource, UnitState } from "../contract/unit-verification.ts";
import { Instant } from "../contract/values.ts";
import type { KnownUnit } from "../domain/filings/units.ts";
import { keys } from "./keys.ts";
import { list, read, type Table } from "./table.ts";
import { put, replace, type Write } from "./transact.ts";

/** What is known of a home; `holders` are keyed hashes. */
const StoredUnit = z.object({
  version: z.int().positive(),
  state: UnitState,
  source: UnitSource,
  at: Instant,
  holders: z.array(z.string()),
  jurisdiction: Jurisdiction,
  /** Reason code of an officer's word. */
  reason: z.string().optional(),
  /** Subject of the officer. */
  by: z.string().optional(),
});
export type StoredUnit = z.infer<typeof StoredUnit>;

/** What is known of a home; undefined: nothing yet. */
export async function findUnit(table: Table, flatId: string): Promise<StoredUnit | undefined> {
  const found = await read(table, keys.unit(flatId));
  return found && StoredUnit.parse(found);
}

/**
 * The writes that put on record what is now known of a home, if it is still as it was seen, and keep
 * what it was: every state it ever had stands behind it.
 *
 * @param said - reason code and officer, where an officer said it
 */
export function moveUnit(
  flatId: string,
  next: KnownUnit,
  seen: StoredUnit | undefined,
  said: { readonly reason?: string; readonly by?: string } = {},
): { readonly unit: Write; readonly unitHistory: Write } {
  const version = (seen?.version ?? 0) + 1;
  const item = { ...next, holders: [...next.holders], ...said, version };
  return {
    unit: replace({ ...keys.unit(flatId), ...item }, seen?.version ?? 0),
    unitHistory: put({ ...keys.unitEvent(flatId, version), ...item }),
  };
}

/** Every state a home ever had, the latest first; at most a hundred. */
export async function unitHistory(table: Table, flatId: string): Promise<readonly StoredUnit[]> {
  const { pk } = keys.unit(flatId);
  const { items } = await list(table, pk, { prefix: "UNIT#", descending: true, limit: 100 });
  return items.map((item) => StoredUnit.parse(item));
}
