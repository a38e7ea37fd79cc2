import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { endpoints as applications } from "../../../functions/applications/index.ts";
import { endpoints as publicOnes } from "../../../functions/eligibility/index.ts";
import { endpoints } from "../../../functions/programmes/index.ts";
import { PolicyComparison, PolicyView } from "../../../shared/contract/policy-version.ts";
import type { ProgrammePolicy } from "../../../shared/contract/programme.ts";
import { centralPublicRental } from "../../../shared/domain/policy/programmes/public-rental.ts";
import { governingOf, policyOf } from "../../../shared/store/policies.ts";
import { findApplication } from "../../../shared/store/applications.ts";
import { keys } from "../../../shared/store/keys.ts";
import { list } from "../../../shared/store/table.ts";
import { startApi, type Answered, type Api, type Client } from "../../support/api.ts";
import { startEmulator, type Emulator } from "../../support/emulator.ts";
import { applied, formOf } from "../applications/line.ts";

let emulator: Emulator;
let api: Api;
let first: Client;
let second: Client;
let anyone: Client;

beforeAll(async () => {
  emulator = await startEmulator();
  api = await startApi([...endpoints, ...publicOnes, ...applications], {
    table: await emulator.newTable(),
    now: "2026-07-01T02:00:00.000Z",
  });
  [first, second, anyone] = await Promise.all([
    api.as("officer-city-1"),
    api.as("officer-city-2"),
    api.as(),
  ]);
});
afterAll(() => Promise.all([api.stop(), emulator.stop()]));

/** Public rental with another limit of income. */
const draftOf = (version: string, householdFen: number, but: Partial<ProgrammePolicy> = {}) => ({
  ...centralPublicRental,
  ...{ version, from: "2026-08-01" },
  conditions: centralPublicRental.conditions.map((rule) =>
    rule.kind === "income-at-most" ? { ...rule, householdFen } : rule,
  ),
  ...but,
});
const at = (version: string) => `/api/office/policies/${version}`;
const samples = (incomeFenPerYear: number) => ({
  cases: [
    {
      label: "两口之家",
      jurisdiction: "350503",
      facts: {
        ...{ group: "LOCAL_FAMILY", householdSize: 2, hukou: "350503", incomeFenPerYear },
        ...{ assetsFen: 0, ownedHomes: [], otherBenefits: [] },
      },
    },
  ],
  openCases: true,
});
const problem = ({ status, body }: Answered) => `${String(status)} ${String(body.type)}`;
const inForce = (revision: number, from = "2026-08-01") => ({
  ...{ revision, from, basis: "泉建〔2026〕1号" },
});
const compare = (client: Client, version: string, body: object = samples(0)) =>
  client.post(`${at(version)}/comparison`, body, { key: null });

