import * as z from "zod";
import { InspectorRole } from "../contract/inspection.ts";
import { advance, Versioned, type Act } from "./audit.ts";
import { keys } from "./keys.ts";
import { list, read, type Table } from "./table.ts";
import type { Write } from "./transact.ts";

/** That a draw's commitments are to be opened; every look is an entry of its audit chain. */
export const StoredOpening = Versioned.extend({
  openingId: z.string(),
  drawId: z.string(),
  state: z.enum(["REQUESTED", "APPROVED"]),
  /** What is looked into: under seal, for it may name people. */
  purposeSealed: z.string(),
  requestedBy: z.string(),
  requestedAs: InspectorRole,
  requestedAt: z.string(),
  approveBy: z.string(),
  approvedBy: z.string().optional(),
  approvedAs: InspectorRole.optional(),
  approvedAt: z.string().optional(),
  openUntil: z.string().optional(),
  looks: z.int().nonnegative(),
});
export type StoredOpening = z.infer<typeof StoredOpening>;
export type OpeningRecord = Omit<StoredOpening, "version" | "auditHead">;

export async function findOpening(
  table: Table,
  drawId: string,
  openingId: string,
): Promise<StoredOpening | undefined> {
  const found = await read(table, keys.opening(drawId, openingId));
  return found && StoredOpening.parse(found);
}

/** Every opening of a draw, in the order of their ids. */
export async function listOpenings(table: Table, drawId: string): Promise<StoredOpening[]> {
  const { items } = await list(table, keys.opening(drawId, "").pk, { prefix: "OPENING#" });
  return items
    .filter(({ version }) => version !== undefined)
    .map((item) => StoredOpening.parse(item));
}

/** The writes that move an opening on. */
export const openingWrites = (
  next: OpeningRecord,
  seen: StoredOpening | undefined,
  act: Act,
): { readonly head: Write; readonly audit: Write } =>
  advance(keys.opening(next.drawId, next.openingId), next, seen, act);
