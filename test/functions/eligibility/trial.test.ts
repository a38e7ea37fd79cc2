import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { endpoints } from "../../../functions/eligibility/index.ts";
import * as routes from "../../../functions/routes/eligibility.ts";
import { EligibilityAnswer } from "../../../shared/contract/eligibility.ts";
import { PointsSum } from "../../../shared/contract/points.ts";
import { PolicyView } from "../../../shared/contract/policy-version.ts";
import { ELIGIBILITY_POLICIES } from "../../../shared/domain/policy/eligibility-policy.ts";
import { startApi, type Api, type Client } from "../../support/api.ts";
import { everything, startEmulator, type Emulator } from "../../support/emulator.ts";

let emulator: Emulator;
let api: Api;
let anyone: Client;

beforeAll(async () => {
  emulator = await startEmulator();
  api = await startApi(endpoints, { table: await emulator.newTable() });
  anyone = await api.as();
});
afterAll(() => Promise.all([api.stop(), emulator.stop()]));

const facts = {
  group: "LOCAL_FAMILY",
  householdSize: 2,
  hukou: "350503",
  incomeFenPerYear: 12_774_899,
  assetsFen: 59_980_000,
  ownedHomes: [],
  otherBenefits: [],
};
const ask = async (body: object) => {
  const answer = await anyone.post("/api/eligibility", body, { key: null });
  expect(answer.status).toBe(200);
  return EligibilityAnswer.parse(answer.body);
};
const fengze = { jurisdiction: "350503", programme: "PRH" };

describe("a trial without signing in", () => {
  it("says qualified when every condition is met, at the limits to the fen", async () => {
    const { results, on } = await ask({ ...fengze, facts });
    expect(on).toBe("2026-07-01");
    expect(results).toMatchObject([{ programme: "PRH", verdict: "QUALIFIED", queue: "ORDINARY" }]);
  });

  it("says which condition is not met, why, and what to do, in both languages", async () => {
    const over = { ...facts, incomeFenPerYear: 12_774_900 };
    const [result] = (await ask({ ...fengze, facts: over })).results;
    expect(result?.verdict).toBe("NOT_QUALIFIED");
    expect(result?.conditions.find(({ outcome }) => outcome === "NOT_MET")).toMatchObject({
      condition: "income-at-most",
      code: "V32",
      limit: { zh: "≤ 127748.99 元/年" },
      found: { en: "127749.00 yuan a year" },
      remedy: { en: expect.stringContaining("affordable rental") as string },
    });
  });

  it("says what is still to be shown", async () => {
    const { assetsFen: _, ...less } = facts;
    const [result] = (await ask({ ...fengze, facts: less })).results;
    expect(result?.verdict).toBe("INCOMPLETE");
    expect(
      result?.conditions.filter(({ outcome }) => outcome === "MISSING").map((one) => one.condition),
    ).toEqual(["assets-at-most"]);
  });

  it("asks every programme that is open there when none is named", async () => {
    const { results } = await ask({ jurisdiction: "350503", facts });
    const open = ELIGIBILITY_POLICIES.map(({ programme }) => programme);
    expect(results.map(({ programme }) => programme).toSorted()).toEqual(open.toSorted());
    expect((await ask({ jurisdiction: "350582", facts })).results).toEqual([]);
  });

  it("looks at the version of the day asked for", async () => {
    const on = async (day: string) =>
      (await anyone.post("/api/eligibility", { ...fengze, on: day, facts }, { key: null })).status;
    expect(await on("2021-07-31")).toBe(422);
    expect(await on("2021-08-01")).toBe(200);
  });

  it("refuses a programme that is not open there, pointing at it", async () => {
    const body = { jurisdiction: "350582", programme: "PRH", facts };
    const answer = await anyone.post("/api/eligibility", body, { key: null });
    expect(answer).toMatchObject({
      status: 422,
      body: { type: "/problems/programme-not-open", errors: [{ pointer: "/programme" }] },
    });
  });

  it("asks for no name and no number, and refuses them", async () => {
    const named = { ...facts, name: "陈思远", idNumber: "350599199102239056" };
    const answer = await anyone.post(
      "/api/eligibility",
      { ...fengze, facts: named },
      { key: null },
    );
    expect(answer.status).toBe(400);
    expect(JSON.stringify(answer.body)).not.toContain("350599199102239056");
  });

  it("keeps nothing: no row of its Lambda may write, and the table is as it was", async () => {
    for (const route of Object.values(routes)) expect(route.may).toEqual(["read-policies"]);
    const before = await everything(api.services.table);
    await ask({ jurisdiction: "350503", facts });
    expect(await everything(api.services.table)).toEqual(before);
  });
});

describe("points tried without signing in", () => {
  const insurance = [
    { from: "2020-01", until: "2025-12", backPaid: false, area: "350503" },
    { from: "2019-01", until: "2019-12", backPaid: true, area: "350503" },
  ];

  it("are summed line by line, back-paid months left out", async () => {
    const body = { jurisdiction: "350503", purpose: "SCHOOL_ENROLMENT", facts: { insurance } };
    const answer = await anyone.post("/api/points", body, { key: null });
    const sum = PointsSum.parse(answer.body);
    expect(sum.lines[0]).toMatchObject({ counted: 72, leftOut: 12, centi: 2_400 });
    expect(sum).toMatchObject({ totalCenti: 2_400, complete: false });
  });

  it("are refused where nothing is counted", async () => {
    const body = { jurisdiction: "350581", purpose: "SCHOOL_ENROLMENT", facts: {} };
    const answer = await anyone.post("/api/points", body, { key: null });
    expect(answer).toMatchObject({ status: 404, body: { type: "/problems/no-points-table" } });
  });
});

describe("the policies", () => {
  it("are public: those that govern an area on a day", async () => {
    const list = async (query: string) =>
      ((await anyone.get(`/api/policies?${query}`)).body.policies as { version: string }[]).map(
        ({ version }) => version,
      );
    expect(await list("jurisdiction=350503&on=2025-03-31")).toEqual([
      "prh-central-2021-08",
      "rent-subsidy-central-2021-08",
    ]);
    expect(await list("jurisdiction=350582")).toEqual(["points-services-jinjiang-example"]);
    expect((await list("")).length).toBe(ELIGIBILITY_POLICIES.length + 2);
  });

  it("are read whole, with the article behind every rule", async () => {
    for (const { version } of ELIGIBILITY_POLICIES) {
      const answer = await anyone.get(`/api/policies/${version}`);
      const { content } = PolicyView.parse(answer.body);
      expect(content.version).toBe(version);
    }
    expect((await anyone.get("/api/policies/no-such-version")).status).toBe(404);
  });
});
