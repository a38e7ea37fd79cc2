import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { filed, filingOf, publicCheck, START, termsOf } from "../filings/line.ts";
import { partyOf } from "../../support/builders/demo-people.ts";
import { chenAlone, drafted } from "../filings/line.ts";
import { office, openOffice, queueOf, toldOf, type Office } from "./office.ts";

let o: Office;

beforeAll(async () => {
  o = await openOffice();
});
afterAll(() => o.line.stop());

const FRAUD = { reasonCode: "FRAUD", reason: "权属证明系伪造" };
const REVOKE = { decision: "REVOKE", reason: "经核实权属证明系伪造" };
const propose = (id: string, body: object = FRAUD) => o.fengze.post(office(id, "revocation"), body);
const decide = (client: Office["lin"], id: string, body: object = REVOKE) =>
  client.post(office(id, "revocation/decision"), body);
const state = (client: Office["lin"], id: string, text: string) =>
  client.post(`/api/filings/${id}/revocation/statements`, { text });
/** The sixth working day: the five for the parties are over. */
const HEARD = "2026-07-08T16:00:00.000Z";

describe("FILED · revoke · approver, fraud or error, heard → REVOKED 已撤销", () => {
  it("tells and hears the parties, then another officer decides: certificate void, flat free", async () => {
    const filing = await filed(o);
    const { id } = filing;
    expect(await propose(id)).toMatchObject({ status: 201, body: { state: "FILED" } });
    expect(await toldOf(o, id, "filing-revocation-proposed")).toMatchObject([
      { facts: { heardBy: "2026-07-08" } },
      { facts: { heardBy: "2026-07-08" } },
    ]);
    expect((await queueOf(o.approver)).find((row) => row.id === id)).toMatchObject({
      waitsFor: "REVOCATION",
      dueOn: "2026-07-13",
    });
    expect((await state(o.lin, id, "证明真实，可当面核对")).status).toBe(201);
    expect((await state(o.lin, id, "再说一次")).body).toMatchObject({
      type: "/problems/already-stated",
    });
    expect((await state(o.wu, id, "与我无关")).status).toBe(404);
    expect((await filingOf(o.lin, id)).revocation?.statements).toHaveLength(1);
    expect((await filingOf(o.chen, id)).revocation).toMatchObject({ ...FRAUD, statements: [] });
    expect((await filingOf(o.approver, id, true)).revocation?.statements).toMatchObject([
      { as: "LANDLORD", text: "证明真实，可当面核对" },
    ]);
    expect(await decide(o.approver, id)).toMatchObject({
      status: 409,
      body: { type: "/problems/hearing-open", heardBy: "2026-07-08" },
    });
    expect(await publicCheck(o.line, filing)).toMatchObject({ status: "IN_FORCE" });

    await o.line.api.moveTo(HEARD);
    expect((await state(o.chen, id, "我住在这里")).body).toMatchObject({
      type: "/problems/hearing-over",
    });
    expect((await decide(o.fengze, id)).status).toBe(403);
    expect(await decide(o.approver, id)).toMatchObject({ status: 200, body: { state: "REVOKED" } });
    const revoked = await filingOf(o.chen, id);
    expect(revoked).toMatchObject({
      state: "REVOKED",
      certificate: { status: "REVOKED" },
      revocation: { decision: { revoked: true, reason: REVOKE.reason } },
    });
    expect(JSON.stringify(revoked.revocation)).not.toContain("sub");
    expect(await publicCheck(o.line, filing)).toMatchObject({ status: "REVOKED" });
    expect(await termsOf(o.line, filing.lease.unit.flatId)).toEqual([]);
    expect(await toldOf(o, id, "filing-revoked")).toHaveLength(2);
    expect((await queueOf(o.approver)).map((row) => row.id)).not.toContain(id);
    expect(await decide(o.approver, id)).toMatchObject({ status: 409, body: { state: "REVOKED" } });
    await o.line.api.moveTo(START);
  });

  it("leaves the next tenant the flat", async () => {
    const { id, lease } = await filed(o);
    await propose(id, { reasonCode: "ERROR", reason: "录入错误" });
    await o.line.api.moveTo(HEARD);
    await decide(o.approver, id);
    const draft = chenAlone();
    const next = await drafted(o.huang, {
      ...draft,
      tenants: [partyOf("tenant-huang")],
      lease: { ...draft.lease, unit: lease.unit },
    });
    await o.huang.post(`/api/filings/${next.id}/submit`, {});
    expect((await filingOf(o.huang, next.id)).state).toBe("FILED");
    await o.line.api.moveTo(START);
  });

  it("may be dismissed, and the filing stays as it was", async () => {
    const { id } = await filed(o);
    await propose(id);
    expect(await propose(id)).toMatchObject({
      status: 409,
      body: { type: "/problems/revocation-pending" },
    });
    await o.line.api.moveTo(HEARD);
    const dismiss = { decision: "DISMISS", reason: "证明属实" };
    expect((await decide(o.approver, id, dismiss)).body).toMatchObject({ state: "FILED" });
    expect(await filingOf(o.lin, id)).toMatchObject({
      certificate: { status: "IN_FORCE" },
      revocation: { decision: { revoked: false } },
    });
    expect(await toldOf(o, id, "filing-revocation-dismissed")).toHaveLength(2);
    expect((await decide(o.approver, id)).body).toMatchObject({
      type: "/problems/no-revocation-pending",
    });
    expect((await propose(id)).status).toBe(201);
    await o.line.api.moveTo(START);
  });

  it("is decided once by two words at once", async () => {
    const { id } = await filed(o);
    await propose(id);
    await o.line.api.moveTo(HEARD);
    const dismiss = { decision: "DISMISS", reason: "证明属实" };
    const answers = await Promise.all([decide(o.approver, id), decide(o.approver, id, dismiss)]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    await o.line.api.moveTo(START);
  });

  it("is of a filing on record only, in the own district only", async () => {
    const { id } = await drafted(o.chen, chenAlone());
    expect((await propose(id)).status).toBe(404);
    const { id: filedId } = await filed(o);
    expect((await o.jinjiang.post(office(filedId, "revocation"), FRAUD)).status).toBe(404);
    expect((await o.approver.post(office(filedId, "revocation"), FRAUD)).status).toBe(403);
    expect((await propose(filedId, { reasonCode: "WHIM", reason: "不喜欢" })).status).toBe(400);
  });
});
