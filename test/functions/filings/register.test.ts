import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { findFiling, moveFiling } from "../../../shared/store/filings.ts";
import { transact } from "../../../shared/store/transact.ts";
import type { Client } from "../../support/api.ts";
import { everything } from "../../support/emulator.ts";
import {
  chenAlone,
  drafted,
  filingOf,
  linToChen,
  sent,
  sign,
  START,
  startLine,
  type Line,
} from "./line.ts";

let line: Line;
let lin: Client;
let chen: Client;
let fengze: Client;
let jinjiang: Client;

beforeAll(async () => {
  line = await startLine();
  [lin, chen, fengze, jinjiang] = await Promise.all([
    line.api.as("landlord-lin"),
    line.api.as("tenant-chen"),
    line.api.as("reviewer-fengze"),
    line.api.as("reviewer-jinjiang"),
  ]);
});
afterEach(() => line.register.clear());
afterAll(() => line.stop());

const caseOf = ({ lease }: ReturnType<typeof linToChen>) => lease.unit.titleCertNo ?? "";

/** Submits Chen's paper lease while the register behaves so; gives the filing's id. */
async function submittedWhile(as: string, more: { ms?: number; times?: number } = {}) {
  const draft = chenAlone();
  await line.register.script({ key: caseOf(draft), as, ...more });
  const { id } = await drafted(chen, draft);
  expect((await chen.post(`/api/filings/${id}/submit`, {})).status).toBe(202);
  return id;
}

describe("when the title register", () => {
  it.each([
    ["disagrees", "disagree", "disagree", "V10"],
    ["does not know the home", "unknown", "unknown", "V12"],
    ["is down", "down", "silent", "V51"],
    ["breaks", "broken", "silent", "V51"],
    ["answers nonsense", "garbled", "silent", "V51"],
    ["cuts the answer off", "cut", "silent", "V51"],
  ])(
    "%s, a reviewer decides within 3 working days, the date kept",
    async (_, as, verdict, code) => {
      const before = (await line.register.counts())[as] ?? 0;
      const id = await submittedWhile(as);
      expect((await line.register.counts())[as]).toBeGreaterThan(before);
      const filing = await filingOf(chen, id);
      expect(filing).toMatchObject({
        state: "UNDER_REVIEW",
        submittedAt: START,
        dueOn: "2026-07-06",
        provisional: false,
      });
      expect(filing.checks?.find(({ name }) => name === "title")).toMatchObject({ verdict, code });
    },
  );

  it("is slower than two seconds, that is silence, and nobody waits longer", async () => {
    const begun = performance.now();
    const id = await submittedWhile("slow", { ms: 10_000 });
    expect(performance.now() - begun).toBeLessThan(5_000);
    expect((await filingOf(chen, id)).checks?.[0]).toMatchObject({
      verdict: "silent",
      code: "V51",
    });
  });

  it("contradicts itself, that is no agreement", async () => {
    const draft = chenAlone();
    const { id } = await drafted(chen, draft);
    await line.register.script({ key: caseOf(draft), as: "lie" });
    await chen.post(`/api/filings/${id}/submit`, {});
    expect((await filingOf(chen, id)).state).toBe("UNDER_REVIEW");
  });

  it("was never asked, since the proof is a village's, a person looks at it", async () => {
    const draft = chenAlone();
    const { titleCertNo: _, ...unit } = {
      ...draft.lease.unit,
      titleType: "VILLAGE_PROOF" as const,
    };
    const { id } = await drafted(chen, { ...draft, lease: { ...draft.lease, unit } });
    await chen.post(`/api/filings/${id}/submit`, {});
    expect((await filingOf(chen, id)).checks?.[0]).toMatchObject({
      verdict: "unknown",
      code: "V12",
    });
  });
});

