import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Client } from "../../support/api.ts";
import { aLease, aUnit } from "../../support/builders/lease.ts";
import { everything } from "../../support/emulator.ts";
import {
  aFlat,
  chenAlone,
  confirm,
  drafted,
  filed,
  filingOf,
  publicCheck,
  START,
  startLine,
  termsOf,
  type Line,
} from "./line.ts";

let line: Line;
let lin: Client;
let chen: Client;
let fengze: Client;

beforeAll(async () => {
  line = await startLine();
  [lin, chen, fengze] = await Promise.all([
    line.api.as("landlord-lin"),
    line.api.as("tenant-chen"),
    line.api.as("reviewer-fengze"),
  ]);
});
afterAll(() => line.stop());
beforeEach(() => line.api.moveTo(START));

const leaseOf = (flat: ReturnType<typeof aFlat>, from = "2026-07-01", until = "2027-06-30") =>
  aLease({ unit: aUnit(flat), signedOn: "2026-06-28", from, until });

const end = (client: Client, id: string, body: object) =>
  client.post(`/api/filings/${id}/ends`, body);
const PROOF = {
  basis: "PROOF",
  on: "2026-07-01",
  reasonCode: "BREACH",
  reason: "承租人拖欠租金三个月，合同已依约解除",
  proofDigest: "cd".repeat(32),
};
/** Messages of a filing, by kind, once for each who was told. */
async function told(id: string, kind: string): Promise<readonly Record<string, unknown>[]> {
  const items = await everything(line.api.services.table);
  return items.filter((item) => item.kind === kind && String(item.cause).includes(id));
}

describe("FILED · end early · party, agreement [30 days] → CANCELLED 已注销", () => {
  it("is cancelled when the last day is past, and the flat is free from the day after", async () => {
    const flat = aFlat();
    const lease = { ...leaseOf(flat), from: "2026-06-28" };
    const one = await filed({ lin, chen }, { lease });
    expect((await end(chen, one.id, { basis: "AGREEMENT", on: "2026-06-30" })).body).toMatchObject({
      state: "FILED",
      pendingChange: { kind: "END", state: "TO_CONFIRM" },
    });
    expect((await confirm(lin, one.id)).body).toMatchObject({ state: "CANCELLED" });
    expect(await filingOf(chen, one.id)).toMatchObject({
      state: "CANCELLED",
      ended: { on: "2026-06-30", basis: "AGREEMENT", reasonCode: "AGREED", late: false },
      certificate: { status: "CANCELLED" },
    });
    expect(await publicCheck(line, one)).toMatchObject({ status: "CANCELLED" });
    expect(await termsOf(line, flat.flatId)).toMatchObject([{ until: "2026-06-30" }]);
    await filed({ lin, chen }, { lease: leaseOf(flat) });
  });

  it("stays in force until a last day still to come; others may have the flat after it", async () => {
    const flat = aFlat();
    const one = await filed({ lin, chen }, { lease: leaseOf(flat) });
    await end(lin, one.id, { basis: "AGREEMENT", on: "2026-08-31" });
    expect((await confirm(chen, one.id)).body).toMatchObject({ state: "FILED" });
    expect(await publicCheck(line, one)).toMatchObject({ status: "IN_FORCE" });
    await filed({ lin, chen }, { lease: leaseOf(flat, "2026-09-01", "2027-08-31") });
    expect((await end(chen, one.id, PROOF)).body).toMatchObject({
      type: "/problems/already-ending",
    });

    await line.api.moveTo("2026-08-31T15:59:59.000Z");
    expect((await filingOf(lin, one.id)).state).toBe("FILED");
    await line.api.moveTo("2026-08-31T16:00:00.000Z");
    expect(await filingOf(lin, one.id)).toMatchObject({
      state: "CANCELLED",
      certificate: { status: "CANCELLED" },
    });
    expect(await told(one.id, "filing-cancelled")).toHaveLength(2);
  });

  it("takes the term off the flat when the lease ends before it began", async () => {
    const flat = aFlat();
    const one = await filed({ lin, chen }, { lease: leaseOf(flat, "2026-08-01", "2027-07-31") });
    await end(lin, one.id, { basis: "AGREEMENT", on: "2026-06-30" });
    expect((await confirm(chen, one.id)).body).toMatchObject({ state: "CANCELLED" });
    expect(await termsOf(line, flat.flatId)).toEqual([]);
  });

  it("lies within the term, and is flagged when reported after the 30 days", async () => {
    const lease = { ...leaseOf(aFlat()), signedOn: "2026-05-01", from: "2026-05-01" };
    const { id } = await filed({ lin, chen }, { lease });
    const outside = { type: "/problems/end-outside-term" };
    for (const on of ["2026-04-30", "2027-07-01"])
      expect((await end(lin, id, { basis: "AGREEMENT", on })).body).toMatchObject(outside);
    const late = await end(lin, id, { basis: "AGREEMENT", on: "2026-05-29" });
    expect(late.body).toMatchObject({ notices: [{ code: "V26" }] });
    await confirm(chen, id);
    expect((await filingOf(lin, id)).ended).toMatchObject({ late: true });
  });
});

