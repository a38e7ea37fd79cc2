import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ApplicationForm } from "../../../shared/contract/application.ts";
import { everything } from "../../support/emulator.ts";
import { caseOf, daysOn, done, NOTE, office, post, row, told, toFinalReview } from "./five-b.ts";
import { applied, formOf, generated, progressOf, startLine, type Line } from "./line.ts";

let line: Line;
beforeAll(async () => {
  line = await startLine();
});
afterAll(() => line.stop());

const consent = { textVersion: "2026-01", agreedForAllAdults: true } as const;
const unsigned = (form: ApplicationForm) => {
  const { consent: _, ...rest } = form;
  return rest;
};
const draftPath = (id: unknown, step = "") => `/api/application-drafts/${String(id)}${step}`;
const GAPS = { decision: "GAPS", gaps: [{ item: "INCOME", what: "请补充 2025 年度收入证明" }] };

describe("a draft", () => {
  row("DRAFT | submit", "is kept, saved anew and sent by its owner with consent", async () => {
    const { api } = line;
    const chen = await api.as("tenant-chen");
    const form = formOf("tenant-chen");
    const { applicant, programme, jurisdiction } = form;
    const begun = await chen.post("/api/application-drafts", {
      form: { applicant, programme, jurisdiction },
    });
    expect(begun).toMatchObject({ status: 201, body: { keptUntil: "2026-06-02" } });
    const sent = (formDigest: unknown, as = chen) =>
      as.post(draftPath(begun.body.id, "/submission"), { formDigest, consent, declaration: true });
    expect(told(await sent(begun.body.formDigest))).toBe("422 draft-incomplete");
    const saved = await chen.put(draftPath(begun.body.id), { form: unsigned(form) });
    expect(told(await sent(begun.body.formDigest))).toBe("409 draft-changed");
    const wu = await api.as("tenant-wu");
    expect(told(await sent(saved.body.formDigest, wu))).toBe("404 not-found");

    const unconsented = await chen.post(draftPath(begun.body.id, "/submission"), {
      ...{ formDigest: saved.body.formDigest, declaration: true },
    });
    expect(unconsented).toMatchObject({ status: 422, body: { code: "V34" } });
    const taken = await sent(saved.body.formDigest);
    expect(taken).toMatchObject({ status: 201, body: { state: "SUBMITTED" } });
    expect(told(await sent(saved.body.formDigest))).toBe("409 draft-over");
    expect((await chen.get("/api/application-drafts")).body).toEqual({ drafts: [] });
    const own = await progressOf(chen, String(taken.body.applicationId));
    expect(own).toMatchObject({ state: "SUBMITTED", consentedAt: "2026-03-04T02:00:00.000Z" });
  });

  row("DRAFT | submit", "of an employer is its staff's to check, consent to and send", async () => {
    const { api } = line;
    const work = {
      ...{ employer: "泉州安居住房租赁有限公司", employerUscc: "91350599MA0AJ0018M" },
      ...{ employmentContract: true, diploma: true, pensionMonths: 12 },
    };
    const form = { ...formOf("tenant-zheng", { work }) };
    const enter = async (body: unknown, as = "enterprise-anju") =>
      post(api, as, "/api/employer/application-drafts", { form: body });
    expect(told(await enter(form))).toBe("422 consent-is-personal");
    expect(told(await enter(unsigned(form), "tenant-wu"))).toBe("422 not-an-employer");
    expect(told(await enter(unsigned(form), "broker-haixi"))).toBe("422 not-own-staff");
    const entered = await enter(unsigned(form));
    expect(entered.status).toBe(201);
    const zheng = await api.as("tenant-zheng");
    const { drafts } = (await zheng.get("/api/application-drafts")).body;
    expect(drafts).toMatchObject([{ id: entered.body.id, enteredBy: "EMPLOYER" }]);
    const sent = await zheng.post(draftPath(entered.body.id, "/submission"), {
      ...{ formDigest: entered.body.formDigest, consent, declaration: true },
    });
    expect(sent.status).toBe(201);
    const own = await progressOf(zheng, String(sent.body.applicationId));
    expect(own.process).toMatchObject({ enteredBy: "EMPLOYER" });
    // The employer learns where it stands, and nothing else.
    const firm = await api.as("enterprise-anju");
    expect((await firm.get("/api/employer/applications")).body.staff).toEqual([
      { id: entered.body.id, draft: "SUBMITTED", application: "SUBMITTED" },
    ]);
    expect(told(await firm.get(`/api/applications/${own.id}`))).toBe("404 not-found");
  });

  row(
    "DRAFT | submit",
    "is refused while a member stands elsewhere (V30), over a second draft",
    async () => {
      const { api } = line;
      const [spouse] = formOf("tenant-chen").members;
      const form = formOf("tenant-huang", { members: spouse ? [spouse] : [] });
      const huang = await api.as("tenant-huang");
      const begun = await huang.post("/api/application-drafts", { form });
      const sent = await huang.post(draftPath(begun.body.id, "/submission"), {
        ...{ formDigest: begun.body.formDigest, declaration: true },
      });
      expect(sent).toMatchObject({ status: 409, body: { code: "V30" } });
    },
  );

  it("is deleted by the clock after 90 days: nothing of it can be read any more", async () => {
    const { api } = line;
    const other = await startLine();
    const ou = await other.api.as("landlord-ou");
    const form = unsigned(formOf("landlord-ou"));
    const { body } = await ou.post("/api/application-drafts", { form });
    await daysOn(other.api, 90);
    expect((await ou.get("/api/application-drafts")).body.drafts).toHaveLength(1);
    await other.api.moveTo("2026-06-02T16:00:00.000Z");
    expect((await ou.get("/api/application-drafts")).body).toEqual({ drafts: [] });
    const late = { formDigest: body.formDigest, consent, declaration: true };
    expect(told(await ou.post(draftPath(body.id, "/submission"), late))).toBe("409 draft-over");
    const [head] = (await everything(other.api.services.table)).filter(
      ({ pk, sk }) => pk === `DRAFT#${String(body.id)}` && sk === "HEAD",
    );
    expect(head).toMatchObject({ state: "EXPIRED" });
    expect(head).not.toHaveProperty("formSealed");
    await other.stop();
    expect(api.now()).toBeLessThan(Date.parse("2026-06-02T16:00:00.000Z"));
  });
});

