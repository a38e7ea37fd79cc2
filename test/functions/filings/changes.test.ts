import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Client } from "../../support/api.ts";
import { partyOf } from "../../support/builders/demo-people.ts";
import { aLease, aUnit } from "../../support/builders/lease.ts";
import { everything } from "../../support/emulator.ts";
import {
  aFlat,
  confirm,
  filed,
  filingOf,
  linToChen,
  publicCheck,
  sent,
  sign,
  startLine,
  termsOf,
  type Line,
} from "./line.ts";

let line: Line;
let lin: Client;
let chen: Client;
let ou: Client;
let wu: Client;
let fengze: Client;

beforeAll(async () => {
  line = await startLine();
  [lin, chen, ou, wu, fengze] = await Promise.all([
    line.api.as("landlord-lin"),
    line.api.as("tenant-chen"),
    line.api.as("landlord-ou"),
    line.api.as("tenant-wu"),
    line.api.as("reviewer-fengze"),
  ]);
});
afterAll(() => line.stop());

const RAISE = {
  agreedOn: "2026-07-01",
  effectiveOn: "2026-08-01",
  terms: { monthlyRentFen: 190_000 },
};
const propose = (client: Client, id: string, body: object = RAISE) =>
  client.post(`/api/filings/${id}/changes`, body);

