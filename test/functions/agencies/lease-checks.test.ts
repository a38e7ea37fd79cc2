import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { LeaseFacts, type AgencyField } from "../../../shared/contract/agency.ts";
import { FIELD_AGREEMENTS } from "../../../shared/domain/policy/agency-fields.ts";
import type { Client } from "../../support/api.ts";
import { everything } from "../../support/emulator.ts";
import { onRecord, type OnRecord } from "../certificates/desk.ts";
import { addDays } from "../../../shared/domain/calendar/days.ts";
import { civilDay } from "../../../shared/domain/calendar/instants.ts";
import { partyOf } from "../../support/builders/demo-people.ts";
import { aFlat, filingOf } from "../filings/line.ts";
import { aUnit } from "../../support/builders/lease.ts";
import {
  ask,
  chensDraft,
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
let wu: Client;
let police: Client;
let lease: OnRecord;

beforeAll(async () => {
  office = await startOffice();
  [chen, lin, wu, police] = await Promise.all([
    office.api.as("tenant-chen"),
    office.api.as("landlord-lin"),
    office.api.as("tenant-wu"),
    office.api.as("agency:police"),
  ]);
  lease = await filedByChen(chen);
});
afterAll(() => office.stop());

const check = (client: Client, body: object) => ask(client, "lease-checks", body);
const factsOf = async (client: Client, body: object) =>
  LeaseFacts.parse((await check(client, body)).body);
const spouse = () => numberedOf(occupantOf("tenant-chen", 0));
const numberedOf = ({ idType, idNumber }: { idType: string; idNumber: string }) => ({
  idType,
  idNumber,
});

describe("a lease check of the police", () => {
  it("tells status now, parties, occupants with kinship, what is let, term, days, consent", async () => {
    await office.api.moveTo("2026-07-31T02:00:00.000Z");
    const { status, body } = await check(police, { ...heldOf(lease), purpose: "HUKOU" });
    expect(status).toBe(200);
    expect(LeaseFacts.parse(body)).toMatchObject({
      certificateNo: lease.certificateNo,
      status: "IN_FORCE",
      checkedAt: "2026-07-31T02:00:00.000Z",
      landlords: [{ name: "林建国", ...numberOf("landlord-lin") }],
      tenants: [{ name: "陈思远" }],
      occupants: [{ kinship: "SPOUSE" }, { kinship: "CHILD", from: "2026-07-01" }],
      wholeOrRoom: "WHOLE",
      use: "RESIDENTIAL",
      standardAddressCode: "3505030010010001",
      term: { from: "2026-07-01", until: "2027-06-30", filedOn: "2026-07-01" },
      hukouConsent: false,
      continuousFiledDays: [
        { capacity: "TENANT", continuousFiledDays: 31 },
        { capacity: "OCCUPANT", continuousFiledDays: 31 },
        { capacity: "OCCUPANT", continuousFiledDays: 31 },
      ],
    });
  });

  it("tells only of the people asked for, among those who live there", async () => {
    const persons = [spouse()];
    const facts = await factsOf(police, {
      ...{ ...heldOf(lease), purpose: "RESIDENCE_PERMIT", persons },
    });
    expect(facts.tenants).toEqual([]);
    expect(facts.occupants).toMatchObject([{ kinship: "SPOUSE" }]);
    expect(facts.continuousFiledDays).toMatchObject([spouse()]);
    expect(facts.landlords).toBeUndefined();
  });
});

describe("what an agency is told", () => {
  const every: readonly AgencyField[] = [
    ...new Set(FIELD_AGREEMENTS.flatMap(({ fields }) => fields)),
  ];

  it.each(
    FIELD_AGREEMENTS.filter(({ purpose }) => purpose !== "ARRIVAL_REPORT").map(
      ({ agency, purpose, fields }) => ({ agency, purpose, fields }),
    ),
  )("$agency for $purpose: $fields and nothing else", async ({ agency, purpose, fields }) => {
    const client = await office.api.as(`agency:${agency}`);
    const { status, body } = await check(client, { ...heldOf(lease), purpose });
    expect(status).toBe(200);
    // Points are asked for with their own consent, at their own address.
    const told = fields.filter((field) => field !== "points");
    expect(every.filter((field) => field in body).toSorted()).toEqual(told.toSorted());
  });

  it("is nothing for a purpose not agreed with it, and nothing without one", async () => {
    const tax = await office.api.as("agency:tax");
    for (const purpose of ["HUKOU", "SCHOOL_ENROLMENT", "ARRIVAL_REPORT"])
      expect(problemOf(await check(tax, { ...heldOf(lease), purpose }))).toBe(
        "403 /problems/purpose-not-agreed",
      );
    expect((await check(police, heldOf(lease))).status).toBe(400);
  });
});

describe("a question about a lease one holds nothing of", () => {
  it("is answered alike: no such number, wrong code, someone not on it, another district", async () => {
    const jinjiang = await office.api.as("agency:police.350582");
    const right = { ...heldOf(lease), purpose: "HUKOU" };
    const answers = await Promise.all([
      check(police, { ...right, certificateNo: "3505032026070199999" }),
      check(police, { ...right, code: "0000000000" }),
      check(police, { ...right, persons: [numberOf("tenant-wu")] }),
      check(police, { ...right, persons: [spouse(), numberOf("tenant-wu")] }),
      check(jinjiang, right),
    ]);
    for (const answer of answers) {
      expect(answer.status).toBe(404);
      expect(answer.body).toEqual(answers[0].body);
    }
    expect(await viewsOf(wu)).toEqual([]);
  });

  it("is answered no more after three hundred mistakes; right ones cost nothing", async () => {
    const civil = await office.api.as("agency:civil-affairs");
    const right = { ...heldOf(lease), purpose: "SOCIAL_ASSISTANCE" };
    for (let round = 0; round < 6; round++)
      await Promise.all(
        Array.from({ length: 50 }, () => check(civil, { ...right, code: "0000000000" })),
      );
    const refused = await check(civil, right);
    expect(refused).toMatchObject({ status: 429, headers: { "retry-after": "2" } });
    // It is that agency's own count.
    expect((await check(police, { ...heldOf(lease), purpose: "HUKOU" })).status).toBe(200);
    await office.api.moveTo(new Date(office.api.now() + 2_000).toISOString());
    for (let round = 0; round < 3; round++) expect((await check(civil, right)).status).toBe(200);
  }, 60_000);
});

describe("查看记录: who was told of me", () => {
  it("names office, purpose, certificate and when, before each person told of", async () => {
    const own = await filedByChen(chen);
    const before = (await viewsOf(chen)).length;
    const seenByLin = (await viewsOf(lin)).length;
    const education = await office.api.as("agency:education");
    await check(education, { ...heldOf(own), purpose: "SCHOOL_ENROLMENT" });
    const views = await viewsOf(chen);
    expect(views).toHaveLength(before + 1);
    expect(views.find(({ certificateNo }) => certificateNo === own.certificateNo)).toMatchObject({
      office: "education",
      officeName: { zh: "教育部门" },
      purpose: "SCHOOL_ENROLMENT",
      certificateNo: own.certificateNo,
      at: new Date(office.api.now()).toISOString(),
    });
    expect(JSON.stringify(views)).not.toContain("client:");
    // The school was told nothing of the landlord.
    expect(await viewsOf(lin)).toHaveLength(seenByLin);
  });

  it("stands in the filing's own chain too, with the purpose, and names nobody", async () => {
    const own = await filedByChen(chen);
    await check(police, { ...heldOf(own), purpose: "HUKOU" });
    const chain = (await everything(office.api.services.table)).filter(
      ({ pk, action }) => pk === `FILING#${own.id}` && action === "checkLease",
    );
    expect(chain).toMatchObject([
      { actor: "client:police", role: "police", outcome: "READ", reason: "police HUKOU" },
    ]);
    expect(JSON.stringify(chain)).not.toMatch(/陈|350599/);
  });

  it("comes in pages, the latest first, one's own only", async () => {
    const own = await filedByChen(chen, { occupants: [] });
    for (let n = 0; n < 51; n++)
      await check(police, { ...heldOf(own), purpose: "RESIDENCE_PERMIT" });
    const first = await chen.get("/api/me/views");
    expect(first.body.views).toHaveLength(50);
    const cursor = encodeURIComponent(String(first.body.next));
    expect((await chen.get(`/api/me/views?cursor=${cursor}`)).status).toBe(200);
    expect((await lin.get(`/api/me/views?cursor=${cursor}`)).status).toBe(400);
    expect(await viewsOf(wu)).toEqual([]);
  }, 60_000);

  it("holds no name and no number in the table in clear", async () => {
    const rows = (await everything(office.api.services.table)).filter(
      ({ pk, sk }) => String(sk).startsWith("VIEW#") || String(pk).startsWith("MOVES#"),
    );
    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows)).not.toMatch(/陈|苏|林|350599/);
  });
});

