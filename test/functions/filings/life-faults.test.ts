import { randomUUID } from "node:crypto";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { endpoints } from "../../../functions/filings/index.ts";
import { startFaultProxy, type FaultProxy } from "../../../infra/local/faults/proxy.ts";
import { findFiling, moveFiling, type NextFiling } from "../../../shared/store/filings.ts";
import { transact } from "../../../shared/store/transact.ts";
import { startApi, type Answered, type Api, type Client } from "../../support/api.ts";
import { everything } from "../../support/emulator.ts";
import { confirm, filed, filingOf, linToChen, startLine, type Line } from "./line.ts";

let line: Line;
let lin: Client;
let chen: Client;
beforeAll(async () => {
  line = await startLine();
  [lin, chen] = await Promise.all([line.api.as("landlord-lin"), line.api.as("tenant-chen")]);
});
afterAll(() => line.stop());

const RAISE = {
  agreedOn: "2026-07-01",
  effectiveOn: "2026-08-01",
  terms: { monthlyRentFen: 190_000 },
};
const certificatesOf = async (id: string) =>
  (await everything(line.api.services.table)).filter(
    ({ pk, filingId }) => String(pk).startsWith("CERTIFICATE#") && filingId === id,
  );

describe("a change confirmed", () => {
  it("twelve times at once, with one key and with many, makes one version", async () => {
    const { id } = await filed({ lin, chen });
    await lin.post(`/api/filings/${id}/changes`, RAISE);
    const { pendingChange } = await filingOf(chen, id);
    const body = { termsDigest: pendingChange?.termsDigest };
    const path = `/api/filings/${id}/pending-change/confirmations`;
    const key = randomUUID();
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, n) => chen.post(path, body, n < 6 ? { key } : {})),
    );
    const taken = answers.filter(({ status }) => status === 201);
    expect(taken.length).toBeGreaterThanOrEqual(1);
    for (const { status } of answers) expect([201, 409]).toContain(status);
    expect((await filingOf(chen, id)).filedVersion).toBe(2);
    expect((await certificatesOf(id)).map(({ status }) => status).toSorted()).toEqual([
      "CHANGED",
      "IN_FORCE",
    ]);
  });

  it("and cut off before its checks is made good by the clock, once", async () => {
    const { id } = await filed({ lin, chen });
    await lin.post(`/api/filings/${id}/changes`, RAISE);
    const { table, vault: open } = line.api.services;
    const vault = await open();
    const seen = await findFiling(table, vault, id);
    if (!seen?.pendingChange) throw new Error("no change");
    // As a crash between the last confirmation and the checks leaves it.
    const at = new Date(line.api.now()).toISOString();
    const { confirmBy: _, ...pending } = seen.pendingChange;
    const next: NextFiling = {
      ...seen,
      pendingChange: { ...pending, state: "SUBMITTED", submittedAt: at },
    };
    const act = { actor: "x", role: "party", action: "confirmChange", at, outcome: "FILED" };
    await transact(table, { ...moveFiling(vault, next, seen, act) });
    expect(await line.api.tick()).toEqual({ done: 1, left: 0 });
    expect((await filingOf(chen, id)).filedVersion).toBe(2);
    expect(await line.api.tick()).toEqual({ done: 0, left: 0 });
    expect(await certificatesOf(id)).toHaveLength(2);
  });
});

describe("the bureau of another district", () => {
  it("finds no change to decide there", async () => {
    const { id, lease } = await filed({ lin, chen });
    await line.register.script({ key: lease.unit.titleCertNo ?? "", as: "down" });
    await lin.post(`/api/filings/${id}/changes`, RAISE);
    await confirm(chen, id);
    await line.register.clear();
    const jinjiang = await line.api.as("reviewer-jinjiang");
    const path = `/api/office/filings/${id}/change-decision`;
    expect((await jinjiang.post(path, { decision: "TAKE" })).status).toBe(404);
    expect((await chen.post(path, { decision: "TAKE" })).status).toBe(403);
  });
});

