import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Client } from "../../support/api.ts";
import { everything } from "../../support/emulator.ts";
import { chenAlone, drafted, filed, filingOf, START } from "../filings/line.ts";
import { office, openOffice, queueOf, toldOf, underReview, type Office } from "./office.ts";

let o: Office;

beforeAll(async () => {
  o = await openOffice();
});
afterAll(() => o.line.stop());

const REASON = { reason: "我没有把房子租给他" };
const INTEREST = { ...REASON, interest: "我是该房屋的共有人" };
const object = (client: Client, id: string, body: object = REASON) =>
  client.post(`/api/filings/${id}/objections`, body);
const answer = (id: string, objectionId: unknown, body: object, by: Client = o.fengze) =>
  by.post(office(id, `objections/${String(objectionId)}/decision`), body);
const REVOCATION = {
  decision: "UPHELD",
  reason: "经核实异议成立",
  opens: { procedure: "REVOCATION", reasonCode: "FRAUD" },
};

/** Chen files alone; on record at once. */
async function filedAlone() {
  const { id } = await drafted(o.chen, chenAlone());
  await o.chen.post(`/api/filings/${id}/submit`, {});
  return filingOf(o.chen, id);
}

describe("a landlord whose tenant filed alone (R812 8)", () => {
  it("objects within five working days without more; the filing stays, a reviewer answers both", async () => {
    const { id } = await filedAlone();
    await o.line.api.moveTo("2026-07-08T15:59:00.000Z");
    const objected = await object(o.lin, id);
    expect(objected).toMatchObject({ status: 201, body: { dueOn: "2026-07-22" } });
    const { objectionId } = objected.body;
    expect(Object.keys(objected.body).toSorted()).toEqual(["at", "dueOn", "objectionId"]);
    expect((await object(o.lin, id)).body).toMatchObject({ type: "/problems/already-objected" });
    expect(await filingOf(o.chen, id)).toMatchObject({
      state: "FILED",
      certificate: { status: "IN_FORCE" },
    });
    expect((await queueOf(o.fengze)).find((row) => row.id === id)).toMatchObject({
      waitsFor: "OBJECTION",
      dueOn: "2026-07-22",
      workingDaysLeft: 10,
    });
    const word = { decision: "DISMISSED", reason: "合同由您本人签署" };
    expect((await answer(id, objectionId, word)).status).toBe(200);
    expect((await filingOf(o.chen, id)).objections).toMatchObject([
      { decision: { upheld: false, reason: word.reason } },
    ]);
    expect(await toldOf(o, id, "filing-objection-decided")).toHaveLength(2);
    expect((await answer(id, objectionId, word)).status).toBe(409);
    await o.line.api.moveTo(START);
  });

  it("is late after that (V40), and may still object with an interest named", async () => {
    const { id } = await filedAlone();
    await o.line.api.moveTo("2026-07-08T16:00:00.000Z");
    expect(await object(o.lin, id)).toMatchObject({ status: 409, body: { code: "V40" } });
    expect((await object(o.lin, id, INTEREST)).status).toBe(201);
    await o.line.api.moveTo(START);
  });
});

