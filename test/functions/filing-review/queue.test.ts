import { afterAll, beforeAll, describe, expect, it } from "vitest";
import people from "../../../infra/local/people.json" with { type: "json" };
import type { Client } from "../../support/api.ts";
import { partyOf } from "../../support/builders/demo-people.ts";
import { everything } from "../../support/emulator.ts";
import { chenAlone, filed, filingOf, START } from "../filings/line.ts";
import { ask, office, openOffice, queueOf, underReview, type Office } from "./office.ts";

let o: Office;
let second: Client;

const subOf = (key: string) => people.find((one) => one.key === key)?.sub ?? "";

beforeAll(async () => {
  o = await openOffice();
  second = o.approver;
  // Whoever has called once is on record.
  await Promise.all(
    [o.fengze, o.approver, o.jinjiang].map((one) => one.get("/api/office/filings")),
  );
});
afterAll(() => o.line.stop());

const claim = (client: Client, id: string) => client.post(office(id, "claim"), {});
const release = (client: Client, id: string) => client.post(office(id, "release"), {});
const assign = (client: Client, id: string, officer: string) =>
  client.post(office(id, "assignee"), { officer });
const FILE = { decision: "FILE" };
const rowOf = async (client: Client, id: string) =>
  (await queueOf(client)).find((row) => row.id === id);

describe("the queue", () => {
  it("is by time left in working days, what is overdue first, and names nobody", async () => {
    const { id: early } = await underReview(o);
    await o.line.api.moveTo("2026-07-02T02:00:00.000Z");
    const { id: late } = await underReview(o);
    expect(await rowOf(o.fengze, early)).toMatchObject({
      waitsFor: "FILING",
      dueOn: "2026-07-06",
      workingDaysLeft: 2,
      overdue: false,
      because: [{ name: "title", verdict: "disagree" }],
    });
    expect(await rowOf(o.fengze, late)).toMatchObject({ dueOn: "2026-07-07", workingDaysLeft: 3 });
    // A Saturday: no working day is gone since, but it is over.
    await o.line.api.moveTo("2026-07-11T02:00:00.000Z");
    expect(await rowOf(o.fengze, early)).toMatchObject({ workingDaysLeft: -4, overdue: true });
    const rows = await queueOf(o.fengze);
    expect(rows.map(({ dueOn }) => dueOn)).toEqual(rows.map(({ dueOn }) => dueOn).toSorted());
    expect(JSON.stringify(rows)).not.toMatch(/陈|林/);
    expect((await queueOf(o.jinjiang)).map((row) => row.id)).not.toContain(early);
    await o.line.api.moveTo(START);
  });

  it("lists a change that waits beside the filings", async () => {
    const { id } = await filed(o);
    const end = {
      basis: "PROOF",
      on: "2026-07-01",
      reasonCode: "BREACH",
      reason: "拖欠租金",
      proofDigest: "cd".repeat(32),
    };
    await o.lin.post(`/api/filings/${id}/ends`, end);
    await o.chen.post(`/api/filings/${id}/pending-change/objection`, { reason: "租金已付清" });
    expect(await rowOf(o.fengze, id)).toMatchObject({ waitsFor: "CHANGE", dueOn: "2026-07-06" });
    expect((await claim(o.approver, id)).status).toBe(200);
    const word = { decision: "TAKE" };
    expect(await o.fengze.post(office(id, "change-decision"), word)).toMatchObject({
      status: 409,
      body: { type: "/problems/claimed-by-other" },
    });
    await release(o.approver, id);
    expect((await o.fengze.post(office(id, "change-decision"), word)).status).toBe(200);
    expect(await rowOf(o.fengze, id)).toBeUndefined();
  });
});

