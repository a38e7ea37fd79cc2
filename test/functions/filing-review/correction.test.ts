import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { aLease } from "../../support/builders/lease.ts";
import { everything } from "../../support/emulator.ts";
import { filingOf, sign, START, termsOf } from "../filings/line.ts";
import {
  ask,
  chenAlone,
  office,
  openOffice,
  queueOf,
  signedUnderReview,
  titleOf,
  toldOf,
  underReview,
  type Office,
} from "./office.ts";

let o: Office;

beforeAll(async () => {
  o = await openOffice();
});
afterEach(() => o.line.register.clear());
afterAll(() => o.line.stop());

const resubmit = (client: Office["chen"], id: string, body: object) =>
  client.post(`/api/filings/${id}/resubmit`, body);
const consented = <D extends object>(draft: D) => ({ ...draft, coOwnersConsent: true });
const rented = <D extends { lease: { monthlyRentFen: number } }>(
  draft: D,
  monthlyRentFen: number,
) => ({
  ...draft,
  lease: { ...draft.lease, monthlyRentFen },
});

describe("UNDER_REVIEW · decide · reviewer [3 WD] → CORRECTION 待补正", () => {
  it("names all gaps in one list, both told; ten working days to resubmit, out of the queue meanwhile", async () => {
    const { id } = await underReview(o);
    expect((await queueOf(o.fengze)).map((row) => row.id)).toContain(id);
    const word = await ask(o.fengze, id, "/lease/unit/titleCertNo", "/coOwnersConsent");
    expect(word).toMatchObject({ status: 200, body: { state: "CORRECTION" } });
    const filing = await filingOf(o.lin, id);
    expect(filing).toMatchObject({
      state: "CORRECTION",
      correction: {
        gaps: [{ pointer: "/lease/unit/titleCertNo" }, { pointer: "/coOwnersConsent" }],
        resubmitBy: "2026-07-15",
      },
    });
    expect(filing.dueOn).toBeUndefined();
    expect(await toldOf(o, id, "filing-correction")).toMatchObject([
      { facts: { resubmitBy: "2026-07-15" } },
      { facts: { resubmitBy: "2026-07-15" } },
    ]);
    expect((await queueOf(o.fengze)).map((row) => row.id)).not.toContain(id);
    expect(await ask(o.fengze, id, "/lease/from")).toMatchObject({
      status: 409,
      body: { type: "/problems/out-of-step", state: "CORRECTION" },
    });
  });

  it("names members that a draft can have, each once, and says why", async () => {
    const { id } = await underReview(o);
    expect(await ask(o.fengze, id, "/lease/rent")).toMatchObject({
      status: 422,
      body: { type: "/problems/no-such-field", errors: [{ pointer: "/gaps/0/pointer" }] },
    });
    expect((await ask(o.fengze, id)).status).toBe(400);
    expect((await ask(o.fengze, id, "/lease/from", "/lease/from")).status).toBe(400);
    const decision = { decision: "REQUEST_CORRECTION", gaps: [{ pointer: "/lease/from" }] };
    expect((await o.fengze.post(office(id, "decision"), decision)).status).toBe(400);
    expect((await filingOf(o.chen, id)).state).toBe("UNDER_REVIEW");
  });

  it("seals the reasons: no text of a gap stands in the table", async () => {
    const { id } = await underReview(o);
    await ask(o.fengze, id, "/lease/from");
    const items = JSON.stringify(await everything(o.line.api.services.table));
    expect(items).not.toContain("请更正此项");
  });
});

