import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { Movement } from "../../../shared/contract/agency.ts";
import type { Client } from "../../support/api.ts";
import { everything } from "../../support/emulator.ts";
import { confirm, filingOf, START } from "../filings/line.ts";
import {
  ask,
  filedByChen,
  heldOf,
  numberOf,
  occupantOf,
  problemOf,
  startOffice,
  viewsOf,
  type Office,
} from "./office.ts";

let office: Office;
let chen: Client;
let lin: Client;
let police: Client;

beforeAll(async () => {
  office = await startOffice();
  [chen, lin, police] = await Promise.all([
    office.api.as("tenant-chen"),
    office.api.as("landlord-lin"),
    office.api.as("agency:police"),
  ]);
});
afterAll(() => office.stop());
beforeEach(() => office.api.moveTo(START));

const ask31 = (client: Client, from: string, to: string, district = "350503", cursor?: string) =>
  client.get(
    `/api/agencies/arrivals?from=${from}&to=${to}&district=${district}${cursor ? `&cursor=${cursor}` : ""}`,
  );
const report = async (from: string, to = from, district?: string): Promise<Movement[]> =>
  Movement.array().parse((await ask31(police, from, to, district)).body.movements);
const linesOf = async (certificateNo: string, from: string, to?: string) =>
  (await report(from, to))
    .filter((one) => one.certificateNo === certificateNo)
    .map(({ kind, on, late, capacity }) =>
      [kind, on, capacity, late ? "late" : "in time"].join(" "),
    );

describe("one entry, two reports: a filing tells the police who came", () => {
  it("names tenant and occupants with home and address code on the day they came", async () => {
    const lease = await filedByChen(chen);
    const lines = (await report("2026-07-01")).filter(
      (one) => one.certificateNo === lease.certificateNo,
    );
    expect(lines).toMatchObject([
      {
        kind: "ARRIVAL",
        on: "2026-07-01",
        reportedOn: "2026-07-01",
        reportBy: "2026-07-08",
        late: false,
        capacity: "TENANT",
        person: { name: "陈思远", ...numberOf("tenant-chen") },
        standardAddressCode: "3505030010010001",
      },
      { capacity: "OCCUPANT", kinship: "SPOUSE" },
      { capacity: "OCCUPANT", kinship: "CHILD" },
    ]);
  });

  it("marks what was reported after the seven days, on the day it was reported", async () => {
    const lease = await filedByChen(chen, { from: "2026-06-10", signedOn: "2026-06-01" });
    expect(await linesOf(lease.certificateNo, "2026-06-01", "2026-06-30")).toEqual([]);
    expect(await linesOf(lease.certificateNo, "2026-07-01")).toEqual([
      "ARRIVAL 2026-06-10 TENANT late",
      "ARRIVAL 2026-07-01 OCCUPANT in time",
      "ARRIVAL 2026-07-01 OCCUPANT in time",
    ]);
  });

  it("tells of a term to come when it has begun, not when it was filed", async () => {
    const lease = await filedByChen(chen, {
      ...{ from: "2026-07-20", until: "2027-07-19", occupants: [] },
    });
    expect(await linesOf(lease.certificateNo, "2026-07-01", "2026-07-31")).toEqual([]);
    await office.api.moveTo("2026-07-20T02:00:00.000Z");
    expect(await linesOf(lease.certificateNo, "2026-07-01", "2026-07-31")).toEqual([
      "ARRIVAL 2026-07-20 TENANT in time",
    ]);
  });

  it("tells of an occupant who came later and of one who left, each once", async () => {
    const lease = await filedByChen(chen, { occupants: [occupantOf("tenant-chen", 0)] });
    await office.api.moveTo("2026-07-10T02:00:00.000Z");
    const moved = await chen.post(`/api/filings/${lease.id}/occupants`, {
      arrivals: [occupantOf("tenant-chen", 1, { from: "2026-07-09" })],
      departures: [{ index: 0, on: "2026-07-05" }],
    });
    expect(moved.status).toBe(200);
    expect(await linesOf(lease.certificateNo, "2026-07-01", "2026-07-31")).toEqual([
      "ARRIVAL 2026-07-01 TENANT in time",
      "ARRIVAL 2026-07-01 OCCUPANT in time",
      "ARRIVAL 2026-07-09 OCCUPANT in time",
      "DEPARTURE 2026-07-05 OCCUPANT in time",
    ]);
  });

  it("tells of all who leave when the lease ends, before its time or at it", async () => {
    const lease = await filedByChen(chen, { occupants: [] });
    await office.api.moveTo("2026-07-31T02:00:00.000Z");
    await lin.post(`/api/filings/${lease.id}/ends`, { basis: "AGREEMENT", on: "2026-08-10" });
    expect((await confirm(chen, lease.id)).status).toBe(201);
    await office.api.moveTo("2026-08-15T02:00:00.000Z");
    expect(await linesOf(lease.certificateNo, "2026-08-01", "2026-08-31")).toEqual([
      "DEPARTURE 2026-08-10 TENANT in time",
    ]);
    await office.api.moveTo("2027-07-10T02:00:00.000Z");
    // The old last day says nothing any more.
    expect(await linesOf(lease.certificateNo, "2027-06-15", "2027-07-10")).toEqual([]);
  });

  it("tells of no departure where the lease was renewed", async () => {
    const lease = await filedByChen(chen, { occupants: [] });
    await chen.post(`/api/filings/${lease.id}/renewals`, {
      ...{ agreedOn: "2026-07-01", until: "2028-06-30" },
    });
    expect((await confirm(lin, lease.id)).status).toBe(201);
    const certificateNo = (await filingOf(chen, lease.id)).certificate?.certificateNo ?? "";
    await office.api.moveTo("2027-07-02T02:00:00.000Z");
    expect(await linesOf(certificateNo, "2027-06-25", "2027-07-02")).toEqual([]);
    await office.api.moveTo("2028-07-02T02:00:00.000Z");
    expect(await linesOf(certificateNo, "2028-06-25", "2028-07-02")).toEqual([
      "DEPARTURE 2028-06-30 TENANT in time",
    ]);
  });
});

