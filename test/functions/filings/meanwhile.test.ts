import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Client } from "../../support/api.ts";
import { partyOf } from "../../support/builders/demo-people.ts";
import { aLease, aUnit } from "../../support/builders/lease.ts";
import { everything } from "../../support/emulator.ts";
import {
  aFlat,
  chenAlone,
  confirm,
  drafted,
  filed,
  filingOf,
  linToChen,
  sent,
  START,
  startLine,
  type Line,
} from "./line.ts";

let line: Line;
let lin: Client;
let chen: Client;

beforeAll(async () => {
  line = await startLine();
  [lin, chen] = await Promise.all([line.api.as("landlord-lin"), line.api.as("tenant-chen")]);
});
afterAll(() => line.stop());
beforeEach(() => line.api.moveTo(START));

const leaseOf = (flat: ReturnType<typeof aFlat>, from = "2026-07-01", until = "2027-06-30") =>
  aLease({ unit: aUnit(flat), signedOn: "2026-06-28", from, until });

/** Messages of a filing, by kind, once for each who was told. */
async function told(id: string, kind: string): Promise<readonly Record<string, unknown>[]> {
  const items = await everything(line.api.services.table);
  return items.filter((item) => item.kind === kind && String(item.cause).includes(id));
}

describe("who lives there", () => {
  const wu = partyOf("tenant-wu");
  const arrival = (from: string) => {
    const { name, idType, idNumber } = wu;
    return { name, idType, idNumber, kinship: "SPOUSE", from };
  };
  const move = (client: Client, id: string, body: object) =>
    client.post(`/api/filings/${id}/occupants`, { arrivals: [], departures: [], ...body });

  it("is on record as soon as either side reports it, with the days; the other side is told", async () => {
    const { id } = await filed({ lin, chen });
    expect((await move(chen, id, { arrivals: [arrival("2026-07-01")] })).status).toBe(200);
    const seen = await filingOf(chen, id);
    expect(seen).toMatchObject({ filedVersion: 1, lease: { occupants: [{ from: "2026-07-01" }] } });
    expect((await filingOf(lin, id)).lease.occupants[0]?.idNumber).toMatch(/^350\*{11}/);
    expect(await told(id, "filing-occupants")).toHaveLength(1);
    expect((await move(chen, id, { arrivals: [arrival("2026-07-01")] })).body).toMatchObject({
      type: "/problems/lives-there-already",
      errors: [{ pointer: "/arrivals/0" }],
    });
    expect((await move(lin, id, { departures: [{ index: 0, on: "2026-07-01" }] })).status).toBe(
      200,
    );
    expect((await filingOf(chen, id)).lease.occupants).toEqual([]);
    const text = JSON.stringify(await everything(line.api.services.table));
    expect(text).not.toContain(wu.idNumber);
  });

  it("is held to the term, to today, and to the room there is (V14)", async () => {
    const { id } = await filed({ lin, chen });
    expect((await move(chen, id, { arrivals: [arrival("2026-07-02")] })).body).toMatchObject({
      type: "/problems/day-outside-term",
      errors: [{ pointer: "/arrivals/0/from" }],
    });
    expect(
      (await move(chen, id, { departures: [{ index: 0, on: "2026-07-01" }] })).body,
    ).toMatchObject({ errors: [{ pointer: "/departures/0/index" }] });
    const lease = { ...leaseOf(aFlat()), unit: aUnit({ ...aFlat(), areaM2: 9 }) };
    const small = await filed({ lin, chen }, { lease });
    expect((await move(chen, small.id, { arrivals: [arrival("2026-07-01")] })).body).toMatchObject({
      code: "V14",
    });
  });

  it("is kept when a change proposed before is taken after", async () => {
    const { id } = await filed({ lin, chen });
    const raise = { agreedOn: "2026-07-01", effectiveOn: "2026-07-02", terms: { use: "OFFICE" } };
    await lin.post(`/api/filings/${id}/changes`, raise);
    expect((await move(chen, id, { arrivals: [arrival("2026-07-01")] })).status).toBe(200);
    await confirm(chen, id);
    expect(await filingOf(chen, id)).toMatchObject({
      filedVersion: 2,
      lease: { use: "OFFICE", occupants: [{ name: wu.name }] },
    });
  });
});