describe("CORRECTION · resubmit [P: 10 WD] → SUBMITTED", () => {
  it("is checked anew and on record at once when all agrees", async () => {
    const { id, draft } = await underReview(o);
    await ask(o.fengze, id, "/coOwnersConsent");
    const answer = await resubmit(o.chen, id, { draft: consented(draft) });
    expect(answer).toMatchObject({ status: 202, body: { state: "SUBMITTED", late: false } });
    expect(await filingOf(o.chen, id)).toMatchObject({
      state: "FILED",
      coOwnersConsent: true,
      correction: { changed: ["/coOwnersConsent"], resubmittedAt: START },
      certificate: { status: "IN_FORCE" },
    });
  });

  it("begins a full three working days when a reviewer must look again: the clock stood still", async () => {
    const { id, draft } = await underReview(o);
    await ask(o.fengze, id, "/coOwnersConsent");
    // The tenth working day, to its last minute.
    await o.line.api.moveTo("2026-07-15T15:59:00.000Z");
    await o.line.register.script({ key: titleOf(draft), as: "disagree" });
    await resubmit(o.chen, id, { draft: consented(draft) });
    expect(await filingOf(o.chen, id)).toMatchObject({
      state: "UNDER_REVIEW",
      submittedAt: "2026-07-15T15:59:00.000Z",
      dueOn: "2026-07-20",
      late: false,
    });
    await o.line.api.moveTo(START);
  });

  it("is answered in words when nothing is to be amended, and by nothing at all not", async () => {
    const { id, draft } = await underReview(o);
    await ask(o.fengze, id, "/lease/unit/titleCertNo");
    expect(await resubmit(o.chen, id, { draft })).toMatchObject({
      status: 422,
      body: { type: "/problems/nothing-changed" },
    });
    const explanation = "证号无误，请核对原件";
    expect((await resubmit(o.chen, id, { draft, explanation })).status).toBe(202);
    expect((await filingOf(o.chen, id)).correction).toMatchObject({ explanation, changed: [] });
  });

  it("is by who filed; the case stays this district's, this filer's, signed as it was", async () => {
    const { id, draft } = await underReview(o);
    await ask(o.fengze, id, "/lease/unit");
    const body = { draft: consented(draft) };
    expect((await resubmit(o.lin, id, body)).body).toMatchObject({
      type: "/problems/not-the-filer",
    });
    expect((await resubmit(o.wu, id, body)).status).toBe(404);
    for (const [member, value] of [
      ["jurisdiction", "350502"],
      ["filerRole", "LANDLORD"],
      ["signing", "ONLINE"],
    ] as const)
      expect(await resubmit(o.chen, id, { draft: { ...draft, [member]: value } })).toMatchObject({
        status: 422,
        body: { type: "/problems/fixed-in-correction", errors: [{ pointer: `/draft/${member}` }] },
      });
    const lease = { ...draft.lease, until: "2046-07-01" };
    expect(await resubmit(o.chen, id, { draft: { ...draft, lease } })).toMatchObject({
      status: 422,
      body: { code: "V21", errors: [{ pointer: "/draft/lease/until" }] },
    });
  });

  it("has one effect when sent ten times at once", async () => {
    const { id, draft } = await underReview(o);
    await ask(o.fengze, id, "/coOwnersConsent");
    const body = { draft: consented(draft) };
    const key = "resubmitted-ten-times-at-once";
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => o.chen.post(`/api/filings/${id}/resubmit`, body, { key })),
    );
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(answers[0]?.status).toBe(202);
    expect(await filingOf(o.chen, id)).toMatchObject({ state: "FILED", filedVersion: 1 });
  });

  it("may be asked again only for what is open still or what the resubmission brought", async () => {
    const { id, draft } = await underReview(o);
    await ask(o.fengze, id, "/coOwnersConsent");
    await o.line.register.script({ key: titleOf(draft), as: "disagree" });
    await resubmit(o.chen, id, { draft: rented(draft, 190_000) });
    expect(await ask(o.fengze, id, "/coOwnersConsent", "/lease/from")).toMatchObject({
      status: 422,
      body: { type: "/problems/gap-too-late", errors: [{ pointer: "/gaps/1/pointer" }] },
    });
    expect((await ask(o.fengze, id, "/coOwnersConsent", "/lease/monthlyRentFen")).status).toBe(200);
    expect((await filingOf(o.chen, id)).correction?.gaps).toHaveLength(2);
  });
});