describe("FILED · end early · party, proof → CANCELLED 已注销", () => {
  it("takes effect when the other side, told, does not object in 5 working days", async () => {
    const flat = aFlat();
    const one = await filed({ lin, chen }, { lease: leaseOf(flat) });
    expect((await end(lin, one.id, PROOF)).body).toMatchObject({
      pendingChange: { state: "TO_OBJECT", objectBy: "2026-07-08" },
    });
    expect(await told(one.id, "filing-end-reported")).toHaveLength(1);
    await line.api.moveTo("2026-07-08T15:59:59.000Z");
    expect((await filingOf(lin, one.id)).state).toBe("FILED");
    await line.api.moveTo("2026-07-08T16:00:00.000Z");
    expect(await filingOf(chen, one.id)).toMatchObject({
      state: "CANCELLED",
      ended: { on: "2026-07-01", reasonCode: "BREACH", proofDigest: PROOF.proofDigest },
    });
    expect(await termsOf(line, flat.flatId)).toMatchObject([{ until: "2026-07-01" }]);
  });

  it("is decided by a reviewer when the other side objects; until then the lease stands", async () => {
    const one = await filed({ lin, chen });
    await end(lin, one.id, PROOF);
    const path = `/api/filings/${one.id}/pending-change/objection`;
    const reason = { reason: "租金已按时支付，有银行流水" };
    expect((await lin.post(path, reason)).body).toMatchObject({ type: "/problems/own-proposal" });
    expect((await chen.post(path, reason)).body).toMatchObject({
      pendingChange: { state: "UNDER_REVIEW", dueOn: "2026-07-06" },
    });
    await line.api.moveTo("2026-07-20T02:00:00.000Z");
    expect((await filingOf(chen, one.id)).state).toBe("FILED");
    const decision = `/api/office/filings/${one.id}/change-decision`;
    const refusal = { decision: "REFUSE", reasonCode: "FALSE_STATEMENT", reason: "租金已付清" };
    expect((await fengze.post(decision, refusal)).status).toBe(200);
    expect(await filingOf(lin, one.id)).toMatchObject({
      state: "FILED",
      lastChange: { kind: "END", outcome: "REFUSED" },
    });
    await end(lin, one.id, { ...PROOF, on: "2026-07-15" });
    await chen.post(path, reason);
    expect((await fengze.post(decision, { decision: "TAKE" })).body).toMatchObject({
      state: "CANCELLED",
    });
  });

  it("needs more than notice while the term runs", async () => {
    const { id } = await filed({ lin, chen });
    expect((await end(lin, id, { ...PROOF, reasonCode: "NOTICE" })).body).toMatchObject({
      type: "/problems/end-not-by-notice",
    });
    expect((await end(lin, id, { ...PROOF, reasonCode: "AGREED" })).status).toBe(400);
  });
});

describe("FILED · end date · system → EXPIRED 已到期 (renew [30 days])", () => {
  it("expires the day after `until`, with its certificate; the flat is free", async () => {
    const flat = aFlat();
    const one = await filed({ lin, chen }, { lease: leaseOf(flat, "2026-07-01", "2026-07-31") });
    await line.api.moveTo("2026-07-31T15:59:59.000Z");
    expect((await filingOf(lin, one.id)).state).toBe("FILED");
    await line.api.moveTo("2026-07-31T16:00:00.000Z");
    expect(await filingOf(lin, one.id)).toMatchObject({
      state: "EXPIRED",
      certificate: { status: "EXPIRED" },
    });
    expect(await publicCheck(line, one)).toMatchObject({ status: "EXPIRED" });
    expect(await told(one.id, "filing-expired")).toMatchObject([
      { facts: { renewBy: "2026-08-31" } },
      {},
    ]);
    await filed({ lin, chen }, { lease: leaseOf(flat, "2026-08-01", "2027-07-31") });
  });

  it("may be renewed within 30 days, as from the day after the old term, and later not", async () => {
    const one = await filed({ lin, chen }, { lease: leaseOf(aFlat(), "2026-07-01", "2026-07-31") });
    await line.api.moveTo("2026-08-31T15:00:00.000Z");
    const path = `/api/filings/${one.id}/renewals`;
    const renewal = { agreedOn: "2026-08-20", until: "2027-07-31" };
    expect((await lin.post(path, renewal)).status).toBe(201);
    expect((await confirm(chen, one.id)).status).toBe(201);
    expect(await filingOf(lin, one.id)).toMatchObject({
      state: "FILED",
      filedVersion: 2,
      versions: [{}, { effectiveOn: "2026-08-01" }],
    });
    const other = await filed(
      { lin, chen },
      { lease: leaseOf(aFlat(), "2026-07-01", "2026-07-31") },
    );
    await line.api.moveTo("2026-08-31T16:00:00.000Z");
    expect((await lin.post(`/api/filings/${other.id}/renewals`, renewal)).body).toMatchObject({
      type: "/problems/term-long-over",
    });
  });

  it("drops a change still waiting, but not a renewal", async () => {
    const short = () => ({ lease: leaseOf(aFlat(), "2026-07-01", "2026-07-02") });
    const one = await filed({ lin, chen }, short());
    const raise = { agreedOn: "2026-07-01", effectiveOn: "2026-07-02", terms: { use: "OFFICE" } };
    expect((await lin.post(`/api/filings/${one.id}/changes`, raise)).status).toBe(201);
    const two = await filed({ lin, chen }, short());
    const renewal = { agreedOn: "2026-07-01", until: "2027-07-31" };
    expect((await lin.post(`/api/filings/${two.id}/renewals`, renewal)).status).toBe(201);
    await line.api.moveTo("2026-07-02T16:00:00.000Z");
    expect(await filingOf(lin, one.id)).toMatchObject({
      state: "EXPIRED",
      lastChange: { kind: "CHANGE", outcome: "OVERTAKEN" },
    });
    expect((await filingOf(lin, two.id)).state).toBe("EXPIRED");
    expect((await confirm(chen, two.id)).status).toBe(201);
    expect((await filingOf(lin, two.id)).state).toBe("FILED");
  });
});