describe("what is not on record yet", () => {
  it("is taken back by its drafter, and is closed then", async () => {
    const begun = await sent(lin, linToChen());
    const path = `/api/filings/${begun.id}/withdrawal`;
    expect((await chen.post(path, {})).status).toBe(403);
    expect((await lin.post(path, {})).body).toMatchObject({ state: "CANCELLED" });
    expect(await told(begun.id, "filing-withdrawn")).toHaveLength(1);
    expect((await lin.post(path, {})).status).toBe(409);
  });
});

describe("time", () => {
  it("drops a proposal not confirmed in seven days, and tells both sides", async () => {
    const { id } = await filed({ lin, chen });
    const raise = { agreedOn: "2026-07-01", effectiveOn: "2026-07-02", terms: { use: "OFFICE" } };
    await lin.post(`/api/filings/${id}/changes`, raise);
    await line.api.moveTo("2026-07-08T16:00:00.000Z");
    const now = await filingOf(lin, id);
    expect(now.lastChange).toMatchObject({ kind: "CHANGE", outcome: "LAPSED" });
    expect(now.pendingChange).toBeUndefined();
    expect(await told(id, "filing-change-lapsed")).toHaveLength(2);
  });

  it("reminds both sides 30 and 7 days before the end, once each, in the morning", async () => {
    const lease = leaseOf(aFlat(), "2026-07-01", "2026-09-30");
    const { id } = await filed({ lin, chen }, { lease });
    const reminders = async () => (await told(id, "filing-ends-soon")).length;
    await line.api.moveTo("2026-08-31T00:59:00.000Z");
    expect(await reminders()).toBe(0);
    await line.api.moveTo("2026-08-31T01:00:00.000Z");
    expect(await reminders()).toBe(2);
    await line.api.tick();
    await line.api.moveTo("2026-09-22T01:00:00.000Z");
    expect(await reminders()).toBe(2);
    await line.api.moveTo("2026-09-23T01:00:00.000Z");
    expect(await reminders()).toBe(4);
    await line.api.moveTo("2026-09-29T01:00:00.000Z");
    expect(await reminders()).toBe(4);
  });

  it("reminds once when the clock was away over both days, and of a renewed term anew", async () => {
    const lease = leaseOf(aFlat(), "2026-07-01", "2026-09-30");
    const { id } = await filed({ lin, chen }, { lease });
    await line.api.moveTo("2026-09-25T02:00:00.000Z");
    expect(await told(id, "filing-ends-soon")).toHaveLength(2);
    const renewal = { agreedOn: "2026-09-25", until: "2026-12-31" };
    await lin.post(`/api/filings/${id}/renewals`, renewal);
    await confirm(chen, id);
    await line.api.moveTo("2026-12-01T02:00:00.000Z");
    expect(await told(id, "filing-ends-soon")).toHaveLength(4);
  });

  it("reminds on day 25 after signing of a lease signed and not submitted", async () => {
    const begun = await drafted(lin, linToChen());
    const { termsDigest } = begun;
    await lin.post(`/api/filings/${begun.id}/send`, { termsDigest, submitWhenSigned: false });
    await chen.post(`/api/filings/${begun.id}/signatures`, { termsDigest });
    const paper = await drafted(chen, chenAlone());
    await line.api.moveTo("2026-07-23T00:59:00.000Z");
    expect(await told(begun.id, "filing-submit-soon")).toHaveLength(0);
    await line.api.moveTo("2026-07-23T01:00:00.000Z");
    expect(await told(begun.id, "filing-submit-soon")).toMatchObject([
      { facts: { fileBy: "2026-07-28" } },
      {},
    ]);
    expect(await told(paper.id, "filing-submit-soon")).toHaveLength(1);
    await line.api.moveTo("2026-07-24T01:00:00.000Z");
    expect(await told(begun.id, "filing-submit-soon")).toHaveLength(2);
  });
});
