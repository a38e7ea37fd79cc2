import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { everything } from "../../support/emulator.ts";
import {
  applied,
  formOf,
  noticeOf,
  onlyOne,
  progressOf,
  reviewed,
  startLine,
  type Line,
} from "./line.ts";

let line: Line;
beforeAll(async () => {
  line = await startLine();
});
afterAll(() => line.stop());

const office = (id: string, step: string) => `/api/office/applications/${id}/${step}`;

describe("a household's application", () => {
  it("goes from form to waiting number, each step by its own officer", async () => {
    const { api } = line;
    const chen = await api.as("tenant-chen");
    const id = await applied(chen, formOf("tenant-chen"));
    const begun = await progressOf(chen, id);
    expect(begun).toMatchObject({ state: "SUBMITTED", householdSize: 3, dueOn: "2026-03-11" });

    const clerk = await api.as("clerk-fengze");
    const list = await clerk.get("/api/office/applications?step=accept");
    expect(list.body.applications).toMatchObject([{ applicationId: id, dueOn: "2026-03-11" }]);
    expect(JSON.stringify(list.body)).not.toContain("陈");

    const accepted = await clerk.post(office(id, "accept"), { decision: "ACCEPT" });
    expect(accepted).toMatchObject({ status: 200, body: { state: "ACCEPTED" } });
    const first = { recommendation: "QUALIFIED", note: "材料齐全" };
    await clerk.post(office(id, "first-review"), first);
    // The agencies have been asked before the answer went out.
    expect(await progressOf(chen, id)).toMatchObject({ state: "FINAL_REVIEW" });

    const reviewer = await api.as("reviewer-fengze");
    const read = await progressOf(reviewer, id, true);
    expect(read.conditions?.every(({ outcome }) => outcome === "MET")).toBe(true);
    expect(read.form.applicant.name).toBe("陈思远");
    const recommendation = { recommendation: "PUBLICISE", note: "符合条件" };
    await reviewer.post(office(id, "recommendation"), recommendation);

    const approver = await api.as("approver-fengze");
    const decided = await approver.post(office(id, "decision"), { decision: "PUBLICISE" });
    expect(decided).toMatchObject({ status: 200, body: { state: "PUBLICITY" } });
    const file = await noticeOf(api, "2026-03-04");
    expect(file.rows).toEqual([
      {
        seq: 1,
        name: "陈*远",
        idNumber: "350***********9056",
        receiptNo: begun.receiptNo,
        programme: "PRH",
        queue: "ORDINARY",
        householdSize: 3,
        conclusion: "QUALIFIED",
      },
    ]);
    expect(file).toMatchObject({ from: "2026-03-04", until: "2026-03-13" });

    await api.moveTo("2026-03-13T15:59:59.000Z");
    expect(await progressOf(chen, id)).toMatchObject({ state: "PUBLICITY" });
    const tick = await api.moveTo("2026-03-13T16:00:00.000Z");
    expect(tick.left).toBe(0);
    const waiting = await progressOf(chen, id);
    expect(waiting).toMatchObject({ state: "WAITLISTED", waitingNo: 1 });
    expect(waiting.decisions.map(({ event }) => event)).toEqual([
      ...["submit", "accept", "review-first", "complete-check"],
      ...["recommend", "decide", "end-publicity"],
    ]);
  });

  it("takes the names off the list fifteen days after the period", async () => {
    await line.api.moveTo("2026-03-29T16:00:00.000Z");
    const { rows, digest } = await noticeOf(line.api, "2026-03-04");
    expect(rows.map(({ name, idNumber }) => ({ name, idNumber }))).toEqual([{}]);
    expect(digest).toMatch(/^[0-9a-f]{64}$/);
  });

  it("is refused while a member stands in another, whoever applies", async () => {
    const { api } = line;
    const spouse = formOf("tenant-chen").members[0];
    const huang = await api.as("tenant-huang");
    const form = formOf("tenant-huang", { members: spouse ? [spouse] : [] });
    const answer = await huang.post("/api/applications", form);
    expect(answer).toMatchObject({
      status: 409,
      body: { code: "V30", errors: [{ pointer: "/members/0/idNumber", code: "V30" }] },
    });
  });

  it("is the applicant's own: another applicant, another name, a minor and no consent are refused", async () => {
    const huang = await line.api.as("tenant-huang");
    const other = await huang.post("/api/applications", formOf("tenant-wu"));
    expect(other).toMatchObject({ status: 422, body: { code: "V03" } });
    const named = formOf("tenant-huang");
    const renamed = { ...named, applicant: { ...named.applicant, name: "黄文" } };
    expect((await huang.post("/api/applications", renamed)).status).toBe(422);
    const { consent: _, ...silent } = named;
    expect(await huang.post("/api/applications", silent)).toMatchObject({
      status: 422,
      body: { code: "V34" },
    });
  });

  it("has one effect and one answer when sent twice, in a row and at once", async () => {
    const huang = await line.api.as("tenant-huang");
    const form = formOf("tenant-huang");
    const key = "apply-once-huang-0001";
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => huang.post("/api/applications", form, { key })),
    );
    const again = await huang.post("/api/applications", form, { key });
    for (const answer of answers) expect(answer).toMatchObject({ status: 201, body: again.body });
    const mine = await huang.get("/api/applications");
    expect(mine.body.applications).toHaveLength(1);
    const other = formOf("tenant-huang", { assetsFen: 1 });
    expect((await huang.post("/api/applications", other, { key })).status).toBe(422);
  });

  it("leaves one of two that share a member when both come at once", async () => {
    const { api } = line;
    const [wu, zheng] = await Promise.all([api.as("tenant-wu"), api.as("tenant-zheng")]);
    const child = formOf("tenant-wu").members;
    const answers = await Promise.all([
      wu.post("/api/applications", formOf("tenant-wu", { members: child })),
      zheng.post("/api/applications", formOf("tenant-zheng", { members: child })),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
  });

  it("is absent to other people and other districts, and stays in its order", async () => {
    const { api } = line;
    const huang = await api.as("tenant-huang");
    const id = await onlyOne(huang);
    const wu = await api.as("tenant-wu");
    expect((await wu.get(`/api/applications/${id}`)).status).toBe(404);
    expect((await wu.get(`/api/applications/${id}/slip`)).status).toBe(404);

    const jinjiang = await api.as("reviewer-jinjiang");
    expect((await jinjiang.get(`/api/office/applications/${id}`)).status).toBe(404);
    const word = { recommendation: "PUBLICISE", note: "符合条件" };
    expect((await jinjiang.post(office(id, "recommendation"), word)).status).toBe(404);
    const list = await jinjiang.get("/api/office/applications?step=accept&jurisdiction=350503");
    expect(list.body).toEqual({ applications: [] });

    const reviewer = await api.as("reviewer-fengze");
    expect(await reviewer.post(office(id, "recommendation"), word)).toMatchObject({
      status: 409,
      body: { type: "/problems/out-of-step", state: "SUBMITTED" },
    });
    expect((await reviewer.post(office(id, "accept"), { decision: "ACCEPT" })).status).toBe(403);
    const batch = await (
      await api.as("clerk-fengze")
    ).post("/api/office/application-first-reviews", { applicationIds: [id], note: "材料齐全" });
    expect(batch.body.outcomes).toMatchObject([
      { applicationId: id, problem: { status: 409, type: "/problems/out-of-step" } },
    ]);
  });

  it("goes on paper when an agency keeps silent: never passed by silence", async () => {
    const { api, agencies } = line;
    const huang = await api.as("tenant-huang");
    const id = await onlyOne(huang);
    await agencies.script({ key: `income/${id}`, as: "down" });
    const clerk = await api.as("clerk-fengze");
    await clerk.post(office(id, "accept"), { decision: "ACCEPT" });
    await clerk.post(office(id, "first-review"), { recommendation: "QUALIFIED", note: "齐全" });
    expect(await progressOf(huang, id)).toMatchObject({ state: "JOINT_CHECK" });

    await api.moveTo("2026-05-20T02:00:00.000Z");
    expect(await progressOf(huang, id)).toMatchObject({ state: "JOINT_CHECK", manualCheck: true });
    const reviewer = await api.as("reviewer-fengze");
    const list = await reviewer.get("/api/office/applications?step=check");
    expect(list.body.applications).toMatchObject([{ applicationId: id }]);
    const finding = { agency: "income", verdict: "agree", evidence: "税务局复函 2026-05-19" };
    const entered = await reviewer.post(office(id, "findings"), finding);
    expect(entered).toMatchObject({ status: 200, body: { state: "FINAL_REVIEW" } });
    expect((await agencies.counts()).down).toBeGreaterThan(1);
  });

  it("is refused with reasons by another person than the reviewer, and may be made anew", async () => {
    const { api, agencies } = line;
    await agencies.clear();
    const huang = await api.as("tenant-huang");
    const id = await onlyOne(huang);
    const reviewer = await api.as("reviewer-fengze");
    const approver = await api.as("approver-fengze");
    const refusal = { decision: "REJECT", reason: "申报的住房情况与登记不符" };
    expect(await approver.post(office(id, "decision"), refusal)).toMatchObject({
      status: 409,
      body: { type: "/problems/not-recommended-yet" },
    });
    await reviewer.post(office(id, "recommendation"), { recommendation: "REJECT", note: "不符" });
    expect(await approver.post(office(id, "decision"), refusal)).toMatchObject({ status: 200 });
    const refused = await progressOf(huang, id);
    expect(refused.state).toBe("REJECTED");
    expect(refused.decisions.at(-1)).toMatchObject({ reason: refusal.reason, by: "approver" });
    expect((await huang.post("/api/applications", formOf("tenant-huang"))).status).toBe(201);
  });

  it("cannot be recommended for publicity while a condition is not met", async () => {
    const { api } = line;
    const ou = await api.as("landlord-ou");
    const rich = formOf("landlord-ou", { incomeFenPerYear: 99_000_000 });
    const id = await applied(ou, rich);
    const clerk = await api.as("clerk-fengze");
    await clerk.post(office(id, "accept"), { decision: "ACCEPT" });
    await clerk.post(office(id, "first-review"), { recommendation: "QUALIFIED", note: "齐全" });
    const reviewer = await api.as("reviewer-fengze");
    const word = { recommendation: "PUBLICISE", note: "符合条件" };
    const answer = await reviewer.post(office(id, "recommendation"), word);
    expect(answer).toMatchObject({ status: 409, body: { type: "/problems/conditions-not-met" } });
    expect(answer.body.because).toMatchObject([{ condition: "income-at-most", code: "V32" }]);
  });

  it("leaves no name, number or phone readable in the table", async () => {
    await reviewed(line.api, []);
    const dump = JSON.stringify(await everything(line.api.services.table));
    for (const key of ["tenant-chen", "tenant-huang"]) {
      const { applicant, members } = formOf(key);
      for (const one of [applicant, ...members]) {
        expect(dump).not.toContain(one.idNumber);
        expect(dump).not.toContain(one.name);
      }
      expect(dump).not.toContain(applicant.phone);
    }
  });
});
