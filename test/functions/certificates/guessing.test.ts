import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { tryCount } from "../../../shared/store/tries.ts";
import type { Client } from "../../support/api.ts";
import { everything } from "../../support/emulator.ts";
import { chenAlone } from "../filings/line.ts";
import { onRecord, startDesk, type Desk, type OnRecord } from "./desk.ts";

let desk: Desk;
let anyone: Client;
let filed: OnRecord;

beforeAll(async () => {
  desk = await startDesk();
  anyone = await desk.api.as();
  filed = await onRecord(await desk.api.as("tenant-chen"), chenAlone());
});
afterAll(() => desk.stop());

const UNKNOWN = { certificateNo: "3505032026070199999", code: "0".repeat(10) };
const check = (address: string, body: unknown) =>
  anyone.post("/api/certificate-checks", body, { key: null, address });
const right = () => ({ certificateNo: filed.certificateNo, code: filed.code });
const wrong = () => ({ certificateNo: filed.certificateNo, code: "0".repeat(10) });

describe("guessing at certificates", () => {
  it("ends after twenty mistakes of one address, with the same word for right, wrong and unknown", async () => {
    const address = "198.51.100.1";
    for (let n = 0; n < 20; n++)
      expect((await check(address, n % 2 === 0 ? wrong() : UNKNOWN)).status).toBe(404);
    const answers = await Promise.all(
      [right(), wrong(), UNKNOWN].map((body) => check(address, body)),
    );
    for (const answer of answers) {
      expect(answer).toMatchObject({
        status: 429,
        headers: { "retry-after": "30" },
        body: { type: "/problems/too-many-requests" },
      });
      expect(answer).toEqual(answers[0]);
    }
    expect((await check("198.51.100.2", right())).status).toBe(200);
  });

  it("may begin again bit by bit: one mistake each half minute", async () => {
    const address = "198.51.100.3";
    for (let n = 0; n < 20; n++) await check(address, UNKNOWN);
    expect((await check(address, right())).status).toBe(429);
    await desk.api.moveTo(new Date(desk.api.now() + 30_000).toISOString());
    expect((await check(address, UNKNOWN)).status).toBe(404);
    expect((await check(address, UNKNOWN)).status).toBe(429);
    await desk.api.moveTo(new Date(desk.api.now() + 30_000).toISOString());
    expect((await check(address, right())).status).toBe(200);
  });

  it("never hinders who knows number and code", async () => {
    for (let n = 0; n < 40; n++) expect((await check("198.51.100.4", right())).status).toBe(200);
  });

  it("gains nothing from fifty tries at once", async () => {
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => check("198.51.100.5", wrong())),
    );
    expect(answers.filter(({ status }) => status === 404)).toHaveLength(20);
  });

  it("is counted for a whole IPv6 network, and for an IPv4 address however it is written", async () => {
    const { services } = desk.api;
    const tries = tryCount(services.table, services.vault, "test", { most: 1, each: 1000 });
    const now = desk.api.now();
    expect(await tries.take("2001:db8:1:2:3::4", now)).toBe(0);
    expect(await tries.take("2001:0DB8:1:2::9", now)).toBeGreaterThan(0);
    expect(await tries.take("2001:db8:1:3::4", now)).toBe(0);
    expect(await tries.take("::ffff:203.0.113.1", now)).toBe(0);
    expect(await tries.take("203.0.113.1", now)).toBeGreaterThan(0);
    expect(await tries.take("::ffff:203.0.113.2", now)).toBe(0);
  });

  it("leaves no address in the table", async () => {
    expect(JSON.stringify(await everything(desk.api.services.table))).not.toMatch(/198\.51\.100/);
  });

  it("asks the table for the same, whether the number is there or not", async () => {
    const { client } = desk.api.services.table;
    const asked: string[] = [];
    client.middlewareStack.add(
      (next, context) => (args) => {
        asked.push(String(context.commandName));
        return next(args);
      },
      { step: "initialize", name: "asked" },
    );
    await check("198.51.100.6", wrong());
    const there = asked.splice(0);
    await check("198.51.100.7", UNKNOWN);
    client.middlewareStack.remove("asked");
    expect(there.length).toBeGreaterThan(1);
    expect(asked).toEqual(there);
  });
});
