import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DescribeTableCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Lambda } from "../../../infra/local/lambda.ts";
import { StreamPoller } from "../../../infra/local/stream.ts";
import type { Table } from "../../../shared/store/table.ts";
import { startEmulator, type Emulator } from "../../support/emulator.ts";

const folder = mkdtempSync(join(tmpdir(), "quanju-stream-"));
const taken = join(folder, "taken.txt");

/** Writes down what it was given; fails for items whose key says so, whole or as a batch item. */
const HANDLER = `
import { appendFileSync } from "node:fs";
export const handler = async ({ Records }) => {
  const batchItemFailures = [];
  for (const { dynamodb } of Records) {
    const pk = dynamodb.Keys.pk.S;
    if (pk.includes("crash")) throw new Error("poison");
    if (pk.includes("fail")) {
      batchItemFailures.push({ itemIdentifier: dynamodb.SequenceNumber });
      break;
    }
    appendFileSync(${JSON.stringify(taken)}, pk + "\\n");
  }
  return { batchItemFailures };
};`;

let emulator: Emulator;
let table: Table;
let lambda: Lambda;
let arn: string;

beforeAll(async () => {
  writeFileSync(join(folder, "index.mjs"), HANDLER);
  emulator = await startEmulator();
  table = await emulator.newTable();
  const described = await table.client.send(new DescribeTableCommand({ TableName: table.name }));
  arn = described.Table?.LatestStreamArn ?? "";
  lambda = new Lambda({
    name: "m",
    folder,
    environment: {},
    timeoutMs: 5_000,
    log: () => undefined,
  });
});
afterAll(async () => {
  await lambda.stop();
  await emulator.stop();
  rmSync(folder, { recursive: true });
});

/** A poller as a fresh process would have it: what it knows is in the folder. */
const poller = () =>
  new StreamPoller({
    endpoint: emulator.url,
    arn,
    lambda,
    folder,
    properties: {
      FunctionName: "local:A/M",
      BatchSize: 5,
      MaximumRetryAttempts: 2,
      BisectBatchOnFunctionError: true,
      FunctionResponseTypes: ["ReportBatchItemFailures"],
      FilterCriteria: {
        Filters: [
          {
            Pattern: JSON.stringify({
              eventName: ["INSERT"],
              dynamodb: { Keys: { pk: { S: [{ prefix: "OUTBOX#" }] } } },
            }),
          },
        ],
      },
    },
  });

async function write(...names: string[]): Promise<void> {
  for (const name of names) {
    const Item = { pk: { S: name }, sk: { S: "HEAD" } };
    await table.client.send(new PutItemCommand({ TableName: table.name, Item }));
  }
}
const seen = () => (existsSync(taken) ? readFileSync(taken, "utf8").trim().split("\n") : []);
const outbox = (...names: (string | number)[]) => names.map((name) => `OUTBOX#${name}`);

describe("the table's stream on this machine", () => {
  it("gives new outbox items to the sender in order, and nothing else", async () => {
    await write("LOG", ...outbox(1, 2), "FILING#1", ...outbox(3, 4, 5, 6, 7));
    expect(await poller().drain()).toBe(7);
    expect(seen()).toEqual(outbox(1, 2, 3, 4, 5, 6, 7));
  });

  it("goes on where it was, after a restart too", async () => {
    expect(await poller().drain()).toBe(0);
    await write(...outbox(8));
    expect(await poller().drain()).toBe(1);
    expect(seen().at(-1)).toBe("OUTBOX#8");
  });

  it("sets a poisonous record aside after its attempts, and loses none around it", async () => {
    await write(...outbox("a", "fail-1", "b", "crash-1", "c"));
    await poller().drain();
    expect(new Set(seen().slice(8))).toEqual(new Set(outbox("a", "b", "c")));
    const aside = readFileSync(join(folder, "unsent.jsonl"), "utf8");
    expect(aside.match(/OUTBOX#[\w-]+/g)).toEqual(outbox("fail-1", "crash-1"));
  });
});
