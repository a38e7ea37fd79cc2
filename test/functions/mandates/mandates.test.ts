import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Mandate, MandateOffer } from "../../../shared/contract/mandate.ts";
import type { Client } from "../../support/api.ts";
import { firmOf, partyOf } from "../../support/builders/demo-people.ts";
import { everything } from "../../support/emulator.ts";
import { onPaper, startFilers, type Filers } from "../filings/filers.ts";
import { confirm, drafted, filed, filingOf, linToChen, sent, sign } from "../filings/line.ts";

let world: Filers;
let lin: Client;
let chen: Client;
let zheng: Client;
let wu: Client;
let anju: Client;

beforeAll(async () => {
  world = await startFilers();
  [lin, chen, zheng, wu, anju] = await Promise.all([
    world.api.as("landlord-lin"),
    world.api.as("tenant-chen"),
    world.api.as("tenant-zheng"),
    world.api.as("tenant-wu"),
    world.api.as("enterprise-anju"),
  ]);
});
afterEach(async () => {
  await world.clear();
  for (const client of [lin, anju])
    for (const { id, state, side } of await mandatesOf(client))
      if (side === "GIVEN" && ["OFFERED", "ACTIVE"].includes(state))
        await answer(client, id, "revocation");
});
afterAll(() => world.stop());

const agentOf = (key: string): MandateOffer["agent"] => {
  const { name, idType, idNumber, phone } = partyOf(key);
  return { name, idType, idNumber, phone };
};
const anOffer = (but: Partial<MandateOffer> = {}): MandateOffer => ({
  agent: agentOf("tenant-zheng"),
  scopes: ["FILE"],
  from: "2026-07-01",
  until: "2026-12-31",
  ...but,
});
const offer = (client: Client, but: Partial<MandateOffer> = {}) =>
  client.post("/api/me/mandates", anOffer(but));
const answer = (client: Client, id: string, word: string) =>
  client.post(`/api/me/mandates/${id}/${word}`, {});
const mandatesOf = async (client: Client) =>
  (await client.get("/api/me/mandates")).body.mandates as Mandate[];

/** A mandate in force from Lin to Zheng. */
async function given(but: Partial<MandateOffer> = {}, by = lin): Promise<string> {
  const offered = await offer(by, but);
  expect(offered).toMatchObject({ status: 201, body: { state: "OFFERED" } });
  const id = String(offered.body.id);
  expect((await answer(zheng, id, "acceptance")).body).toMatchObject({ state: "ACTIVE" });
  return id;
}
const textsOf = async (id: string) =>
  (await everything(world.api.services.table))
    .filter(({ cause }) => String(cause).includes(id))
    .map(({ kind }) => kind);