describe("days on record without a gap", () => {
  it("go on across homes, as occupant first and tenant then; a gap of 15 days merges", async () => {
    const api = await office.api.as("tenant-huang");
    const huang = partyOf("tenant-huang");
    const { name, idType, idNumber } = huang;
    const from = civilDay(office.api.now());
    const occupants = [{ name, idType, idNumber, kinship: "SIBLING", from } as const];
    const first = await filedByChen(chen, { from, occupants });
    const days = async (at: OnRecord) => {
      const facts = await factsOf(police, { ...heldOf(at), purpose: "RESIDENCE_PERMIT" });
      return facts.continuousFiledDays?.find((one) => one.idNumber === idNumber);
    };
    expect(await days(first)).toMatchObject({ capacity: "OCCUPANT", continuousFiledDays: 1 });

    const later = (n: number) => addDays(from, n);
    const on = (n: number) => office.api.moveTo(`${later(n)}T02:00:00.000Z`);
    await on(9);
    const left = { arrivals: [], departures: [{ index: 0, on: later(9) }] };
    expect((await chen.post(`/api/filings/${first.id}/occupants`, left)).status).toBe(200);
    // Fifteen days nowhere, then a lease of their own.
    await on(25);
    const base = chensDraft({ from: later(25), until: later(390), occupants: [] });
    const own = await onRecord(api, { ...base, tenants: [huang] });
    await on(29);
    expect(await days(own)).toMatchObject({ capacity: "TENANT", continuousFiledDays: 15 });

    // The statement of the person's own says the same.
    const issued = await api.post("/api/residence-statements", {});
    const no = String(issued.body.certificateNo);
    const statement = await api.get(`/api/residence-statements/${no}`);
    expect(statement.body).toMatchObject({
      continuousDays: 15,
      homes: [
        { capacity: "TENANT", from: later(25) },
        { capacity: "OCCUPANT", from, until: later(9) },
      ],
    });
  });
});

// Last, since the clock goes forward only.
describe("the status of a lease", () => {
  it("is that of the moment: expired, or lost, whatever the paper says", async () => {
    const other = await filedByChen(chen, { unit: aUnit(aFlat()), occupants: [] });
    await chen.post(`/api/filings/${other.id}/certificate/reissue`, { reason: "LOST" });
    const { certificate, formerCertificates } = await filingOf(chen, other.id);
    expect(formerCertificates).toHaveLength(1);
    const old = await factsOf(police, { ...heldOf(other), purpose: "HUKOU" });
    expect(old).toEqual({
      certificateNo: other.certificateNo,
      status: "REPLACED",
      checkedAt: expect.any(String) as unknown,
      purpose: "HUKOU",
    });
    await office.api.moveTo("2027-07-01T02:00:00.000Z");
    const { certificateNo, code } = certificate ?? {};
    expect(await factsOf(police, { certificateNo, code, purpose: "HUKOU" })).toMatchObject({
      status: "EXPIRED",
      term: { until: "2027-06-30" },
    });
  });
});