/** Sends again under the same key, as a caller does who got 503. */
async function persistent(send: (key: string) => Promise<Answered>): Promise<Answered> {
  const key = randomUUID();
  for (let attempt = 0; attempt < 60; attempt++) {
    const answer = await send(key);
    if (answer.status !== 503) return answer;
  }
  throw new Error("It never got through");
}
const post = (client: Client, path: string, body: unknown) =>
  persistent((key) => client.post(path, body, { key }));

describe("with three calls in ten failing one way or another", () => {
  let proxy: FaultProxy;
  afterAll(() => proxy.close());

  it("renewals and ends come to their end once, with nothing half done", async () => {
    const { name } = await line.emulator.newTable();
    const seed = 7;
    proxy = await startFaultProxy({ upstream: line.emulator.url, seed, p: 0, lateMs: 50 });
    const client = new DynamoDBClient({
      ...{ endpoint: proxy.url, region: "us-east-1", maxAttempts: 4 },
      credentials: { accessKeyId: "local", secretAccessKey: "local" },
      requestHandler: { requestTimeout: 3_000, throwOnRequestTimeout: true },
    });
    const api = await startApi(endpoints, {
      table: { client, name },
      config: { TITLE_REGISTER_URL: line.register.url },
    });
    const [owner, renter] = await Promise.all([api.as("landlord-lin"), api.as("tenant-chen")]);
    proxy.set({ p: 0.3, seed });
    await Promise.all(
      Array.from({ length: 8 }, (_, n) => aLife(api, { owner, renter, renews: n % 2 === 0 })),
    );
    for (let left = 1; left > 0;) ({ left } = await api.tick());
    const { faults } = proxy.counts();
    proxy.set({ p: 0 });
    expect(Object.values(faults).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(30);

    const items = await everything({ client: line.emulator.client, name });
    const heads = (prefix: string) =>
      items.filter(({ pk, sk }) => String(pk).startsWith(prefix) && sk === "HEAD");
    const states = heads("FILING#").map(
      ({ state, filedVersion }) => `${String(state)} ${String(filedVersion)}`,
    );
    expect(states.toSorted()).toEqual([
      ...Array.from({ length: 4 }, () => "CANCELLED 1"),
      ...Array.from({ length: 4 }, () => "FILED 2"),
    ]);
    const certificates = heads("CERTIFICATE#").map(({ status }) => String(status));
    expect(certificates.toSorted()).toEqual([
      ...Array.from({ length: 4 }, () => "CANCELLED"),
      ...Array.from({ length: 4 }, () => "CHANGED"),
      ...Array.from({ length: 4 }, () => "IN_FORCE"),
    ]);
    const terms = items.filter(({ sk }) => String(sk).startsWith("TERM#"));
    expect(terms.map(({ until }) => until).toSorted()).toEqual([
      ...Array.from({ length: 4 }, () => "2026-06-30"),
      ...Array.from({ length: 4 }, () => "2028-06-30"),
    ]);
    await api.stop();
  }, 120_000);
});

/** Filed, then renewed by both, or ended by both the day before. */
async function aLife(
  api: Api,
  { owner, renter, renews }: { owner: Client; renter: Client; renews: boolean },
): Promise<void> {
  const draft = linToChen();
  const lease = { ...draft.lease, from: "2026-06-28" };
  const { body: drafted } = await post(owner, "/api/filings", { ...draft, lease });
  const { id, termsDigest } = drafted as { id: string; termsDigest: string };
  const path = `/api/filings/${id}`;
  await post(owner, `${path}/send`, { termsDigest, submitWhenSigned: true });
  await post(renter, `${path}/signatures`, { termsDigest });
  const propose = () =>
    renews
      ? post(owner, `${path}/renewals`, { agreedOn: "2026-07-01", until: "2028-06-30" })
      : post(owner, `${path}/ends`, { basis: "AGREEMENT", on: "2026-06-30" });
  let proposed = await propose();
  // Its checks may have been cut off: until the clock has come by, it is not on record.
  for (let round = 0; proposed.status === 409 && round < 20; round++) {
    await api.tick();
    proposed = await propose();
  }
  const { pendingChange } = proposed.body as { pendingChange: { termsDigest: string } };
  const confirmed = await post(renter, `${path}/pending-change/confirmations`, {
    termsDigest: pendingChange.termsDigest,
  });
  expect(confirmed.status).toBe(201);
}
