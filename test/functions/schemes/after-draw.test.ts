import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { DrawTarget, SchemeDraft } from "../../../shared/contract/scheme.ts";
import { chinaCalendar } from "../../../shared/domain/calendar/working-days.ts";
import { schemePolicy } from "../../../shared/domain/policy/scheme-policy.ts";
import { earliestFreeze } from "../../../shared/domain/schemes/decide-publication.ts";
import { listAmends } from "../../../shared/store/amends.ts";
import { findTurns } from "../../../shared/store/turns.ts";
import {
  applicationState,
  done,
  refusal,
  schemeNamed,
  stateOf,
  waitingHouseholds,
} from "../draws/story.ts";
import { startWorld, type World } from "../draws/world.ts";
import {
  drawNow,
  freezeWith,
  makeFinal,
  openChoosing,
  rankingOf,
  slipOf,
  verified,
  type Entrant,
} from "./drawing.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const recheck = async (
  { schemeId }: SchemeDraft,
  { applicationId }: Entrant,
  outcome: "QUALIFIED" | "NOT_QUALIFIED",
) => {
  const reason = outcome === "NOT_QUALIFIED" ? { reason: "家庭名下已有住房" } : {};
  const reviewer = await world.as("reviewer-fengze");
  const body = { decisions: [{ applicationId, outcome, ...reason }] };
  return reviewer.post(`/api/office/schemes/${schemeId}/rechecks`, body);
};

/** Drawn, with its publicity over; no household has been rechecked. */
async function final(schemeId: string, target: DrawTarget, from: number) {
  const households = await waitingHouseholds(world, 5, from);
  const scheme = schemeNamed(world, schemeId, { eligibility: "AFTER_DRAW", target });
  const entrants = await freezeWith(world, scheme, households);
  await drawNow(world, scheme);
  const early = await recheck(scheme, entrants[0] ?? fail(), "QUALIFIED");
  expect(JSON.stringify(early.body)).toContain("out-of-step");
  await makeFinal(world, scheme);
  const lines = await rankingOf(world, scheme);
  const of = (receipt: string) => entrants.find((one) => one.receipt === receipt) ?? fail();
  const won = lines.filter(({ status }) => status === "W").map(({ receipt }) => of(receipt));
  return { scheme, entrants, lines, won, of };
}

const fail = (): never => {
  throw new Error("Nobody is there");
};

describe("a scheme that looks at eligibility after the draw", () => {
  it("needs no recheck before its roster: it may be frozen as early as its publicity allows", () => {
    const { intent } = schemeNamed(world, "after-0000");
    const at = (check: "BEFORE_DRAW" | "AFTER_DRAW") =>
      earliestFreeze(intent.closesAt, schemePolicy, chinaCalendar, check);
    expect(at("BEFORE_DRAW") - at("AFTER_DRAW")).toBeGreaterThan(14 * 86_400_000);
  });

  it.each(["RANK", "UNIT"] as const)(
    "rechecks the selected; who fails gives way to the next, verifiably (%s)",
    { timeout: 90_000 },
    async (target) => {
      const schemeId = `after-${target.toLowerCase()}-1`;
      const { scheme, entrants, lines, won, of } = await final(
        schemeId,
        target,
        target === "RANK" ? 0 : 10,
      );
      expect(await stateOf(world, scheme)).toBe("FINAL");
      for (const one of entrants)
        expect(await applicationState(world, one)).toBe(
          won.includes(one) ? "RECHECK" : "IN_ROSTER",
        );
      const [failing = fail(), ...others] = won;
      for (const one of others) done(await recheck(scheme, one, "QUALIFIED"));
      expect(await applicationState(world, others[0] ?? fail())).toBe("ALLOCATED");
      await openChoosing(world, scheme);
      expect(await stateOf(world, scheme)).toBe("FINAL");

      done(await recheck(scheme, failing, "NOT_QUALIFIED"));
      await world.api.tick();
      const [amend] = await listAmends(world.api.services.table, schemeId);
      // Who waits in A may have been selected in B; nobody already selected moves.
      const behind = lines.find(
        ({ pool, status, receipt }) => pool === "A" && status === "B" && !won.includes(of(receipt)),
      );
      expect(amend).toMatchObject({
        ...{ seq: 1, receipt: failing.receipt, reason: "ineligible", pool: "A", fillPool: "A" },
        fill: behind?.receipt,
      });
      expect(await applicationState(world, failing)).toBe("WAITLISTED");
      const moved = of(amend?.fill ?? "");
      expect(await applicationState(world, moved)).toBe("RECHECK");
      expect(await stateOf(world, scheme)).toBe("FINAL");

      done(await recheck(scheme, moved, "QUALIFIED"));
      await world.api.tick();
      expect(await stateOf(world, scheme)).toBe("SELECTING");
      const report = await verified(world, scheme, moved);
      expect([report.lines.at(-1), report.status]).toEqual(["RESULT OK", 0]);
      expect((await slipOf(world, moved)).state).toBe("RANKED");
      const left = entrants.find((one) => one !== moved && !won.includes(one)) ?? fail();
      expect(await applicationState(world, left)).toBe("WAITLISTED");
      await ended(scheme, { target, moved, failing });
    },
  );
});

/** Who moved up chooses last in its pool, or has the home of who left. */
async function ended(
  { schemeId }: SchemeDraft,
  { target, moved, failing }: { target: DrawTarget; moved: Entrant; failing: Entrant },
) {
  const [turn] = await findTurns(world.api.services.table, schemeId, ["A"]);
  if (target === "RANK") {
    expect(turn?.order.at(-1)).toBe(moved.receipt);
    expect(turn?.order).not.toContain(failing.receipt);
    return;
  }
  expect(turn).toBeUndefined();
  const homes = await world.file(`files/draws/${schemeId}/homes.csv`);
  expect(homes).toContain(`${moved.receipt},A,`);
  expect(homes).not.toContain(failing.receipt);
  const claim = await (
    await world.as(moved.key)
  ).post(`/api/draws/${schemeId}/claims`, {
    ...{ applicationId: moved.applicationId, homeId: "AFTERUNIT1-0" },
  });
  expect(refusal(claim)).toBe("403 not-selected");
}