describe("a reviewer", () => {
  it("sees the filings of the own district only, the most urgent first, and nobody's name in the list", async () => {
    const id = await submittedWhile("disagree");
    const mine = await fengze.get("/api/office/filings");
    const rows = mine.body.filings as { id: string; dueOn: string }[];
    expect(rows.map((row) => row.id)).toContain(id);
    expect(rows.map(({ dueOn }) => dueOn)).toEqual(rows.map(({ dueOn }) => dueOn).sort());
    expect(JSON.stringify(mine.body)).not.toMatch(/陈|林/);
    expect((await jinjiang.get("/api/office/filings")).body).toEqual({ filings: [] });
  });

  it("of another district finds nothing there, and citizens may not look at all", async () => {
    const id = await submittedWhile("disagree");
    const path = `/api/office/filings/${id}`;
    expect((await jinjiang.get(path)).status).toBe(404);
    const word = await jinjiang.post(`${path}/decision`, { decision: "FILE" });
    expect(word.status).toBe(404);
    expect((await chen.get(path)).status).toBe(403);
    expect((await chen.post(`${path}/decision`, { decision: "FILE" })).status).toBe(403);
    expect((await filingOf(chen, id)).state).toBe("UNDER_REVIEW");
  });

  it("reads a filing in full only after that is on record", async () => {
    const id = await submittedWhile("disagree");
    const seen = await filingOf(fengze, id, true);
    expect(seen.tenants[0]).toMatchObject({ name: "陈思远", idNumber: "350599199102239056" });
    const entries = (await everything(line.api.services.table)).filter(
      ({ pk, action }) => pk === `FILING#${id}` && action === "getFilingReview",
    );
    expect(entries).toMatchObject([{ role: "reviewer", outcome: "READ" }]);
  });

  it("files it: certificate, term on record, both sides told", async () => {
    const id = await submittedWhile("unknown");
    const decision = { decision: "FILE", note: "权属原件已核对" };
    const word = await fengze.post(`/api/office/filings/${id}/decision`, decision);
    expect(word).toMatchObject({ status: 200, body: { state: "FILED" } });
    expect((await filingOf(chen, id)).certificate?.code).toMatch(/^[0-9A-Z]{10}$/);
    expect((await filingOf(fengze, id, true)).certificate?.code).toBeUndefined();
    const again = await fengze.post(`/api/office/filings/${id}/decision`, decision);
    expect(again).toMatchObject({ status: 409, body: { state: "FILED" } });
    const rows = (await fengze.get("/api/office/filings")).body.filings as { id: string }[];
    expect(rows.map((row) => row.id)).not.toContain(id);
  });

  it("refuses it with reasons, which the parties read", async () => {
    const id = await submittedWhile("disagree");
    const path = `/api/office/filings/${id}/decision`;
    expect((await fengze.post(path, { decision: "REFUSE" })).status).toBe(400);
    const refusal = { reasonCode: "TITLE_MISMATCH", reason: "出租人不是权利人" };
    expect((await fengze.post(path, { decision: "REFUSE", ...refusal })).status).toBe(200);
    expect(await filingOf(lin, id)).toMatchObject({ state: "REFUSED", refusal });
    expect((await lin.get(`/api/filings/${id}/certificate`)).status).toBe(409);
  });
});

describe("time for signing", () => {
  it("ends after seven days: a draft again, all signatures void, both told", async () => {
    const begun = await sent(lin, linToChen());
    await line.api.moveTo("2026-07-08T15:59:00.000Z");
    expect((await filingOf(chen, begun.id)).state).toBe("TO_SIGN");
    await line.api.moveTo("2026-07-08T16:00:00.000Z");
    expect(await filingOf(lin, begun.id)).toMatchObject({ state: "DRAFT", signatures: [] });
    expect((await sign(chen, begun)).body).toMatchObject({ state: "DRAFT" });
    const send = { termsDigest: begun.termsDigest, submitWhenSigned: true };
    expect((await lin.post(`/api/filings/${begun.id}/send`, send)).status).toBe(200);
    expect((await sign(chen, begun)).status).toBe(201);
  });
});

describe("a check that did not happen", () => {
  it("is made good by the clock, once", async () => {
    const { id } = await drafted(chen, chenAlone());
    const { vault, table } = line.api.services;
    const seen = await findFiling(table, await vault(), id);
    if (!seen) throw new Error("no filing");
    // As a crash between submission and check leaves it.
    const at = new Date(line.api.now()).toISOString();
    const next = { ...seen, state: "SUBMITTED" as const, submittedAt: at };
    const act = { actor: "x", role: "party", action: "submitFiling", at, outcome: "SUBMITTED" };
    await transact(table, { ...moveFiling(await vault(), next, seen, act) });
    expect(await line.api.tick()).toEqual({ done: 1, left: 0 });
    expect((await filingOf(chen, id)).state).toBe("FILED");
    expect(await line.api.tick()).toEqual({ done: 0, left: 0 });
  });
});
