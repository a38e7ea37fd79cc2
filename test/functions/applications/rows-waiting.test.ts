import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Api } from "../../support/api.ts";
import { aHome, aScheme } from "../../support/builders/scheme.ts";
import { everything } from "../../support/emulator.ts";
import { putScheme } from "./a-batch.ts";
import { caseOf, done, idNumberOf, NOTE, office, post, row, told } from "./five-b.ts";
import { applied, formOf, generated, reviewed, startLine, type Line } from "./line.ts";

let line: Line;
beforeAll(async () => {
  line = await startLine();
});
afterAll(() => line.stop());

const DIGEST = "ab".repeat(32);
const evidence = [{ what: "户口簿、出生医学证明", digest: DIGEST }];
const CHANGE = { joining: [], leaving: [], evidence, declaration: true, occurredOn: "2026-03-14" };

/** Households on the waiting list from 2026-03-14. */
async function waiting(api: Api, keys: readonly string[]): Promise<Record<string, string>> {
  const ids: Record<string, string> = {};
  for (const key of keys) {
    ids[key] = await applied(await api.as(key), formOf(key));
    // One after the other: their numbers are in this order.
    await api.moveTo(new Date(api.now() + 1_000).toISOString());
  }
  await reviewed(api, Object.values(ids));
  await api.moveTo("2026-03-13T16:00:00.000Z");
  return ids;
}

const change = (api: Api, key: string, id: string, body: object) =>
  post(api, key, `/api/applications/${id}/changes`, { ...CHANGE, ...body });
const pass = (api: Api, id: string) =>
  post(api, "reviewer-fengze", office(id, "yearly-review"), { note: NOTE });
const answer = (api: Api, key: string, id: string, body: object = { answer: "UNCHANGED" }) =>
  post(api, key, `/api/applications/${id}/yearly-review`, { declaration: true, ...body });

const person = (name: string, born: string, serial: number) =>
  ({ name, idType: "RESIDENT_ID", idNumber: idNumberOf(born, serial) }) as const;

