import {
  TransactWriteItemsCommand,
  TransactionCanceledException,
  type TransactWriteItem,
} from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { toItem, type Item, type Key, type Table } from "./table.ts";

/** One write of a transaction, with the condition under which it holds. */
export type Write = (tableName: string) => TransactWriteItem;

/** Creates an item that must not be there yet. */
export const put =
  (item: Item & Key): Write =>
  (TableName) => ({
    Put: { TableName, Item: toItem(item), ConditionExpression: "attribute_not_exists(pk)" },
  });

/** Writes an item whatever was there: for items whose aggregate is held by another write. */
export const set =
  (item: Item & Key): Write =>
  (TableName) => ({ Put: { TableName, Item: toItem(item) } });

/** Replaces an item that must still be at the version it was read at; 0: not there yet. */
export const replace =
  (item: Item & Key & { readonly version: number }, seen: number): Write =>
  (TableName) =>
    seen === 0
      ? put(item)(TableName)
      : {
          Put: {
            TableName,
            Item: toItem(item),
            ConditionExpression: "version = :seen",
            ExpressionAttributeValues: marshall({ ":seen": seen }),
          },
        };

/** Raises the version of a lock item that must still be at `seen`; 0: not there yet. */
export const bump =
  ({ pk, sk }: Key, seen: number): Write =>
  (TableName) => ({
    Update: {
      TableName,
      Key: marshall({ pk, sk }),
      UpdateExpression: "SET version = :next",
      ConditionExpression: seen === 0 ? "attribute_not_exists(pk)" : "version = :seen",
      ExpressionAttributeValues: marshall({
        ":next": seen + 1,
        ...(seen > 0 && { ":seen": seen }),
      }),
    },
  });

/** Holds the transaction to an item being at a version, without changing it. */
export const unchanged =
  ({ pk, sk }: Key, seen: number): Write =>
  (TableName) => ({
    ConditionCheck: {
      TableName,
      Key: marshall({ pk, sk }),
      ConditionExpression: "version = :seen",
      ExpressionAttributeValues: marshall({ ":seen": seen }),
    },
  });

/** Removes an item that must be there. */
export const remove =
  ({ pk, sk }: Key): Write =>
  (TableName) => ({
    Delete: { TableName, Key: marshall({ pk, sk }), ConditionExpression: "attribute_exists(pk)" },
  });

/** The table did not answer in time, or conflicts did not end: 503, try again later. */
export class TableBusy extends Error {
  override name = "TableBusy";
}

const TRANSIENT = new Set([
  "TransactionConflict",
  "ThrottlingError",
  "ProvisionedThroughputExceeded",
]);
const ATTEMPTS = 6;

/**
 * Commits the writes together or not at all, and again when they only met another transaction:
 * the SDK does not retry conflicts.
 *
 * @param writes - at most 100, on different items, by name
 * @returns the names of the writes whose condition failed; empty: committed
 * @throws TableBusy when conflicts do not end; an SDK error when the table does not answer, in
 *   which case the effect is unknown: read back by the request's key
 */
export async function transact<Name extends string>(
  table: Table,
  writes: Readonly<Partial<Record<Name, Write>>>,
): Promise<ReadonlySet<Name>> {
  const named = Object.entries(writes).filter(
    (entry): entry is [Name, Write] => entry[1] !== undefined,
  );
  const TransactItems = named.map(([, write]) => write(table.name));
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    try {
      await table.client.send(new TransactWriteItemsCommand({ TransactItems }));
      return new Set();
    } catch (error) {
      if (!(error instanceof TransactionCanceledException)) throw error;
      const reasons = error.CancellationReasons ?? [];
      const failed = named.filter((_, at) => reasons[at]?.Code === "ConditionalCheckFailed");
      if (failed.length > 0) return new Set(failed.map(([name]) => name));
      if (!reasons.some(({ Code }) => Code !== undefined && TRANSIENT.has(Code))) throw error;
      await pause(attempt);
    }
  }
  throw new TableBusy();
}

/** Waits a random part of 20, 40, 80 … ms, so that rivals do not meet again. */
export const pause = (attempt: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, Math.random() * 20 * 2 ** Math.min(attempt - 1, 5)));
