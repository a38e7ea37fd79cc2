import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { verifyBundle } from "../../../shared/domain/draws/verify-bundle.ts";
import { findTurns } from "../../../shared/store/turns.ts";
import {
  afterPublicity,
  applicationState,
  done,
  fixRoster,
  freeze,
  readyToFreeze,
  refusal,
  repeated,
  schemeNamed,
  seed,
  stateOf,
  waitingHouseholds,
  type Household,
} from "./story.ts";
import { startWorld, type World } from "./world.ts";

let world: World;
let households: Household[];
beforeAll(async () => {
  world = await startWorld();
  households = await waitingHouseholds(world, 4);
});
afterAll(() => world.stop());

const Scheme = z.looseObject({ resultPublicityUntil: z.string() });

describe("a draw from notice to choice", () => {
  it("is drawn once, verifies under the instance's policy, and ends in turns by rank", async () => {
    const scheme = schemeNamed(world, "whole-001");
    const result = `/api/office/draws/${scheme.schemeId}/result`;
    await readyToFreeze(world, scheme, households);
    await freeze(world, scheme, 4);
    expect(await stateOf(world, scheme)).toBe("ROSTER_PUBLICITY");
    await fixRoster(world, scheme);
    await seed(world, scheme);
    expect(await stateOf(world, scheme)).toBe("SEEDED");

    const notary = await world.as("notary");
    const { first, twin, later } = await repeated(notary, result, {
      body: undefined,
      other: undefined,
    });
    expect([first.status, twin.status, later.status]).toEqual([201, 201, 201]);
    expect(twin.body).toEqual(first.body);
    expect(refusal(await notary.post(result, undefined))).toBe("409 already-drawn");

    const bundle: unknown = JSON.parse(
      (await world.file("files/draws/whole-001/bundle.json")) ?? "",
    );
    const report = verifyBundle(bundle, world.policy);
    expect([report.code, report.warnings]).toEqual([null, ["W_PUBLIC_UNCHECKED:kl8"]]);
    expect(report.draw?.outcome).toBeDefined();

    const { resultPublicityUntil } = Scheme.parse(
      done(await (await world.as()).get(`/api/schemes/${scheme.schemeId}`)),
    );
    await world.api.moveTo(afterPublicity(resultPublicityUntil));
    expect(await stateOf(world, scheme)).toBe("FINAL");
    const states = await Promise.all(households.map((one) => applicationState(world, one)));
    expect(states.toSorted()).toEqual(["ALLOCATED", "ALLOCATED", "ALLOCATED", "WAITLISTED"]);

    await world.api.moveTo(new Date(world.api.now() + 3 * 86_400_000).toISOString());
    expect(await stateOf(world, scheme)).toBe("SELECTING");
    const turns = await findTurns(world.api.services.table, scheme.schemeId, ["A", "B"]);
    expect(turns.map(({ order, next }) => [order.length, next])).toEqual([
      [2, 1],
      [1, 1],
    ]);
  });
});