describe("a change in a waiting household", () => {
  row(
    "WAITLISTED | change / 12-month review",
    "a birth is checked anew, the number stays",
    async () => {
      const { api } = line;
      const key = "tenant-huang";
      const ids = await waiting(api, [key, "tenant-chen", "tenant-zheng"]);
      const id = ids[key] ?? "";
      const child = { ...person("郭安", "20260314", 11), kinship: "CHILD" };
      const joining = [child];
      const unknown = { idType: "RESIDENT_ID", idNumber: idNumberOf("19900101", 13) };
      const refusals = [
        [{ kind: "BIRTH", joining, occurredOn: "2026-03-15" }, "422 event-not-past"],
        [{ kind: "BIRTH", joining, occurredOn: "2026-03-13" }, "422 change-does-not-fit"],
        [{ kind: "DEATH", joining }, "422 change-does-not-fit"],
        [{ kind: "SPLIT", leaving: [unknown] }, "422 not-a-member"],
        [{ kind: "MEANS" }, "422 change-does-not-fit"],
      ] as const;
      for (const [body, why] of refusals) expect(told(await change(api, key, id, body))).toBe(why);
      const [spouseElsewhere] = formOf("tenant-chen").members;
      const taken = { kind: "JOINED", joining: [spouseElsewhere] };
      expect((await change(api, key, id, taken)).body.code).toBe("V30");

      const reported = await change(api, key, id, { kind: "BIRTH", joining });
      expect(reported).toMatchObject({ status: 200, body: { state: "WAITLISTED", late: false } });
      const after = await caseOf(api, key, id);
      expect(after).toMatchObject({
        ...{ state: "WAITLISTED", waitingNo: 1, householdSize: 3 },
        process: { review: { kind: "CHANGE", stage: "DECIDE" } },
      });
      // The newborn is locked to it with the change itself.
      const other = formOf("tenant-wu", { members: [{ ...child, kinship: "GRANDCHILD" }] });
      const second = await (await api.as("tenant-wu")).post("/api/applications", other);
      expect(second.body.code).toBe("V30");
      const list = await (
        await api.as("reviewer-fengze")
      ).get("/api/office/applications?step=yearly-review");
      expect(list.body.applications).toMatchObject([{ applicationId: id }]);
      expect((await pass(api, id)).body.state).toBe("WAITLISTED");
      expect((await caseOf(api, key, id)).process?.review).toBeUndefined();
    },
  );

  row(
    "WAITLISTED | change / 12-month review",
    "a split lets who left apply by themself",
    async () => {
      const { api } = line;
      const key = "tenant-zheng";
      const id = await ofKey(api, key);
      const [spouse] = formOf(key).members;
      if (!spouse) throw new Error("Nobody");
      const { name, idType, idNumber } = spouse;
      const divorce = { kind: "DIVORCE", marital: "DIVORCED", leaving: [{ idType, idNumber }] };
      expect((await change(api, key, id, divorce)).status).toBe(200);
      expect(await caseOf(api, key, id)).toMatchObject({ householdSize: 3, waitingNo: 3 });
      expect((await caseOf(api, key, id)).form.applicant.marital).toBe("DIVORCED");
      const joins = formOf("tenant-wu", {
        members: [{ name, idType, idNumber, kinship: "SPOUSE" }],
      });
      await applied(await api.as("tenant-wu"), joins);
    },
  );

  row(
    "WAITLISTED | change / 12-month review",
    "a late report is taken and marked; a death too",
    async () => {
      const { api } = line;
      const key = "tenant-zheng";
      const id = await ofKey(api, key);
      const child = formOf(key).members[2];
      if (!child) throw new Error("Nobody");
      const { idType, idNumber } = child;
      const body = { kind: "DEATH", leaving: [{ idType, idNumber }], occurredOn: "2026-01-05" };
      expect((await change(api, key, id, body)).body).toMatchObject({ late: true });
      expect((await caseOf(api, key, id)).householdSize).toBe(2);
    },
  );

  it("hands the case to a co-applicant when the applicant has died", async () => {
    const { api } = line;
    const key = "tenant-chen";
    const id = await ofKey(api, key);
    const follower = generated(40)[38];
    if (!follower) throw new Error("Nobody");
    const { name, idType, idNumber, phone } = follower;
    const joining = [{ name, idType, idNumber, kinship: "SIBLING", coApplicant: true }];
    expect((await change(api, key, id, { kind: "JOINED", joining })).status).toBe(200);
    const succession = { phone, marital: "SINGLE", hukou: "350503" };
    const died = { kind: "DEATH", succession };
    expect(told(await change(api, key, id, died))).toBe("422 successor-not-co-applicant");
    expect(told(await change(api, follower.key, id, { kind: "SPLIT", leaving: [] }))).toBe(
      "403 not-the-applicant",
    );
    expect((await change(api, follower.key, id, died)).status).toBe(200);
    const after = await caseOf(api, follower.key, id);
    expect(after.form.applicant).toMatchObject({ name, marital: "SINGLE" });
    expect(after).toMatchObject({ waitingNo: 2, householdSize: 3 });
    const before = await api.as(key);
    expect(told(await before.get(`/api/applications/${id}`))).toBe("404 not-found");
  });
});

const ofKey = async (api: Api, key: string): Promise<string> => {
  const mine = (await (await api.as(key)).get("/api/applications")).body.applications;
  return (mine as { applicationId: string }[])[0]?.applicationId ?? "";
};

