import * as z from "zod";
import { PoolId, Receipt } from "../contract/ids.ts";
import { keys } from "./keys.ts";
import { list, read, type Table } from "./table.ts";
import { put, replace, type Write } from "./transact.ts";

/**
 * A household's intent in a scheme; after the recheck, its entry in the roster: everything that the
 * roster's line needs stands here in clear, and nothing that says who it is.
 */
export const StoredIntent = z.object({
  version: z.int().positive(),
  schemeId: z.string(),
  applicationId: z.string(),
  /**
   * REGISTERED until rechecked; ENTERED stands in the roster and is rechecked after the draw; REMOVED
   * by an upheld objection or a withdrawal.
   */
  state: z.enum(["REGISTERED", "ENTERED", "PASSED", "FAILED", "REMOVED"]),
  /** In the notice's order. */
  pools: z.array(PoolId).min(1),
  householdSize: z.int().positive(),
  registeredAt: z.string(),
  receipt: Receipt.optional(),
  /** Private commitment, hex (draw protocol, section 2). */
  commit: z.string().optional(),
  /** 32 bytes, for the household's slip and the inspectors: nobody else can open them. */
  saltSealed: z.string().optional(),
  /** The bureau's seal over the entry, given to the household when it registered. */
  seal: z.string().optional(),
  /** Keyed hashes of all who belong to the household, the applicant first. */
  people: z.array(z.string()).optional(),
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

/** One page of them. @param after - the application to go on behind */
export async function pageOfIntents(
  table: Table,
  schemeId: string,
  { limit, after }: { limit: number; after?: string },
): Promise<{ intents: StoredIntent[]; next?: string }> {
  const { items, next } = await list(table, keys.scheme(schemeId).pk, {
    prefix: "INTENT#",
    limit,
    ...(after !== undefined && { after: keys.intent(schemeId, after).sk }),
  });
  return {
    intents: items.map((item) => StoredIntent.parse(item)),
    ...(next !== undefined && { next: next.slice("INTENT#".length) }),
  };
}

/**
 * Registers a household's intent, or registers it anew after a recheck it did not pass.
 *
 * @param seen - the intent as it was read; undefined when there was none
 */
export const registerWrite = (
  intent: Pick<
    StoredIntent,
    | "schemeId"
    | "applicationId"
    | "pools"
    | "householdSize"
    | "registeredAt"
    | "state"
    | "receipt"
    | "commit"
    | "saltSealed"
    | "seal"
    | "people"
    | "score"
  >,
  seen: StoredIntent | undefined,
): Write =>
  replace(
    {
      ...keys.intent(intent.schemeId, intent.applicationId),
      ...intent,
      ...{ weight: 1, link: "-" },
      version: (seen?.version ?? 0) + 1,
    },
    seen?.version ?? 0,
  );

/** Moves an intent on, if it is still as it was seen. */
export const moveIntent = (
  seen: StoredIntent,
  change: Partial<Omit<StoredIntent, "version">>,
): Write =>
  replace(
    {
      ...keys.intent(seen.schemeId, seen.applicationId),
      ...seen,
      ...change,
      version: seen.version + 1,
    },
    seen.version,
  );

/** The way from a receipt back to its household, for the messages of the choice. */
export const putReceipt = (schemeId: string, receipt: string, applicationId: string): Write =>
  put({ ...keys.receipt(schemeId, receipt), applicationId });

const ReceiptItem = z.object({ applicationId: z.string() });

export async function applicationOfReceipt(
  table: Table,
  schemeId: string,
  receipt: string,
): Promise<string | undefined> {
  const found = await read(table, keys.receipt(schemeId, receipt));
  return found && ReceiptItem.parse(found).applicationId;
}

/** Whether an entry stands in the roster: rechecked, or to be rechecked after the draw. */
export const isInRoster = ({ state }: Pick<StoredIntent, "state">): boolean =>
  state === "PASSED" || state === "ENTERED";