describe("EXPIRED · the tenant stays · CC 734: the lease goes on without a last day", () => {
  async function heldOver() {
    const flat = aFlat();
    const one = await filed({ lin, chen }, { lease: leaseOf(flat, "2026-07-01", "2026-07-31") });
    const path = `/api/filings/${one.id}/holding-over`;
    expect((await chen.post(path, {})).status).toBe(409);
    await line.api.moveTo("2026-08-03T02:00:00.000Z");
    expect((await chen.post(path, {})).status).toBe(201);
    expect((await confirm(lin, one.id)).status).toBe(201);
    return { flat, one };
  }

  it("is FILED again since the day after the term, with no end that a clock could bring", async () => {
    const { flat, one } = await heldOver();
    const now = await filingOf(lin, one.id);
    expect(now).toMatchObject({
      state: "FILED",
      holdingOver: { since: "2026-08-01" },
      lease: { until: "2199-12-31" },
      versions: [{}, { kind: "HOLDING_OVER", effectiveOn: "2026-08-01" }],
    });
    expect(await publicCheck(line, one)).toMatchObject({ status: "CHANGED" });
    expect(await publicCheck(line, now)).toMatchObject({
      status: "IN_FORCE",
      indefinite: true,
    });
    const draft = chenAlone({ lease: leaseOf(flat, "2030-01-01", "2030-12-31") });
    const { id } = await drafted(chen, {
      ...draft,
      lease: { ...draft.lease, contractDigest: "ab".repeat(32) },
    });
    expect((await chen.post(`/api/filings/${id}/submit`, {})).body).toMatchObject({ code: "V16" });
  });

  it("ends by notice in reasonable time (CC 730), and frees the flat", async () => {
    const { flat, one } = await heldOver();
    const notice = { ...PROOF, reasonCode: "NOTICE", reason: "房屋收回自住，提前通知" };
    expect((await end(lin, one.id, { ...notice, on: "2026-09-01" })).body).toMatchObject({
      type: "/problems/notice-too-short",
    });
    expect((await end(lin, one.id, { ...notice, on: "2026-09-02" })).status).toBe(201);
    await line.api.moveTo("2026-08-10T16:00:00.000Z");
    expect(await filingOf(chen, one.id)).toMatchObject({
      state: "FILED",
      ended: { on: "2026-09-02" },
    });
    expect(await termsOf(line, flat.flatId)).toMatchObject([{ until: "2026-09-02" }]);
    await line.api.moveTo("2026-09-02T16:00:00.000Z");
    expect((await filingOf(chen, one.id)).state).toBe("CANCELLED");
  });

  it("becomes a lease with a term again when the parties agree on one", async () => {
    const { one } = await heldOver();
    const renewal = { agreedOn: "2026-08-03", until: "2027-08-02" };
    expect((await lin.post(`/api/filings/${one.id}/renewals`, renewal)).status).toBe(201);
    expect((await confirm(chen, one.id)).status).toBe(201);
    const now = await filingOf(lin, one.id);
    expect(now.lease).toMatchObject({ from: "2026-07-01", until: "2027-08-02" });
    expect(now.holdingOver).toBeUndefined();
  });
});

describe("a certificate that was lost", () => {
  it("is issued anew with another number and code; the old one is void (O6 18)", async () => {
    const one = await filed({ lin, chen });
    const path = `/api/filings/${one.id}/certificate/reissue`;
    expect((await chen.post(path, { reason: "LOST" })).status).toBe(201);
    const now = await filingOf(lin, one.id);
    expect(now).toMatchObject({ filedVersion: 1, formerCertificates: [{ status: "REPLACED" }] });
    expect(now.certificate?.certificateNo).not.toBe(one.certificate?.certificateNo);
    expect(now.certificate?.code).not.toBe(one.certificate?.code);
    expect(await publicCheck(line, one)).toMatchObject({ status: "REPLACED" });
    expect(await publicCheck(line, now)).toMatchObject({ status: "IN_FORCE" });
    const ou = await line.api.as("landlord-ou");
    expect((await ou.post(path, { reason: "LOST" })).status).toBe(404);
  });
});
