import { randomUUID } from "node:crypto";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { endpoints as filingEndpoints } from "../../../functions/filings/index.ts";
import { endpoints as subsidyEndpoints } from "../../../functions/subsidies/index.ts";
import { startFaultProxy, type FaultProxy } from "../../../infra/local/faults/proxy.ts";
import { startApi, type Answered, type Api } from "../../support/api.ts";
import { everything, startEmulator, type Emulator } from "../../support/emulator.ts";
import { startSimulator, type Simulator } from "../../support/simulator.ts";
import { endpoints, START, type Line } from "../applications/line.ts";
import {
  accountOf,
  leased,
  release,
  runOf,
  startRun,
  waitingHouseholds,
  wantsSubsidy,
} from "./world.ts";

const KEYS = ["tenant-chen", "tenant-huang", "tenant-wu", "tenant-zheng"] as const;

let emulator: Emulator;
let agencies: Simulator;
let register: Simulator;
let proxy: FaultProxy;
beforeAll(async () => {
  [emulator, agencies, register] = await Promise.all([
    startEmulator(),
    startSimulator("agencies"),
    startSimulator("title-register"),
  ]);
});
afterAll(async () => {
  await Promise.all([emulator.stop(), agencies.stop(), register.stop(), proxy.close()]);
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

const settled = async (api: Api): Promise<void> => {
  for (let left = 1; left > 0;) ({ left } = await api.tick());
};

const REVIEWER = "reviewer-fengze";
const APPROVER = "approver-fengze";

describe("two runs of one month while three calls in ten fail one way or another", () => {
  it("pay every household once, and the bank's files add up to what was paid", async () => {
    const { name } = await emulator.newTable();
    proxy = await startFaultProxy({ upstream: emulator.url, seed: 5, p: 0, lateMs: 50 });
    const client = new DynamoDBClient({
      ...{ endpoint: proxy.url, region: "us-east-1", maxAttempts: 4 },
      credentials: { accessKeyId: "local", secretAccessKey: "local" },
      requestHandler: { requestTimeout: 3_000, throwOnRequestTimeout: true },
    });
    const api = await startApi([...endpoints, ...filingEndpoints, ...subsidyEndpoints], {
      table: { client, name },
      now: START,
      config: { AGENCIES_URL: agencies.url, TITLE_REGISTER_URL: register.url },
    });
    const line: Line = { api, agencies, emulator, stop: () => api.stop() };
    const ids = await waitingHouseholds(
      line,
      KEYS.map((key) => [key, wantsSubsidy(key, { members: [] })] as const),
    );
    for (const [at, key] of KEYS.entries()) {
      const person = await api.as(key);
      const path = `/api/applications/${ids[at] ?? ""}/payee-account`;
      expect((await person.post(path, accountOf(key, at))).status).toBe(200);
      await leased(line, key);
    }
    await api.moveTo("2026-04-01T02:00:00.000Z");

    const paid: number[] = [];
    for (const releasedOn of ["2026-04-14", "2026-05-06"]) {
      await Promise.all([api.as(REVIEWER), api.as(APPROVER)]);
      proxy.set({ p: 0.3, seed: 5 });
      const started = await persistent((key) => startRun(line, "2026-03", { key }));
      expect(started.status).toBe(201);
      const runId = String(started.body.runId);
      await settled(api);
      await api.moveTo(`${releasedOn}T02:00:00.000Z`);
      await settled(api);
      const approver = await api.as(APPROVER);
      const path = `/api/office/subsidy-runs/${runId}/release`;
      const released = await persistent((key) => approver.post(path, undefined, { key }));
      expect(released.status).toBe(200);
      await settled(api);
      proxy.set({ p: 0 });
      const run = await runOf(line, runId);
      expect(run.state).toBe("RELEASED");
      const lines = run.lines.filter(({ state }) => state === "PAID");
      expect(run.paid).toEqual({
        households: lines.length,
        fen: lines.reduce((sum, { fen }) => sum + fen, 0),
      });
      paid.push(lines.length);
      expect((await release(line, runId)).status).toBe(409);
    }
    expect(paid).toEqual([KEYS.length, 0]);
    const { faults } = proxy.counts();
    expect(Object.values(faults).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(30);

    const items = await everything({ client: emulator.client, name });
    const months = items.filter(
      ({ pk, sk }) => String(pk).startsWith("SUBSIDY#") && String(sk).startsWith("MONTH#"),
    );
    expect(months.map(({ fen }) => fen)).toEqual(KEYS.map(() => 52_258));
    const told = items.filter(({ kind, sk }) => kind === "subsidy-paid" && sk === "HEAD");
    expect(told).toHaveLength(KEYS.length);
    await api.stop();
  }, 240_000);
});
