import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { FilingState } from "../../../shared/contract/filing.ts";
import type { Client } from "../../support/api.ts";
import {
  openOffice,
  office,
  signedUnderReview,
  underReview,
  type Office,
} from "../filing-review/office.ts";
import {
  chenAlone,
  confirm,
  drafted,
  filed,
  filingOf,
  linToChen,
  publicCheck,
  sent,
  sign,
  START,
} from "./line.ts";

/**
 * Each row of the rulebook's table of a filing's states (section 5 A), named after it, through HTTP.
 * `docs/rules.md` lists the same names, and a test of it fails when one is missing here.
 */
let o: Office;
beforeAll(async () => {
  o = await openOffice();
});
afterAll(() => o.line.stop());

const stateOf = async (client: Client, id: string): Promise<FilingState> =>
  (await filingOf(client, id)).state;
const at = (instant: string) => o.line.api.moveTo(instant);
const decide = (id: string, body: unknown) => o.fengze.post(office(id, "decision"), body);
const GAPS = {
  decision: "REQUEST_CORRECTION",
  gaps: [{ pointer: "/lease/monthlyRentFen", reason: "与合同不一致，请核对" }],
};

describe("a filing", () => {
  it("DRAFT → TO_SIGN: send, by a party", async () => {
    const begun = await drafted(o.lin, linToChen());
    expect(await stateOf(o.lin, begun.id)).toBe("DRAFT");
    const body = { termsDigest: begun.termsDigest, submitWhenSigned: false };
    expect((await o.wu.post(`/api/filings/${begun.id}/send`, body)).status).toBe(404);
    expect((await o.lin.post(`/api/filings/${begun.id}/send`, body)).body).toMatchObject({
      state: "TO_SIGN",
      signBy: "2026-07-08",
    });
  });

  it("TO_SIGN → SIGNED: all sign, in seven days", async () => {
    const begun = await drafted(o.lin, linToChen());
    const body = { termsDigest: begun.termsDigest, submitWhenSigned: false };
    await o.lin.post(`/api/filings/${begun.id}/send`, body);
    expect((await sign(o.chen, begun)).body).toMatchObject({ state: "SIGNED" });
    const { signatures, contractText } = await filingOf(o.chen, begun.id);
    expect(signatures).toHaveLength(2);
    for (const one of signatures)
      expect(one).toMatchObject({
        contractDigest: contractText?.digest,
        authenticatedBy: { via: "token", provider: expect.stringContaining("/oidc") as unknown },
      });
    // Who signed is for their own side and the bureau; the other side has their place and name.
    expect(signatures.map((one) => one.authenticatedBy?.subject !== undefined)).toEqual([
      false,
      true,
    ]);
  });

  it("TO_SIGN → DRAFT: seven days are over", async () => {
    const begun = await sent(o.lin, linToChen());
    await at("2026-07-08T15:59:00.000Z");
    expect(await stateOf(o.chen, begun.id)).toBe("TO_SIGN");
    await at("2026-07-08T16:00:00.000Z");
    expect(await filingOf(o.lin, begun.id)).toMatchObject({ state: "DRAFT", signatures: [] });
    await at(START);
  });

  it("TO_SIGN → DRAFT: a signatory points at a wrong field, all signatures void", async () => {
    const begun = await sent(o.lin, linToChen());
    const wrong = { pointer: "/lease/monthlyRentFen", reason: "商定的月租金是 1700 元" };
    const path = `/api/filings/${begun.id}/wrong-fields`;
    expect((await o.wu.post(path, wrong)).status).toBe(404);
    expect((await o.chen.post(path, wrong)).body).toMatchObject({ state: "DRAFT" });
    expect(await filingOf(o.lin, begun.id)).toMatchObject({ signatures: [], wrongField: wrong });
  });

  it("SIGNED → SUBMITTED: submit, by the liable filer", async () => {
    const begun = await drafted(o.lin, linToChen());
    const body = { termsDigest: begun.termsDigest, submitWhenSigned: false };
    await o.lin.post(`/api/filings/${begun.id}/send`, body);
    await sign(o.chen, begun);
    expect((await o.chen.post(`/api/filings/${begun.id}/submit`, {})).status).toBe(403);
    expect(await o.lin.post(`/api/filings/${begun.id}/submit`, {})).toMatchObject({
      status: 202,
      body: { state: "SUBMITTED" },
    });
  });

  it("DRAFT on paper → SUBMITTED: submit, by the tenant alone", async () => {
    const { id } = await drafted(o.chen, chenAlone());
    expect((await o.chen.post(`/api/filings/${id}/submit`, {})).body).toMatchObject({
      state: "SUBMITTED",
    });
    expect(await filingOf(o.chen, id)).toMatchObject({ objectBy: "2026-07-08" });
  });

  it("SUBMITTED → FILED: automatic checks, all green and the unit verified", async () => {
    const filing = await filed(o);
    expect(filing).toMatchObject({ unitVerification: { state: "AUTO_VERIFIED" } });
    expect(filing.checks?.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        ...["title", "coOwners", "landNature", "space", "occupancy", "overlap", "term"],
        ...["rent", "late"],
      ]),
    );
    for (const check of filing.checks ?? []) {
      expect(check.message?.zh).toMatch(/\p{Script=Han}/u);
      expect(check.message?.en).toMatch(/[a-z]/);
      expect(check.source).not.toBe("");
    }
  });

  it("SUBMITTED → UNDER_REVIEW: a check that is not green, three working days", async () => {
    const { id } = await underReview(o);
    expect(await filingOf(o.chen, id)).toMatchObject({
      state: "UNDER_REVIEW",
      dueOn: "2026-07-06",
    });
  });

  it("UNDER_REVIEW → FILED: decide, by the reviewer", async () => {
    const { id } = await underReview(o);
    expect((await o.chen.post(office(id, "decision"), { decision: "FILE" })).status).toBe(403);
    expect((await decide(id, { decision: "FILE" })).body).toMatchObject({ state: "FILED" });
  });

  it("UNDER_REVIEW → CORRECTION: decide, one full list, ten working days", async () => {
    const { id } = await underReview(o);
    expect((await decide(id, GAPS)).body).toMatchObject({ state: "CORRECTION" });
    expect(await filingOf(o.chen, id)).toMatchObject({
      correction: { resubmitBy: "2026-07-15", gaps: GAPS.gaps },
    });
  });

  it("UNDER_REVIEW → REFUSED: decide, with a reason code", async () => {
    const { id } = await underReview(o);
    const refuse = { decision: "REFUSE", reasonCode: "TITLE_MISMATCH", reason: "出租人不是权利人" };
    expect((await decide(id, { decision: "REFUSE" })).status).toBe(400);
    expect((await decide(id, refuse)).body).toMatchObject({ state: "REFUSED" });
    expect((await filingOf(o.chen, id)).refusal).toMatchObject({ reasonCode: "TITLE_MISMATCH" });
  });

  it("CORRECTION → SUBMITTED: resubmit, the clock stood still, a full three working days", async () => {
    const { id, draft } = await underReview(o);
    await decide(id, GAPS);
    await at("2026-07-10T02:00:00.000Z");
    await o.line.register.script({ key: draft.lease.unit.titleCertNo ?? "", as: "disagree" });
    const amended = { ...draft, lease: { ...draft.lease, monthlyRentFen: 175_000 } };
    const answer = await o.chen.post(`/api/filings/${id}/resubmit`, { draft: amended });
    await o.line.register.clear();
    expect(answer).toMatchObject({ status: 202, body: { state: "SUBMITTED" } });
    expect(await filingOf(o.chen, id)).toMatchObject({
      state: "UNDER_REVIEW",
      dueOn: "2026-07-15",
    });
    await at(START);
  });

  it("CORRECTION → TO_SIGN: resubmit with another text, all sign again", async () => {
    const { id, draft } = await signedUnderReview(o);
    await decide(id, GAPS);
    const amended = { ...draft, lease: { ...draft.lease, monthlyRentFen: 175_000 } };
    expect(
      (await o.lin.post(`/api/filings/${id}/resubmit`, { draft: amended })).body,
    ).toMatchObject({ state: "TO_SIGN" });
  });

  it("CORRECTION → LAPSED: ten working days are over", async () => {
    const { id } = await underReview(o);
    await decide(id, GAPS);
    await at("2026-07-15T16:00:00.000Z");
    expect(await stateOf(o.chen, id)).toBe("LAPSED");
    await at(START);
  });

  it("FILED → FILED v+1: change, by a party, the other side confirms, the old certificate is changed", async () => {
    const before = await filed(o);
    const { id } = before;
    const change = { agreedOn: "2026-07-01", terms: { monthlyRentFen: 170_000 } };
    await o.lin.post(`/api/filings/${id}/changes`, change);
    expect((await filingOf(o.lin, id)).filedVersion).toBe(1);
    await confirm(o.chen, id);
    expect(await filingOf(o.lin, id)).toMatchObject({ state: "FILED", filedVersion: 2 });
    expect(await publicCheck(o.line, before)).toMatchObject({ status: "CHANGED" });
  });

  it("FILED → FILED v+1: renew, by a party, the other side confirms", async () => {
    const { id } = await filed(o);
    await o.chen.post(`/api/filings/${id}/renewals`, {
      agreedOn: "2026-07-01",
      until: "2028-06-30",
    });
    await confirm(o.lin, id);
    expect(await filingOf(o.lin, id)).toMatchObject({
      ...{ state: "FILED", filedVersion: 2 },
      lease: { until: "2028-06-30" },
    });
  });

  it("FILED → CANCELLED: end early, by a party, with agreement", async () => {
    const before = await filed(o);
    const end = { basis: "AGREEMENT", on: "2026-08-31" };
    await o.chen.post(`/api/filings/${before.id}/ends`, end);
    await confirm(o.lin, before.id);
    expect(await stateOf(o.lin, before.id)).toBe("FILED");
    await at("2026-08-31T16:00:00.000Z");
    expect(await stateOf(o.lin, before.id)).toBe("CANCELLED");
    expect(await publicCheck(o.line, before)).toMatchObject({ status: "CANCELLED" });
    await at(START);
  });

  it("FILED → EXPIRED: end date, by the system, renewable for 30 days", async () => {
    const before = await filed(o);
    await at("2027-06-30T15:59:00.000Z");
    expect(await stateOf(o.lin, before.id)).toBe("FILED");
    await at("2027-06-30T16:00:00.000Z");
    expect(await stateOf(o.lin, before.id)).toBe("EXPIRED");
    expect(await publicCheck(o.line, before)).toMatchObject({ status: "EXPIRED" });
    const renewal = { agreedOn: "2027-07-01", until: "2028-06-30" };
    expect((await o.lin.post(`/api/filings/${before.id}/renewals`, renewal)).status).toBe(201);
    await at(START);
  });

  it("FILED → REVOKED: revoke, by the approver, the parties heard", async () => {
    const before = await filed(o);
    const reason = { reasonCode: "FRAUD", reason: "伪造权属证明" };
    await o.fengze.post(office(before.id, "revocation"), reason);
    const word = { decision: "REVOKE", reason: "查证属实" };
    const early = await o.approver.post(office(before.id, "revocation/decision"), word);
    expect(early.status).toBe(409);
    await at("2026-07-09T02:00:00.000Z");
    expect((await o.fengze.post(office(before.id, "revocation/decision"), word)).status).toBe(403);
    expect(
      (await o.approver.post(office(before.id, "revocation/decision"), word)).body,
    ).toMatchObject({ state: "REVOKED" });
    expect(await publicCheck(o.line, before)).toMatchObject({ status: "REVOKED" });
    await at(START);
  });

  it("open → CANCELLED: withdrawn by its owner", async () => {
    const { id } = await underReview(o);
    expect((await o.chen.post(`/api/filings/${id}/withdrawal`, {})).body).toMatchObject({
      state: "CANCELLED",
    });
  });

  it("is not signed when its text has moved since it was read", async () => {
    const begun = await sent(o.lin, linToChen());
    const path = `/api/filings/${begun.id}/signatures`;
    const { termsDigest } = begun;
    const moved = await o.chen.post(path, { termsDigest, contractDigest: "0".repeat(64) });
    expect(moved).toMatchObject({ status: 409, body: { type: "/problems/terms-changed" } });
    const { contractText } = await filingOf(o.chen, begun.id);
    const signed = await o.chen.post(path, { termsDigest, contractDigest: contractText?.digest });
    expect(signed.status).toBe(201);
  });
});