describe("a version of a policy", () => {
  it("goes from a draft by one officer into force by another, and governs from its day", async () => {
    const version = "prh-central-2026-08";
    const drafted = await first.post("/api/office/policies", draftOf(version, 15_000_000));
    expect(drafted).toMatchObject({ status: 201, body: { state: "DRAFT", revision: 1 } });
    expect((await anyone.get(`/api/policies/${version}`)).status).toBe(404);

    const answer = await compare(first, version, samples(14_000_000));
    const compared = PolicyComparison.parse(answer.body);
    expect(compared.cases).toMatchObject([
      {
        ...{ label: "两口之家", changed: true, after: { verdict: "QUALIFIED" } },
        before: { verdict: "NOT_QUALIFIED", because: [{ condition: "income-at-most" }] },
      },
    ]);
    expect(compared.edges.length).toBeGreaterThan(1);
    expect(compared.edges.every(({ changed, label }) => changed && label.includes("收入"))).toBe(
      true,
    );

    const done = await second.post(`${at(version)}/entry-into-force`, inForce(1));
    expect(done).toMatchObject({ status: 200, body: { state: "IN_FORCE" } });
    const view = PolicyView.parse((await anyone.get(`/api/policies/${version}`)).body);
    expect(view).toMatchObject({ state: "IN_FORCE", shipped: false });

    const trial = async (on: string) => {
      const [one] = samples(14_000_000).cases;
      const body = { jurisdiction: "350503", programme: "PRH", on, facts: one?.facts };
      const said = await anyone.post("/api/eligibility", body, { key: null });
      const [result] = said.body.results as { policy: string; verdict: string }[];
      return `${String(result?.policy)} ${String(result?.verdict)}`;
    };
    expect(await trial("2026-07-31")).toBe("prh-central-2021-08 NOT_QUALIFIED");
    expect(await trial("2026-08-01")).toBe(`${version} QUALIFIED`);
  });

  it("judges who applies from its day on; who applied before keeps the version of that day", async () => {
    const zheng = await applied(await api.as("tenant-zheng"), formOf("tenant-zheng"));
    await api.moveTo("2026-08-01T02:00:00.000Z");
    const wu = await applied(await api.as("tenant-wu"), formOf("tenant-wu"));
    const versionOf = async (id: string) => {
      const seen = await findApplication(api.services.table, id);
      return seen && (await policyOf(api.services.table, seen)).version;
    };
    expect(await versionOf(zheng)).toBe("prh-central-2021-08");
    expect(await versionOf(wu)).toBe("prh-central-2026-08");

    // A recheck is judged by the version of its own day: that is policy data too.
    const seen = await findApplication(api.services.table, zheng);
    if (!seen) throw new Error("It was taken in");
    const recheck = { look: "recheck", today: "2026-08-01" } as const;
    const governing = await governingOf(api.services.table, seen, recheck);
    expect(governing).toMatchObject({
      policy: { version: "prh-central-2026-08" },
      on: "2026-08-01",
    });
    const day = { today: "2026-08-01" };
    expect(await governingOf(api.services.table, seen, day)).toMatchObject({
      ...{ policy: { version: "prh-central-2021-08" }, on: "2026-07-01" },
    });

    // Both are open now: a stricter draft would change them, and names neither.
    const version = "prh-central-strict";
    await first.post("/api/office/policies", draftOf(version, 1, { from: "2026-10-01" }));
    const { open } = PolicyComparison.parse((await compare(first, version)).body);
    expect(open.looked).toBe(2);
    expect(open.cases.every(({ label }) => label.startsWith("在办申请"))).toBe(true);
    expect(JSON.stringify(open)).not.toContain(zheng);
  });

  it("is written in its own chain: who drafted, compared, put it in force", async () => {
    const { pk } = keys.policy("prh-central-2026-08");
    const { items } = await list(api.services.table, pk, { prefix: "AUDIT#" });
    expect(items.map(({ outcome }) => outcome)).toEqual(["DRAFT", "COMPARED", "IN_FORCE"]);
    expect(new Set(items.map(({ actor }) => actor)).size).toBe(2);
  });
});

describe("a version is not put in force", () => {
  const version = "prh-central-refused";
  beforeAll(async () => {
    await first.post("/api/office/policies", draftOf(version, 13_000_000, { from: "2026-09-01" }));
  });
  const enter = (client: Client, body: object) =>
    client.post(`${at(version)}/entry-into-force`, body);

  it("before its effects were looked at, as it stands now", async () => {
    const day = "2026-09-01";
    expect(problem(await enter(second, inForce(1, day)))).toBe("409 /problems/policy-not-compared");
    await compare(second, version);
    const edit = { revision: 1, content: draftOf(version, 13_500_000, { from: day }) };
    expect((await first.put(at(version), edit)).body).toMatchObject({ revision: 2 });
    expect(problem(await enter(second, inForce(2, day)))).toBe("409 /problems/policy-not-compared");
    expect(problem(await enter(second, inForce(1, day)))).toBe(
      "409 /problems/policy-changed-since",
    );
  });

  it("by whoever wrote it, first or later", async () => {
    await compare(first, version);
    expect(problem(await enter(first, inForce(2)))).toBe("409 /problems/policy-same-person");
  });

  it("from today or earlier", async () => {
    for (const day of ["2026-08-01", "2026-07-31"])
      expect(problem(await enter(second, inForce(2, day)))).toBe("422 /problems/policy-not-ahead");
  });

  it("from a day on which another begins there, however many try at once", async () => {
    const rival = "prh-central-rival";
    await first.post("/api/office/policies", draftOf(rival, 14_000_000, { from: "2026-09-01" }));
    await compare(first, rival);
    const [one, other] = await Promise.all([
      enter(second, inForce(2, "2026-09-01")),
      second.post(`${at(rival)}/entry-into-force`, inForce(1, "2026-09-01")),
    ]);
    const kinds = [one, other].map(problem).toSorted();
    expect(kinds[1]).toBe("409 /problems/policy-day-taken");
    expect([one, other].filter(({ status }) => status === 200)).toHaveLength(1);
  });

  it("twice, though the request may be sent again", async () => {
    const again = "prh-central-again";
    await first.post("/api/office/policies", draftOf(again, 14_000_000, { from: "2026-11-01" }));
    await compare(first, again);
    const path = `${at(again)}/entry-into-force`;
    const key = "put-in-force-again-1";
    const done = await second.post(path, inForce(1, "2026-11-01"), { key });
    expect(await second.post(path, inForce(1, "2026-11-01"), { key })).toEqual(done);
    expect(problem(await second.post(path, inForce(1, "2026-12-01")))).toBe(
      "409 /problems/out-of-step",
    );
  });

  it("and may be taken back before its day, never after", async () => {
    const path = `${at("prh-central-again")}/withdrawal`;
    expect(await second.post(path, {})).toMatchObject({ body: { state: "WITHDRAWN" } });
    expect((await anyone.get("/api/policies/prh-central-again")).status).toBe(404);
    const governing = await anyone.get("/api/policies?jurisdiction=350503&on=2026-11-02");
    expect(JSON.stringify(governing.body)).not.toContain("prh-central-again");
    const old = await second.post(`${at("prh-central-2026-08")}/withdrawal`, {});
    expect(problem(old)).toBe("409 /problems/out-of-step");
  });
});

