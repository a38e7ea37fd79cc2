import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  CreateTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
  TransactionCanceledException,
} from "@aws-sdk/client-dynamodb";
import type { BatchWriteItemOutput, WriteRequest } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startEmulator } from "../../infra/local/emulator.ts";
import type { Emulator } from "../../infra/local/emulator.ts";
import { startFaultProxy } from "../../infra/local/faults/proxy.ts";
import type { FaultProxy } from "../../infra/local/faults/proxy.ts";
import { canMeet, randomOf } from "../../infra/local/faults/plan.ts";

const TableName = "faults";
let emulator: Emulator;
let proxy: FaultProxy;
let straight: DynamoDBClient;
let client: DynamoDBClient;
let kills = 0;

const clientTo = (endpoint: string): DynamoDBClient =>
  new DynamoDBClient({
    ...{ endpoint, region: "cn-north-1", maxAttempts: 1 },
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });

beforeAll(async () => {
  emulator = await startEmulator(undefined, () => undefined);
  straight = clientTo(emulator.url);
  proxy = await startFaultProxy({
    upstream: emulator.url,
    seed: 1,
    p: 0,
    onKill: () => {
      kills++;
    },
  });
  client = clientTo(proxy.url);
  await client.send(
    new CreateTableCommand({
      TableName,
      KeySchema: [
        { AttributeName: "pk", KeyType: "HASH" },
        { AttributeName: "sk", KeyType: "RANGE" },
      ],
      AttributeDefinitions: [
        { AttributeName: "pk", AttributeType: "S" },
        { AttributeName: "sk", AttributeType: "S" },
      ],
      BillingMode: "PAY_PER_REQUEST",
    }),
  );
}, 20_000);

afterAll(async () => {
  await proxy.close();
  await emulator.stop();
});

beforeEach(() => {
  proxy.set({ p: 0, reset: true, operations: [], killAt: null, lateMs: 150 });
});

let serial = 0;
const newKey = () => ({ pk: { S: `K#${++serial}` }, sk: { S: "HEAD" } });
type Key = ReturnType<typeof newKey>;
const put = (Item: Key) => client.send(new PutItemCommand({ TableName, Item }));
const isThere = async (Key: Key): Promise<boolean> =>
  (await straight.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }))).Item !==
  undefined;
const nameOf = (act: Promise<unknown>): Promise<string> =>
  act.then(
    () => "answered",
    (error: unknown) => (error instanceof Error ? error.name : "?"),
  );