describe("CORRECTION · resubmit, signed here: another text → TO_SIGN, all sign again → SUBMITTED", () => {
  it("keeps the signatures when only what proves it is corrected", async () => {
    const { id, draft } = await signedUnderReview(o);
    await ask(o.fengze, id, "/coOwnersConsent");
    await resubmit(o.lin, id, { draft: consented(draft) });
    const filing = await filingOf(o.lin, id);
    expect(filing).toMatchObject({ state: "FILED" });
    expect(filing.signatures).toHaveLength(2);
  });

  it("voids them when the rent is another: nobody is filed under a text they have not signed", async () => {
    const { id, draft } = await signedUnderReview(o);
    await ask(o.fengze, id, "/lease/monthlyRentFen");
    const answer = await resubmit(o.lin, id, { draft: rented(draft, 200_000) });
    expect(answer).toMatchObject({ status: 202, body: { state: "TO_SIGN", signBy: "2026-07-08" } });
    const { termsDigest } = await filingOf(o.chen, id);
    expect((await sign(o.lin, { id, termsDigest })).body).toMatchObject({ state: "TO_SIGN" });
    expect((await sign(o.chen, { id, termsDigest })).body).toMatchObject({ state: "SUBMITTED" });
    expect(await filingOf(o.chen, id)).toMatchObject({
      state: "FILED",
      lease: { monthlyRentFen: 200_000 },
    });
  });

  it("is back in correction when a signatory points at a wrong field", async () => {
    const { id, draft } = await signedUnderReview(o);
    await ask(o.fengze, id, "/lease/monthlyRentFen");
    await resubmit(o.lin, id, { draft: rented(draft, 200_000) });
    const wrong = { pointer: "/lease/monthlyRentFen", reason: "应为 1900 元" };
    expect((await o.chen.post(`/api/filings/${id}/wrong-fields`, wrong)).status).toBe(201);
    expect(await filingOf(o.lin, id)).toMatchObject({
      state: "CORRECTION",
      signatures: [],
      wrongField: wrong,
    });
    expect((await resubmit(o.lin, id, { draft: rented(draft, 190_000) })).status).toBe(202);
    expect((await filingOf(o.lin, id)).state).toBe("TO_SIGN");
  });

  it("has lapsed when it is not signed in time, and is no draft again", async () => {
    const { id, draft } = await signedUnderReview(o);
    await ask(o.fengze, id, "/lease/monthlyRentFen");
    await resubmit(o.lin, id, { draft: rented(draft, 200_000) });
    await o.line.api.moveTo("2026-07-08T16:00:00.000Z");
    expect((await filingOf(o.lin, id)).state).toBe("LAPSED");
    await o.line.api.moveTo(START);
  });
});

describe("CORRECTION · not resubmitted in 10 WD · system → LAPSED", () => {
  it("holds to the end of the tenth working day, then lapses once: parties told, the flat free", async () => {
    const { id, draft } = await underReview(o);
    await ask(o.fengze, id, "/coOwnersConsent");
    await o.line.api.moveTo("2026-07-15T15:59:59.000Z");
    expect((await filingOf(o.chen, id)).state).toBe("CORRECTION");
    await o.line.api.moveTo("2026-07-15T16:00:00.000Z");
    expect((await filingOf(o.chen, id)).state).toBe("LAPSED");
    await o.line.api.tick();
    expect(await toldOf(o, id, "filing-correction-lapsed")).toHaveLength(2);
    expect(await termsOf(o.line, draft.lease.unit.flatId)).toEqual([]);
    expect(await resubmit(o.chen, id, { draft: consented(draft) })).toMatchObject({
      status: 409,
      body: { type: "/problems/out-of-step", state: "LAPSED" },
    });
    const anew = { ...chenAlone(), lease: { ...draft.lease, signedOn: "2026-07-10" } };
    const again = await o.chen.post("/api/filings", anew);
    await o.chen.post(`/api/filings/${String(again.body.id)}/submit`, {});
    expect((await filingOf(o.chen, String(again.body.id))).state).toBe("FILED");
    await o.line.api.moveTo(START);
  });

  it("counts working days across the National Day holiday", async () => {
    await o.line.api.moveTo("2026-09-24T02:00:00.000Z");
    const draft = chenAlone();
    const lease = aLease({ ...draft.lease, signedOn: "2026-09-20", from: "2026-09-24" });
    const { id } = await underReview(o, { ...draft, lease });
    await ask(o.fengze, id, "/coOwnersConsent");
    // 25 to 27 September and 1 to 7 October rest, 10 October is worked.
    expect((await filingOf(o.chen, id)).correction?.resubmitBy).toBe("2026-10-15");
    await o.line.api.moveTo("2026-10-15T15:59:00.000Z");
    await o.line.register.script({ key: titleOf(draft), as: "disagree" });
    await resubmit(o.chen, id, { draft: consented({ ...draft, lease }) });
    expect(await filingOf(o.chen, id)).toMatchObject({
      state: "UNDER_REVIEW",
      dueOn: "2026-10-20",
    });
    await o.line.api.moveTo(START);
  });
});
