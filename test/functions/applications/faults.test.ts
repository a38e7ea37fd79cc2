import { randomUUID } from "node:crypto";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startFaultProxy, type FaultProxy } from "../../../infra/local/faults/proxy.ts";
import { auditHash, type Act } from "../../../shared/store/audit.ts";
import type { Item } from "../../../shared/store/table.ts";
import { startApi, type Answered, type Api, type Client } from "../../support/api.ts";
import { aHome, aScheme } from "../../support/builders/scheme.ts";
import { everything, startEmulator, type Emulator } from "../../support/emulator.ts";
import { startSimulator, type Simulator } from "../../support/simulator.ts";
import { changeScheme, draw, freeze, putScheme } from "./a-batch.ts";
import { endpoints, formOf, generated, START } from "./line.ts";

const HOUSEHOLDS = 8;
const HOMES = 4;

const scheme = aScheme({
  pools: [
    {
      id: "A",
      name: { zh: "普通组", en: "Ordinary" },
      ...{ units: HOMES, spill: "-", queue: "ORDINARY", minPersons: 1, maxPersons: 16 },
    },
  ],
  layoutRules: [{ layout: "2-1-1", minPersons: 1, maxPersons: 16 }],
  intent: { opensAt: "2026-03-16T01:00:00Z", closesAt: "2026-03-27T10:00:00Z" },
  homes: Array.from({ length: HOMES }, (_, at) =>
    aHome({ homeId: `FZ3-${String(at)}`, flatId: `QZFZ0000000${String(at)}`, no: String(at) }),
  ),
});
const { schemeId } = scheme;