describe("an application entered at the counter", () => {
  row("DRAFT | submit", "is confirmed by the person, and reviewed by another clerk", async () => {
    const { api } = line;
    const form = formOf("tenant-wu");
    const { name, idType, idNumber } = form.applicant;
    const desk = "/api/office/counter/application-drafts";
    const enter = async (body: unknown) => post(api, "clerk-fengze", desk, body);
    const elsewhere = formOf("tenant-wu", { jurisdiction: "350502" });
    const person = { name, idType, idNumber };
    expect(told(await enter({ person, form: elsewhere }))).toBe("403 other-district");
    expect(told(await enter({ person: { ...person, name: "吴志" }, form }))).toBe(
      "422 name-differs",
    );
    const entered = await enter({ person, form });
    const at = `${desk}/${String(entered.body.id)}`;
    const clerk = await api.as("clerk-fengze");
    expect((await clerk.get(at)).body).toMatchObject({
      enteredBy: "COUNTER",
      form: { programme: "PRH" },
    });
    const { formDigest } = entered.body;
    const word = { how: "SMS_CODE", code: "000000", formDigest };
    expect(told(await clerk.post(`${at}/confirmation`, word))).toBe("409 no-code-sent");
    expect((await clerk.post(`${at}/codes`, {})).status).toBe(201);
    const items = await everything(api.services.table);
    const code = items.filter(({ kind }) => kind === "application-code").at(-1);
    const right = (code?.facts as { code: string }).code;
    const wrong = right === "111111" ? "222222" : "111111";
    expect(told(await clerk.post(`${at}/confirmation`, { ...word, code: wrong }))).toBe(
      "422 wrong-code",
    );
    const taken = await clerk.post(`${at}/confirmation`, { ...word, code: right });
    expect(taken).toMatchObject({ status: 201, body: { state: "SUBMITTED" } });

    // The person, who signs in later, finds it; the clerk who entered it reviews it nowhere.
    const id = String(taken.body.applicationId);
    expect((await caseOf(api, "tenant-wu", id)).process).toMatchObject({ enteredBy: "COUNTER" });
    expect(told(await clerk.post(office(id, "accept"), { decision: "ACCEPT" }))).toBe(
      "403 own-entry",
    );
    const chain = (await everything(api.services.table)).filter(
      ({ pk, sk }) => pk === `APPLICATION#${id}` && String(sk).startsWith("AUDIT#"),
    );
    expect(chain).toMatchObject([{ role: "clerk", reason: "COUNTER SMS_CODE" }]);
  });
});