describe("the yearly review", () => {
  let other: Line;
  let ids: Record<string, string>;
  const [good, idle, gone] = ["generated-50", "generated-52", "generated-54"] as const;
  beforeAll(async () => {
    other = await startLine();
    ids = await waiting(other.api, [good, idle, gone]);
  });
  afterAll(() => other.stop());
  const at = (key: string) => ids[key] ?? "";
  const stateOf = async (key: string) => (await caseOf(other.api, key, at(key))).state;

  row(
    "WAITLISTED | change / 12-month review",
    "opens by the clock, suspends who is silent",
    async () => {
      const { api } = other;
      expect(told(await answer(api, good, at(good)))).toBe("409 no-review-open");
      await api.moveTo("2027-02-01T15:59:59.000Z");
      expect((await caseOf(api, good, at(good))).process?.review).toBeUndefined();
      await api.moveTo("2027-02-01T16:00:00.000Z");
      const opened = await caseOf(api, good, at(good));
      expect(opened.process?.review).toEqual({
        ...{ kind: "ANNUAL", stage: "ANSWER", openedOn: "2027-02-02", answerBy: "2027-03-04" },
      });
      expect((await answer(api, good, at(good))).status).toBe(200);
      expect(told(await answer(api, good, at(good)))).toBe("409 review-answered");
      expect((await pass(api, at(good))).body.state).toBe("WAITLISTED");
      expect(await caseOf(api, good, at(good))).toMatchObject({
        ...{ state: "WAITLISTED", waitingNo: 1, process: { nextReviewOn: "2028-01-03" } },
      });
      await api.moveTo("2027-03-04T15:59:59.000Z");
      expect(await stateOf(idle)).toBe("WAITLISTED");
      await api.moveTo("2027-03-04T16:00:00.000Z");
      expect([await stateOf(good), await stateOf(idle), await stateOf(gone)]).toEqual([
        ...["WAITLISTED", "SUSPENDED", "SUSPENDED"],
      ]);
    },
  );

  row(
    "SUSPENDED | review passed / deadline missed",
    "comes back with its number, or is cancelled",
    async () => {
      const { api } = other;
      const means = { incomeFenPerYear: 99_000_000, assetsFen: 0, ownedHomes: [] };
      expect((await answer(api, idle, at(idle), { answer: "CHANGED", means })).status).toBe(200);
      const refused = await pass(api, at(idle));
      expect(refused).toMatchObject({
        status: 409,
        body: { type: "/problems/conditions-not-met" },
      });
      const less = { kind: "MEANS", means: { ...means, incomeFenPerYear: 3_000_000 } };
      expect((await change(api, idle, at(idle), less)).status).toBe(200);
      expect((await pass(api, at(idle))).body.state).toBe("WAITLISTED");
      expect((await caseOf(api, idle, at(idle))).waitingNo).toBe(2);
      await api.moveTo("2027-06-04T16:00:00.000Z");
      expect(await stateOf(gone)).toBe("CANCELLED");
      const client = await api.as(gone);
      const papers = (await client.get(`/api/applications/${at(gone)}/written-decisions`)).body;
      expect(papers.documents).toMatchObject([{ kind: "SUSPENSION" }, { kind: "CANCELLATION" }]);
      await applied(client, formOf(gone));
    },
  );

  it("goes by hand when an agency keeps silent, and suspends nobody for that", async () => {
    const { api, agencies } = other;
    await api.moveTo("2028-02-10T16:00:00.000Z");
    await agencies.script({ key: `income/${at(good)}`, as: "down" });
    expect((await answer(api, good, at(good))).status).toBe(200);
    await api.moveTo("2028-03-20T16:00:00.000Z");
    const seen = await caseOf(api, good, at(good));
    expect(seen).toMatchObject({ state: "WAITLISTED", manualCheck: true });
    const list = await (await api.as("reviewer-fengze")).get("/api/office/applications?step=check");
    expect(list.body.applications).toMatchObject([{ applicationId: at(good) }]);
    const finding = { agency: "income", verdict: "agree", evidence: "书面复函 2028-03-18" };
    expect((await done(api, "reviewer-fengze", office(at(good), "findings"), finding)).state).toBe(
      "WAITLISTED",
    );
    expect((await pass(api, at(good))).body.state).toBe("WAITLISTED");
  });
});

