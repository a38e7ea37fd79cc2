import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Api } from "../../support/api.ts";
import { everything } from "../../support/emulator.ts";
import { caseOf, inPublicity, office, toRefusal } from "./five-b.ts";
import { applied, formOf, startLine, type Line } from "./line.ts";

let line: Line;
beforeAll(async () => {
  line = await startLine();
});
afterAll(() => line.stop());

/** Sends the same thing three times at once, once more later, then another thing under its key. */
async function sent(api: Api, as: string, path: string, body: object, other: object) {
  const key = randomUUID();
  const send = async (what: object) => (await api.as(as)).post(path, what, { key });
  const [first, ...twins] = await Promise.all([send(body), send(body), send(body)]);
  const later = await send(body);
  for (const one of [...twins, later])
    expect([path, one.status, one.body]).toEqual([path, first.status, first.body]);
  expect(first.status).toBeLessThan(300);
  expect((await send(other)).status).toBe(422);
  return first.body;
}

describe("sent again under its key, an act of an application's course", () => {
  it("has one effect and one answer", async () => {
    const { api } = line;
    const gap = (what: string) => ({ decision: "GAPS", gaps: [{ item: "INCOME", what }] });
    const one = "generated-80";
    const first = await applied(await api.as(one), formOf(one));
    await sent(api, "clerk-fengze", office(first, "accept"), gap("请补充"), gap("另一项"));
    const resubmission = { form: formOf(one), explanation: "已补充" };
    await sent(api, one, `/api/applications/${first}/resubmission`, resubmission, {
      ...{ ...resubmission, explanation: "又补充" },
    });
    await toRefusal(api, first);
    const grounds = { grounds: "住房已于去年出售并完成过户" };
    await sent(api, one, `/api/applications/${first}/reconsideration`, grounds, {
      grounds: "住房已于前年出售并完成过户",
    });
    const answer = { outcome: "UPHOLD", reason: "原决定正确" };
    await sent(api, "officer-city-1", office(first, "reconsideration"), answer, {
      ...{ ...answer, reason: "另有理由" },
    });

    const two = "generated-82";
    const second = await inPublicity(api, two);
    const { receiptNo } = await caseOf(api, two, second);
    const objection = { docNo: "350503-20260304", receiptNo, ground: "HOUSING" };
    const made = await sent(
      api,
      "tenant-wu",
      "/api/publicity-objections",
      { ...objection, statement: "该家庭另有住房，请予核实。" },
      { ...objection, statement: "该家庭另有两套住房，请核实。" },
    );
    const decision = office(second, `objections/${String(made.objectionId)}/decision`);
    const dismissed = { outcome: "DISMISSED", reason: "不属实" };
    await sent(api, "approver-fengze", decision, dismissed, { ...dismissed, outcome: "UPHELD" });
    await api.moveTo("2026-03-13T16:00:00.000Z");
    const means = { incomeFenPerYear: 3_100_000, assetsFen: 0, ownedHomes: [] };
    const change = {
      ...{ kind: "MEANS", occurredOn: "2026-03-10", joining: [], leaving: [], means },
      ...{ evidence: [{ what: "收入证明", digest: "ab".repeat(32) }], declaration: true },
    };
    await sent(api, two, `/api/applications/${second}/changes`, change, {
      ...{ ...change, occurredOn: "2026-03-11" },
    });
    const note = { note: "已核对" };
    await sent(api, "reviewer-fengze", office(second, "yearly-review"), note, { note: "另记" });
    const measure = { measure: "BAR", reason: "材料不实", barredPlaces: [0] };
    await sent(api, "reviewer-fengze", office(second, "measures"), measure, {
      ...{ ...measure, reason: "另有理由" },
    });
    const said = { statement: "材料属实" };
    await sent(api, two, `/api/applications/${second}/statement`, said, { statement: "属实" });
    const confirmed = { decision: "CONFIRM", reason: "经核查属实" };
    await sent(api, "approver-fengze", office(second, "measures/decision"), confirmed, {
      ...{ ...confirmed, decision: "DROP" },
    });

    const events = (await caseOf(api, two, second)).decisions.map(({ event }) => event);
    expect(events).toEqual([
      ...["submit", "accept", "review-first", "complete-check", "recommend", "decide"],
      ...["object", "decide-objection", "end-publicity", "report-change", "complete-check"],
      ...["pass-review", "propose-measure", "state-case", "bar"],
    ]);
    const kinds = (await everything(api.services.table))
      .filter(({ pk, sk }) => String(pk).startsWith("OUTBOX#") && sk === "HEAD")
      .map(({ kind }) => String(kind));
    for (const kind of ["application-gaps", "application-barred", "application-objected"])
      expect([kind, kinds.filter((one) => one === kind).length]).toEqual([kind, 1]);
  }, 120_000);

  it("is a draft once, and an application once", async () => {
    const { api } = line;
    const key = "generated-84";
    const form = formOf(key);
    const begun = await sent(
      api,
      key,
      "/api/application-drafts",
      { form },
      { form: { programme: "PRH", jurisdiction: "350503" } },
    );
    const path = `/api/application-drafts/${String(begun.id)}/submission`;
    const word = { formDigest: begun.formDigest, declaration: true };
    await sent(api, key, path, word, {
      ...{ ...word, consent: { textVersion: "2026-01", agreedForAllAdults: true } },
    });
    const mine = (await (await api.as(key)).get("/api/applications")).body.applications;
    expect(mine).toHaveLength(1);
  });
});