describe("anyone identified, with an interest", () => {
  const byCertificate = (client: Client, no: string, body: object) =>
    client.post(`/api/certificates/${no}/objections`, body);

  it("objects by the certificate they were shown; the parties never learn who", async () => {
    const { id, certificate } = await filed(o);
    const { certificateNo = "", code = "" } = certificate ?? {};
    expect(await byCertificate(o.wu, certificateNo, { ...REASON, code })).toMatchObject({
      status: 422,
      body: { type: "/problems/interest-missing", errors: [{ pointer: "/interest" }] },
    });
    const objected = await byCertificate(o.wu, certificateNo, { ...INTEREST, code });
    expect(objected.status).toBe(201);
    expect((await o.wu.get(`/api/filings/${id}`)).status).toBe(404);
    const told = await toldOf(o, id, "filing-objection-received");
    expect(told).toHaveLength(2);
    for (const party of [o.lin, o.chen]) {
      const text = JSON.stringify(await filingOf(party, id));
      expect(text).toContain(String(objected.body.objectionId));
      expect(text).not.toMatch(/吴志远|该房屋的共有人|没有把房子/);
    }
    expect((await filingOf(o.fengze, id, true)).objections).toMatchObject([
      { as: "OTHER", ...INTEREST, objector: { name: "吴志远" } },
    ]);
    const stored = JSON.stringify(await everything(o.line.api.services.table));
    expect(stored).not.toMatch(/吴志远|该房屋的共有人|没有把房子/);

    const { objectionId } = objected.body;
    expect((await answer(id, objectionId, REVOCATION)).status).toBe(200);
    expect(await toldOf(o, id, "filing-objection-decided")).toHaveLength(3);
    const own = await o.wu.get("/api/filing-objections");
    expect(own.body.objections).toMatchObject([
      { objectionId, ...REASON, decision: { upheld: true, reason: REVOCATION.reason } },
    ]);
    expect(JSON.stringify(own.body)).not.toMatch(/林|陈/);
    expect((await o.huang.get("/api/filing-objections")).body).toEqual({ objections: [] });
  });

  it("learns nothing from a wrong code or number, and neither does who tries many", async () => {
    const { certificate } = await filed(o);
    const { certificateNo = "" } = certificate ?? {};
    const body = { ...INTEREST, code: "0000000000" };
    const known = await byCertificate(o.wu, certificateNo, body);
    const unknown = await byCertificate(o.wu, "3505031999010100001", body);
    expect(known.status).toBe(404);
    expect(known.body).toEqual(unknown.body);
  });

  it("never objects to what they filed themselves", async () => {
    const { id } = await filed(o);
    expect((await object(o.lin, id, INTEREST)).body).toMatchObject({
      type: "/problems/own-proposal",
    });
  });
});

describe("an objection upheld", () => {
  it("opens a revocation of a filing on record, which is not revoked by that", async () => {
    const { id } = await filedAlone();
    const { objectionId } = (await object(o.lin, id)).body;
    expect((await answer(id, objectionId, REVOCATION)).body).toMatchObject({ state: "FILED" });
    expect(await filingOf(o.chen, id)).toMatchObject({
      state: "FILED",
      revocation: { reasonCode: "FRAUD", reason: REVOCATION.reason, heardBy: "2026-07-08" },
    });
    const word = { decision: "REVOKE", reason: "经核实异议成立" };
    await o.line.api.moveTo("2026-07-09T02:00:00.000Z");
    expect((await o.approver.post(office(id, "revocation/decision"), word)).body).toMatchObject({
      state: "REVOKED",
    });
    await o.line.api.moveTo(START);
  });

  it("sends a filing under review back into correction, with what it brought to light", async () => {
    const { id } = await underReview(o);
    const { objectionId } = (await object(o.lin, id)).body;
    expect((await answer(id, objectionId, REVOCATION)).status).toBe(409);
    const gaps = [{ pointer: "/lease/monthlyRentFen", reason: "租金与出租人所述不符" }];
    const opens = { procedure: "CORRECTION", gaps };
    const word = { decision: "UPHELD", reason: "租金有误", opens };
    expect((await answer(id, objectionId, word)).body).toMatchObject({ state: "CORRECTION" });
    expect(await filingOf(o.chen, id)).toMatchObject({
      correction: { gaps, resubmitBy: "2026-07-15" },
      objections: [{ decision: { upheld: true } }],
    });
  });

  it("is answered in the own district only, and once by two at once", async () => {
    const { id } = await filedAlone();
    const { objectionId } = (await object(o.lin, id)).body;
    expect((await answer(id, objectionId, REVOCATION, o.jinjiang)).status).toBe(404);
    expect((await answer(id, objectionId, REVOCATION, o.approver)).status).toBe(403);
    expect((await answer(id, `J${"0".repeat(20)}`, REVOCATION)).status).toBe(404);
    const dismissed = { decision: "DISMISSED", reason: "异议不成立" };
    const answers = await Promise.all([
      answer(id, objectionId, REVOCATION),
      answer(id, objectionId, dismissed),
    ]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
  });
});