describe("the intake", () => {
  row(
    "SUBMITTED | accept/gaps",
    "takes in, or lists every gap at once and never another",
    async () => {
      const { api } = line;
      const [one] = generated(1);
      if (!one) throw new Error("Nobody");
      const id = await applied(await api.as(one.key), formOf(one.key));
      const answer = await post(api, "clerk-fengze", office(id, "accept"), GAPS);
      expect(answer).toMatchObject({
        status: 200,
        body: { state: "CORRECTION", dueOn: "2026-03-18" },
      });
      expect(told(await post(api, "clerk-fengze", office(id, "accept"), GAPS))).toBe(
        "409 out-of-step",
      );
      const own = await caseOf(api, one.key, id);
      expect(own).toMatchObject({ state: "CORRECTION", process: { gaps: GAPS.gaps } });
      const client = await api.as(one.key);
      const { documents } = (await client.get(`/api/applications/${id}/written-decisions`)).body;
      expect(documents).toMatchObject([{ kind: "GAPS", article: "O11 8" }]);
      const [{ zh }] = documents as [{ zh: string }];
      expect(zh).toContain("2025 年度收入证明");
      expect(zh).toContain("2026-03-18");

      const resubmission = { form: formOf(one.key), explanation: "已补充" };
      await done(api, one.key, `/api/applications/${id}/resubmission`, resubmission);
      const more = { decision: "GAPS", gaps: [{ item: "HUKOU", what: "请补充户口簿" }] };
      const later = await post(api, "clerk-fengze", office(id, "accept"), more);
      expect(told(later)).toBe("409 gaps-listed-once");
      expect(later.body.items).toEqual(["INCOME"]);
      await done(api, "clerk-fengze", office(id, "accept"), { decision: "ACCEPT" });
      expect((await caseOf(api, one.key, id)).state).toBe("ACCEPTED");
    },
  );

  row(
    "CORRECTION | resubmit",
    "begins the street's days anew, or lapses with the last day",
    async () => {
      const other = await startLine();
      const { api } = other;
      const [one, two] = generated(2);
      if (!one || !two) throw new Error("Nobody");
      const ids = [];
      for (const { key } of [one, two]) ids.push(await applied(await api.as(key), formOf(key)));
      const [id = "", idle = ""] = ids;
      for (const each of ids) await done(api, "clerk-fengze", office(each, "accept"), GAPS);
      await api.moveTo("2026-03-18T15:59:59.000Z");
      const send = (but: Partial<ApplicationForm>) =>
        post(api, one.key, `/api/applications/${id}/resubmission`, {
          ...{ form: formOf(one.key, but), explanation: "已补充" },
        });
      expect(told(await send({ programme: "ARH" }))).toBe("422 household-fixed");
      const { members } = formOf("tenant-huang");
      expect(told(await send({ members }))).toBe("422 household-fixed");
      const sent = await send({ incomeFenPerYear: 2_900_000 });
      expect(sent).toMatchObject({
        status: 200,
        body: { state: "SUBMITTED", dueOn: "2026-03-25" },
      });
      await api.moveTo("2026-03-18T16:00:00.000Z");
      expect((await caseOf(api, two.key, idle)).state).toBe("LAPSED");
      expect((await caseOf(api, one.key, id)).state).toBe("SUBMITTED");
      const late = { form: formOf(two.key), explanation: "已补充" };
      expect(told(await post(api, two.key, `/api/applications/${idle}/resubmission`, late))).toBe(
        "409 out-of-step",
      );
      // It holds nobody any more.
      await applied(await api.as(two.key), formOf(two.key));
      await other.stop();
    },
  );

  row("ACCEPTED | first review", "is the clerk's, and the agencies are asked at once", async () => {
    const { api } = line;
    const key = "generated-5";
    const id = await applied(await api.as(key), formOf(key));
    const review = { recommendation: "QUALIFIED", note: NOTE };
    expect(told(await post(api, "clerk-fengze", office(id, "first-review"), review))).toBe(
      "409 out-of-step",
    );
    await done(api, "clerk-fengze", office(id, "accept"), { decision: "ACCEPT" });
    expect(told(await post(api, "reviewer-fengze", office(id, "first-review"), review))).toBe(
      "403 forbidden",
    );
    await done(api, "clerk-fengze", office(id, "first-review"), review);
    const { decisions } = await caseOf(api, key, id);
    expect(decisions.map(({ event }) => event)).toContain("complete-check");
  });

  row(
    "JOINT_CHECK | agency data",
    "slow, down or contradicting goes by hand, its days kept",
    async () => {
      const other = await startLine();
      const { api, agencies } = other;
      for (const [key, agency, as] of [
        ["generated-6", "income", "down"],
        ["generated-8", "other-housing", "lie"],
        ["generated-10", "civil-affairs", "slow"],
      ] as const) {
        const id = await applied(await api.as(key), formOf(key));
        await agencies.script({
          ...{ key: `${agency}/${id}`, as },
          ...(as === "slow" && { ms: 6_000 }),
        });
        await toFinalReview(api, id);
        const waiting = await caseOf(api, key, id);
        expect(waiting).toMatchObject({ state: "JOINT_CHECK", dueOn: "2026-03-18" });
        expect(waiting.findings).toContainEqual(
          expect.objectContaining({ agency, verdict: "silent" }),
        );
      }
      // What else happens to a case meanwhile leaves it before the clock.
      const fourth = await applied(await api.as("generated-12"), formOf("generated-12"));
      await agencies.script({ key: `income/${fourth}`, as: "down", times: 1 });
      await toFinalReview(api, fourth);
      const proposal = { measure: "BAR", reason: "收入证明存疑", barredPlaces: [0] };
      await done(api, "reviewer-fengze", office(fourth, "measures"), proposal);
      await done(api, "approver-fengze", office(fourth, "measures/decision"), {
        ...{ decision: "DROP", reason: "经核查不成立" },
      });
      expect((await caseOf(api, "generated-12", fourth)).state).toBe("JOINT_CHECK");
      await daysOn(api, 1);
      expect((await caseOf(api, "generated-12", fourth)).state).toBe("FINAL_REVIEW");

      expect((await agencies.counts()).lie).toBeGreaterThan(0);
      await api.moveTo("2026-03-18T16:00:00.000Z");
      const list = await (
        await api.as("reviewer-fengze")
      ).get("/api/office/applications?step=check");
      const { applications } = list.body as { applications: { applicationId: string }[] };
      expect(applications).toHaveLength(3);
      const pending = (await everything(api.services.table)).filter(
        ({ kind }) => kind === "application-check-pending",
      );
      expect(pending).toHaveLength(3);
      for (const { applicationId: id } of applications) {
        const before = await progressOf(await api.as("reviewer-fengze"), id, true);
        expect(before).toMatchObject({
          state: "JOINT_CHECK",
          manualCheck: true,
          dueOn: "2026-03-18",
        });
        const agency = before.findings?.find(({ verdict }) => verdict === "silent")?.agency;
        const finding = { agency, verdict: "agree", evidence: "书面复函 2026-03-18" };
        const answer = await done(api, "reviewer-fengze", office(id, "findings"), finding);
        expect(answer.state).toBe("FINAL_REVIEW");
      }
      await other.stop();
    },
    60_000,
  );
});
