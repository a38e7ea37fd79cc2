import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Filing, FilingDraft } from "../../../shared/contract/filing.ts";
import type { Lease } from "../../../shared/contract/lease.ts";
import type { Client } from "../../support/api.ts";
import { partyOf } from "../../support/builders/demo-people.ts";
import { aLease } from "../../support/builders/lease.ts";
import { everything } from "../../support/emulator.ts";
import {
  aFlat,
  confirm,
  drafted,
  filed,
  filingOf,
  linToChen,
  publicCheck,
  sent,
  sign,
  START,
  startLine,
  termsOf,
  type Line,
} from "./line.ts";

let line: Line;
let lin: Client;
let chen: Client;
let wu: Client;
let huang: Client;
let fengze: Client;

beforeAll(async () => {
  line = await startLine();
  [lin, chen, wu, huang, fengze] = (await Promise.all(
    ["landlord-lin", "tenant-chen", "tenant-wu", "tenant-huang", "reviewer-fengze"].map((key) =>
      line.api.as(key),
    ),
  )) as [Client, Client, Client, Client, Client];
});
afterAll(() => line.stop());

const headLease = (but: Partial<Lease> = {}): Promise<Filing> => {
  const { lease } = linToChen();
  return filed({ lin, chen }, { lease: { ...lease, ...but } });
};

/** Chen lets a room of what they rent to Wu. */
const chenToWu = (head: Filing, but: Partial<Lease> = {}): FilingDraft =>
  linToChen({
    landlords: [partyOf("tenant-chen")],
    tenants: [partyOf("tenant-wu")],
    lease: aLease({
      unit: {
        ...head.lease.unit,
        roomId: "A",
        wholeOrRoom: "ROOM",
        spaceKind: "BEDROOM",
        rooms: 1,
      },
      signedOn: "2026-06-30",
      from: "2026-07-01",
      until: "2026-12-31",
      sublease: { headFilingId: head.id },
      ...but,
    }),
  });

/** Drafted, sent, signed by both. */
async function signedSublease(draft: FilingDraft): Promise<string> {
  const begun = await sent(chen, draft);
  await sign(wu, begun);
  return begun.id;
}

const checkOf = ({ checks = [] }: Filing) => checks.find(({ name }) => name === "headLease");

describe("a sublease", () => {
  it("is on record under its head lease when that allows it, and the head stays as it is", async () => {
    const head = await headLease({ subletAllowed: true });
    const id = await signedSublease(chenToWu(head));
    const sublease = await filingOf(chen, id);
    expect(sublease).toMatchObject({
      state: "FILED",
      lease: { sublease: { headFilingId: head.id } },
    });
    expect(checkOf(sublease)).toMatchObject({ verdict: "agree", source: `filing ${head.id}` });
    expect(sublease.checks?.find(({ name }) => name === "title")).toMatchObject({
      verdict: "agree",
      source: `filing ${head.id}`,
    });
    expect((await filingOf(lin, head.id)).state).toBe("FILED");
    expect(await termsOf(line, head.lease.unit.flatId)).toHaveLength(2);
  });

  it("outlasts its head lease never (V24), nor begins before it, nor lies elsewhere", async () => {
    const head = await headLease({ subletAllowed: true });
    const refusal = async (but: Partial<Lease>) =>
      (await chen.post("/api/filings", chenToWu(head, but))).body;
    expect(await refusal({ until: "2027-07-01" })).toMatchObject({
      code: "V24",
      errors: [{ pointer: "/lease/until" }],
    });
    expect((await chen.post("/api/filings", chenToWu(head, { until: "2027-06-30" }))).status).toBe(
      201,
    );
    expect(await refusal({ from: "2026-06-30" })).toMatchObject({
      type: "/problems/sublease-outside-head",
      errors: [{ pointer: "/lease/from" }],
    });
    const unit = { ...chenToWu(head).lease.unit, ...aFlat() };
    expect(await refusal({ unit })).toMatchObject({ type: "/problems/sublease-outside-head" });
  });

  it("is under no lease of others, and tells nothing of it", async () => {
    const head = await headLease({ subletAllowed: true });
    const draft = { ...chenToWu(head), landlords: [partyOf("tenant-huang")] };
    const absent = await huang.post("/api/filings", draft);
    const lease = { ...draft.lease, sublease: { headFilingId: `F${"0".repeat(20)}` } };
    const unknown = await huang.post("/api/filings", { ...draft, lease });
    expect(absent).toMatchObject({ status: 422, body: { type: "/problems/head-lease-not-found" } });
    expect(unknown.body).toEqual(absent.body);
  });

  it("excludes another of the same room, not one of another room, and a direct lease of the owner", async () => {
    const head = await headLease({ subletAllowed: true });
    await signedSublease(chenToWu(head));
    const again = await drafted(chen, { ...chenToWu(head), signing: "PAPER", lease: paper(head) });
    expect((await chen.post(`/api/filings/${again.id}/submit`, {})).body).toMatchObject({
      code: "V16",
    });
    const other = chenToWu(head, { unit: { ...chenToWu(head).lease.unit, roomId: "B" } });
    expect((await filingOf(chen, await signedSublease(other))).state).toBe("FILED");
    const { lease } = linToChen();
    const direct = linToChen({
      signing: "PAPER",
      lease: { ...lease, unit: head.lease.unit, contractDigest: "cd".repeat(32) },
    });
    const offered = await drafted(lin, direct);
    expect((await lin.post(`/api/filings/${offered.id}/submit`, {})).body).toMatchObject({
      code: "V16",
    });
  });
});