describe("FILED · change · party, the other side confirms [30 days] → FILED v+1 (old 已变更)", () => {
  it("is version 2 with a certificate of its own; the old one says that it was changed (V50)", async () => {
    const one = await filed({ lin, chen });
    const proposed = await propose(lin, one.id);
    expect(proposed).toMatchObject({
      status: 201,
      body: {
        state: "FILED",
        pendingChange: {
          kind: "CHANGE",
          state: "TO_CONFIRM",
          confirmBy: "2026-07-08",
          late: false,
        },
      },
    });
    const before = await filingOf(chen, one.id);
    expect(before).toMatchObject({
      filedVersion: 1,
      lease: { monthlyRentFen: 180_000 },
      pendingChange: { proposedBy: "LANDLORD", lease: { monthlyRentFen: 190_000 } },
    });
    expect(before.pendingChange?.landlords[0]?.name).toBe("林*国");
    expect(await confirm(chen, one.id)).toMatchObject({ status: 201 });

    const two = await filingOf(chen, one.id);
    expect(two).toMatchObject({
      state: "FILED",
      filedVersion: 2,
      lease: { monthlyRentFen: 190_000 },
      lastChange: { kind: "CHANGE", outcome: "TAKEN" },
      versions: [
        { version: 1, kind: "FILED", monthlyRentFen: 180_000 },
        { version: 2, kind: "CHANGE", effectiveOn: "2026-08-01", late: false },
      ],
      formerCertificates: [{ status: "CHANGED" }],
    });
    expect(two.pendingChange).toBeUndefined();
    expect(two.certificate?.certificateNo).not.toBe(one.certificate?.certificateNo);
    expect(await publicCheck(line, one)).toMatchObject({ status: "CHANGED" });
    expect(await publicCheck(line, two)).toMatchObject({ status: "IN_FORCE" });
  });

  it("replaces the term on the flat in the same transaction when the term was wrong", async () => {
    const flat = aFlat();
    const { id } = await filed({ lin, chen }, { lease: leaseOf(flat) });
    const terms = { until: "2026-12-31" };
    expect((await propose(chen, id, { ...RAISE, terms })).status).toBe(201);
    expect((await confirm(lin, id)).status).toBe(201);
    expect(await termsOf(line, flat.flatId)).toEqual([
      { filingId: id, from: "2026-07-01", until: "2026-12-31" },
    ]);
  });

  it("is taken after the 30 days too, and flagged late (V26)", async () => {
    const { id } = await filed({ lin, chen });
    const late = { ...RAISE, agreedOn: "2026-05-29" };
    expect((await propose(lin, id, late)).body).toMatchObject({
      pendingChange: { late: true },
      notices: [{ kind: "late", code: "V26" }],
    });
    await confirm(chen, id);
    expect((await filingOf(lin, id)).versions?.[1]).toMatchObject({ late: true });
  });

  it("waits for every party when several rent together", async () => {
    const { id } = await filed({ lin, chen });
    const tenants = [partyOf("tenant-chen"), partyOf("tenant-wu")];
    const shared = await filedByThree(tenants);
    await propose(lin, shared);
    expect((await confirm(chen, shared)).body).toMatchObject({
      pendingChange: { state: "TO_CONFIRM" },
    });
    expect((await confirm(chen, shared)).body).toMatchObject({ type: "/problems/already-signed" });
    expect((await confirm(wu, shared)).status).toBe(201);
    expect((await filingOf(wu, shared)).filedVersion).toBe(2);
    expect((await wu.post(`/api/filings/${id}/changes`, RAISE)).status).toBe(404);
  });

  it("may be found wrong by the other side, which drops it and says why", async () => {
    const { id } = await filed({ lin, chen });
    await propose(lin, id);
    const path = `/api/filings/${id}/pending-change/wrong-fields`;
    const wrong = { pointer: "/lease/monthlyRentFen", reason: "说好的是一千八百五十元" };
    expect((await lin.post(path, wrong)).body).toMatchObject({ type: "/problems/own-proposal" });
    expect((await chen.post(path, { ...wrong, pointer: "/lease/garden" })).status).toBe(422);
    expect((await chen.post(path, wrong)).status).toBe(201);
    const after = await filingOf(lin, id);
    expect(after).toMatchObject({
      state: "FILED",
      filedVersion: 1,
      lastChange: { kind: "CHANGE", outcome: "WRONG_FIELD", ...wrong },
    });
    expect(after.pendingChange).toBeUndefined();
  });

  it("may be taken back by its side, and by nobody else", async () => {
    const { id } = await filed({ lin, chen });
    await propose(lin, id);
    const path = `/api/filings/${id}/pending-change/withdrawal`;
    expect((await chen.post(path, {})).body).toMatchObject({ type: "/problems/not-the-proposer" });
    expect((await lin.post(path, {})).status).toBe(201);
    expect((await filingOf(chen, id)).lastChange).toMatchObject({ outcome: "WITHDRAWN" });
    expect((await confirm(chen, id)).body).toMatchObject({ type: "/problems/no-change-pending" });
  });

  it("is one at a time, says something new, and holds to the rules of a lease", async () => {
    const { id } = await filed({ lin, chen });
    const same = { ...RAISE, terms: { monthlyRentFen: 180_000 } };
    expect((await propose(lin, id, same)).body).toMatchObject({
      type: "/problems/nothing-changed",
    });
    const long = { ...RAISE, terms: { until: "2046-07-01" } };
    expect((await propose(lin, id, long)).body).toMatchObject({
      code: "V21",
      errors: [{ pointer: "/terms/until" }],
    });
    const open = { ...RAISE, terms: { deposit: { fen: 100_000 } } };
    expect((await propose(lin, id, open)).body).toMatchObject({ code: "V23" });
    const future = { ...RAISE, agreedOn: "2026-07-02" };
    expect((await propose(lin, id, future)).body).toMatchObject({
      type: "/problems/signed-in-future",
      errors: [{ pointer: "/agreedOn" }],
    });
    const number = { ...RAISE, terms: { unit: { titleCertNo: "泉房权证字第1号" } } };
    expect((await propose(lin, id, number)).body).toMatchObject({
      type: "/problems/terms-invalid",
      errors: [{ pointer: "/terms/unit/titleCertNo" }],
    });
    expect((await propose(lin, id)).status).toBe(201);
    expect((await propose(chen, id)).body).toMatchObject({ type: "/problems/change-pending" });
  });

  it("goes to a reviewer when a check does not agree; what is on record stays until then", async () => {
    const flat = aFlat();
    const one = await filed({ lin, chen }, { lease: leaseOf(flat) });
    await line.register.script({ key: flat.titleCertNo, as: "down" });
    await propose(lin, one.id);
    await confirm(chen, one.id);
    await line.register.clear();
    const waiting = await filingOf(chen, one.id);
    expect(waiting).toMatchObject({
      state: "FILED",
      filedVersion: 1,
      pendingChange: { state: "UNDER_REVIEW", dueOn: "2026-07-06" },
    });
    expect(waiting.pendingChange?.checks?.[0]).toMatchObject({ verdict: "silent", code: "V51" });
    expect(await publicCheck(line, one)).toMatchObject({ status: "IN_FORCE" });

    const path = `/api/office/filings/${one.id}/change-decision`;
    expect((await lin.post(path, { decision: "TAKE" })).status).toBe(403);
    expect((await fengze.post(path, { decision: "TAKE" })).status).toBe(200);
    expect(await filingOf(chen, one.id)).toMatchObject({ filedVersion: 2 });
    expect((await fengze.post(path, { decision: "TAKE" })).body).toMatchObject({
      type: "/problems/no-change-pending",
    });
  });

  it("may be refused by the reviewer with reasons, and the lease stays as it was", async () => {
    const flat = aFlat();
    const { id } = await filed({ lin, chen }, { lease: leaseOf(flat) });
    await line.register.script({ key: flat.titleCertNo, as: "disagree" });
    await propose(lin, id);
    await confirm(chen, id);
    await line.register.clear();
    const refusal = { reasonCode: "TITLE_MISMATCH", reason: "房屋已转让，请先变更出租人" };
    const path = `/api/office/filings/${id}/change-decision`;
    expect((await fengze.post(path, { decision: "REFUSE", ...refusal })).status).toBe(200);
    expect(await filingOf(lin, id)).toMatchObject({
      filedVersion: 1,
      lastChange: { outcome: "REFUSED", reason: refusal.reason },
    });
  });
});

