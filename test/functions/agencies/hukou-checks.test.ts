import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { HukouAnswer } from "../../../shared/contract/agency.ts";
import { aUnit } from "../../support/builders/lease.ts";
import type { Client } from "../../support/api.ts";
import { everything } from "../../support/emulator.ts";
import { partyOf } from "../../support/builders/demo-people.ts";
import { onRecord, type OnRecord } from "../certificates/desk.ts";
import { aFlat, confirm, filingOf, START } from "../filings/line.ts";
import {
  ask,
  chensDraft,
  chensFamily,
  filedByChen,
  heldOf,
  numberOf,
  problemOf,
  startOffice,
  viewsOf,
  type Office,
} from "./office.ts";

let office: Office;
let chen: Client;
let lin: Client;
let ou: Client;
let police: Client;

beforeAll(async () => {
  office = await startOffice();
  [chen, lin, ou, police] = await Promise.all([
    office.api.as("tenant-chen"),
    office.api.as("landlord-lin"),
    office.api.as("landlord-ou"),
    office.api.as("agency:police"),
  ]);
});
afterAll(() => office.stop());

const numbered = ({ idType, idNumber }: { idType: string; idNumber: string }) => ({
  idType,
  idNumber,
});
const family = () => chensFamily().map(numbered);
const check = (lease: OnRecord, but: object = {}) =>
  ask(police, "hukou-checks", {
    ...heldOf(lease),
    applicant: numberOf("tenant-chen"),
    ...{ family: family(), employment: "EMPLOYED_IN_AREA" },
    ...but,
  });
const answerOf = async (lease: OnRecord, but?: object) =>
  HukouAnswer.parse((await check(lease, but)).body);
const unmet = ({ conditions }: HukouAnswer) =>
  conditions.flatMap(({ condition, outcome }) =>
    outcome === "MET" ? [] : [`${condition} ${outcome}`],
  );
const consent = (client: Client, id: string, given = true) =>
  client.post(`/api/filings/${id}/hukou-consent`, { given });

/** The same in Jinjiang, where no months and no work are asked for. */
const inJinjiang = () => {
  const realEstateUnitNo = "350582001002GB00001F00030501";
  const unit = aUnit({ ...aFlat(), regionCode: "350582", realEstateUnitNo });
  return onRecord(chen, { ...chensDraft({ unit }), jurisdiction: "350582" });
};

describe("the landlord's consent to hukou", () => {
  it("is given and taken back by the landlord; the tenant is told and reads it", async () => {
    const { id } = await filedByChen(chen);
    expect((await filingOf(chen, id)).hukouConsent).toBeUndefined();
    expect((await consent(lin, id)).status).toBe(200);
    expect((await filingOf(chen, id)).hukouConsent).toMatchObject({ given: true });
    expect((await consent(lin, id, false)).status).toBe(200);
    expect((await filingOf(chen, id)).hukouConsent).toMatchObject({ given: false });
    const told = (await everything(office.api.services.table)).filter(
      ({ kind, cause }) => kind === "filing-hukou-consent" && String(cause).includes(id),
    );
    expect(told).toHaveLength(2);
  });

  it("is not the tenant's to give, and for strangers there is no such filing", async () => {
    const { id } = await filedByChen(chen);
    expect(problemOf(await consent(chen, id))).toBe("403 /problems/not-the-landlord");
    expect(problemOf(await consent(ou, id))).toBe("404 /problems/not-found");
    const answer = await lin.post(`/api/filings/${id}/hukou-consent`, { given: "yes" });
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ pointer: "/given" }] } });
  });

  it("is taken once for one key, and after the term not at all", async () => {
    const { id } = await filedByChen(chen);
    const key = "consent-key-00000001";
    const path = `/api/filings/${id}/hukou-consent`;
    const one = await lin.post(path, { given: true }, { key });
    const other = await lin.post(path, { given: true }, { key });
    expect(other.body).toEqual(one.body);
    await office.api.moveTo("2027-07-01T02:00:00.000Z");
    expect(problemOf(await consent(lin, id))).toBe("409 /problems/out-of-step");
    await office.api.moveTo(START);
  });

  it("ends with the landlord who gave it: a new owner is asked anew", async () => {
    const lease = await inJinjiang();
    await consent(lin, lease.id);
    await chen.post(`/api/filings/${lease.id}/landlord-transfers`, {
      transferredOn: "2026-06-30",
      landlords: [partyOf("landlord-ou")],
      titleType: "REAL_ESTATE_CERT",
      titleCertNo: "闽(2026)泉州市不动产权第0088888号",
    });
    expect((await confirm(ou, lease.id)).status).toBe(201);
    const { certificate } = await filingOf(chen, lease.id);
    expect(await filingOf(chen, lease.id)).toMatchObject({ hukouConsent: { given: false } });
    const { certificateNo = "", code = "" } = certificate ?? {};
    const now = { ...lease, certificateNo, code };
    expect(unmet(await answerOf(now))).toEqual(["LANDLORD_CONSENT NOT_MET"]);
    await consent(ou, lease.id);
    expect((await answerOf(now)).answer).toBe("ELIGIBLE");
  });
});

