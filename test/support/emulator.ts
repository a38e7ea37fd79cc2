import { randomBytes } from "node:crypto";
import { ScanCommand, type AttributeValue, type DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import { tableSchema } from "../../infra/constructs/table-schema.ts";
import * as local from "../../infra/local/emulator.ts";
import { emulatorClient, ensureTable } from "../../infra/local/table.ts";
import type { Item, Table } from "../../shared/store/table.ts";

export { freePort } from "../../infra/local/free-port.ts";

/** A DynamoDB of the test's own: in memory, gone with `stop`, or with the process that runs the test. */
export type Emulator = {
  readonly url: string;
  readonly client: DynamoDBClient;
  /** A new, empty table with the schema of `infra/constructs/table-schema.ts`. */
  newTable(): Promise<Table>;
  stop(): Promise<void>;
};

/** Starts the emulator on a free port, or takes the one that AWS_ENDPOINT_URL_DYNAMODB names. */
export async function startEmulator(): Promise<Emulator> {
  const given = process.env.AWS_ENDPOINT_URL_DYNAMODB;
  const emulator = given
    ? { url: given, stop: () => Promise.resolve() }
    : await local.startEmulator(undefined, () => undefined);
  const client = emulatorClient(emulator.url);
  return {
    url: emulator.url,
    client,
    async newTable() {
      const name = `${tableSchema.tableName}-${randomBytes(6).toString("hex")}`;
      await ensureTable(client, tableProperties(name));
      return { client, name };
    },
    async stop() {
      client.destroy();
      await emulator.stop();
    },
  };
}

/** Every item of a table, for tests that look at what is stored. */
export async function everything(table: Table): Promise<Item[]> {
  const items: Item[] = [];
  let start: Record<string, AttributeValue> | undefined;
  do {
    const page = await table.client.send(
      new ScanCommand({ TableName: table.name, ...(start && { ExclusiveStartKey: start }) }),
    );
    items.push(...(page.Items ?? []).map((item) => unmarshall(item)));
    start = page.LastEvaluatedKey;
  } while (start);
  return items;
}

/** The schema as the template says it. */
export function tableProperties(TableName: string) {
  const { partitionKey, sortKey, indexes, timeToLiveAttribute } = tableSchema;
  const names = [
    partitionKey,
    sortKey,
    ...indexes.flatMap((index) => [index.partitionKey, index.sortKey]),
  ];
  const keySchema = (hash: string, range: string) => [
    { AttributeName: hash, KeyType: "HASH" },
    { AttributeName: range, KeyType: "RANGE" },
  ];
  return {
    TableName,
    KeySchema: keySchema(partitionKey, sortKey),
    AttributeDefinitions: names.map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
    GlobalSecondaryIndexes: indexes.map((index) => ({
      IndexName: index.indexName,
      KeySchema: keySchema(index.partitionKey, index.sortKey),
      Projection: { ProjectionType: "ALL" },
    })),
    StreamSpecification: { StreamViewType: "NEW_AND_OLD_IMAGES" },
    TimeToLiveSpecification: { AttributeName: timeToLiveAttribute, Enabled: true },
  };
}
