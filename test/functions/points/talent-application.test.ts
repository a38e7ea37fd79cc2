import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { endpoints as eligibility } from "../../../functions/eligibility/index.ts";
import { ConditionOutcome, type ApplicationForm } from "../../../shared/contract/application.ts";
import type { Client } from "../../support/api.ts";
import { applied, formOf, progressOf, startLine, type Line } from "../applications/line.ts";

let line: Line;
let clerk: Client;

beforeAll(async () => {
  line = await startLine("2026-03-04T02:00:00.000Z", [...eligibility]);
  clerk = await line.api.as("clerk-fengze");
});
afterAll(() => line.stop());

const talent = (key: string, but: Partial<ApplicationForm> = {}) =>
  formOf(key, {
    ...{ programme: "TALENT", group: "RECRUITED_TALENT", talentTier: 3, members: [], ...but },
  });

/** Applies, is accepted and reviewed: the authorities have been asked by then. */
async function asked(key: string, form: ApplicationForm, before?: (id: string) => Promise<void>) {
  const person = await line.api.as(key);
  const id = await applied(person, form);
  await before?.(id);
  const office = `/api/office/applications/${id}`;
  await clerk.post(`${office}/accept`, { decision: "ACCEPT" });
  await clerk.post(`${office}/first-review`, { recommendation: "QUALIFIED", note: "材料齐全" });
  const progress = await progressOf(person, id);
  const outcome = (condition: string) =>
    ConditionOutcome.array()
      .parse(progress.conditions)
      .find((one) => one.condition === condition);
  return { person, id, progress, outcome };
}
const scripted =
  (what: string, as: string, how: object = {}) =>
  (id: string) =>
    line.agencies.script({ key: `human-resources/${what}/${id}`, as, ...how });

describe("a talent's application", () => {
  it("has its tier certified by the human-resources authority, and stands in the talents' queue", async () => {
    const { progress, outcome } = await asked("tenant-chen", talent("tenant-chen"));
    expect(progress).toMatchObject({ state: "FINAL_REVIEW", queue: "TALENT" });
    expect(outcome("talent-tier")).toMatchObject({
      outcome: "MET",
      source: { zh: "人力资源和社会保障部门：一致" },
      found: { zh: "第 3 层次", en: "tier 3" },
    });
  });

  it("is not passed when the authority certifies another tier", async () => {
    const form = talent("tenant-wu");
    const { outcome, progress } = await asked("tenant-wu", form, scripted("tiers", "disagree"));
    expect(progress.state).toBe("FINAL_REVIEW");
    expect(outcome("talent-tier")).toMatchObject({
      ...{ outcome: "MISSING", remedy: { zh: expect.stringContaining("认定") as string } },
      source: { en: "Human resources and social security: disagrees" },
    });
  });

  it.each(["down", "unknown", "lie"])(
    "waits while the authority is %s, keeps its time, and goes on once it answers",
    async (as) => {
      const key = { down: "tenant-zheng", unknown: "tenant-huang", lie: "landlord-lin" }[as] ?? "";
      const tier = scripted("tiers", as, { times: 1 });
      const { person, id, progress, outcome } = await asked(key, talent(key), tier);
      expect(progress.state).toBe("JOINT_CHECK");
      expect(outcome("talent-tier")?.outcome).toBe("MISSING");
      const later = new Date(line.api.now() + 60_000).toISOString();
      await line.api.moveTo(later);
      const after = await progressOf(person, id);
      expect(after.state).toBe("FINAL_REVIEW");
      expect(after.submittedAt).toBe(progress.submittedAt);
    },
  );

  it("of a park's staff has their employment confirmed instead, and no talents' queue", async () => {
    const work = {
      ...{ employer: "泉州安居住房租赁有限公司", employmentContract: true, diploma: true },
      ...{ pensionMonths: 12, employerUscc: "91350599MA0AJ0018M" },
    };
    const staff = talent("landlord-ou", { group: "PARK_STAFF", work });
    const { progress, outcome } = await asked("landlord-ou", staff);
    expect(progress).toMatchObject({ state: "FINAL_REVIEW", queue: "ORDINARY" });
    expect(outcome("staff-of")?.outcome).toBe("MET");
    expect(outcome("talent-tier")).toBeUndefined();
  });

  it("is judged by the trial as by the office", async () => {
    const anyone = await line.api.as();
    const facts = {
      ...{ group: "RECRUITED_TALENT", householdSize: 1, talentTier: 3 },
      ...{ ownedHomes: [], otherBenefits: [] },
    };
    const body = { jurisdiction: "350503", programme: "TALENT", facts };
    const answer = await anyone.post("/api/eligibility", body, { key: null });
    expect(answer.body.results).toMatchObject([{ verdict: "QUALIFIED", queue: "TALENT" }]);
  });
});

describe("an application for what is given on the waiting list", () => {
  it("is refused, and says where to apply", async () => {
    const chen = await line.api.as("enterprise-anju");
    const form = formOf("enterprise-anju", { programme: "RENT_SUBSIDY", wants: "SUBSIDY" });
    expect(await chen.post("/api/applications", form)).toMatchObject({
      status: 422,
      body: { type: "/problems/through-waiting-list", errors: [{ pointer: "/programme" }] },
    });
  });
});
