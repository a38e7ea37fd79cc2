import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { endpoints as agencyEndpoints } from "../../../functions/agencies/index.ts";
import { endpoints as filingEndpoints } from "../../../functions/filings/index.ts";
import { endpoints } from "../../../functions/points/index.ts";
import { PointsAccount, PointsAnswer } from "../../../shared/contract/points.ts";
import { TalentStanding } from "../../../shared/contract/talent.ts";
import { startApi, type Api, type Client } from "../../support/api.ts";
import { everything, startEmulator, type Emulator } from "../../support/emulator.ts";
import { startSimulator, type Simulator } from "../../support/simulator.ts";
import { filedByChen, numberOf, problemOf, viewsOf } from "../agencies/office.ts";
import { START } from "../filings/line.ts";

let emulator: Emulator;
let register: Simulator;
let agencies: Simulator;
let api: Api;
let chen: Client;
let education: Client;

beforeAll(async () => {
  [emulator, register, agencies] = await Promise.all([
    startEmulator(),
    startSimulator("title-register"),
    startSimulator("agencies"),
  ]);
  api = await startApi([...endpoints, ...filingEndpoints, ...agencyEndpoints], {
    table: await emulator.newTable(),
    now: START,
    config: { TITLE_REGISTER_URL: register.url, AGENCIES_URL: agencies.url },
  });
  [chen, education] = await Promise.all([api.as("tenant-chen"), api.as("agency:education")]);
  await filedByChen(chen);
});
afterAll(() => Promise.all([api.stop(), register.stop(), agencies.stop(), emulator.stop()]));

const SCHOOL = "purpose=SCHOOL_ENROLMENT&jurisdiction=350503";
const accountOf = async (client: Client) =>
  PointsAccount.parse((await client.get(`/api/me/points?${SCHOOL}`)).body);
const check = (client: Client, but: object = {}) =>
  client.post(
    "/api/agencies/points-checks",
    {
      ...{ person: numberOf("tenant-chen"), purpose: "SCHOOL_ENROLMENT", jurisdiction: "350503" },
      ...but,
    },
    { key: null },
  );

describe("a points account", () => {
  it("shows the sum line by line, from the registers, back-paid months left out", async () => {
    const { sum, notAnswered } = await accountOf(chen);
    expect(notAnswered).toEqual([]);
    expect(sum.lines.find(({ indicator }) => indicator === "insurance")).toMatchObject({
      ...{ outcome: "COUNTED", leftOut: 6, source: { zh: "人力资源和社会保障部门" } },
    });
    expect(sum.lines.find(({ indicator }) => indicator === "residence")?.outcome).toBe("COUNTED");
    expect(sum.totalCenti).toBe(sum.groups.reduce((all, { centi }) => all + centi, 0));
  });

  it("counts a lease on record month by month", async () => {
    const { now } = { now: new Date(api.now()).toISOString() };
    const before = (await accountOf(chen)).sum.lines.find((one) => one.indicator === "residence");
    await api.moveTo("2026-10-15T02:00:00.000Z");
    const after = (await accountOf(chen)).sum.lines.find((one) => one.indicator === "residence");
    expect((after?.counted ?? 0) - (before?.counted ?? 0)).toBeGreaterThanOrEqual(2);
    expect(after?.centi).toBe(Math.floor((200 * (after?.counted ?? 0)) / 12));
    await api.moveTo(now);
  });

  it.each([
    ["down", {}],
    ["garbled", {}],
    ["lie", {}],
    ["slow", { ms: 5_000 }],
  ])(
    "waits for the authority when it is %s: a line that waits, no points lost",
    async (as, how) => {
      await agencies.script({ key: "human-resources/contributions/account", as, ...how, times: 1 });
      const { sum, notAnswered } = await accountOf(chen);
      expect(notAnswered).toEqual(["human-resources"]);
      expect(sum.lines.find(({ indicator }) => indicator === "insurance")).toMatchObject({
        ...{ outcome: "MISSING", centi: 0 },
      });
      expect(sum.complete).toBe(false);
      expect((await accountOf(chen)).notAnswered).toEqual([]);
    },
  );

  it("says when nothing is counted there", async () => {
    const answer = await chen.get("/api/me/points?purpose=SCHOOL_ENROLMENT&jurisdiction=350581");
    expect(problemOf(answer)).toBe("404 /problems/no-points-table");
  });
});

