import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Client } from "../../support/api.ts";
import { chenAlone, drafted, filingOf, startLine, type Line } from "./line.ts";

let line: Line;
let chen: Client;
let anyone: Client;
let certificate: { certificateNo: string; code: string };

beforeAll(async () => {
  line = await startLine();
  [chen, anyone] = await Promise.all([line.api.as("tenant-chen"), line.api.as()]);
  const { id } = await drafted(chen, chenAlone());
  await chen.post(`/api/filings/${id}/submit`, {});
  const { certificateNo = "", code = "" } = (await filingOf(chen, id)).certificate ?? {};
  certificate = { certificateNo, code };
});
afterAll(() => line.stop());

const check = (body: unknown) => anyone.post("/api/certificate-checks", body, { key: null });
const otherCode = (code: string) => (code.startsWith("0") ? "1" : "0") + code.slice(1);

describe("the public check of a certificate", () => {
  it("tells masked names, building and term, and no number, phone, rent or door", async () => {
    const { status, body } = await check(certificate);
    expect(status).toBe(200);
    expect(body).toMatchObject({ status: "IN_FORCE", checkedAt: "2026-07-01T02:00:00.000Z" });
    expect(JSON.stringify(body)).not.toMatch(/林建国|陈思远|350599|199059|180000|1201/);
  });

  it("says the same of a wrong code as of a number nobody has", async () => {
    const wrongCode = await check({ ...certificate, code: otherCode(certificate.code) });
    const unknownNo = await check({ ...certificate, certificateNo: "3505032026070199999" });
    expect(wrongCode.status).toBe(404);
    expect(wrongCode.body).toMatchObject({
      type: "/problems/certificate-not-found",
      title: "查无此证，请核对证明编号和验证码",
    });
    expect(wrongCode).toEqual(unknownNo);
  });

  it("refuses what is no number or code (400)", async () => {
    const answer = await check({ certificateNo: "35", code: "ilou" });
    expect(answer).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: "/certificateNo" }, { pointer: "/code" }] },
    });
  });

  it("says that the term is over, from the day behind its last", async () => {
    await line.api.moveTo("2027-06-30T15:59:59.000Z");
    expect((await check(certificate)).body.status).toBe("IN_FORCE");
    await line.api.moveTo("2027-06-30T16:00:00.000Z");
    expect((await check(certificate)).body.status).toBe("EXPIRED");
  });
});
