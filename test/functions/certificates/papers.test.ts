import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CERTIFICATE_KEYS_PATH } from "../../../shared/contract/certificate.ts";
import { ContractText } from "../../../shared/contract/contract-text.ts";
import { checkOffline, readKeySet } from "../../../shared/domain/certificates/check-offline.ts";
import { plainText } from "../../../shared/domain/certificates/contract-text.ts";
import { readCertificateLink } from "../../../shared/domain/certificates/link.ts";
import { publicKeyOf } from "../../../shared/domain/draws/ed25519.ts";
import { publishKey } from "../../../functions/certificates/key-set.ts";
import type { Client } from "../../support/api.ts";
import { everything } from "../../support/emulator.ts";
import { chenAlone, drafted, filingOf, linToChen } from "../filings/line.ts";
import { onRecord, startDesk, type Desk, type OnRecord } from "./desk.ts";

let desk: Desk;
let chen: Client;
let lin: Client;
let stranger: Client;
let anyone: Client;
let filed: OnRecord;

beforeAll(async () => {
  desk = await startDesk();
  [chen, lin, stranger, anyone] = await Promise.all([
    desk.api.as("tenant-chen"),
    desk.api.as("landlord-lin"),
    desk.api.as("generated-7"),
    desk.api.as(),
  ]);
  filed = await onRecord(chen, chenAlone());
});
afterAll(() => desk.stop());

const keySet = async () => {
  const bytes = await desk.api.services.publicFiles.read(CERTIFICATE_KEYS_PATH);
  const read = readKeySet(Buffer.from(bytes ?? []).toString());
  if (!read) throw new Error("No key set is published");
  return read;
};
const linkOf = async (client: Client) => {
  const { body } = await client.get(`/api/filings/${filed.id}/certificate-link`);
  const read = readCertificateLink(String(body.link));
  if (!read) throw new Error(JSON.stringify(body));
  return read;
};

describe("the certificate of a lease on record", () => {
  it("comes as PDF to its parties, kept by nobody between", async () => {
    const answer = await chen.get(`/api/filings/${filed.id}/certificate.pdf`);
    expect(answer.status).toBe(200);
    expect(answer.headers).toMatchObject({
      "content-type": "application/pdf",
      "content-disposition": `inline; filename="certificate-${filed.certificateNo}.pdf"`,
      "cache-control": "no-store",
    });
    expect(
      Buffer.from(answer.bytes ?? [])
        .subarray(0, 8)
        .toString(),
    ).toBe("%PDF-1.7");
    expect((await lin.get(`/api/filings/${filed.id}/certificate.pdf`)).status).toBe(200);
  });

  it("is absent for anyone else, and asks for a sign-in first", async () => {
    for (const path of ["certificate.pdf", "certificate-link", "contract", "contract.pdf"]) {
      expect((await stranger.get(`/api/filings/${filed.id}/${path}`)).status).toBe(404);
      expect((await anyone.get(`/api/filings/${filed.id}/${path}`)).status).toBe(401);
    }
  });

  it("is none yet while the lease is a draft", async () => {
    const { id } = await drafted(lin, linToChen());
    expect(await lin.get(`/api/filings/${id}/certificate.pdf`)).toMatchObject({
      status: 409,
      body: { type: "/problems/out-of-step", state: "DRAFT" },
    });
  });

  it("is the same bytes when asked for again on that day", async () => {
    const [one, other] = await Promise.all([
      chen.get(`/api/filings/${filed.id}/certificate.pdf`),
      chen.get(`/api/filings/${filed.id}/certificate.pdf`),
    ]);
    expect(Buffer.from(one.bytes ?? []).equals(Buffer.from(other.bytes ?? []))).toBe(true);
  });

  it("has a QR whose facts are checked without a network, by the published keys", async () => {
    const { token, signed } = await linkOf(chen);
    expect(token).toBe(filed.token);
    expect(checkOffline(signed, await keySet())).toMatchObject({
      kind: "certified",
      facts: {
        kind: "filing",
        certificateNo: filed.certificateNo,
        version: 1,
        filedOn: "2026-07-01",
        issuedOn: "2026-07-01",
        status: "IN_FORCE",
        landlords: { first: "林*国", count: 1 },
        tenants: { first: "陈*远", count: 1 },
      },
    });
  });

  it("binds each side's own paper: the landlord's shows less of the numbers", async () => {
    const sheets = await Promise.all(
      [chen, lin].map(async (client) => {
        const check = checkOffline((await linkOf(client)).signed, await keySet());
        return check.kind === "certified" ? check.facts.sheet : check.kind;
      }),
    );
    expect(new Set(sheets).size).toBe(2);
  });

  it("goes on being checked after another key has taken over", async () => {
    const before = await linkOf(chen);
    const other = publicKeyOf(new Uint8Array(32).fill(3));
    const { services } = desk.api;
    const rotated = { ...services.keys, certificatePublicKey: () => Promise.resolve(other) };
    await publishKey({ ...services, keys: rotated }, "2026-07-01");
    expect((await keySet()).keys).toHaveLength(2);
    expect(checkOffline(before.signed, await keySet()).kind).toBe("certified");
    await publishKey(services, "2026-07-01");
    expect((await keySet()).keys).toHaveLength(2);
  });
});