describe("the fault proxy", () => {
  it("lets everything pass when nothing is to happen, and counts the calls", async () => {
    const key = newKey();
    await put(key);
    expect(await isThere(key)).toBe(true);
    expect(proxy.counts()).toEqual({ calls: { PutItem: 1 }, faults: {}, byOperation: {} });
  });

  it("throttles and fails before anything is done, in words that the SDK knows", async () => {
    for (const [kind, name] of [
      ["throttle", "ProvisionedThroughputExceededException"],
      ["server-error", "InternalServerError"],
      ["conflict", "TransactionConflictException"],
    ] as const) {
      const key = newKey();
      proxy.set({ p: 1, kinds: [kind] });
      expect(await nameOf(put(key))).toBe(name);
      expect(await isThere(key)).toBe(false);
      expect(proxy.counts().byOperation.PutItem?.[kind]).toBe(1);
    }
  });

  it("cancels a transaction for a conflict, with a reason for each item", async () => {
    proxy.set({ p: 1, kinds: ["conflict"] });
    const [one, two] = [newKey(), newKey()];
    const TransactItems = [one, two].map((Item) => ({ Put: { TableName, Item } }));
    const error = await client
      .send(new TransactWriteItemsCommand({ TransactItems }))
      .catch((reason: unknown) => reason);
    if (!(error instanceof TransactionCanceledException)) throw new Error("not cancelled");
    expect(error.CancellationReasons?.map(({ Code }) => Code)).toEqual([
      "TransactionConflict",
      "None",
    ]);
    expect([await isThere(one), await isThere(two)]).toEqual([false, false]);
  });

  it("cuts the line before the effect, and after it", async () => {
    const [before, after] = [newKey(), newKey()];
    proxy.set({ p: 1, kinds: ["cut-before"] });
    expect(await nameOf(put(before))).not.toBe("answered");
    proxy.set({ kinds: ["cut-after"] });
    expect(await nameOf(put(after))).not.toBe("answered");
    expect([await isThere(before), await isThere(after)]).toEqual([false, true]);
    expect(proxy.counts().faults).toEqual({ "cut-before": 1, "cut-after": 1 });
  });

  it("answers late, after the effect", async () => {
    const key = newKey();
    proxy.set({ p: 1, kinds: ["late"], lateMs: 300 });
    const answer = put(key);
    await new Promise((next) => setTimeout(next, 150));
    expect(await isThere(key)).toBe(true);
    const began = performance.now();
    await answer;
    expect(performance.now() - began).toBeGreaterThan(50);
    expect(proxy.counts().faults).toEqual({ late: 1 });
  });

  it("passes on a refusal of the database itself, and counts no fault then", async () => {
    const key = newKey();
    await put(key);
    proxy.set({ p: 1, kinds: ["cut-after", "late"] });
    const again = client.send(
      new PutItemCommand({ TableName, Item: key, ConditionExpression: "attribute_not_exists(pk)" }),
    );
    expect(await nameOf(again)).toBe("ConditionalCheckFailedException");
    expect(proxy.counts().faults).toEqual({});
  });

  it("does a batch in part and gives the rest back, until it is done", async () => {
    proxy.set({ p: 1, kinds: ["partial"] });
    const keys = Array.from({ length: 10 }, newKey);
    let rest: WriteRequest[] | undefined = keys.map((Item) => ({ PutRequest: { Item } }));
    let rounds = 0;
    while (rest && rest.length > 0) {
      const RequestItems: Record<string, WriteRequest[]> = { [TableName]: rest };
      const answer: BatchWriteItemOutput = await client.send(
        new BatchWriteItemCommand({ RequestItems }),
      );
      rest = answer.UnprocessedItems?.[TableName];
      rounds++;
    }
    expect(rounds).toBeGreaterThan(1);
    expect(await Promise.all(keys.map(isThere))).toEqual(keys.map(() => true));

    const read = await client.send(
      new BatchGetItemCommand({
        RequestItems: { [TableName]: { Keys: keys, ConsistentRead: true } },
      }),
    );
    const got = read.Responses?.[TableName]?.length ?? 0;
    const left = read.UnprocessedKeys?.[TableName];
    expect(got).toBeGreaterThan(0);
    expect(got + (left?.Keys?.length ?? 0)).toBe(10);
    expect(left?.ConsistentRead).toBe(true);
    expect(proxy.counts().byOperation.BatchGetItem).toEqual({ partial: 1 });
  });

  it("ends a page early, with the key to go on from", async () => {
    const pk = `P#${++serial}`;
    for (let n = 0; n < 7; n++) await put({ pk: { S: pk }, sk: { S: `ROW#${n}` } });
    proxy.set({ p: 1, kinds: ["short-page"] });
    const rows: string[] = [];
    let from: Record<string, { S: string }> | undefined;
    do {
      const page = await client.send(
        new QueryCommand({
          TableName,
          KeyConditionExpression: "pk = :pk",
          ExpressionAttributeValues: { ":pk": { S: pk } },
          ExclusiveStartKey: from,
        }),
      );
      rows.push(...(page.Items ?? []).map(({ sk }) => sk?.S ?? ""));
      from = page.LastEvaluatedKey as typeof from;
    } while (from);
    expect(rows).toEqual([0, 1, 2, 3, 4, 5, 6].map((n) => `ROW#${n}`));
    expect(proxy.counts().faults["short-page"]).toBeGreaterThan(1);
  });

  it("runs the kill callback at the n-th call, before or after its effect", async () => {
    for (const when of ["before", "after"] as const) {
      const keys = Array.from({ length: 4 }, newKey);
      kills = 0;
      proxy.set({ killAt: { call: 3, when }, reset: true });
      const ends: string[] = [];
      for (const key of keys) ends.push(await nameOf(put(key)));
      expect(ends.map((end) => end === "answered")).toEqual([true, true, false, true]);
      expect(kills).toBe(1);
      expect(await Promise.all(keys.map(isThere))).toEqual([true, true, when === "after", true]);
      expect(proxy.counts().faults).toEqual({ kill: 1 });
    }
  });

  it("is set and read over HTTP, and refuses settings that make no sense", async () => {
    const post = (body: unknown) =>
      fetch(`${proxy.url}/__faults`, { method: "POST", body: JSON.stringify(body) });
    await post({ p: 1, kinds: ["throttle"], operations: ["GetItem"], reset: true });
    await put(newKey());
    expect(await nameOf(client.send(new GetItemCommand({ TableName, Key: newKey() })))).toBe(
      "ProvisionedThroughputExceededException",
    );
    const counts: unknown = await (await fetch(`${proxy.url}/__faults`)).json();
    expect(counts).toMatchObject({
      ...{ p: 1, calls: { PutItem: 1, GetItem: 1 }, faults: { throttle: 1 } },
      byOperation: { GetItem: { throttle: 1 } },
    });
    expect((await post({ p: 2 })).status).toBe(422);
    expect((await post({ kinds: ["gremlins"] })).status).toBe(422);
  });

  it("replays a seed, meets about p of the calls, and leaves tables alone", async () => {
    const run = async (seed: number): Promise<string[]> => {
      proxy.set({ seed, p: 0.3, kinds: ["throttle", "conflict", "server-error"], reset: true });
      const ends: string[] = [];
      for (let n = 0; n < 60; n++) ends.push(await nameOf(put(newKey())));
      return ends;
    };
    const first = await run(7);
    expect(await run(7)).toEqual(first);
    expect(await run(8)).not.toEqual(first);
    const met = Array.from({ length: 10_000 }, (_, n) => randomOf(3, n)()).filter((r) => r < 0.3);
    expect(met.length).toBeGreaterThan(2800);
    expect(met.length).toBeLessThan(3200);
    expect(canMeet("throttle", "CreateTable")).toBe(false);
  });

  it("cuts the line when the database is gone", async () => {
    const alone = await startFaultProxy({ upstream: "http://127.0.0.1:1" });
    const lost = clientTo(alone.url);
    expect(await nameOf(lost.send(new GetItemCommand({ TableName, Key: newKey() })))).not.toBe(
      "answered",
    );
    await alone.close();
  });
});