describe("FILED · renew · party, the other side confirms → FILED v+1", () => {
  it("goes on from the day after the old term, on the same flat without overlap", async () => {
    const flat = aFlat();
    const one = await filed({ lin, chen }, { lease: leaseOf(flat) });
    const renewal = { agreedOn: "2026-07-01", until: "2028-06-30", monthlyRentFen: 200_000 };
    expect((await chen.post(`/api/filings/${one.id}/renewals`, renewal)).status).toBe(201);
    expect((await confirm(lin, one.id)).status).toBe(201);
    expect(await filingOf(lin, one.id)).toMatchObject({
      lease: { from: "2026-07-01", until: "2028-06-30", monthlyRentFen: 200_000 },
      versions: [{}, { kind: "RENEWAL", effectiveOn: "2027-07-01" }],
    });
    expect(await termsOf(line, flat.flatId)).toEqual([
      { filingId: one.id, from: "2026-07-01", until: "2028-06-30" },
    ]);
    expect(await publicCheck(line, one)).toMatchObject({ status: "CHANGED" });
  });

  it("may be twenty years of its own, however long the lease has run (CC 705)", async () => {
    const { id } = await filed({ lin, chen });
    const path = `/api/filings/${id}/renewals`;
    const tooLong = { agreedOn: "2026-07-01", until: "2047-07-01" };
    expect((await lin.post(path, tooLong)).body).toMatchObject({
      code: "V21",
      errors: [{ pointer: "/until" }],
    });
    expect((await lin.post(path, { ...tooLong, until: "2047-06-30" })).status).toBe(201);
    expect((await confirm(chen, id)).status).toBe(201);
    expect((await filingOf(chen, id)).filedVersion).toBe(2);
    // A change of rent later does not find the whole lease too long.
    expect((await propose(lin, id)).status).toBe(201);
  });

  it("is refused (V16) when the flat is let to others after the old term", async () => {
    const flat = aFlat();
    const one = await filed({ lin, chen }, { lease: leaseOf(flat) });
    await filed({ lin, chen }, { lease: leaseOf(flat, "2027-08-01", "2028-07-31") });
    const path = `/api/filings/${one.id}/renewals`;
    const renewal = { agreedOn: "2026-07-01", until: "2027-08-01" };
    expect((await lin.post(path, renewal)).body).toMatchObject({ code: "V16" });
    expect((await lin.post(path, { ...renewal, until: "2027-06-30" })).body).toMatchObject({
      code: "V20",
      errors: [{ pointer: "/until" }],
    });
    expect((await lin.post(path, { ...renewal, until: "2027-07-31" })).status).toBe(201);
  });
});

