import * as z from "zod";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { everything } from "../../support/emulator.ts";
import {
  caseOf,
  daysOn,
  done,
  inPublicity,
  NOTE,
  office,
  post,
  row,
  told,
  toFinalReview,
  toRefusal,
} from "./five-b.ts";
import { applied, formOf, noticeOf, startLine, type Line } from "./line.ts";

let line: Line;
beforeAll(async () => {
  line = await startLine();
});
afterAll(() => line.stop());

const GROUNDS = { grounds: "住房已于去年出售并完成过户，请予复核" };
const REFUSED = { decision: "REJECT", reason: "申报的住房情况与登记不符" };

describe("the final review", () => {
  row("FINAL_REVIEW | decide", "is two persons', and a refusal is in writing", async () => {
    const { api } = line;
    const key = "generated-20";
    const rich = formOf(key, { incomeFenPerYear: 99_000_000 });
    const id = await applied(await api.as(key), rich);
    await toFinalReview(api, id);
    const recommend = (recommendation: string) =>
      post(api, "reviewer-fengze", office(id, "recommendation"), { recommendation, note: NOTE });
    expect(told(await recommend("PUBLICISE"))).toBe("409 conditions-not-met");
    expect(told(await post(api, "approver-fengze", office(id, "decision"), REFUSED))).toBe(
      "409 not-recommended-yet",
    );
    await recommend("REJECT");
    expect(told(await post(api, "reviewer-fengze", office(id, "decision"), REFUSED))).toBe(
      "403 forbidden",
    );
    expect(told(await post(api, "reviewer-jinjiang", office(id, "decision"), REFUSED))).toBe(
      "403 forbidden",
    );
    await done(api, "approver-fengze", office(id, "decision"), REFUSED);
    const client = await api.as(key);
    const paper = (await client.get(`/api/applications/${id}/written-decisions`)).body;
    expect(paper.documents).toMatchObject([
      { kind: "REFUSAL", article: "O11 9", on: "2026-03-04" },
    ]);
    const [{ zh, en }] = paper.documents as [{ zh: string; en: string }];
    // Reason, the condition with its limit and article, and the way to appeal with its day.
    expect(zh).toContain(REFUSED.reason);
    expect(zh).toContain("127748.99");
    expect(zh).toContain("2026-03-19");
    expect(en).toContain("O11");
    const other = await api.as("generated-21");
    expect(told(await other.get(`/api/applications/${id}/written-decisions`))).toBe(
      "404 not-found",
    );
  });

  row("FINAL_REVIEW | decide", "publishes a masked list", async () => {
    const { api } = line;
    const id = await inPublicity(api, "tenant-chen");
    const { rows } = await noticeOf(api, "2026-03-04");
    const { receiptNo } = await caseOf(api, "tenant-chen", id);
    const own = rows.find((one) => one.receiptNo === receiptNo);
    expect(own).toMatchObject({ name: "陈*远", idNumber: "350***********9056" });
    expect(JSON.stringify(rows)).not.toMatch(/1991|思远|19905990005/u);
  });
});

