import { randomUUID } from "node:crypto";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { endpoints } from "../../../functions/filings/index.ts";
import { startFaultProxy, type FaultProxy } from "../../../infra/local/faults/proxy.ts";
import { auditHash } from "../../../shared/store/audit.ts";
import type { Item } from "../../../shared/store/table.ts";
import { startApi, type Answered, type Client } from "../../support/api.ts";
import { everything, startEmulator, type Emulator } from "../../support/emulator.ts";
import { startSimulator, type Simulator } from "../../support/simulator.ts";
import { aFlat, chenAlone, linToChen } from "./line.ts";

let emulator: Emulator;
let register: Simulator;
beforeAll(async () => {
  [emulator, register] = await Promise.all([startEmulator(), startSimulator("title-register")]);
});
afterAll(async () => {
  await Promise.all([emulator.stop(), register.stop()]);
});

/** Sends again under the same key, as a caller does who got 503. */
async function persistent(send: (key: string) => Promise<Answered>): Promise<Answered> {
  const key = randomUUID();
  for (let attempt = 0; attempt < 60; attempt++) {
    const answer = await send(key);
    if (answer.status !== 503) return answer;
    expect(answer.headers["retry-after"]).toBeDefined();
  }
  throw new Error("It never got through");
}

const post = (client: Client, path: string, body: unknown) =>
  persistent((key) => client.post(path, body, { key }));

async function online(lin: Client, chen: Client) {
  const { body: drafted } = await post(lin, "/api/filings", linToChen());
  const { id, termsDigest } = drafted as { id: string; termsDigest: string };
  const path = `/api/filings/${id}`;
  const sent = await post(lin, `${path}/send`, { termsDigest, submitWhenSigned: true });
  const signed = await post(chen, `${path}/signatures`, { termsDigest });
  return [sent.status, signed.status];
}

async function onPaper(chen: Client, flat: ReturnType<typeof aFlat>) {
  const draft = chenAlone();
  const lease = { ...draft.lease, unit: { ...draft.lease.unit, ...flat } };
  const { body } = await post(chen, "/api/filings", { ...draft, lease });
  return (await post(chen, `/api/filings/${String(body.id)}/submit`, {})).status;
}

const headsOf = (items: readonly Item[], prefix: string) =>
  items.filter(({ pk, sk }) => String(pk).startsWith(prefix) && sk === "HEAD");

function expectWholeChains(items: readonly Item[]) {
  for (const { pk, version, auditHead } of headsOf(items, "FILING#")) {
    const entries = items.filter((one) => one.pk === pk && one.sk !== "HEAD");
    expect(entries).toHaveLength(Number(version));
    let prev = "0".repeat(64);
    for (const {
      seq,
      hash,
      actor,
      role,
      action,
      at,
      reason,
      outcome,
    } of entries as unknown as (Parameters<typeof auditHash>[2] & {
      seq: number;
      hash: string;
    })[]) {
      const act = { actor, role, action, at, outcome, ...(reason !== undefined && { reason }) };
      expect(auditHash(seq, prev, act)).toBe(hash);
      prev = hash;
    }
    expect(prev).toBe(auditHead);
  }
}

describe.each([1, 2, 3])("with three calls in ten failing one way or another (seed %d)", (seed) => {
  let proxy: FaultProxy;
  afterAll(() => proxy.close());

  it("every filing ends where it would have, once, with nothing half done", async () => {
    const { name } = await emulator.newTable();
    proxy = await startFaultProxy({ upstream: emulator.url, seed, p: 0, lateMs: 50 });
    const client = new DynamoDBClient({
      ...{ endpoint: proxy.url, region: "us-east-1", maxAttempts: 4 },
      credentials: { accessKeyId: "local", secretAccessKey: "local" },
      requestHandler: { requestTimeout: 3_000, throwOnRequestTimeout: true },
    });
    const api = await startApi(endpoints, {
      table: { client, name },
      config: { TITLE_REGISTER_URL: register.url },
    });
    const [lin, chen] = await Promise.all([api.as("landlord-lin"), api.as("tenant-chen")]);
    proxy.set({ p: 0.3, seed });
    const flat = aFlat();
    const [lines, papers] = await Promise.all([
      Promise.all(Array.from({ length: 6 }, () => online(lin, chen))),
      Promise.all(Array.from({ length: 6 }, () => onPaper(chen, flat))),
    ]);
    for (const statuses of lines) expect(statuses).toEqual([200, 201]);
    for (const status of papers) expect([202, 409]).toContain(status);
    for (let left = 1; left > 0;) ({ left } = await api.tick());
    const { faults } = proxy.counts();
    proxy.set({ p: 0 });
    console.log(`seed ${String(seed)}: ${JSON.stringify(faults)}`);
    const happened = Object.values(faults).reduce((sum, count) => sum + count, 0);
    expect(happened).toBeGreaterThan(30);
    expect(faults["cut-after"]).toBeGreaterThan(0);

    const items = await everything({ client: emulator.client, name });
    const filings = headsOf(items, "FILING#");
    expect(filings).toHaveLength(12);
    const states = filings.map(({ state }) => String(state));
    expect(states.filter((state) => state === "FILED")).toHaveLength(7);
    expect(states.filter((state) => state === "SUBMITTED")).toHaveLength(0);
    expect(headsOf(items, "CERTIFICATE#")).toHaveLength(7);
    expect(items.filter(({ sk }) => String(sk).startsWith("TERM#"))).toHaveLength(7);
    const filed = headsOf(items, "OUTBOX#").filter(({ kind }) => kind === "filing-filed");
    expect(filed).toHaveLength(14);
    expectWholeChains(items);
    await api.stop();
  }, 120_000);
});