const paper = (head: Filing): Lease => ({
  ...chenToWu(head).lease,
  contractDigest: "ef".repeat(32),
});

describe("the owner's consent (V25)", () => {
  const submit = async (head: Filing, but: Partial<Lease> = {}) => {
    const draft = { ...chenToWu(head, but), signing: "PAPER" as const };
    const lease = { ...draft.lease, contractDigest: "ef".repeat(32) };
    const { id } = await drafted(chen, { ...draft, lease });
    return { id, answer: await chen.post(`/api/filings/${id}/submit`, {}) };
  };
  const answer = (head: Filing, given: boolean, client = lin) =>
    client.post(`/api/filings/${head.id}/sublet-answer`, { given });

  it("is needed to submit, and is the owner's to give on the spot", async () => {
    const head = await headLease();
    expect((await submit(head)).answer).toMatchObject({
      status: 422,
      body: { code: "V25", errors: [{ pointer: "/lease/sublease/consent" }] },
    });
    expect((await answer(head, true, chen)).body).toMatchObject({
      type: "/problems/not-the-landlord",
    });
    expect((await answer(head, true, wu)).status).toBe(404);
    expect((await answer(head, true)).status).toBe(200);
    expect((await filingOf(chen, head.id)).subletting).toMatchObject({ answer: { given: true } });
    const { id, answer: submitted } = await submit(head);
    expect(submitted.status).toBe(202);
    expect((await filingOf(chen, id)).state).toBe("FILED");
  });

  it("counts as given after six months' silence since the owner was told (CC 718)", async () => {
    const head = await headLease();
    const notice = () => chen.post(`/api/filings/${head.id}/sublet-notice`, {});
    expect((await lin.post(`/api/filings/${head.id}/sublet-notice`, {})).body).toMatchObject({
      type: "/problems/not-the-tenant",
    });
    expect((await notice()).status).toBe(201);
    expect((await notice()).body).toMatchObject({ type: "/problems/already-told" });
    expect((await filingOf(lin, head.id)).subletting).toMatchObject({ countsFrom: "2027-01-02" });
    const told = (await everything(line.api.services.table)).filter(({ cause }) =>
      String(cause).startsWith(`filing-sublet-told:${head.id}`),
    );
    expect(told).toMatchObject([{ facts: { countsFrom: "2027-01-02" } }]);
    const later = { from: "2027-01-01", until: "2027-06-30" };
    await line.api.moveTo("2027-01-01T15:59:00.000Z");
    expect((await submit(head, later)).answer.body).toMatchObject({ code: "V25" });
    await line.api.moveTo("2027-01-01T16:00:00.000Z");
    const { id } = await submit(head, later);
    expect((await filingOf(chen, id)).state).toBe("FILED");
    // Who says no now is too late.
    expect((await answer(head, false)).status).toBe(200);
    const room = { ...chenToWu(head).lease.unit, roomId: "B" };
    expect((await submit(head, { ...later, unit: room })).answer.status).toBe(202);
    await line.api.moveTo(START);
  });

  it("refused by the owner in time is refused, whatever papers say", async () => {
    const head = await headLease();
    await chen.post(`/api/filings/${head.id}/sublet-notice`, {});
    await answer(head, false);
    const consent = {
      basis: "PAPER",
      consentedOn: "2026-06-29",
      proofDigest: "ab".repeat(32),
    } as const;
    const sublease = { headFilingId: head.id, consent };
    expect((await submit(head, { sublease })).answer.body).toMatchObject({ code: "V25" });
  });

  it("on paper is looked at by a reviewer, and never passes by itself", async () => {
    const head = await headLease();
    const consent = {
      basis: "PAPER",
      consentedOn: "2026-06-29",
      proofDigest: "ab".repeat(32),
    } as const;
    const { id } = await submit(head, { sublease: { headFilingId: head.id, consent } });
    const waiting = await filingOf(chen, id);
    expect(waiting.state).toBe("UNDER_REVIEW");
    expect(checkOf(waiting)).toMatchObject({ verdict: "unknown", code: "V25" });
    const word = await fengze.post(`/api/office/filings/${id}/decision`, { decision: "FILE" });
    expect(word).toMatchObject({ status: 200, body: { state: "FILED" } });
  });
});