describe("a reconsideration", () => {
  row("REJECTED | reconsider", "is asked in 15 days, answered by another officer", async () => {
    const { api } = line;
    const key = "generated-22";
    const id = await applied(await api.as(key), formOf(key));
    const ask = () => post(api, key, `/api/applications/${id}/reconsideration`, GROUNDS);
    expect(told(await ask())).toBe("409 out-of-step");
    await toRefusal(api, id);
    const answer = (as: string, outcome: string) =>
      post(api, as, office(id, "reconsideration"), { outcome, reason: "经复核，登记已更新" });
    expect(told(await answer("officer-city-1", "REOPEN"))).toBe("409 no-reconsideration-asked");
    expect(await ask()).toMatchObject({ status: 200, body: { dueOn: "2026-03-25" } });
    expect(told(await ask())).toBe("409 reconsidered-once");
    const list = await (
      await api.as("officer-city-1")
    ).get("/api/office/applications?step=reconsideration&jurisdiction=350503");
    expect(list.body.applications).toMatchObject([{ applicationId: id }]);
    const due = await (
      await api.as("approver-fengze")
    ).get("/api/office/applications?step=reconsideration");
    expect(due.body.applications).toMatchObject([{ applicationId: id, dueOn: "2026-03-25" }]);
    for (const as of ["reviewer-fengze", "approver-fengze"])
      expect(told(await answer(as, "REOPEN"))).toBe("403 needs-other-officer");
    // While it is open the household stands in it, and in no other.
    const anew = await (await api.as(key)).post("/api/applications", formOf(key));
    expect(anew.body.code).toBe("V30");
    expect((await answer("officer-city-1", "REOPEN")).body.state).toBe("FINAL_REVIEW");
    await done(api, "reviewer-fengze", office(id, "recommendation"), {
      ...{ recommendation: "PUBLICISE", note: NOTE },
    });
    await done(api, "approver-fengze", office(id, "decision"), { decision: "PUBLICISE" });
    expect((await caseOf(api, key, id)).state).toBe("PUBLICITY");
  });

  row(
    "REJECTED | reconsider",
    "ends the case when the refusal stands, or nobody asks",
    async () => {
      const other = await startLine();
      const { api } = other;
      const [stands, idle] = ["generated-24", "generated-26"] as const;
      const ids: Record<string, string> = {};
      for (const key of [stands, idle]) {
        ids[key] = await applied(await api.as(key), formOf(key));
        await toRefusal(api, ids[key]);
      }
      await api.moveTo("2026-03-19T15:59:59.000Z");
      await done(api, stands, `/api/applications/${ids[stands] ?? ""}/reconsideration`, GROUNDS);
      await api.moveTo("2026-03-19T16:00:00.000Z");
      expect((await caseOf(api, idle, ids[idle] ?? "")).state).toBe("CLOSED");
      const late = await post(
        api,
        idle,
        `/api/applications/${ids[idle] ?? ""}/reconsideration`,
        GROUNDS,
      );
      expect(told(late)).toBe("409 out-of-step");
      // Asked in time, it waits for its answer however long that takes.
      await daysOn(api, 60);
      expect((await caseOf(api, stands, ids[stands] ?? "")).state).toBe("REJECTED");
      await done(api, "officer-city-2", office(ids[stands] ?? "", "reconsideration"), {
        ...{ outcome: "UPHOLD", reason: "经复核，原决定正确" },
      });
      const closed = await caseOf(api, stands, ids[stands] ?? "");
      expect(closed).toMatchObject({
        state: "CLOSED",
        process: { reconsideration: { state: "UPHELD" } },
      });
      await applied(await api.as(stands), formOf(stands));
      await other.stop();
    },
  );

  it("cannot be asked for once someone of the household has applied anew", async () => {
    const { api } = line;
    const key = "tenant-huang";
    const id = await applied(await api.as(key), formOf(key));
    await toRefusal(api, id);
    await applied(await api.as(key), formOf(key));
    const asked = await post(api, key, `/api/applications/${id}/reconsideration`, GROUNDS);
    expect(asked).toMatchObject({ status: 409, body: { code: "V30" } });
  });
});

describe("a refused household that asks for reconsideration and applies anew at once", () => {
  it("has one live application, in every one of 20 races", async () => {
    const races = await startLine();
    const { api } = races;
    for (let round = 0; round < 20; round++) {
      const key = `generated-${String(600 + 6 * round)}`;
      const client = await api.as(key);
      const id = await applied(client, formOf(key));
      await toRefusal(api, id);
      const [asked, anew] = await Promise.all([
        client.post(`/api/applications/${id}/reconsideration`, GROUNDS),
        client.post("/api/applications", formOf(key)),
      ]);
      const both = [asked.status, anew.status];
      expect([
        [200, 409],
        [409, 201],
      ]).toContainEqual(both);
      const refused = asked.status === 409 ? asked : anew;
      expect(refused.body.code).toBe("V30");
    }
    await races.stop();
  }, 120_000);
});

const Receipt = z.object({ objectionId: z.string(), answerBy: z.string() });
const STATEMENT = "该家庭在丰泽区另有住房一套，请予核实。";

/** Objects to a household in publicity. */
async function object(line: Line, { as, key, id }: { as: string; key: string; id: string }) {
  const { receiptNo, publicity } = await caseOf(line.api, key, id);
  const docNo = `350503-${(publicity?.from ?? "").replaceAll("-", "")}`;
  return post(line.api, as, "/api/publicity-objections", {
    ...{ docNo, receiptNo, ground: "HOUSING", statement: STATEMENT },
  });
}