describe("FILED · the home is sold · CC 725: the lease goes on with its new owner", () => {
  const UNIT_NO = "350503001002GB00001F00030501";
  /** A lease of a home whose unit number stands on record. */
  const known = () =>
    filed(
      { lin, chen },
      { lease: { ...leaseOf(aFlat()), unit: aUnit({ ...aFlat(), realEstateUnitNo: UNIT_NO }) } },
    );
  const transfer = {
    transferredOn: "2026-06-30",
    landlords: [partyOf("landlord-ou")],
    titleType: "REAL_ESTATE_CERT",
    titleCertNo: "闽(2026)泉州市不动产权第0099999号",
  };

  it("is confirmed by the new owner alone, the tenant told; the seller sees it no more", async () => {
    const one = await known();
    const path = `/api/filings/${one.id}/landlord-transfers`;
    expect((await ou.get(`/api/filings/${one.id}`)).status).toBe(404);
    expect((await lin.post(path, transfer)).status).toBe(201);
    const asked = await filingOf(ou, one.id);
    expect(asked.tenants[0]?.name).toBe("陈*远");
    expect(asked.pendingChange?.landlords[0]?.name).toBe("欧阳秀兰");
    expect(asked.landlords[0]?.name).toBe("林*国");
    expect(asked.certificate?.code).toBeUndefined();
    expect((await ou.get(`/api/filings/${one.id}/certificate`)).status).toBe(404);
    const mine = (await ou.get("/api/filings")).body.filings;
    expect(mine).toEqual([expect.objectContaining({ pendingChange: "LANDLORD_TRANSFER" })]);
    expect((await confirm(chen, one.id)).body).toMatchObject({ type: "/problems/not-a-signatory" });
    expect((await confirm(ou, one.id)).status).toBe(201);

    const two = await filingOf(ou, one.id);
    expect(two).toMatchObject({
      filedVersion: 2,
      landlords: [{ name: "欧阳秀兰" }],
      lease: { from: "2026-07-01", until: "2027-06-30", monthlyRentFen: 180_000 },
      versions: [{}, { kind: "LANDLORD_TRANSFER", effectiveOn: "2026-06-30" }],
    });
    expect((await filingOf(chen, one.id)).landlords[0]?.name).toBe("欧*兰");
    expect((await lin.get(`/api/filings/${one.id}`)).status).toBe(404);
    expect(await publicCheck(line, one)).toMatchObject({ status: "CHANGED" });
    expect(await publicCheck(line, two)).toMatchObject({ landlords: ["欧*兰"] });
    const told = (await everything(line.api.services.table)).filter((item) =>
      String(item.cause).includes(one.id),
    );
    const kinds = told.map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === "filing-landlord-left")).toHaveLength(1);
    expect(kinds.filter((kind) => kind === "filing-changed")).toHaveLength(2);
  });

  it("may be reported by the tenant; a title that disagrees goes to a reviewer", async () => {
    const { id } = await known();
    const certificate = { ...transfer, titleCertNo: "闽(2026)泉州市不动产权第0099998号" };
    await line.register.script({ key: certificate.titleCertNo, as: "disagree" });
    expect((await chen.post(`/api/filings/${id}/landlord-transfers`, certificate)).status).toBe(
      201,
    );
    expect((await confirm(ou, id)).status).toBe(201);
    await line.register.clear();
    expect(await filingOf(lin, id)).toMatchObject({
      landlords: [{ name: "林建国" }],
      pendingChange: {
        state: "UNDER_REVIEW",
        checks: expect.arrayContaining([
          expect.objectContaining({ name: "title", verdict: "disagree", code: "V10" }),
        ]) as unknown,
      },
    });
  });

  it("is of the same home: the title of another one is refused, or looked at by a reviewer", async () => {
    const one = await known();
    const path = (id: string) => `/api/filings/${id}/landlord-transfers`;
    const other = { ...transfer, realEstateUnitNo: "350503001002GB00001F00030502" };
    expect((await chen.post(path(one.id), other)).body).toMatchObject({
      type: "/problems/terms-invalid",
      errors: [{ pointer: "/realEstateUnitNo" }],
    });
    const unknown = await filed({ lin, chen });
    expect((await chen.post(path(unknown.id), other)).status).toBe(201);
    await confirm(ou, unknown.id);
    expect(await filingOf(lin, unknown.id)).toMatchObject({
      landlords: [{ name: "林建国" }],
      pendingChange: {
        state: "UNDER_REVIEW",
        checks: expect.arrayContaining([
          expect.objectContaining({ name: "title", verdict: "unknown", code: "V12" }),
        ]) as unknown,
      },
    });
  });

  it("is found wrong by the old owner when it was not sold", async () => {
    const { id } = await filed({ lin, chen });
    await chen.post(`/api/filings/${id}/landlord-transfers`, transfer);
    const told = (await everything(line.api.services.table)).filter(
      ({ cause, kind }) => String(cause).includes(id) && kind === "filing-transfer-reported",
    );
    expect(told).toHaveLength(1);
    const wrong = { pointer: "/landlords", reason: "房屋没有出售" };
    const path = `/api/filings/${id}/pending-change/wrong-fields`;
    expect((await lin.post(path, wrong)).status).toBe(201);
    expect((await ou.get(`/api/filings/${id}`)).status).toBe(404);
  });
});

const leaseOf = (flat: ReturnType<typeof aFlat>, from = "2026-07-01", until = "2027-06-30") =>
  aLease({ unit: aUnit(flat), signedOn: "2026-06-28", from, until });

async function filedByThree(tenants: ReturnType<typeof partyOf>[]): Promise<string> {
  const begun = await sent(lin, linToChen({ tenants }));
  await sign(chen, begun);
  await sign(wu, begun);
  return begun.id;
}
