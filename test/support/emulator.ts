import { spawn, type ChildProcess } from "node:child_process";
import { createServer, type AddressInfo } from "node:net";
import {
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  ScanCommand,
} from "@aws-sdk/client-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import { tableSchema } from "../../infra/constructs/table-schema.ts";
import type { Item, Table } from "../../shared/store/table.ts";

const BINARY = new URL("../../node_modules/@dynoxide/linux-x64/dynoxide", import.meta.url).pathname;

/** A DynamoDB of the test's own: in memory, gone with `stop`. */
export type Emulator = {
  readonly url: string;
  readonly client: DynamoDBClient;
  /** A new, empty table with the schema of `infra/constructs/table-schema.ts`. */
  newTable(): Promise<Table>;
  stop(): Promise<void>;
};

/** Starts the emulator on a free port and waits until it answers. */
export async function startEmulator(): Promise<Emulator> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(BINARY, ["serve", "--port", String(port)], { stdio: "ignore" });
  const client = new DynamoDBClient({
    endpoint: url,
    region: "us-east-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
    maxAttempts: 2,
  });
  await untilItAnswers(url, child);
  let tables = 0;
  return {
    url,
    client,
    async newTable() {
      const table: Table = { client, name: `${tableSchema.tableName}-${String(++tables)}` };
      await createTable(table);
      return table;
    },
    stop: () => ended(child, client),
  };
}

/** Every item of a table, for tests that look at what is stored. */
export async function everything(table: Table): Promise<Item[]> {
  const items: Item[] = [];
  let start: Record<string, never> | undefined;
  do {
    const page = await table.client.send(
      new ScanCommand({ TableName: table.name, ...(start && { ExclusiveStartKey: start }) }),
    );
    items.push(...(page.Items ?? []).map((item) => unmarshall(item)));
    start = page.LastEvaluatedKey as Record<string, never> | undefined;
  } while (start);
  return items;
}

export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => {
        resolve(port);
      });
    });
  });

async function untilItAnswers(url: string, child: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    if (child.exitCode !== null) throw new Error("The emulator ended at once");
    try {
      await fetch(url);
      return;
    } catch (error) {
      if (!(error instanceof TypeError)) throw error; // fetch says TypeError when nobody listens yet
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
  throw new Error("The emulator does not answer");
}

async function createTable({ client, name }: Table): Promise<void> {
  const { partitionKey, sortKey, indexes } = tableSchema;
  const names = new Set([
    partitionKey,
    sortKey,
    ...indexes.flatMap((index) => [index.partitionKey, index.sortKey]),
  ]);
  const keySchema = (hash: string, range: string) => [
    { AttributeName: hash, KeyType: "HASH" as const },
    { AttributeName: range, KeyType: "RANGE" as const },
  ];
  await client.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [...names].map((AttributeName) => ({
        AttributeName,
        AttributeType: "S" as const,
      })),
      KeySchema: keySchema(partitionKey, sortKey),
      GlobalSecondaryIndexes: indexes.map((index) => ({
        IndexName: index.indexName,
        KeySchema: keySchema(index.partitionKey, index.sortKey),
        Projection: { ProjectionType: "ALL" as const },
      })),
    }),
  );
  for (let attempt = 0; attempt < 100; attempt++) {
    const { Table: found } = await client.send(new DescribeTableCommand({ TableName: name }));
    if (found?.TableStatus === "ACTIVE") return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error("The table does not become active");
}

const ended = (child: ChildProcess, client: DynamoDBClient): Promise<void> =>
  new Promise((resolve) => {
    client.destroy();
    if (child.exitCode !== null) {
      resolve();
      return;
    }
    child.once("exit", () => {
      resolve();
    });
    child.kill("SIGTERM");
  });
