import {
  DynamoDBClient,
  GetItemCommand,
  QueryCommand,
  type AttributeValue,
} from "@aws-sdk/client-dynamodb";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";

/** A table and the connection to it. */
export type Table = { readonly client: DynamoDBClient; readonly name: string };
export type Key = { readonly pk: string; readonly sk: string };
export type Item = Readonly<Record<string, unknown>>;

/**
 * Opens the table. Three attempts a call and short waits: an answer must come within the request's
 * 25 s even when most calls fail.
 */
export function openTable(name: string): Table {
  const client = new DynamoDBClient({
    maxAttempts: 4,
    requestHandler: {
      connectionTimeout: 1_000,
      requestTimeout: 3_000,
      throwOnRequestTimeout: true,
    },
  });
  return { client, name };
}

export const toItem = (value: Item): Record<string, AttributeValue> =>
  marshall(value, { removeUndefinedValues: true });

/** One item by its key, read consistently; undefined when there is none. */
export async function read(table: Table, key: Key): Promise<Item | undefined> {
  const { Item: found } = await table.client.send(
    new GetItemCommand({
      TableName: table.name,
      Key: marshall({ pk: key.pk, sk: key.sk }),
      ConsistentRead: true,
    }),
  );
  return found && unmarshall(found);
}

export type Page = { readonly items: readonly Item[]; readonly next?: string };

/**
 * Items of one partition in the order of their sort key, read consistently.
 *
 * @param from - `prefix`: what the sort key begins with; `after`: the sort key to go on behind;
 *   `limit`: at most so many items, all of them when absent (a partition known to be small)
 * @returns the items, and `next` (a sort key) when there may be more
 */
export async function list(
  table: Table,
  pk: string,
  { prefix, after, limit, descending }: ListOptions = {},
): Promise<Page> {
  const items: Item[] = [];
  let start = after === undefined ? undefined : marshall({ pk, sk: after });
  for (;;) {
    const page = await table.client.send(
      new QueryCommand({
        TableName: table.name,
        KeyConditionExpression: prefix ? "pk = :pk AND begins_with(sk, :prefix)" : "pk = :pk",
        ExpressionAttributeValues: marshall({ ":pk": pk, ...(prefix && { ":prefix": prefix }) }),
        ConsistentRead: true,
        ScanIndexForward: !descending,
        ...(limit !== undefined && { Limit: limit - items.length }),
        ...(start && { ExclusiveStartKey: start }),
      }),
    );
    items.push(...(page.Items ?? []).map((item) => unmarshall(item)));
    start = page.LastEvaluatedKey;
    if (!start) return { items };
    if (limit !== undefined && items.length >= limit)
      return { items, next: String(unmarshall(start).sk) };
  }
}

type ListOptions = {
  readonly prefix?: string;
  readonly after?: string;
  readonly limit?: number;
  readonly descending?: boolean;
};

/**
 * Items by one of the two sparse indexes. The index lags behind the table: read the base item
 * again before acting on it.
 *
 * @param index - `due` (partition `dueShard`, sort `dueAt`) or `queue` (`queue`, `queueSort`)
 * @param upTo - only items whose sort value is not greater
 */
export async function listIndex(
  table: Table,
  index: "due" | "queue",
  { partition, upTo, limit = 100, after }: IndexOptions,
): Promise<{ readonly items: readonly Item[]; readonly next?: Item }> {
  const [hash, sort] = index === "due" ? ["dueShard", "dueAt"] : ["queue", "queueSort"];
  const page = await table.client.send(
    new QueryCommand({
      TableName: table.name,
      IndexName: index,
      KeyConditionExpression: upTo === undefined ? "#h = :h" : "#h = :h AND #s <= :s",
      ExpressionAttributeNames: { "#h": hash, ...(upTo !== undefined && { "#s": sort }) },
      ExpressionAttributeValues: marshall({
        ":h": partition,
        ...(upTo !== undefined && { ":s": upTo }),
      }),
      Limit: limit,
      ...(after && { ExclusiveStartKey: toItem(after) }),
    }),
  );
  const items = (page.Items ?? []).map((item) => unmarshall(item));
  return { items, ...(page.LastEvaluatedKey && { next: unmarshall(page.LastEvaluatedKey) }) };
}

type IndexOptions = {
  readonly partition: string;
  readonly upTo?: string;
  readonly limit?: number;
  readonly after?: Item;
};