describe("the report of arrivals", () => {
  it("is of one district and one month at most, and of no day to come", async () => {
    await filedByChen(chen);
    expect(await report("2026-07-01", "2026-07-31", "350582")).toEqual([]);
    for (const to of ["2026-06-30", "2026-08-01"])
      expect(await ask31(police, "2026-07-01", to)).toMatchObject({
        status: 400,
        body: { errors: [{ pointer: "/query/to" }] },
      });
    expect((await ask31(police, "2026-07-01", "2026-07-31", "QZ")).status).toBe(400);
    expect((await police.get("/api/agencies/arrivals")).status).toBe(400);
  });

  it("is empty for a machine that is not in charge there", async () => {
    const jinjiang = await office.api.as("agency:police.350582");
    expect((await ask31(jinjiang, "2026-07-01", "2026-07-31")).body).toEqual({ movements: [] });
  });

  it("comes in pages that lose nothing and double nothing", async () => {
    await office.api.moveTo("2026-07-02T02:00:00.000Z");
    const leases = [];
    for (let n = 0; n < 23; n++)
      leases.push(await filedByChen(chen, { from: "2026-07-02", occupants: [] }));
    const first = await ask31(police, "2026-07-02", "2026-07-02");
    const cursor = encodeURIComponent(String(first.body.next));
    const second = await ask31(police, "2026-07-02", "2026-07-02", "350503", cursor);
    expect(second.body.next).toBeUndefined();
    const numbers = [first, second].flatMap(({ body }) =>
      Movement.array()
        .parse(body.movements)
        .map(({ certificateNo }) => certificateNo),
    );
    expect(numbers.toSorted()).toEqual(leases.map((one) => one.certificateNo).toSorted());
    expect((await ask31(police, "2026-07-02", "2026-07-03", "350503", cursor)).status).toBe(400);
  }, 60_000);

  it("goes on record, in the agency's chain and before each person", async () => {
    const lease = await filedByChen(chen, { occupants: [] });
    await report("2026-07-01");
    const chain = (await everything(office.api.services.table)).filter(
      ({ pk, sk }) => pk === "AGENCY#police" && String(sk).startsWith("AUDIT#"),
    );
    expect(chain.at(-1)).toMatchObject({
      actor: "client:police",
      reason: "ARRIVAL_REPORT 350503 2026-07-01 2026-07-01",
    });
    const views = (await viewsOf(chen)).filter((one) => one.certificateNo === lease.certificateNo);
    expect(views).toMatchObject([{ office: "police", purpose: "ARRIVAL_REPORT" }]);
  });

  it("is not to be had by asking lease by lease", async () => {
    const lease = await filedByChen(chen);
    const body = { ...heldOf(lease), purpose: "ARRIVAL_REPORT" };
    expect(problemOf(await ask(police, "lease-checks", body))).toBe(
      "403 /problems/purpose-not-agreed",
    );
  });
});
