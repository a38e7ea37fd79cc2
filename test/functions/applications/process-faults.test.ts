import { randomUUID } from "node:crypto";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startFaultProxy, type FaultProxy } from "../../../infra/local/faults/proxy.ts";
import { generatedPerson } from "../../../infra/local/people.ts";
import { auditHash, type Act } from "../../../shared/store/audit.ts";
import type { Item } from "../../../shared/store/table.ts";
import { startApi, type Answered, type Api } from "../../support/api.ts";
import { everything, startEmulator, type Emulator } from "../../support/emulator.ts";
import { startSimulator, type Simulator } from "../../support/simulator.ts";
import { idNumberOf, office } from "./five-b.ts";
import { endpoints, formOf, noticeOf, START } from "./line.ts";

let emulator: Emulator;
let agencies: Simulator;
beforeAll(async () => {
  [emulator, agencies] = await Promise.all([startEmulator(), startSimulator("agencies")]);
});
afterAll(() => Promise.all([emulator.stop(), agencies.stop()]));

/** Sends again under the same key, as a caller does who got 503. */
async function post(api: Api, as: string, path: string, body: unknown): Promise<Answered["body"]> {
  const key = randomUUID();
  const client = await api.as(as);
  for (let attempt = 0; attempt < 60; attempt++) {
    const answer = await client.post(path, body, { key });
    if (answer.status === 503) {
      expect(answer.headers["retry-after"]).toBeDefined();
      continue;
    }
    if (answer.status > 201) throw new Error(`${path} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }
  throw new Error("It never got through");
}

const settled = async (api: Api): Promise<void> => {
  for (let left = 1; left > 0;) ({ left } = await api.tick());
};
/** Moves the clock and lets everything due happen, however often a call fails. */
async function moveTo(api: Api, instant: string): Promise<void> {
  await api.moveTo(instant);
  await settled(api);
}

const KEYS = [204, 208, 210, 214].map((n) => generatedPerson(n).key);
const STATEMENT = "该家庭在丰泽区另有住房，请予核实。";
const note = { note: "已核对" };
const NEWBORN = { name: "林安", idType: "RESIDENT_ID", idNumber: idNumberOf("20260316", 21) };

/**
 * Gaps and resubmission, reviews, publicity with an objection dismissed after its end, a birth on
 * the waiting list with its lock and its check, a bar after a hearing, a withdrawal.
 */
async function course(api: Api): Promise<string[]> {
  const ids: string[] = [];
  for (const key of KEYS)
    ids.push(String((await post(api, key, "/api/applications", formOf(key))).applicationId));
  const [first = "", second = "", third = "", fourth = ""] = ids;
  const [one = "", two = "", three = "", four = ""] = KEYS;
  await post(api, "clerk-fengze", office(first, "accept"), {
    ...{ decision: "GAPS", gaps: [{ item: "INCOME", what: "请补充收入证明" }] },
  });
  await post(api, one, `/api/applications/${first}/resubmission`, {
    ...{ form: formOf(one), explanation: "已补充" },
  });
  for (const [as, act, body] of [
    ["clerk-fengze", "application-acceptances", {}],
    ["clerk-fengze", "application-first-reviews", note],
    ["reviewer-fengze", "application-recommendations", note],
    ["approver-fengze", "application-decisions", {}],
  ] as const) {
    const answer = await post(api, as, `/api/office/${act}`, { applicationIds: ids, ...body });
    expect(JSON.stringify(answer)).not.toContain("problem");
    await moveTo(api, new Date(api.now() + 60_000).toISOString());
  }
  const { receiptNo } = (await readAgain(api, two, second)) as { receiptNo: string };
  const made = await post(api, "tenant-wu", "/api/publicity-objections", {
    ...{ docNo: "350503-20260304", receiptNo, ground: "HOUSING", statement: STATEMENT },
  });
  await moveTo(api, "2026-03-13T16:00:00.000Z");
  const objection = office(second, `objections/${String(made.objectionId)}/decision`);
  await post(api, "approver-fengze", objection, { outcome: "DISMISSED", reason: "经核实不属实" });
  await moveTo(api, "2026-03-17T02:00:00.000Z");

  await post(api, one, `/api/applications/${first}/changes`, {
    ...{ kind: "BIRTH", occurredOn: "2026-03-16", leaving: [], declaration: true },
    joining: [{ ...NEWBORN, kinship: "CHILD" }],
    evidence: [{ what: "出生医学证明", digest: "ab".repeat(32) }],
  });
  await moveTo(api, new Date(api.now() + 7_200_000).toISOString());
  await post(api, "reviewer-fengze", office(first, "yearly-review"), note);
  await post(api, "reviewer-fengze", office(third, "measures"), {
    ...{ measure: "BAR", reason: "收入证明系伪造", barredPlaces: [0] },
  });
  await post(api, three, `/api/applications/${third}/statement`, { statement: "系单位出具" });
  await post(api, "approver-fengze", office(third, "measures/decision"), {
    ...{ decision: "CONFIRM", reason: "经核查属实" },
  });
  await post(api, four, `/api/applications/${fourth}/withdrawal`, {});
  await settled(api);
  return ids;
}

async function readAgain(api: Api, key: string, id: string): Promise<Answered["body"]> {
  const client = await api.as(key);
  for (let attempt = 0; attempt < 60; attempt++) {
    const answer = await client.get(`/api/applications/${id}`);
    if (answer.status === 200) return answer.body;
  }
  throw new Error("It cannot be read");
}

const headsOf = (items: readonly Item[], prefix: string) =>
  items.filter(({ pk, sk }) => String(pk).startsWith(prefix) && sk === "HEAD");

function expectWholeChains(items: readonly Item[]): void {
  for (const { pk, version, auditHead } of headsOf(items, "APPLICATION#")) {
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

describe.each([11, 12, 13])("with three calls in ten failing (seed %d)", (seed) => {
  let proxy: FaultProxy;
  afterAll(() => proxy.close());

  it("the whole course of an application ends where it would have, once, with whole locks", async () => {
    const { name } = await emulator.newTable();
    proxy = await startFaultProxy({ upstream: emulator.url, seed, p: 0, lateMs: 50 });
    const client = new DynamoDBClient({
      ...{ endpoint: proxy.url, region: "us-east-1", maxAttempts: 4 },
      credentials: { accessKeyId: "local", secretAccessKey: "local" },
      requestHandler: { requestTimeout: 3_000, throwOnRequestTimeout: true },
    });
    const config = { AGENCIES_URL: agencies.url };
    const api = await startApi(endpoints, { table: { client, name }, now: START, config });
    proxy.set({ p: 0.3, seed });
    const ids = await course(api);
    proxy.set({ p: 0 });
    await settled(api);

    const { faults } = proxy.counts();
    console.log(`seed ${String(seed)}: ${JSON.stringify(faults)}`);
    expect(Object.values(faults).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(40);
    expect(faults["cut-after"]).toBeGreaterThan(0);

    const items = await everything({ client: emulator.client, name });
    const heads = headsOf(items, "APPLICATION#");
    const of = (id: string | undefined) => heads.find(({ applicationId }) => applicationId === id);
    expect(ids.map((id) => of(id)?.state)).toEqual([
      ...["WAITLISTED", "WAITLISTED", "BARRED", "WITHDRAWN"],
    ]);
    const numbers = heads.map(({ waitingNo }) => Number(waitingNo)).toSorted((a, b) => a - b);
    expect(numbers).toEqual([1, 2, 3, 4]);
    // Objected to, it was numbered last, once it was answered.
    expect(of(ids[1])?.waitingNo).toBe(4);
    expect(of(ids[0])).toMatchObject({ householdSize: 2 });
    const locks = headsOf(items, "MEMBER#");
    expect(locks).toHaveLength(KEYS.length + 1);
    expect(locks.filter(({ applicationId }) => applicationId === ids[0])).toHaveLength(2);
    expect(locks.filter(({ barredUntil }) => barredUntil === "2031-03-17")).toHaveLength(1);
    const objections = items.filter(
      ({ sk }) => String(sk).startsWith("OBJECTION#") && !String(sk).includes("#AUDIT#"),
    );
    expect(objections).toMatchObject([{ state: "DISMISSED" }]);
    const sent = headsOf(items, "OUTBOX#").map(({ kind }) => String(kind));
    for (const [kind, times] of [
      ["application-gaps", 1],
      ["application-objected", 1],
      ["publicity-objection-answered", 2],
      ["application-waitlisted", 4],
      ["application-changed", 1],
      ["application-reviewed", 1],
      ["application-barred", 1],
      ["application-withdrawn", 1],
    ] as const)
      expect([kind, sent.filter((one) => one === kind).length]).toEqual([kind, times]);
    expect((await noticeOf(api, "2026-03-04")).rows).toHaveLength(4);
    expectWholeChains(items);
    await api.stop();
  }, 240_000);
});
