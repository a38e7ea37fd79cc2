import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  ResidenceFacts,
  ResidenceStatement,
} from "../../../shared/contract/residence-statement.ts";
import type { Client } from "../../support/api.ts";
import { everything } from "../../support/emulator.ts";
import { chenAlone } from "../filings/line.ts";
import { onRecord, startDesk, type Desk } from "./desk.ts";

let desk: Desk;
let chen: Client;
let lin: Client;
let anyone: Client;

beforeAll(async () => {
  desk = await startDesk();
  [chen, lin, anyone] = await Promise.all([
    desk.api.as("tenant-chen"),
    desk.api.as("landlord-lin"),
    desk.api.as(),
  ]);
  await onRecord(chen, chenAlone());
});
afterAll(() => desk.stop());

const issue = (client: Client, key?: string) =>
  client.post("/api/residence-statements", {}, key === undefined ? {} : { key });
const read = async (client: Client, no: string) =>
  ResidenceStatement.parse((await client.get(`/api/residence-statements/${no}`)).body);
const check = (body: unknown) => anyone.post("/api/certificate-checks", body, { key: null });

describe("a residence statement", () => {
  it("names the homes a tenant has on record and the days without a gap", async () => {
    await desk.api.moveTo("2026-07-31T02:00:00.000Z");
    const { status, body } = await issue(chen);
    expect(status).toBe(201);
    const statement = await read(chen, String(body.certificateNo));
    expect(statement).toMatchObject({
      issuedOn: "2026-07-31",
      continuousDays: 31,
      holder: { name: "陈思远" },
      homes: [{ capacity: "TENANT", from: "2026-07-01", status: "IN_FORCE" }],
    });
    expect(statement.certificateNo).toMatch(/^35050020260731\d{5}$/);
  });

  it("is issued once however often it is asked for with one key", async () => {
    const key = "statement-key-0000001";
    const [one, other] = await Promise.all([issue(chen, key), issue(chen, key)]);
    expect(one.body).toEqual(other.body);
    const { status, headers } = await issue(chen, key);
    expect(status).toBe(201);
    expect(headers.location).toBe(`/api/residence-statements/${String(one.body.certificateNo)}`);
  });

  it("is refused to who lives in no home on record, a landlord too", async () => {
    expect(await issue(lin)).toMatchObject({
      status: 409,
      body: { type: "/problems/no-home-on-record" },
    });
  });

  it("is absent for others, and nothing of it is in the table in clear", async () => {
    const { body } = await issue(chen);
    const no = String(body.certificateNo);
    const { code, token } = await read(chen, no);
    expect((await lin.get(`/api/residence-statements/${no}`)).status).toBe(404);
    expect((await lin.get(`/api/residence-statements/${no}/statement.pdf`)).status).toBe(404);
    const stored = JSON.stringify(await everything(desk.api.services.table));
    for (const secret of [code, token, "陈思远"]) expect(stored).not.toContain(secret);
  });

  it("comes as PDF, the same bytes on any later day", async () => {
    const { body } = await issue(chen);
    const path = `/api/residence-statements/${String(body.certificateNo)}/statement.pdf`;
    const one = await chen.get(path);
    await desk.api.moveTo("2026-08-02T02:00:00.000Z");
    const other = await chen.get(path);
    expect(one.headers["content-type"]).toBe("application/pdf");
    expect(Buffer.from(one.bytes ?? []).equals(Buffer.from(other.bytes ?? []))).toBe(true);
  });

  it("is checked like a certificate, by number and code or by its QR", async () => {
    const { body } = await issue(chen);
    const { certificateNo, code, token } = await read(chen, String(body.certificateNo));
    const byCode = ResidenceFacts.parse((await check({ certificateNo, code })).body);
    const byToken = await anyone.get(`/api/certificates/${token}`);
    expect(byToken.body).toEqual(byCode);
    expect(byCode).toMatchObject({ holder: "陈*远", homes: [{ status: "IN_FORCE" }] });
    expect(JSON.stringify(byCode)).not.toMatch(/陈思远|350599|1201/);
    const wrong = await check({ certificateNo, code: "0".repeat(10) });
    expect(wrong).toMatchObject({ status: 404, body: { type: "/problems/certificate-not-found" } });
  });

  it("tells later that a home's term is over since", async () => {
    const { body } = await issue(chen);
    const { token } = await read(chen, String(body.certificateNo));
    await desk.api.moveTo("2027-07-01T02:00:00.000Z");
    const { homes } = ResidenceFacts.parse((await anyone.get(`/api/certificates/${token}`)).body);
    expect(homes.map(({ status }) => status)).toEqual(["EXPIRED"]);
  });
});