describe("an office that asks for points", () => {
  it("is refused before the person consents, and cannot tell who is here", async () => {
    const refusal = "403 /problems/points-consent-missing";
    expect(problemOf(await check(education))).toBe(refusal);
    expect(problemOf(await check(education, { person: numberOf("tenant-wu") }))).toBe(refusal);
    expect(await viewsOf(chen)).toEqual([]);
  });

  it("is told the sum once they consent, and the person sees that it was", async () => {
    const consent = { purpose: "SCHOOL_ENROLMENT", given: true };
    expect((await chen.post("/api/me/points/consents", consent)).body).toMatchObject(consent);
    const answer = PointsAnswer.parse((await check(education)).body);
    const { sum, consents } = await accountOf(chen);
    expect(answer.totalCenti).toBe(sum.totalCenti);
    expect(consents).toMatchObject([consent]);
    expect(JSON.stringify(answer)).not.toContain("insurance");
    expect(await viewsOf(chen)).toMatchObject([
      { office: "education", purpose: "SCHOOL_ENROLMENT", fields: ["points"] },
    ]);
  });

  it("asks for the purposes agreed with it, and none other", async () => {
    const refusal = "403 /problems/purpose-not-agreed";
    expect(problemOf(await check(await api.as("agency:tax")))).toBe(refusal);
    expect(problemOf(await check(education, { purpose: "PUBLIC_SERVICES" }))).toBe(refusal);
    expect((await check(chen)).status).toBe(403);
  });

  it("is refused again once the consent is taken back", async () => {
    const back = { purpose: "SCHOOL_ENROLMENT", given: false };
    await chen.post("/api/me/points/consents", back);
    expect(problemOf(await check(education))).toBe("403 /problems/points-consent-missing");
    expect(await viewsOf(chen)).toHaveLength(1);
  });

  it("leaves a chain of what was consented and read, and no number of anyone in clear", async () => {
    const items = await everything(api.services.table);
    const chain = items.filter(
      ({ pk, sk }) => String(pk).startsWith("POINTS#") && String(sk).startsWith("AUDIT#"),
    );
    expect(chain.map(({ outcome }) => outcome)).toEqual([
      "CONSENT_GIVEN",
      "READ",
      "CONSENT_TAKEN_BACK",
    ]);
    expect(JSON.stringify(items)).not.toContain(numberOf("tenant-chen").idNumber);
  });
});

describe("what no register knows", () => {
  const confirm = (client: Client, but: object = {}) =>
    client.post("/api/office/points-items", {
      ...{ person: numberOf("tenant-chen"), purpose: "PUBLIC_SERVICES", jurisdiction: "350582" },
      ...{ item: "diploma", count: 2, evidence: "学历证书两份，2026-06-30", ...but },
    });
  const JINJIANG = "/api/me/points?purpose=PUBLIC_SERVICES&jurisdiction=350582";

  it("waits until an office confirms it, and then counts; the person reads which paper", async () => {
    const before = PointsAccount.parse((await chen.get(JINJIANG)).body);
    expect(before.sum.lines.find(({ indicator }) => indicator === "diploma")?.outcome).toBe(
      "MISSING",
    );
    const officer = await api.as("officer-city-1");
    expect((await confirm(officer)).status).toBe(200);
    const after = PointsAccount.parse((await chen.get(JINJIANG)).body);
    expect(after.sum.lines.find(({ indicator }) => indicator === "diploma")).toMatchObject({
      ...{ outcome: "COUNTED", counted: 2, centi: 2_000 },
    });
    expect(after.confirmed).toMatchObject([
      { item: "diploma", count: 2, evidence: "学历证书两份，2026-06-30", by: "QZ" },
    ]);
    await confirm(officer, { count: 0 });
    const back = PointsAccount.parse((await chen.get(JINJIANG)).body);
    expect(back.sum.lines.find(({ indicator }) => indicator === "diploma")?.centi).toBe(0);
  });

  it("is confirmed by an office of that area, of the table's items, never for oneself", async () => {
    const officer = await api.as("officer-city-1");
    const kind = async (client: Client, but: object) => problemOf(await confirm(client, but));
    expect(await kind(await api.as("reviewer-fengze"), {})).toBe("403 /problems/forbidden");
    expect(await kind(chen, {})).toBe("403 /problems/forbidden");
    expect(await kind(officer, { item: "insurance" })).toBe("422 /problems/points-item-unknown");
    expect(await kind(officer, { jurisdiction: "350581" })).toBe("404 /problems/no-points-table");
    expect(await kind(officer, { person: numberOf("officer-city-1") })).toBe(
      "403 /problems/own-case",
    );
  });
});

describe("a talent's tier", () => {
  const ask = async (tier: number) => {
    const body = { tier, jurisdiction: "350503" };
    const answer = await chen.post("/api/me/talent", body, { key: null });
    return TalentStanding.parse(answer.body);
  };
  const script = (as: string, how: object = {}) =>
    agencies.script({ key: "human-resources/tiers/account", as, ...how, times: 1 });

  it("that is certified says what it gives", async () => {
    const standing = await ask(3);
    expect(standing).toMatchObject({ answer: "CERTIFIED", tier: 3 });
    const talent = standing.programmes.find(({ programme }) => programme === "TALENT");
    expect(talent).toMatchObject({ queue: "TALENT" });
    expect(talent?.terms).toMatchObject([
      { kind: "rent-percent", percent: 50 },
      { kind: "home-area-at-most", centiM2: 13_000 },
      { kind: "instead", choices: ["BUY", "RENT", "SUBSIDY"] },
    ]);
    expect(standing.programmes.map(({ programme }) => programme)).toContain("PRICE_LIMITED");
  });

  it("of another kind than claimed is said as it is certified", async () => {
    await script("disagree");
    expect(await ask(3)).toMatchObject({ answer: "NOT_CERTIFIED", tier: 4 });
  });

  it("that the authority does not know, or says nothing of, gives nothing yet", async () => {
    await script("unknown");
    expect(await ask(3)).toMatchObject({ answer: "UNKNOWN", programmes: [] });
    for (const [as, how] of [
      ["down", {}],
      ["broken", {}],
      ["garbled", {}],
      ["lie", {}],
      ["slow", { ms: 4_000 }],
    ] as const) {
      await script(as, how);
      expect(await ask(3)).toMatchObject({ answer: "NOT_ANSWERED", programmes: [] });
    }
  });
});