describe("a case", () => {
  it("that was taken is decided by who has it, and by another after it was given back", async () => {
    const { id } = await underReview(o);
    const taken = await claim(second, id);
    expect(taken).toMatchObject({
      status: 200,
      body: { claim: { officer: subOf("approver-fengze"), until: "2026-07-02" } },
    });
    expect(await o.fengze.post(office(id, "decision"), FILE)).toMatchObject({
      status: 409,
      body: { type: "/problems/claimed-by-other", until: "2026-07-02" },
    });
    expect((await release(o.fengze, id)).status).toBe(409);
    expect(await rowOf(o.fengze, id)).toMatchObject({
      claim: { officer: subOf("approver-fengze") },
    });
    expect((await release(second, id)).body.claim).toBeUndefined();
    expect((await release(second, id)).body).toMatchObject({ type: "/problems/not-claimed" });
    expect((await o.fengze.post(office(id, "decision"), FILE)).status).toBe(200);
  });

  it("is anybody's again when the working day after is over, though no clock came by", async () => {
    await o.line.api.moveTo("2026-07-03T02:00:00.000Z");
    const { id } = await underReview(o);
    expect((await claim(second, id)).body).toMatchObject({ claim: { until: "2026-07-06" } });
    await o.line.api.moveTo("2026-07-06T15:59:00.000Z");
    expect((await o.fengze.post(office(id, "decision"), FILE)).status).toBe(409);
    await o.line.api.moveTo("2026-07-06T16:00:00.000Z");
    expect((await filingOf(o.fengze, id, true)).claim).toBeUndefined();
    expect((await o.fengze.post(office(id, "decision"), FILE)).status).toBe(200);
    await o.line.api.moveTo(START);
  });

  it("taken by two at once is one's", async () => {
    const { id } = await underReview(o);
    const answers = await Promise.all([claim(o.fengze, id), claim(second, id)]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    const holder = answers.find(({ status }) => status === 200)?.body.claim;
    expect(await rowOf(o.fengze, id)).toMatchObject({ claim: holder });
  });

  it("is given to another reviewer by an approver of the district, to no one else", async () => {
    const { id } = await underReview(o);
    await claim(second, id);
    expect((await assign(o.fengze, id, subOf("reviewer-fengze"))).status).toBe(403);
    for (const nobody of ["approver-fengze", "reviewer-jinjiang", "tenant-wu"])
      expect(await assign(o.approver, id, subOf(nobody))).toMatchObject({
        status: 422,
        body: { type: "/problems/no-such-officer", errors: [{ pointer: "/officer" }] },
      });
    expect((await assign(o.approver, id, "nobody-at-all")).status).toBe(422);
    expect(await assign(o.approver, id, subOf("reviewer-fengze"))).toMatchObject({
      status: 200,
      body: { claim: { officer: subOf("reviewer-fengze") } },
    });
    expect((await o.fengze.post(office(id, "decision"), FILE)).status).toBe(200);
    expect(await claim(o.fengze, id)).toMatchObject({
      status: 409,
      body: { type: "/problems/nothing-to-review" },
    });
  });

  it("decided by two at once is decided once", async () => {
    const { id } = await underReview(o);
    const refuse = { decision: "REFUSE", reasonCode: "TITLE_MISMATCH", reason: "出租人不是权利人" };
    const answers = await Promise.all([
      o.fengze.post(office(id, "decision"), FILE),
      o.fengze.post(office(id, "decision"), refuse),
      ask(o.fengze, id, "/lease/from"),
    ]);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(2);
    const won = answers.find(({ status }) => status === 200)?.body.state;
    expect((await filingOf(o.chen, id)).state).toBe(won);
  });

  it("of another district is absent for every act, and closed to citizens", async () => {
    const { id } = await underReview(o);
    for (const [act, body] of [
      ["decision", FILE],
      ["claim", {}],
      ["release", {}],
      ["revocation", { reasonCode: "FRAUD", reason: "伪造" }],
      [`objections/J${"0".repeat(20)}/decision`, { decision: "DISMISSED", reason: "不成立" }],
    ] as const) {
      expect((await o.jinjiang.post(office(id, act), body)).status).toBe(404);
      expect((await o.chen.post(office(id, act), body)).status).toBe(403);
    }
  });

  it("of an officer's own is neither read, taken, given on nor decided by them", async () => {
    const draft = chenAlone();
    const officer = partyOf("reviewer-fengze");
    const { id } = await underReview(o, { ...draft, tenants: [...draft.tenants, officer] });
    const own = { status: 403, body: { type: "/problems/own-case" } };
    const before = await audits(id);
    expect(await o.fengze.get(office(id))).toMatchObject(own);
    expect(await claim(o.fengze, id)).toMatchObject(own);
    expect(await o.fengze.post(office(id, "decision"), FILE)).toMatchObject(own);
    expect(await ask(o.fengze, id, "/lease/from")).toMatchObject(own);
    expect((await assign(o.approver, id, subOf("reviewer-fengze"))).status).toBe(422);
    expect(await audits(id)).toBe(before);
    expect((await claim(o.approver, id)).status).toBe(200);
  });

  it("is read in full only after that is on record", async () => {
    const { id } = await underReview(o);
    const before = await audits(id);
    await filingOf(o.fengze, id, true);
    expect(await audits(id)).toBe(before + 1);
  });
});

const audits = async (id: string) =>
  (await everything(o.line.api.services.table)).filter(
    ({ pk, sk }) => pk === `FILING#${id}` && String(sk).startsWith("AUDIT#"),
  ).length;