let emulator: Emulator;
let agencies: Simulator;
let register: Simulator;
beforeAll(async () => {
  [emulator, agencies, register] = await Promise.all([
    startEmulator(),
    startSimulator("agencies"),
    startSimulator("title-register"),
  ]);
});
afterAll(async () => {
  await Promise.all([emulator.stop(), agencies.stop(), register.stop()]);
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

async function post(client: Client, path: string, body?: unknown): Promise<Answered["body"]> {
  const answer = await persistent((key) => client.post(path, body, { key }));
  if (answer.status > 201) throw new Error(JSON.stringify(answer.body));
  return answer.body;
}

const settled = async (api: Api): Promise<void> => {
  for (let left = 1; left > 0;) ({ left } = await api.tick());
};
const people = generated(HOUSEHOLDS);

/** Everyone applies and is taken to the waiting list. */
async function toWaitingList(api: Api): Promise<string[]> {
  const ids = await Promise.all(
    people.map(async ({ key }) =>
      String((await post(await api.as(key), "/api/applications", formOf(key))).applicationId),
    ),
  );
  const acts = [
    ["clerk-fengze", "application-acceptances", {}],
    ["clerk-fengze", "application-first-reviews", { note: "材料齐全" }],
    ["reviewer-fengze", "application-recommendations", { note: "符合条件" }],
    ["approver-fengze", "application-decisions", {}],
  ] as const;
  for (const [officer, act, body] of acts) {
    const client = await api.as(officer);
    const done = await post(client, `/api/office/${act}`, { applicationIds: ids, ...body });
    expect(JSON.stringify(done)).not.toContain("problem");
    await api.moveTo(new Date(api.now() + 60_000).toISOString());
    await settled(api);
  }
  await api.moveTo("2026-03-13T16:00:00.000Z");
  await settled(api);
  return ids;
}

/** Everyone opts in and passes the recheck. */
async function toRoster(api: Api, ids: readonly string[]): Promise<void> {
  await api.moveTo("2026-03-17T02:00:00.000Z");
  await Promise.all(
    ids.map(async (applicationId, at) =>
      post(await api.as(people[at]?.key), `/api/schemes/${schemeId}/intents`, {
        ...{ applicationId, pools: ["A"] },
      }),
    ),
  );
  const reviewer = await api.as("reviewer-fengze");
  await changeScheme(api, schemeId, { state: "RECHECKING" });
  await post(reviewer, `/api/office/schemes/${schemeId}/rechecks`, {
    decisions: ids.map((applicationId) => ({ applicationId, outcome: "QUALIFIED" })),
  });
}

/** All push for the same homes at once, until there is none left for them. */
async function choose(api: Api, ids: readonly string[]): Promise<string[]> {
  const chosen = await Promise.all(
    ids.map(async (applicationId, at) => {
      const client = await api.as(people[at]?.key);
      for (let home = 0, tries = 0; home < HOMES && tries < 200; tries++) {
        const body = { applicationId, homeId: `FZ3-${String(home)}` };
        const answer = await persistent((key) =>
          client.post(`/api/draws/${schemeId}/claims`, body, { key }),
        );
        if (answer.status === 201) return [String(answer.body.allocationId), client] as const;
        if (answer.status === 403) return undefined;
        if (answer.body.code === "V39") home++;
        else await new Promise((resolve) => setTimeout(resolve, 20));
      }
      return undefined;
    }),
  );
  const operator = await api.as("operator");
  const winners = chosen.filter((one) => one !== undefined);
  for (const [id, client] of winners) {
    await post(client, `/api/allocations/${id}/signature`);
    await post(operator, `/api/office/allocations/${id}/lease`);
  }
  await api.moveTo(new Date(api.now() + 7_200_000).toISOString());
  await settled(api);
  return winners.map(([id]) => id);
}

const headsOf = (items: readonly Item[], prefix: string) =>
  items.filter(({ pk, sk }) => String(pk).startsWith(prefix) && sk === "HEAD");

function expectWholeChains(items: readonly Item[], prefix: string) {
  for (const { pk, version, auditHead } of headsOf(items, prefix)) {
    const entries = items.filter(
      (one) => one.pk === pk && String(one.sk).startsWith("AUDIT#"),
    ) as unknown as (Act & { seq: number; hash: string })[];
    expect(entries).toHaveLength(Number(version));
    let prev = "0".repeat(64);
    for (const { seq, hash, ...act } of entries) {
      expect(auditHash(seq, prev, act)).toBe(hash);
      prev = hash;
    }
    expect(prev).toBe(auditHead);
  }
}

describe.each([1, 2, 3])("with three calls in ten failing one way or another (seed %d)", (seed) => {
  let proxy: FaultProxy;
  afterAll(() => proxy.close());

  it("every household ends where it would have, once, with nothing half done", async () => {
    const { name } = await emulator.newTable();
    proxy = await startFaultProxy({ upstream: emulator.url, seed, p: 0, lateMs: 50 });
    const client = new DynamoDBClient({
      ...{ endpoint: proxy.url, region: "us-east-1", maxAttempts: 4 },
      credentials: { accessKeyId: "local", secretAccessKey: "local" },
      requestHandler: { requestTimeout: 3_000, throwOnRequestTimeout: true },
    });
    const config = { AGENCIES_URL: agencies.url, TITLE_REGISTER_URL: register.url };
    const api = await startApi(endpoints, { table: { client, name }, now: START, config });
    const failing = async <T>(run: () => Promise<T>): Promise<T> => {
      proxy.set({ p: 0.3, seed });
      const result = await run();
      proxy.set({ p: 0 });
      return result;
    };
    const ids = await failing(() => toWaitingList(api));
    await putScheme(api, scheme);
    await failing(() => toRoster(api, ids));
    await draw(api, scheme, await freeze(api, scheme));
    const allocations = await failing(() => choose(api, ids));

    const { faults } = proxy.counts();
    console.log(`seed ${String(seed)}: ${JSON.stringify(faults)}`);
    expect(Object.values(faults).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(60);
    expect(faults["cut-after"]).toBeGreaterThan(0);

    const items = await everything({ client: emulator.client, name });
    const applications = headsOf(items, "APPLICATION#");
    expect(applications).toHaveLength(HOUSEHOLDS);
    const numbers = applications.map(({ waitingNo }) => Number(waitingNo));
    expect(numbers.toSorted((a, b) => a - b)).toEqual(numbers.map((_, at) => at + 1));
    const states = applications.map(({ state }) => String(state)).toSorted();
    expect(states).toEqual([
      ...Array.from({ length: HOMES }, () => "ALLOCATED"),
      ...Array.from({ length: HOUSEHOLDS - HOMES }, () => "WAITLISTED"),
    ]);
    expect(allocations).toHaveLength(HOMES);
    const leases = headsOf(items, "ALLOCATION#");
    expect(leases.map(({ state }) => state)).toEqual(leases.map(() => "OCCUPIED"));
    expect(leases).toHaveLength(HOMES);
    expect(headsOf(items, "CERTIFICATE#")).toHaveLength(HOMES);
    const told = headsOf(items, "OUTBOX#").map(({ kind }) => String(kind));
    expect(told.filter((kind) => kind === "application-waitlisted")).toHaveLength(HOUSEHOLDS);
    expect(told.filter((kind) => kind === "recheck-passed")).toHaveLength(HOUSEHOLDS);
    expect(told.filter((kind) => kind === "home-chosen")).toHaveLength(HOMES);
    expectWholeChains(items, "APPLICATION#");
    expectWholeChains(items, "ALLOCATION#");
    await api.stop();
  }, 240_000);
});
