import * as z from "zod";
import { PoolId, Receipt } from "../contract/ids.ts";
import { keys } from "./keys.ts";
import { list, read, type Table } from "./table.ts";

/** A household's intent in a scheme; after the recheck, its entry in the roster. */
export const StoredIntent = z.object({
  version: z.int().positive(),
  schemeId: z.string(),
  applicationId: z.string(),
  /** REGISTERED until rechecked; REMOVED by an upheld objection or a withdrawal. */
  state: z.enum(["REGISTERED", "PASSED", "FAILED", "REMOVED"]),
  /** In the notice's order. */
  pools: z.array(PoolId).min(1),
  receipt: Receipt.optional(),
  /** Private commitment, hex (draw protocol, section 2). */
  commit: z.string().optional(),
  saltSealed: z.string().optional(),
  score: z.int().nonnegative(),
  weight: z.int().positive(),
  link: z.string(),
});
export type StoredIntent = z.infer<typeof StoredIntent>;

export async function findIntent(
  table: Table,
  schemeId: string,
  applicationId: string,
): Promise<StoredIntent | undefined> {
  const found = await read(table, keys.intent(schemeId, applicationId));
  return found && StoredIntent.parse(found);
}

/** Every intent of a scheme, in the order of application ids. */
export async function listIntents(table: Table, schemeId: string): Promise<StoredIntent[]> {
  const { items } = await list(table, keys.scheme(schemeId).pk, { prefix: "INTENT#" });
  return items.map((item) => StoredIntent.parse(item));
}
