import { describe, expect } from "vitest";
import { aHome, aScheme } from "../../support/builders/scheme.ts";
import {
  freeze as freezeDraw,
  readyToFreeze,
  schemeNamed,
  waitingHouseholds,
} from "../draws/story.ts";
import { startWorld } from "../draws/world.ts";
import { changeScheme, draw, freeze, putScheme } from "./a-batch.ts";
import { caseOf, done, post, row, told } from "./five-b.ts";
import { applied, formOf, reviewed, startLine } from "./line.ts";

describe("a household in a roster", () => {
  row(
    "IN_ROSTER | removed by objection or withdrawal",
    "goes back with its number, and may then withdraw",
    async () => {
      const world = await startWorld();
      const { api } = world;
      const households = await waitingHouseholds(world, 2);
      const scheme = schemeNamed(world, "row-13");
      await readyToFreeze(world, scheme, households);
      await freezeDraw(world, scheme, 2);
      const [one] = households;
      if (!one) throw new Error("Nobody");
      const { key, applicationId: id } = one;
      const before = await caseOf(api, key, id);
      expect(before.state).toBe("IN_ROSTER");
      const path = `/api/applications/${id}/withdrawal`;
      expect(told(await post(api, key, path, {}))).toBe("409 out-of-step");
      // Out of a roster leads a way that makes its next public version: one's own objection too.
      const made = await done(api, key, "/api/draws/row-13/objections", {
        ...{ ground: "NOT_QUALIFIED", receipt: before.receipt },
        statement: "本家庭已另行解决住房，请求退出本次摇号。",
      });
      await done(
        api,
        "approver-fengze",
        `/api/office/draws/row-13/objections/${String(made.id)}/decision`,
        {
          ...{ outcome: "UPHELD", reason: "申请人自愿退出" },
          correction: { kind: "remove", receipt: before.receipt },
        },
      );
      const after = await caseOf(api, key, id);
      expect(after).toMatchObject({ state: "WAITLISTED", waitingNo: before.waitingNo });
      expect(after.decisions.at(-1)).toMatchObject({ reason: "申请人自愿退出" });
      expect((await post(api, key, path, {})).body.state).toBe("WITHDRAWN");
      await world.stop();
    },
    120_000,
  );

  row("IN_ROSTER | scheme final", "has a home, or waits on with its number", async () => {
    const line = await startLine();
    const { api } = line;
    const keys = ["generated-70", "generated-72", "generated-74"] as const;
    const ids: string[] = [];
    for (const key of keys) ids.push(await applied(await api.as(key), formOf(key)));
    await reviewed(api, ids);
    await api.moveTo("2026-03-17T02:00:00.000Z");
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
    const { schemeId } = scheme;
    await putScheme(api, scheme);
    for (const [at, key] of keys.entries())
      await done(api, key, `/api/schemes/${schemeId}/intents`, {
        ...{ applicationId: ids[at], pools: ["A"] },
      });
    await changeScheme(api, schemeId, { state: "RECHECKING" });
    await done(api, "reviewer-fengze", `/api/office/schemes/${schemeId}/rechecks`, {
      decisions: ids.map((applicationId) => ({ applicationId, outcome: "QUALIFIED" })),
    });
    const before = await Promise.all(keys.map((key, at) => caseOf(api, key, ids[at] ?? "")));
    expect(before.map(({ state }) => state)).toEqual(keys.map(() => "IN_ROSTER"));
    await draw(api, scheme, await freeze(api, scheme));
    const after = await Promise.all(keys.map((key, at) => caseOf(api, key, ids[at] ?? "")));
    expect(after.map(({ state }) => state).toSorted()).toEqual([
      ...["ALLOCATED", "WAITLISTED", "WAITLISTED"],
    ]);
    expect(after.map(({ waitingNo }) => waitingNo)).toEqual(
      before.map(({ waitingNo }) => waitingNo),
    );
    await line.stop();
  });
});