describe("the token in a QR", () => {
  it("tells anyone masked facts and the status of the moment", async () => {
    const { status, body } = await anyone.get(`/api/certificates/${filed.token}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ certificateNo: filed.certificateNo, status: "IN_FORCE" });
    expect(JSON.stringify(body)).not.toMatch(/林建国|陈思远|350599|180000|1201/);
  });

  it("is answered alike when nobody has it and when it is none", async () => {
    const unknown = await anyone.get(`/api/certificates/${"0".repeat(24)}`);
    const malformed = await anyone.get("/api/certificates/%3Cscript%3E");
    const lower = await anyone.get(`/api/certificates/${filed.token.toLowerCase()}`);
    expect(unknown.status).toBe(404);
    expect(malformed).toEqual(unknown);
    expect(lower).toEqual(unknown);
  });

  it("is in the table only as a keyed hash, or sealed", async () => {
    const stored = JSON.stringify(await everything(desk.api.services.table));
    expect(stored).not.toContain(filed.token);
    expect(stored).not.toContain(filed.code);
  });
});

describe("the contract of a filing", () => {
  it("is readable in full by those who sign it, with its digest", async () => {
    const { body } = await lin.get(`/api/filings/${filed.id}/contract`);
    const text = ContractText.parse(body);
    const words = plainText(text.blocks);
    expect(text.isSignedText).toBe(false);
    expect(words).toContain("林建国");
    expect(words).toContain("陈思远");
    expect(text.digest).toBe(createHash("sha256").update(words).digest("hex"));
  });

  it("has its digest and wording in the filing that both sides sign", async () => {
    const { id } = await drafted(lin, linToChen());
    const { contractText } = await filingOf(lin, id);
    const { body } = await lin.get(`/api/filings/${id}/contract`);
    expect(body).toMatchObject({ ...contractText, isSignedText: true });
  });

  it("comes as PDF, the same bytes each time", async () => {
    const path = `/api/filings/${filed.id}/contract.pdf`;
    const [one, other] = await Promise.all([lin.get(path), chen.get(path)]);
    expect(one.status).toBe(200);
    expect(Buffer.from(one.bytes ?? []).equals(Buffer.from(other.bytes ?? []))).toBe(true);
  });

  it("seals the account the rent is paid into", async () => {
    const draft = linToChen();
    const payee = { name: "林建国", bank: "中国银行泉州分行", account: "6217123412341234" };
    await drafted(lin, { ...draft, lease: { ...draft.lease, terms: { payee } } });
    expect(JSON.stringify(await everything(desk.api.services.table))).not.toContain(payee.account);
  });
});
