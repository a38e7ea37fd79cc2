import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { draftFiling } from "../../../functions/routes/filings.ts";
import { CertificateFacts } from "../../../shared/contract/filing.ts";
import type { Client } from "../../support/api.ts";
import { partyOf } from "../../support/builders/demo-people.ts";
import { everything } from "../../support/emulator.ts";
import {
  chenAlone,
  drafted,
  filingOf,
  linToChen,
  sent,
  sign,
  startLine,
  type Line,
} from "./line.ts";

let line: Line;
let lin: Client;
let chen: Client;
let anyone: Client;

beforeAll(async () => {
  line = await startLine();
  [lin, chen, anyone] = await Promise.all([
    line.api.as("landlord-lin"),
    line.api.as("tenant-chen"),
    line.api.as(),
  ]);
});
afterAll(() => line.stop());

describe("a lease between two people", () => {
  it("is drafted, signed by both and on record at once, with a certificate anyone can check", async () => {
    const begun = await sent(lin, linToChen());
    expect(await filingOf(chen, begun.id)).toMatchObject({
      state: "TO_SIGN",
      signBy: "2026-07-08",
    });

    const signed = await sign(chen, begun);
    expect(signed).toMatchObject({ status: 201, body: { state: "SUBMITTED", version: 3 } });
    const filing = await filingOf(lin, begun.id);
    expect(filing).toMatchObject({ state: "FILED", late: false, legalBasis: "R812-8-LANDLORD" });
    expect(filing.checks?.filter(({ verdict }) => verdict !== "agree")).toEqual([]);
    expect(filing.certificate).toMatchObject({ status: "IN_FORCE", filedOn: "2026-07-01" });
    expect(filing.certificate?.certificateNo).toMatch(/^35050320260701\d{5}$/);

    const { certificateNo = "", code = "" } = filing.certificate ?? {};
    const check = { certificateNo, code };
    const told = await anyone.post("/api/certificate-checks", check, { key: null });
    expect(told.status).toBe(200);
    expect(CertificateFacts.parse(told.body)).toMatchObject({
      status: "IN_FORCE",
      landlords: ["林*国"],
      tenants: ["陈*远"],
      from: "2026-07-01",
      until: "2027-06-30",
    });
  });

  it("is drafted by the example that the API document gives", async () => {
    const { example } = draftFiling;
    const answer = await (await line.api.as(example.as)).post("/api/filings", example.body);
    expect(answer).toMatchObject({ status: 201, body: { state: "DRAFT" } });
    expect(answer.headers.location).toBe(`/api/filings/${String(answer.body.id)}`);
  });

  it("shows each side its own in full and the other masked", async () => {
    const { id } = await sent(lin, linToChen());
    const forLin = await filingOf(lin, id);
    expect(forLin.landlords[0]).toMatchObject({ name: "林建国", idNumber: "350599196803129016" });
    expect(forLin.tenants[0]).toMatchObject({ name: "陈*远", idNumber: "350***********9056" });
    const forChen = await filingOf(chen, id);
    expect(forChen.landlords[0]).toMatchObject({ name: "林*国", phone: "199****0001" });
    expect(forChen.tenants[0]).toMatchObject({ name: "陈思远" });
  });

  it("gives both parties the certificate, and nobody else", async () => {
    const begun = await sent(lin, linToChen());
    const path = `/api/filings/${begun.id}/certificate`;
    expect((await lin.get(path)).body).toMatchObject({ type: "/problems/out-of-step" });
    await sign(chen, begun);
    expect((await chen.get(path)).body).toMatchObject({
      landlords: ["林建国"],
      tenants: [{ name: "陈思远", idNumber: partyOf("tenant-chen").idNumber }],
      monthlyRentFen: 180_000,
    });
    expect((await lin.get(path)).body).toMatchObject({
      tenants: [{ name: "陈思远", idNumber: "350***********9056" }],
    });
    const huang = await line.api.as("tenant-huang");
    expect((await huang.get(path)).status).toBe(404);
  });

  it("waits for every signature when several rent together", async () => {
    const draft = linToChen({ tenants: [partyOf("tenant-chen"), partyOf("tenant-wu")] });
    const begun = await sent(lin, draft);
    const wu = await line.api.as("tenant-wu");
    expect((await sign(chen, begun)).body).toMatchObject({ state: "TO_SIGN" });
    expect((await sign(chen, begun)).body).toMatchObject({ type: "/problems/already-signed" });
    expect((await sign(wu, begun)).body).toMatchObject({ state: "SUBMITTED" });
    expect((await filingOf(wu, begun.id)).state).toBe("FILED");
  });

  it("stays signed until submitted when the landlord did not say to submit it", async () => {
    const begun = await drafted(lin, linToChen());
    const body = { termsDigest: begun.termsDigest, submitWhenSigned: false };
    await lin.post(`/api/filings/${begun.id}/send`, body);
    expect((await sign(chen, begun)).body).toMatchObject({ state: "SIGNED" });
    expect((await chen.post(`/api/filings/${begun.id}/submit`, {})).body).toMatchObject({
      type: "/problems/not-the-filer",
    });
    expect((await lin.post(`/api/filings/${begun.id}/submit`, {})).status).toBe(202);
    expect((await filingOf(lin, begun.id)).state).toBe("FILED");
  });
});

