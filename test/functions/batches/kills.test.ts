import { randomUUID } from "node:crypto";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { endpoints as importEndpoints } from "../../../functions/imports/index.ts";
import { startFaultProxy } from "../../../infra/local/faults/proxy.ts";
import { FilingBatch } from "../../../shared/contract/batch.ts";
import type { Table } from "../../../shared/store/table.ts";
import { startApi, type Api, type Client } from "../../support/api.ts";
import { everything, startEmulator, type Emulator } from "../../support/emulator.ts";
import { startSimulator, type Simulator } from "../../support/simulator.ts";
import { aRow, csvOf, type Cells } from "./office.ts";

let emulator: Emulator;
let register: Simulator;
beforeAll(async () => {
  [emulator, register] = await Promise.all([startEmulator(), startSimulator("title-register")]);
});
afterAll(() => Promise.all([emulator.stop(), register.stop()]));

/** Said by a call of a process that is dead. */
class Killed extends Error {
  override name = "Killed";
  code = "ECONNRESET";
}

/** A table whose connection dies for good at a call, before it or after it took effect. */
function mortal(table: Table) {
  const fuse = { left: Infinity, after: false, burnt: false };
  const send = table.client.send.bind(table.client) as (command: unknown) => Promise<unknown>;
  const dying = async (command: unknown): Promise<unknown> => {
    if (fuse.burnt) throw new Killed();
    fuse.left -= 1;
    if (fuse.left > 0) return send(command);
    fuse.burnt = true;
    if (fuse.after) await send(command);
    throw new Killed();
  };
  const client = new Proxy(table.client, {
    get: (target, name) => (name === "send" ? dying : (Reflect.get(target, name) as unknown)),
  });
  return { table: { client, name: table.name }, fuse };
}

const begin = (table: Table): Promise<Api> =>
  startApi(importEndpoints, { table, config: { TITLE_REGISTER_URL: register.url } });

const headsOf = async (name: string, prefix: string) =>
  (await everything({ client: emulator.client, name })).filter(
    ({ pk, sk }) => String(pk).startsWith(prefix) && sk === "HEAD",
  );

/** A batch to its end, the sender and the clock persisting; gives what is told of it. */
async function finished(api: Api, client: Client, file: string, key: string) {
  let answer = await client.post("/api/filing-batches", { file }, { key });
  for (let attempt = 0; attempt < 60 && answer.status === 503; attempt++)
    answer = await client.post("/api/filing-batches", { file }, { key });
  expect(answer.status).toBe(202);
  const path = `/api/filing-batches/${String(answer.body.batchId)}`;
  for (let tick = 0; tick < 60; tick++) {
    await api.moveTo(new Date(api.now() + 60_000).toISOString());
    const told = await client.get(path);
    if (told.status === 200 && told.body.state !== "RUNNING") return FilingBatch.parse(told.body);
  }
  throw new Error("It never came to its end");
}

const rowsOf = (): Cells[] => [
  aRow(),
  aRow({ "月租金（元）": "0" }),
  aRow({ 签订方式: "线上", "纸质合同摘要（SHA-256）": "" }),
];

describe("a batch whose process is killed at any of its calls to the table", () => {
  it("is finished by the next: every row once, nothing half done", async () => {
    const base = await emulator.newTable();
    const { table, fuse } = mortal(base);
    const api = await begin(table);
    const anju = await api.as("enterprise-anju");
    await finished(api, anju, csvOf(rowsOf()).toString("base64"), randomUUID());
    let kills = 0;
    for (const after of [false, true])
      for (let at = 1; ; at++) {
        Object.assign(fuse, { left: at, after, burnt: false });
        const before = { filings: (await headsOf(base.name, "FILING#")).length };
        const key = randomUUID();
        const file = csvOf(rowsOf()).toString("base64");
        await anju.post("/api/filing-batches", { file }, { key }).catch(() => undefined);
        const died = fuse.burnt;
        Object.assign(fuse, { left: Infinity, burnt: false });
        const batch = await finished(api, anju, file, key);
        expect(batch).toMatchObject({
          state: "DONE",
          counts: { FILED: 1, REFUSED: 1, TO_SIGN: 1, REPEATED: 0, SUBMITTED: 0 },
        });
        expect(await headsOf(base.name, "FILING#")).toHaveLength(before.filings + 2);
        if (!died) break;
        kills++;
      }
    console.log(`${kills} kills`);
    expect(kills).toBeGreaterThan(30);
    const filings = await headsOf(base.name, "FILING#");
    const filed = filings.filter(({ state }) => state === "FILED");
    expect(await headsOf(base.name, "CERTIFICATE#")).toHaveLength(filed.length);
    expect(await headsOf(base.name, "EXTERNAL#")).toHaveLength(filings.length);
    await api.stop();
  }, 240_000);
});

describe.each([1, 2])("with three calls in ten failing one way or another (seed %d)", (seed) => {
  it("every row of a batch ends where it would have, once", async () => {
    const { name } = await emulator.newTable();
    const proxy = await startFaultProxy({ upstream: emulator.url, seed, p: 0, lateMs: 50 });
    const client = new DynamoDBClient({
      ...{ endpoint: proxy.url, region: "us-east-1", maxAttempts: 4 },
      credentials: { accessKeyId: "local", secretAccessKey: "local" },
      requestHandler: { requestTimeout: 3_000, throwOnRequestTimeout: true },
    });
    const api = await begin({ client, name });
    const anju = await api.as("enterprise-anju");
    proxy.set({ p: 0.3, seed });
    const rows = Array.from({ length: 10 }, rowsOf).flat();
    const batch = await finished(api, anju, csvOf(rows).toString("base64"), randomUUID());
    const { faults } = proxy.counts();
    for (let left = 1; left > 0;) ({ left } = await api.tick());
    proxy.set({ p: 0 });
    console.log(`seed ${String(seed)}: ${JSON.stringify(faults)}`);
    expect(Object.values(faults).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(30);
    expect(batch).toMatchObject({ done: 30, counts: { REFUSED: 10, TO_SIGN: 10, REPEATED: 0 } });
    const states = (await headsOf(name, "FILING#")).map(({ state }) => String(state)).sort();
    expect(states).toEqual([
      ...Array.from({ length: 10 }, () => "FILED"),
      ...Array.from({ length: 10 }, () => "TO_SIGN"),
    ]);
    expect(await headsOf(name, "CERTIFICATE#")).toHaveLength(10);
    await Promise.all([api.stop(), proxy.close()]);
  }, 120_000);
});