describe("the end of a head lease", () => {
  it("reaches its subleases: they end the same day, their parties are told, the flat is free", async () => {
    const head = await headLease({ subletAllowed: true });
    const id = await signedSublease(chenToWu(head));
    await lin.post(`/api/filings/${head.id}/ends`, { basis: "AGREEMENT", on: "2026-09-30" });
    await confirm(chen, head.id);
    await line.api.tick();
    const sublease = await filingOf(wu, id);
    expect(sublease).toMatchObject({
      state: "FILED",
      ended: { on: "2026-09-30", basis: "HEAD_LEASE", reasonCode: "HEAD_ENDED" },
    });
    const told = (await everything(line.api.services.table)).filter(({ cause }) =>
      String(cause).startsWith(`filing-head-ended:${id}`),
    );
    expect(told).toHaveLength(2);
    expect(await termsOf(line, head.lease.unit.flatId)).toMatchObject([
      { until: "2026-09-30" },
      { until: "2026-09-30" },
    ]);
    await line.api.moveTo("2026-09-30T16:00:00.000Z");
    expect((await filingOf(wu, id)).state).toBe("CANCELLED");
    expect(
      await publicCheck(line, sublease.certificate ? await filingOf(wu, id) : sublease),
    ).toMatchObject({
      status: "CANCELLED",
    });
    // The next tenant is not blocked by what is over.
    const { lease } = linToChen();
    const next = { ...lease, unit: head.lease.unit, from: "2026-10-01", signedOn: "2026-09-29" };
    expect((await filed({ lin, chen }, { lease: next })).state).toBe("FILED");
    await line.api.moveTo(START);
  });

  it("keeps a sublease off the record that its reviewer would file afterwards", async () => {
    const head = await headLease();
    const consent = {
      basis: "PAPER",
      consentedOn: "2026-06-29",
      proofDigest: "ab".repeat(32),
    } as const;
    const draft = { ...chenToWu(head), signing: "PAPER" as const };
    const sublease = { headFilingId: head.id, consent };
    const lease = { ...draft.lease, sublease, contractDigest: "ef".repeat(32) };
    const { id } = await drafted(chen, { ...draft, lease });
    await chen.post(`/api/filings/${id}/submit`, {});
    await lin.post(`/api/filings/${head.id}/ends`, { basis: "AGREEMENT", on: "2026-09-30" });
    await confirm(chen, head.id);
    const word = await fengze.post(`/api/office/filings/${id}/decision`, { decision: "FILE" });
    expect(word).toMatchObject({ status: 422, body: { code: "V24" } });
  });

  it("at the moment when others are being filed leaves none on record beyond it", async () => {
    const head = await headLease({ subletAllowed: true });
    const rooms = ["A", "B", "C", "D", "E", "F"];
    const drafts = await Promise.all(
      rooms.map((roomId) => {
        const unit = { ...chenToWu(head).lease.unit, roomId };
        const lease = { ...paper(head), unit };
        return drafted(chen, { ...chenToWu(head), signing: "PAPER", lease });
      }),
    );
    await lin.post(`/api/filings/${head.id}/ends`, { basis: "AGREEMENT", on: "2026-08-31" });
    await Promise.all([
      confirm(chen, head.id),
      ...drafts.map(({ id }) => chen.post(`/api/filings/${id}/submit`, {})),
    ]);
    await line.api.tick();
    await line.api.tick();
    expect((await filingOf(lin, head.id)).ended).toMatchObject({ on: "2026-08-31" });
    const states = await Promise.all(drafts.map(({ id }) => filingOf(chen, id)));
    for (const { state, ended, lease } of states)
      if (state === "FILED") expect(ended?.on ?? lease.until <= "2026-08-31").toBe("2026-08-31");
    for (const { until } of await termsOf(line, head.lease.unit.flatId))
      expect(until <= "2026-08-31").toBe(true);
  });

  it("may not be passed by a renewal of the sublease either (V24)", async () => {
    const head = await headLease({ subletAllowed: true });
    const id = await signedSublease(chenToWu(head));
    const renewal = { agreedOn: "2026-07-01", until: "2027-12-31" };
    expect((await chen.post(`/api/filings/${id}/renewals`, renewal)).body).toMatchObject({
      code: "V24",
      errors: [{ pointer: "/until" }],
    });
    const within = { ...renewal, until: "2027-06-30" };
    expect((await chen.post(`/api/filings/${id}/renewals`, within)).status).toBe(201);
  });
});