describe("a tenant alone", () => {
  it("files a lease signed on paper at once; the landlord is told and may object", async () => {
    const { id } = await drafted(chen, chenAlone());
    expect((await lin.get(`/api/filings/${id}`)).status).toBe(404);
    const submitted = await chen.post(`/api/filings/${id}/submit`, {});
    expect(submitted).toMatchObject({ status: 202, body: { state: "SUBMITTED" } });
    expect(await filingOf(chen, id)).toMatchObject({ state: "FILED", legalBasis: "R812-8-TENANT" });
    expect((await filingOf(lin, id)).state).toBe("FILED");

    const told = (await everything(line.api.services.table)).filter(
      (item) => String(item.cause).includes(id) && item.kind === "filing-by-tenant",
    );
    expect(told).toMatchObject([{ facts: { objectBy: "2026-07-08" } }]);
  });

  it("is told that a filing after 30 days is late, and it is taken in all the same (V26)", async () => {
    const draft = chenAlone();
    const lease = { ...draft.lease, signedOn: "2026-05-29" };
    const { id } = await drafted(chen, { ...draft, lease });
    const submitted = await chen.post(`/api/filings/${id}/submit`, {});
    expect(submitted.body).toMatchObject({ late: true, notices: [{ kind: "late", code: "V26" }] });
    expect((await filingOf(chen, id)).state).toBe("FILED");
  });
});

describe("pointing at a wrong field", () => {
  it("opens the draft again with all signatures void; it is corrected, sent and signed anew", async () => {
    const draft = linToChen();
    const begun = await sent(lin, draft);
    const wrongField = { pointer: "/lease/monthlyRentFen", reason: "说好的是一千七百元" };
    const reported = await chen.post(`/api/filings/${begun.id}/wrong-fields`, wrongField);
    expect(reported).toMatchObject({ status: 201, body: { state: "DRAFT" } });
    expect(await filingOf(lin, begun.id)).toMatchObject({ wrongField, signatures: [] });

    const corrected = { ...draft, lease: { ...draft.lease, monthlyRentFen: 170_000 } };
    const amended = await lin.put(`/api/filings/${begun.id}`, corrected);
    expect(amended.status).toBe(200);
    const termsDigest = String(amended.body.termsDigest);
    expect(termsDigest).not.toBe(begun.termsDigest);
    const send = { termsDigest, submitWhenSigned: true };
    expect((await lin.post(`/api/filings/${begun.id}/send`, send)).status).toBe(200);
    expect((await sign(chen, begun)).body).toMatchObject({ type: "/problems/terms-changed" });
    expect((await sign(chen, { ...begun, termsDigest })).status).toBe(201);
    expect(await filingOf(chen, begun.id)).toMatchObject({
      state: "FILED",
      lease: { monthlyRentFen: 170_000 },
    });
  });

  it("must name a field that is there, and be a signatory's", async () => {
    const { id } = await sent(lin, linToChen());
    const path = `/api/filings/${id}/wrong-fields`;
    const nowhere = { pointer: "/lease/garden", reason: "没有花园" };
    expect(await chen.post(path, nowhere)).toMatchObject({
      status: 422,
      body: { type: "/problems/no-such-field", errors: [{ pointer: "/pointer" }] },
    });
    const wu = await line.api.as("tenant-wu");
    expect((await wu.post(path, { ...nowhere, pointer: "/lease" })).status).toBe(404);
  });
});

describe("what is stored", () => {
  it("holds no name, number or phone of anyone in clear, nor a certificate's code", async () => {
    const begun = await sent(lin, linToChen());
    await sign(chen, begun);
    const { certificate } = await filingOf(lin, begun.id);
    const text = JSON.stringify(await everything(line.api.services.table));
    for (const key of ["landlord-lin", "tenant-chen"]) {
      const { name, idNumber, phone } = partyOf(key);
      for (const secret of [name, idNumber, phone]) expect(text).not.toContain(secret);
    }
    expect(text).not.toContain("1201室");
    expect(text).not.toContain(certificate?.code);
  });

  it("holds an audit chain in which every entry names the one before", async () => {
    const begun = await sent(lin, linToChen());
    await sign(chen, begun);
    const items = await everything(line.api.services.table);
    const chain = items.filter(({ pk, sk }) => pk === `FILING#${begun.id}` && sk !== "HEAD");
    expect(chain.map(({ action, role }) => [action, role])).toEqual([
      ["draftFiling", "party"],
      ["sendFiling", "party"],
      ["signFiling", "party"],
      ["checkFiling", "system"],
    ]);
    expect(chain.slice(1).map(({ prev }) => prev)).toEqual(
      chain.slice(0, -1).map(({ hash }) => hash),
    );
    const head = items.find(({ pk, sk }) => pk === `FILING#${begun.id}` && sk === "HEAD");
    expect(head).toMatchObject({ version: 4, auditHead: chain.at(-1)?.hash });
  });
});