describe("a mandate", () => {
  it("is offered, accepted, and told to both; each sees the other's name and no number", async () => {
    const id = await given();
    expect((await textsOf(id)).sort()).toEqual([
      "mandate-accepted",
      "mandate-given",
      "mandate-offered",
    ]);
    expect((await mandatesOf(lin)).find((one) => one.id === id)).toMatchObject({
      side: "GIVEN",
      state: "ACTIVE",
      agent: { name: "郑雅芳", idNumber: "350***********9140", phone: "199****0008" },
    });
    expect((await mandatesOf(zheng)).find((one) => one.id === id)).toMatchObject({
      side: "HELD",
      principal: { name: "林建国", idNumber: "350***********9016" },
    });
    const stored = JSON.stringify(await everything(world.api.services.table));
    for (const secret of ["郑雅芳", partyOf("tenant-zheng").idNumber])
      expect(stored).not.toContain(secret);
  });

  it("lets its agent file in the principal's name, who reads by whom and by which article", async () => {
    const mandateId = await given();
    const begun = await drafted(zheng, onPaper());
    const sentIn = await zheng.post(`/api/filings/${begun.id}/submit`, {});
    expect(sentIn).toMatchObject({ status: 202, body: { state: "SUBMITTED" } });
    const filing = await filingOf(lin, begun.id);
    expect(filing).toMatchObject({
      state: "FILED",
      filerRole: "LANDLORD",
      filer: { capacity: "AGENT", duty: "MUST", mandateId },
    });
    expect(filing.filer.articles.map(({ code }) => code)).toEqual(["R812-8", "O6-14", "CC-161"]);
    // As the landlord would: the own side in full, the other masked.
    expect(await filingOf(zheng, begun.id)).toMatchObject({
      landlords: [{ name: "林建国" }],
      tenants: [{ name: "陈*远" }],
    });
    const entries = (await everything(world.api.services.table)).filter(
      ({ pk, action }) => pk === `FILING#${begun.id}` && action === "submitFiling",
    );
    expect(entries).toMatchObject([{ reason: mandateId }]);
    const lists = await everythingListed(zheng);
    expect(lists).toContain(begun.id);
  });

  it("carries nothing before it is accepted, nor when it is declined", async () => {
    const id = String((await offer(lin)).body.id);
    const refused = { status: 422, body: { type: "/problems/filer-not-entitled" } };
    expect(await zheng.post("/api/filings", onPaper())).toMatchObject(refused);
    expect((await answer(zheng, id, "refusal")).body).toMatchObject({ state: "DECLINED" });
    expect(await zheng.post("/api/filings", onPaper())).toMatchObject(refused);
    expect((await answer(zheng, id, "acceptance")).body).toMatchObject({ state: "DECLINED" });
    expect(await textsOf(id)).toContain("mandate-declined");
  });

  it("is for one home, if it says so", async () => {
    const draft = onPaper();
    await given({ flatId: draft.lease.unit.flatId });
    expect((await zheng.post("/api/filings", draft)).status).toBe(201);
    expect((await zheng.post("/api/filings", onPaper())).status).toBe(422);
  });

  it("begins on its first day and ends after its last, noted by the clock and told to both", async () => {
    const late = await given({ from: "2026-07-02", until: "2026-07-03" });
    expect((await zheng.post("/api/filings", onPaper())).status).toBe(422);
    await world.api.moveTo("2026-07-02T02:00:00.000Z");
    const begun = await drafted(zheng, onPaper());
    await world.api.moveTo("2026-07-03T15:59:00.000Z");
    expect((await zheng.get(`/api/filings/${begun.id}`)).status).toBe(200);
    await world.api.moveTo("2026-07-03T16:00:00.000Z");
    expect((await zheng.get(`/api/filings/${begun.id}`)).status).toBe(404);
    expect((await zheng.post(`/api/filings/${begun.id}/submit`, {})).status).toBe(404);
    expect((await filingOf(lin, begun.id)).state).toBe("DRAFT");
    const mine = (await mandatesOf(lin)).find((one) => one.id === late);
    expect(mine).toMatchObject({ state: "EXPIRED", endedAt: "2026-07-03T16:00:00.000Z" });
    expect((await textsOf(late)).filter((kind) => kind === "mandate-ended")).toHaveLength(2);
  });

  it("carries nothing any more from the moment it is taken back or laid down", async () => {
    const id = await given();
    const begun = await drafted(zheng, onPaper());
    expect((await answer(lin, id, "revocation")).body).toMatchObject({ state: "REVOKED" });
    expect((await zheng.post(`/api/filings/${begun.id}/submit`, {})).status).toBe(404);
    expect((await lin.post(`/api/filings/${begun.id}/submit`, {})).status).toBe(202);
    const other = await given();
    expect((await answer(zheng, other, "resignation")).body).toMatchObject({ state: "RESIGNED" });
    expect((await zheng.post("/api/filings", onPaper())).status).toBe(422);
  });

  it("is never outrun: of an act and a revocation at once, none is written after the end", async () => {
    for (let round = 0; round < 8; round++) {
      const id = await given();
      const { id: filingId } = await drafted(zheng, onPaper());
      const [act, end] = await Promise.all([
        zheng.post(`/api/filings/${filingId}/submit`, {}),
        answer(lin, id, "revocation"),
      ]);
      expect(end.status).toBe(200);
      const items = await everything(world.api.services.table);
      const acts = items.filter(
        ({ pk, action }) => pk === `FILING#${filingId}` && action === "submitFiling",
      );
      expect(acts).toHaveLength(act.status === 202 ? 1 : 0);
    }
  });

  it("to file is none to sign: only with SIGN does the agent conclude the lease", async () => {
    await given();
    const begun = await sent(zheng, linToChen());
    expect((await filingOf(lin, begun.id)).signatures).toEqual([]);
    expect((await sign(zheng, begun)).body).toMatchObject({ type: "/problems/not-a-signatory" });
    expect((await sign(lin, begun)).status).toBe(201);
    expect((await sign(chen, begun)).body).toMatchObject({ state: "SUBMITTED" });

    await given({ scopes: ["FILE", "SIGN"] });
    const own = await sent(zheng, linToChen());
    expect((await filingOf(lin, own.id)).signatures).toMatchObject([{ side: "LANDLORD" }]);
  });

  it("to change is none to end, and to end none to change", async () => {
    const { id, lease } = await filed({ lin, chen });
    const change = { agreedOn: "2026-07-03", terms: { monthlyRentFen: 190_000 } };
    const end = { basis: "AGREEMENT", on: "2026-12-31" };
    const changes = `/api/filings/${id}/changes`;
    const ends = `/api/filings/${id}/ends`;
    const first = await given({ scopes: ["CHANGE"], flatId: lease.unit.flatId });
    const refused = { status: 403, body: { type: "/problems/not-a-signatory" } };
    expect(await zheng.post(ends, end)).toMatchObject(refused);
    expect((await zheng.post(changes, change)).status).toBe(201);
    expect((await confirm(chen, id)).status).toBe(201);
    expect((await filingOf(lin, id)).lease.monthlyRentFen).toBe(190_000);
    await answer(lin, first, "revocation");

    await given({ scopes: ["END"], flatId: lease.unit.flatId });
    expect(await zheng.post(changes, change)).toMatchObject(refused);
    expect((await chen.post(ends, end)).status).toBe(201);
    expect((await confirm(zheng, id)).status).toBe(201);
    expect((await filingOf(lin, id)).ended).toMatchObject({ on: "2026-12-31" });
  });

  it("carries no dealing of the agent with themselves (CC 168)", async () => {
    await given({ scopes: ["FILE", "SIGN"] });
    const begun = await sent(lin, linToChen({ tenants: [partyOf("tenant-zheng")] }));
    expect((await filingOf(zheng, begun.id)).signatures).toMatchObject([{ side: "LANDLORD" }]);
    const own = onPaper({ tenants: [partyOf("tenant-zheng")] });
    expect((await zheng.post("/api/filings", own)).body).toMatchObject({
      type: "/problems/filer-not-entitled",
    });
  });

  it("may be a firm's: its agent files for the enterprise", async () => {
    await given({ asFirm: true }, anju);
    const { id } = await drafted(zheng, onPaper({ landlords: [firmOf("enterprise-anju")] }));
    expect((await zheng.post(`/api/filings/${id}/submit`, {})).status).toBe(202);
    expect(await filingOf(anju, id)).toMatchObject({
      state: "FILED",
      filer: { capacity: "AGENT" },
    });
    expect((await zheng.post("/api/filings", onPaper())).status).toBe(422);
  });

  it("is not given to oneself, a minor, for ever, for the past, or for a firm one acts not for", async () => {
    const refused = async (but: Partial<MandateOffer>, kind: string, pointer: string) => {
      expect(await offer(lin, but)).toMatchObject({
        status: 422,
        body: { type: `/problems/${kind}`, errors: [{ pointer }] },
      });
    };
    await refused({ agent: agentOf("landlord-lin") }, "mandate-to-self", "/agent");
    await refused({ until: "2029-07-01" }, "mandate-too-long", "/until");
    await refused({ from: "2026-01-01", until: "2026-06-30" }, "mandate-over", "/until");
    await refused({ asFirm: true }, "no-firm", "/asFirm");
    const child = { ...agentOf("tenant-wu"), name: "吴雨桐", idNumber: "350599201503069123" };
    await refused({ agent: child }, "agent-is-minor", "/agent/idNumber");
    const twice = await offer(lin, { scopes: ["FILE", "FILE"] });
    expect(twice.status).toBe(400);
    const backwards = await offer(lin, { from: "2026-08-02", until: "2026-08-01" });
    expect(backwards.body.errors).toMatchObject([{ pointer: "/until" }]);
  });

  it("is answered by its agent and taken back by its principal alone; to others it is absent", async () => {
    const id = String((await offer(lin)).body.id);
    for (const word of ["acceptance", "refusal", "revocation", "resignation"])
      expect((await answer(wu, id, word)).status).toBe(404);
    expect((await answer(lin, id, "acceptance")).body).toMatchObject({
      type: "/problems/not-the-agent",
    });
    expect((await answer(zheng, id, "revocation")).body).toMatchObject({
      type: "/problems/not-the-principal",
    });
    const key = "same-key-for-both-times";
    const accepted = [
      await zheng.post(`/api/me/mandates/${id}/acceptance`, {}, { key }),
      await zheng.post(`/api/me/mandates/${id}/acceptance`, {}, { key }),
    ];
    expect(accepted.map(({ body }) => body)).toEqual([
      { id, version: 2, state: "ACTIVE" },
      { id, version: 2, state: "ACTIVE" },
    ]);
  });

  it("is one of fifty at most", async () => {
    const many = await Promise.all(Array.from({ length: 50 }, () => offer(wu)));
    expect(many.every(({ status }) => status === 201)).toBe(true);
    expect((await offer(wu)).body).toMatchObject({ type: "/problems/too-many-mandates" });
  });
});

/** All filings in the caller's list, page by page. */
async function everythingListed(client: Client): Promise<readonly string[]> {
  const ids: string[] = [];
  let next: unknown;
  do {
    const page = await client.get(
      `/api/filings${typeof next === "string" ? `?cursor=${next}` : ""}`,
    );
    ids.push(...(page.body.filings as { id: string }[]).map(({ id }) => id));
    next = page.body.next;
  } while (next !== undefined);
  return ids;
}