describe("a hukou check of the police", () => {
  it("is eligible in a county with consent, and says why not without", async () => {
    const lease = await inJinjiang();
    const before = await answerOf(lease);
    expect([before.answer, unmet(before)]).toEqual(["NOT_ELIGIBLE", ["LANDLORD_CONSENT NOT_MET"]]);
    await consent(lin, lease.id);
    const after = await answerOf(lease);
    expect(after).toMatchObject({ answer: "ELIGIBLE", policyVersion: "hukou-counties-2021-02" });
    expect(after.conditions.map(({ condition }) => condition)).not.toContain("MONTHS_FILED");
  });

  it("tells a room from a whole home, and a sibling from a spouse", async () => {
    const [spouse] = chensFamily();
    if (!spouse) throw new Error("Chen is married");
    const room = await filedByChen(chen, {
      unit: aUnit({ ...aFlat(), roomId: "A", rooms: 1 }),
      occupants: [{ ...spouse, kinship: "SIBLING" }],
    });
    await consent(lin, room.id);
    const answer = await answerOf(room, { family: [numbered(spouse), numberOf("tenant-wu")] });
    expect(unmet(answer)).toEqual([
      "MONTHS_FILED NOT_MET",
      "WHOLE_UNIT NOT_MET",
      "DIRECT_RELATIVES NOT_MET",
    ]);
    expect(answer.conditions.at(-1)).toMatchObject({ who: [0, 1] });
  });

  it("is on record before the applicant and the family, not before strangers", async () => {
    const lease = await inJinjiang();
    const wu = await office.api.as("tenant-wu");
    await check(lease, { family: [numberOf("tenant-wu")] });
    expect(
      (await viewsOf(chen)).filter((one) => one.certificateNo === lease.certificateNo),
    ).toMatchObject([{ office: "police", purpose: "HUKOU" }]);
    expect(await viewsOf(wu)).toEqual([]);
  });

  it("is refused alike for a wrong code and an unknown number; its numbers are checked", async () => {
    const lease = await inJinjiang();
    const wrong = await check(lease, { code: "0000000000" });
    const unknown = await check(lease, { certificateNo: "3505822026070199999" });
    expect([wrong.status, wrong.body]).toEqual([404, unknown.body]);
    const bad = { idType: "RESIDENT_ID", idNumber: "350502190001010018" };
    expect(await check(lease, { applicant: bad })).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: "/applicant/idNumber", code: "V01" }] },
    });
  });

  // Last, since the clock goes forward only.
  it("asks in the centre for 24 months on record and for work there", async () => {
    const until = "2030-06-30";
    const lease = await filedByChen(chen, { until });
    await consent(lin, lease.id);
    const at = async (instant: string, but?: object) => {
      await office.api.moveTo(instant);
      return answerOf(lease, but);
    };
    const early = await at("2028-06-29T02:00:00.000Z", { employment: undefined });
    expect([early.answer, unmet(early)]).toEqual([
      "NOT_ELIGIBLE",
      ["MONTHS_FILED NOT_MET", "EMPLOYMENT MISSING"],
    ]);
    expect(early.conditions.find(({ condition }) => condition === "MONTHS_FILED")).toMatchObject({
      ...{ needed: 24, found: 23, confirmed: false },
    });
    const due = await at("2028-06-30T02:00:00.000Z", { employment: undefined });
    expect([due.answer, unmet(due)]).toEqual(["INCOMPLETE", ["EMPLOYMENT MISSING"]]);
    const answered = await answerOf(lease);
    expect(answered.answer).toBe("ELIGIBLE");
  });
});