describe("an intent, a measure, a withdrawal", () => {
  let other: Line;
  let ids: Record<string, string>;
  const [two, three, four] = ["tenant-chen", "generated-62", "generated-64"] as const;
  const scheme = aScheme({
    pools: [
      {
        id: "A",
        name: { zh: "普通组", en: "Ordinary" },
        ...{ units: 1, spill: "-", queue: "ORDINARY", minPersons: 1, maxPersons: 16 },
      },
    ],
    layoutRules: [{ layout: "2-1-1", minPersons: 1, maxPersons: 16 }],
    intent: { opensAt: "2026-03-16T01:00:00Z", closesAt: "2026-03-27T10:00:00Z" },
    homes: [aHome()],
  });
  const intend = (key: string) =>
    post(other.api, key, `/api/schemes/${scheme.schemeId}/intents`, {
      ...{ applicationId: at(key), pools: ["A"] },
    });
  const at = (key: string) => ids[key] ?? "";
  const measure = (key: string, body: object) =>
    post(other.api, "reviewer-fengze", office(at(key), "measures"), {
      ...{ reason: "提交的收入证明系伪造", ...body },
    });
  const decide = (key: string, as = "approver-fengze", decision = "CONFIRM") =>
    post(other.api, as, office(at(key), "measures/decision"), {
      ...{ decision, reason: "经核查并听取陈述，情况属实" },
    });
  beforeAll(async () => {
    other = await startLine();
    ids = await waiting(other.api, [two, three, four]);
    await putScheme(other.api, scheme);
    await other.api.moveTo("2026-03-17T02:00:00.000Z");
  });
  afterAll(() => other.stop());

  row(
    "WAITLISTED | intent",
    "is the household's, and waits for a review that is open (V37)",
    async () => {
      const { api } = other;
      const means = { incomeFenPerYear: 3_100_000, assetsFen: 0, ownedHomes: [] };
      expect((await change(api, three, at(three), { kind: "MEANS", means })).status).toBe(200);
      expect((await intend(three)).body.code).toBe("V37");
      await pass(api, at(three));
      expect(await intend(three)).toMatchObject({ status: 201, body: { state: "INTENT" } });
      expect(told(await change(api, three, at(three), { kind: "MEANS", means }))).toBe(
        "409 out-of-step",
      );
    },
  );

  row(
    "open | withdrawn",
    "by its owner alone, out of its scheme too, and all are free",
    async () => {
      const { api } = other;
      const key = three;
      const path = `/api/applications/${at(key)}/withdrawal`;
      expect(told(await post(api, four, path, {}))).toBe("404 not-found");
      expect((await post(api, key, path, {})).body.state).toBe("WITHDRAWN");
      expect(told(await post(api, key, path, {}))).toBe("409 out-of-step");
      const items = await everything(api.services.table);
      const intent = items.find(({ sk }) => sk === `INTENT#${at(key)}`);
      expect(intent).toMatchObject({ state: "REMOVED" });
      await applied(await api.as(key), formOf(key));
    },
  );

  row(
    "any | fraud",
    "bars who is named for five years, after they were heard, by two persons",
    async () => {
      const { api } = other;
      const key = two;
      expect(told(await measure(key, { measure: "BAR" }))).toBe("422 barred-places-wrong");
      expect(told(await measure(key, { measure: "BAR", barredPlaces: [7] }))).toBe(
        "422 barred-places-wrong",
      );
      expect(told(await decide(key))).toBe("409 no-measure-pending");
      const proposed = await measure(key, { measure: "BAR", barredPlaces: [0, 1] });
      expect(proposed).toMatchObject({
        status: 200,
        body: { state: "WAITLISTED", dueOn: "2026-03-24" },
      });
      expect(told(await measure(key, { measure: "CANCEL" }))).toBe("409 measure-pending");
      expect(told(await decide(key))).toBe("409 not-heard-yet");
      expect(told(await decide(key, "reviewer-fengze"))).toBe("403 forbidden");
      const say = () =>
        post(api, key, `/api/applications/${at(key)}/statement`, { statement: "证明由单位出具" });
      expect((await say()).status).toBe(200);
      expect(told(await say())).toBe("409 case-stated");
      const read = await (await api.as("approver-fengze")).get(office(at(key), "").slice(0, -1));
      expect(read.body.process).toMatchObject({ measure: { statement: "证明由单位出具" } });
      expect((await decide(key)).body.state).toBe("BARRED");
      expect(await caseOf(api, key, at(key))).toMatchObject({
        ...{ state: "BARRED", process: { barredUntil: "2031-03-17" } },
      });
      const papers = (
        await (await api.as(key)).get(`/api/applications/${at(key)}/written-decisions`)
      ).body.documents as { kind: string; zh: string }[];
      expect(papers.map(({ kind }) => kind)).toEqual(["BAR"]);
      expect(papers[0]?.zh).toContain("2031-03-17");
    },
  );

  row(
    "BARRED | bar ends",
    "nobody named may apply, in any household, until it has ended",
    async () => {
      const { api } = other;
      const key = two;
      const anew = async () => (await api.as(key)).post("/api/applications", formOf(key));
      expect(await anew()).toMatchObject({
        status: 409,
        body: { code: "V31", until: "2031-03-17" },
      });
      const [spouse, child] = formOf(key).members;
      if (!spouse || !child) throw new Error("Nobody");
      const wu = await api.as("tenant-wu");
      const with_ = (member: typeof spouse) => formOf("tenant-wu", { members: [member] });
      expect((await wu.post("/api/applications", with_(spouse))).body.code).toBe("V31");
      expect((await wu.post("/api/applications", with_(child))).status).toBe(201);
      await post(
        api,
        "tenant-wu",
        `/api/applications/${await ofKey(api, "tenant-wu")}/withdrawal`,
        {},
      );
      await api.moveTo("2031-03-17T15:59:59.000Z");
      expect((await anew()).body.code).toBe("V31");
      await api.moveTo("2031-03-17T16:00:00.000Z");
      expect((await anew()).status).toBe(201);
    },
  );

  it("is suspended or cancelled by two persons, and dropped with a reason", async () => {
    const late = await startLine();
    const { api } = late;
    const keys = ["generated-66", "generated-68"] as const;
    const own = await waiting(api, keys);
    const [first, second] = keys.map((key) => own[key] ?? "");
    const propose = (id: string | undefined, kind: string) =>
      done(api, "reviewer-fengze", office(id ?? "", "measures"), {
        ...{ measure: kind, reason: "住房情况与申报不一致" },
      });
    const settle = (id: string | undefined, decision: string) =>
      post(api, "approver-fengze", office(id ?? "", "measures/decision"), {
        ...{ decision, reason: "经核查" },
      });
    await propose(first, "SUSPEND");
    expect((await settle(first, "CONFIRM")).body.state).toBe("SUSPENDED");
    await propose(second, "CANCEL");
    expect((await settle(second, "DROP")).body.state).toBe("WAITLISTED");
    await propose(second, "CANCEL");
    expect(told(await settle(second, "CONFIRM"))).toBe("409 not-heard-yet");
    await api.moveTo("2026-03-21T02:00:00.000Z");
    expect((await settle(second, "CONFIRM")).body.state).toBe("CANCELLED");
    // Who was suspended asks to come back; the number was theirs all the time.
    expect((await answer(api, keys[0], first ?? "")).status).toBe(200);
    expect((await pass(api, first ?? "")).body.state).toBe("WAITLISTED");
    expect((await caseOf(api, keys[0], first ?? "")).waitingNo).toBe(1);
    await late.stop();
  });
});