describe("publicity", () => {
  row("PUBLICITY | object", "is anyone's with a real name, hidden from the household", async () => {
    const { api } = line;
    const key = "generated-28";
    const id = await inPublicity(api, key);
    const made = await object(line, { as: "tenant-wu", key, id });
    expect(made).toMatchObject({ status: 201, body: { answerBy: "2026-03-18" } });
    const { objectionId } = Receipt.parse(made.body);
    expect(JSON.stringify(made.body)).not.toContain(id);
    const nobody = await api.as();
    const unnamed = await nobody.post("/api/publicity-objections", {});
    expect(told(unnamed)).toBe("401 unauthenticated");
    expect(told(await object(line, { as: key, key, id }))).toBe("403 own-household");
    const seen = await caseOf(api, key, id);
    expect(seen).toMatchObject({ state: "OBJECTION", process: { openObjections: 1 } });
    const about = JSON.stringify([seen, await everything(api.services.table)]);
    expect(JSON.stringify(seen)).not.toMatch(/吴|u2d7abb0cf9efe67/u);
    expect(about).not.toContain(STATEMENT);
    // Its author finds it again; the household and the officers see no author.
    const own = await (await api.as("tenant-wu")).get("/api/publicity-objections");
    expect(own.body.objections).toMatchObject([{ id: objectionId, state: "OPEN" }]);
    const approver = await api.as("approver-fengze");
    const list = await approver.get(office(id, "objections"));
    expect(list.body.objections).toMatchObject([{ id: objectionId, statement: STATEMENT }]);
    expect(JSON.stringify(list.body)).not.toMatch(/objector|u2d7abb0cf9efe67/u);
    const chain = (await everything(api.services.table)).filter(
      ({ pk, sk, actor }) =>
        pk === `APPLICATION#${id}` &&
        String(sk).startsWith("AUDIT#") &&
        actor === "u2d7abb0cf9efe67",
    );
    expect(chain).toEqual([]);
    const jinjiang = await api.as("reviewer-jinjiang");
    expect(told(await jinjiang.get(office(id, "objections")))).toBe("404 not-found");
  });

  row(
    "OBJECTION | upheld / not",
    "is answered in writing to both; upheld, it is refused",
    async () => {
      const { api } = line;
      const key = "generated-30";
      const id = await inPublicity(api, key);
      const first = Receipt.parse((await object(line, { as: "tenant-wu", key, id })).body);
      const second = Receipt.parse((await object(line, { as: "tenant-zheng", key, id })).body);
      const answer = (as: string, which: string, outcome: string) =>
        post(api, as, office(id, `objections/${which}/decision`), {
          ...{ outcome, reason: "经核实，登记簿上确有该住房" },
        });
      expect(told(await answer("reviewer-fengze", first.objectionId, "UPHELD"))).toBe(
        "403 forbidden",
      );
      const dismissed = await answer("approver-fengze", first.objectionId, "DISMISSED");
      expect(dismissed.body.state).toBe("OBJECTION");
      expect(told(await answer("approver-fengze", first.objectionId, "UPHELD"))).toBe(
        "409 objection-answered",
      );
      const upheld = await answer("approver-fengze", second.objectionId, "UPHELD");
      expect(upheld.body.state).toBe("REJECTED");
      const items = await everything(api.services.table);
      const about = items.filter(({ kind }) => kind === "publicity-objection-answered");
      expect(about).toHaveLength(4);
      const own = await (await api.as("tenant-zheng")).get("/api/publicity-objections");
      expect(own.body.objections).toMatchObject([
        { state: "UPHELD", reason: "经核实，登记簿上确有该住房" },
      ]);
      const { documents } = (
        await (await api.as(key)).get(`/api/applications/${id}/written-decisions`)
      ).body;
      expect(documents).toMatchObject([{ kind: "REFUSAL" }]);
      await done(api, key, `/api/applications/${id}/reconsideration`, GROUNDS);
    },
  );

  row(
    "PUBLICITY | period ends",
    "numbers who has no valid objection, the others when answered",
    async () => {
      const other = await startLine();
      const { api } = other;
      const [plain, early, late] = ["generated-32", "generated-34", "generated-36"] as const;
      const ids: Record<string, string> = {};
      for (const key of [plain, early, late]) ids[key] = await inPublicity(api, key);
      const made: Record<string, string> = {};
      for (const key of [early, late]) {
        const answer = await object(other, { as: "tenant-wu", key, id: ids[key] ?? "" });
        made[key] = Receipt.parse(answer.body).objectionId;
      }
      const dismiss = (key: string) =>
        done(
          api,
          "approver-fengze",
          office(ids[key] ?? "", `objections/${made[key] ?? ""}/decision`),
          {
            ...{ outcome: "DISMISSED", reason: "经核实不属实" },
          },
        );
      // Dismissed within the period, the publicity goes on.
      expect((await dismiss(early)).state).toBe("PUBLICITY");
      await api.moveTo("2026-03-13T16:00:00.000Z");
      const stateOf = async (key: string) => {
        const { state, waitingNo } = await caseOf(api, key, ids[key] ?? "");
        return `${state} ${String(waitingNo)}`;
      };
      // Both came in at one instant of the test's clock: which goes first, their numbers decide.
      const first = await stateOf(plain);
      expect([first, await stateOf(early)].sort()).toEqual(["WAITLISTED 1", "WAITLISTED 2"]);
      expect(await stateOf(late)).toBe("OBJECTION undefined");
      const closed = await object(other, { as: "tenant-wu", key: late, id: ids[late] ?? "" });
      expect(closed).toMatchObject({ status: 409, body: { code: "V40" } });
      await dismiss(late);
      await api.tick();
      expect(await stateOf(late)).toBe("WAITLISTED 3");
      expect(await stateOf(plain)).toBe(first);
      expect((await api.tick()).left).toBe(0);
      await other.stop();
    },
  );

  it("knows no line of a list that is not there, and no list of another shape", async () => {
    const { api } = line;
    const body = { docNo: "350503-20260304", receiptNo: "ZZZZZZZZZZZZ", ground: "OTHER" };
    const answer = await post(api, "tenant-wu", "/api/publicity-objections", {
      ...{ ...body, statement: STATEMENT },
    });
    expect(told(answer)).toBe("404 not-found");
    const shaped = await post(api, "tenant-wu", "/api/publicity-objections", {
      ...{ ...body, docNo: "350503", statement: "短" },
    });
    expect(shaped.status).toBe(400);
  });
});
