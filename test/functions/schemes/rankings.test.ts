import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import type { DrawTarget, Ranking, SchemeDraft } from "../../../shared/contract/scheme.ts";
import { findTurns } from "../../../shared/store/turns.ts";
import {
  applicationState,
  done,
  schemeNamed,
  stateOf,
  waitingPeople,
  type Household,
} from "../draws/story.ts";
import { startWorld, type World } from "../draws/world.ts";
import {
  drawNow,
  freezeWith,
  makeFinal,
  openChoosing,
  rankingOf,
  verified,
  type Entrant,
} from "./drawing.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const Progress = z.looseObject({
  waitingNo: z.number().optional(),
  allocationId: z.string().optional(),
});
const progressOf = async ({ key, applicationId }: Household) =>
  Progress.parse(done(await (await world.as(key)).get(`/api/applications/${applicationId}`)));

/** Born in 1965: sixty and over when intent closes; the others are younger. */
const SENIOR = "generated-0";
let next = 1;
/** Four single people; the senior is the last to apply. */
async function people(): Promise<Household[]> {
  const younger = Array.from({ length: 4 }, (_, at) => `generated-${6 * (next + at)}`);
  next += 4;
  return waitingPeople(world, younger);
}

const scoreRules = [{ indicator: "SENIORS", points: 20, cap: 20 }] as const;

/** The order that the rules give, where they give one; undefined: by lot. */
async function due(ranking: Ranking, entrants: readonly Entrant[]): Promise<string[] | undefined> {
  if (ranking === "LOTTERY") return undefined;
  if (ranking === "FIFO") return entrants.map(({ receipt }) => receipt);
  if (ranking === "SCORE")
    return entrants.filter(({ key }) => key === SENIOR).map(({ receipt }) => receipt);
  const numbered = await Promise.all(
    entrants.map(async (one) => ({ ...one, no: (await progressOf(one)).waitingNo ?? 0 })),
  );
  return numbered.toSorted((a, b) => a.no - b.no).map(({ receipt }) => receipt);
}

const RANKINGS = ["LOTTERY", "WAITING_NO", "SCORE", "FIFO"] as const;
const TARGETS = ["RANK", "UNIT"] as const;
const every = RANKINGS.flatMap((ranking) => TARGETS.map((target) => [ranking, target] as const));

async function chosen(scheme: SchemeDraft, target: DrawTarget, entrants: readonly Entrant[]) {
  const lines = (await rankingOf(world, scheme)).filter(({ status }) => status === "W");
  const won = new Set(lines.map(({ receipt }) => receipt));
  const winners = entrants.filter(({ receipt }) => won.has(receipt));
  expect(winners).toHaveLength(3);
  for (const one of entrants)
    expect(await applicationState(world, one)).toBe(
      won.has(one.receipt) ? "ALLOCATED" : "WAITLISTED",
    );
  const turns = await findTurns(world.api.services.table, scheme.schemeId, ["A", "B"]);
  const given = await Promise.all(winners.map(async (one) => (await progressOf(one)).allocationId));
  if (target === "RANK") {
    expect(turns.map(({ order }) => order)).toEqual(
      ["A", "B"].map((id) => lines.filter(({ pool }) => pool === id).map(({ receipt }) => receipt)),
    );
    expect(given).toEqual(winners.map(() => undefined));
    return;
  }
  expect(turns).toEqual([]);
  expect(given.every((id) => id !== undefined)).toBe(true);
  const homes = await world.file(`files/draws/${scheme.schemeId}/homes.csv`);
  const code = scheme.schemeId.toUpperCase().replaceAll("-", "");
  const places = { A: 0, B: 2 } as const;
  expect(homes?.trimEnd().split("\n").toSorted()).toEqual(
    lines
      .map(({ receipt, pool, position }) => {
        const at = places[pool === "A" ? "A" : "B"] + (position ?? 0) - 1;
        return `${receipt},${pool},${position},${code}-${at}`;
      })
      .toSorted(),
  );
}

describe("a scheme from its draft to its result", () => {
  it.each(every)(
    "is ranked by %s and ends in %s, as anyone can verify",
    { timeout: 90_000 },
    async (ranking, target) => {
      const households = await people();
      if (ranking === "SCORE" && target === "RANK")
        households.push(...(await waitingPeople(world, [SENIOR])));
      const schemeId = `${ranking.toLowerCase().replaceAll("_", "-")}-${target.toLowerCase()}`;
      const rules = ranking === "SCORE" ? { scoreRules: [...scoreRules] } : {};
      const scheme = schemeNamed(world, schemeId, { ranking, target, ...rules });
      const entrants = await freezeWith(world, scheme, households);
      await drawNow(world, scheme);

      const inA = (await rankingOf(world, scheme)).filter(({ pool }) => pool === "A");
      const first = await due(ranking, entrants);
      expect(inA.map(({ receipt }) => receipt).slice(0, first?.length ?? 0)).toEqual(first ?? []);
      if (ranking === "SCORE" && target === "RANK")
        expect(inA.map(({ score }) => score)).toEqual([20, 0, 0, 0, 0]);

      const [one] = entrants;
      const report = await verified(world, scheme, one);
      expect([report.lines.at(-1), report.status]).toEqual(["RESULT OK", 0]);

      await makeFinal(world, scheme);
      expect(await stateOf(world, scheme)).toBe("FINAL");
      await openChoosing(world, scheme);
      expect(await stateOf(world, scheme)).toBe("SELECTING");
      await chosen(scheme, target, entrants);
    },
  );
});