describe("a draft", () => {
  it("keeps its name and its programme, and the names of what was shipped are taken", async () => {
    const taken = await first.post("/api/office/policies", centralPublicRental);
    expect(problem(taken)).toBe("409 /problems/policy-exists");
    const version = "prh-central-kept";
    await first.post("/api/office/policies", draftOf(version, 1));
    expect(problem(await first.post("/api/office/policies", draftOf(version, 2)))).toBe(
      "409 /problems/policy-exists",
    );
    const other = { revision: 1, content: draftOf(version, 1, { programme: "ARH" }) };
    expect(problem(await first.put(at(version), other))).toBe(
      "422 /problems/policy-subject-changed",
    );
    const renamed = { revision: 1, content: draftOf("prh-central-named", 1) };
    expect(problem(await first.put(at(version), renamed))).toBe(
      "422 /problems/policy-subject-changed",
    );
    const late = { revision: 9, content: draftOf(version, 1) };
    expect(problem(await first.put(at(version), late))).toBe("409 /problems/policy-changed-since");
  });

  it("holds no expressions, no condition without a function, no parameter without a note", async () => {
    const version = "prh-central-bad";
    const { conditions, ...rest } = draftOf(version, 1);
    const [admitted, ...others] = conditions;
    const bad = async (condition: object) => {
      const body = { ...rest, conditions: [admitted, ...others, condition] };
      return (await first.post("/api/office/policies", body)).status;
    };
    const [, hukou] = conditions;
    expect(await bad({ ...hukou, kind: "no-such-condition" })).toBe(400);
    expect(await bad({ ...hukou, when: "income < 100" })).toBe(400);
    expect(await bad({ ...hukou, confirmed: false })).toBe(400);
    expect(await bad({ kind: "assets-at-most", fen: 0.5 })).toBe(400);
  });

  it("is for the city's officers in charge of all its areas", async () => {
    for (const person of ["reviewer-fengze", "approver-fengze", "tenant-chen"])
      expect(
        (await (await api.as(person)).post("/api/office/policies", draftOf("prh-x-1", 1))).status,
      ).toBe(403);
    expect((await anyone.post("/api/office/policies", draftOf("prh-x-1", 1))).status).toBe(401);
  });

  it("of a points table is drafted, compared and put in force alike", async () => {
    const shipped = await anyone.get("/api/policies/points-school-xiamen-example");
    const { content } = PolicyView.parse(shipped.body);
    if (content.kind !== "POINTS") throw new Error("It is a table");
    const version = "points-school-2027";
    const indicators = content.indicators.map((one) =>
      one.id === "insurance" && one.unit === "MONTH" ? { ...one, centiPerYear: 500 } : one,
    );
    const draft = { ...content, version, from: "2027-01-01", indicators };
    expect((await first.post("/api/office/policies", draft)).status).toBe(201);
    const { edges } = PolicyComparison.parse((await compare(first, version)).body);
    const changed = edges.filter((one) => one.changed);
    expect(changed.length).toBeGreaterThan(0);
    expect(changed.every(({ label }) => label.startsWith("参保"))).toBe(true);
    const done = await second.post(`${at(version)}/entry-into-force`, inForce(1, "2027-01-01"));
    expect(done.status).toBe(200);
    const list = await anyone.get("/api/policies?jurisdiction=350503&on=2027-01-01");
    expect(JSON.stringify(list.body)).toContain(version);
  });

  it("is listed for officers with its state", async () => {
    const { body } = await second.get("/api/office/policies");
    const states = (body.policies as { version: string; state: string }[]).map(
      ({ version, state }) => `${version} ${state}`,
    );
    expect(states).toContain("prh-central-2021-08 IN_FORCE");
    expect(states).toContain("prh-central-kept DRAFT");
    expect(states).toContain("prh-central-again WITHDRAWN");
    const view = PolicyView.parse((await second.get(at("prh-central-kept"))).body);
    expect(view).toMatchObject({ state: "DRAFT", compared: false, revision: 1 });
  });
});
