import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { SchemeDraft, SchemeSource } from "../../../shared/contract/scheme.ts";
import { roundTime } from "../../../shared/domain/draws/drand-chain.ts";
import { verifyBundle } from "../../../shared/domain/draws/verify-bundle.ts";
import { simulatedChain, simulatedSignature } from "../../../infra/local/simulators/drand-chain.ts";
import { firstIssueFrom } from "../../../infra/local/simulators/kl8-schedule.ts";
import {
  bulletinOf,
  done,
  fixRoster,
  freeze,
  readyToFreeze,
  refusal,
  revealAll,
  schemeNamed,
  stateOf,
  waitingHouseholds,
} from "./story.ts";
import { startWorld, type World } from "./world.ts";

const DAY = 86_400;
let world: World;
beforeAll(async () => {
  world = await startWorld({ beacon: true });
});
afterAll(() => world.stop());
afterEach(() => world.scriptRelays({ as: "usual" }));

const instant = (seconds: number): string => new Date(seconds * 1000).toISOString();
const whole = (seconds: number): string => `${instant(seconds).slice(0, 19)}Z`;

/** Mode A: a drand round in place of the public number, half an hour after the reveals. */
function withBeacon(name: string, but: Partial<SchemeDraft> = {}): SchemeDraft {
  const { source: _, ...scheme } = schemeNamed(world, name, but);
  const round = Math.ceil((Date.parse(scheme.revealBy) / 1000 + 1800 - simulatedChain.genesis) / 3);
  return { ...scheme, beacon: { id: "drand", round } };
}

const comes = ({ beacon }: SchemeDraft): number => roundTime(simulatedChain, beacon?.round ?? 0);

/** A number that is drawn after three days of waiting for the beacon. */
function fallbackFor(scheme: SchemeDraft): { afterSeconds: number; source: SchemeSource } {
  const { issue, at } = firstIssueFrom(comes(scheme) + 3 * DAY + 3600);
  return { afterSeconds: 3 * DAY, source: { id: "spare", game: "kl8", issue, at: whole(at) } };
}

const bundleOf = async ({ schemeId }: SchemeDraft): Promise<unknown> =>
  JSON.parse((await world.file(`files/draws/${schemeId}/bundle.json`)) ?? "null");

async function started(name: string, from: number): Promise<SchemeDraft> {
  const households = await waitingHouseholds(world, 2, from);
  const scheme = withBeacon(name);
  await readyToFreeze(world, scheme, households);
  await freeze(world, scheme, 2);
  await fixRoster(world, scheme);
  await revealAll(world, scheme);
  return scheme;
}

describe("a draw with a beacon", () => {
  it("is carried by the clock from the reveals to the result, and verifies", async () => {
    const scheme = await started("beacon-001", 0);
    await world.api.moveTo(instant(comes(scheme) - 1));
    expect(await stateOf(world, scheme)).toBe("FROZEN");
    expect((await bundleOf(scheme)) === null).toBe(true);

    await world.api.moveTo(instant(comes(scheme) + 1));
    expect(await stateOf(world, scheme)).toBe("RESULT_PUBLICITY");
    const report = verifyBundle(await bundleOf(scheme), world.policy);
    expect([report.code, report.warnings]).toEqual([null, []]);
    const notary = await world.as("notary");
    const again = await notary.post(`/api/office/draws/${scheme.schemeId}/result`, undefined);
    expect(refusal(again)).toBe("409 already-drawn");
  });

  it("believes no relay that lies or is silent, and takes a good signature from anyone", async () => {
    const scheme = await started("beacon-002", 10);
    await world.scriptRelays({ as: "lie" });
    await world.api.moveTo(instant(comes(scheme) - 1));
    const path = `/api/draws/${scheme.schemeId}/beacon`;
    const citizen = await world.as("tenant-chen");
    const signature = simulatedSignature(scheme.beacon?.round ?? 0);
    expect(refusal(await citizen.post(path, { signature }))).toBe("409 not-yet-drawn");
    await world.api.moveTo(instant(comes(scheme) + 60));
    expect(await stateOf(world, scheme)).toBe("FROZEN");
    await world.scriptRelays({ as: "down" });
    expect((await world.api.tick()).left).toBeGreaterThan(0);

    const other = simulatedSignature((scheme.beacon?.round ?? 0) + 1);
    expect(refusal(await citizen.post(path, { signature: other }))).toBe("422 beacon-invalid");
    expect((await citizen.post(path, { signature: signature.toUpperCase() })).status).toBe(400);
    done(await citizen.post(path, { signature }));
    // The act itself carried the draw on: the result is there without a tick.
    expect(await stateOf(world, scheme)).toBe("RESULT_PUBLICITY");
    expect(verifyBundle(await bundleOf(scheme), world.policy).code).toBeNull();
    expect(refusal(await citizen.post(path, { signature }))).toBe("409 out-of-step");
  });

  it("waits for ever without a fallback: the key fixes the value", async () => {
    const scheme = await started("beacon-003", 20);
    await world.scriptRelays({ as: "broken" });
    await world.api.moveTo(instant(comes(scheme) + 10 * DAY));
    expect(await stateOf(world, scheme)).toBe("FROZEN");
    const live = await world.file(`files/draws/${scheme.schemeId}/live.json`);
    expect(JSON.parse(live ?? "{}")).toMatchObject({ waitsForBeacon: true });
    await world.scriptRelays({ as: "usual" });
    await world.api.tick();
    expect(await stateOf(world, scheme)).toBe("RESULT_PUBLICITY");
    expect(verifyBundle(await bundleOf(scheme), world.policy).code).toBeNull();
  });
});

describe("the fallback of a beacon", () => {
  it("is used when no relay serves the round for the declared time, as the notice says", async () => {
    const households = await waitingHouseholds(world, 2, 30);
    const planned = withBeacon("beacon-004");
    const scheme: SchemeDraft = { ...planned, fallback: fallbackFor(planned) };
    await readyToFreeze(world, scheme, households);
    await freeze(world, scheme, 2);
    await fixRoster(world, scheme);
    await revealAll(world, scheme);
    await world.scriptRelays({ as: "down" });
    await world.api.moveTo(instant(comes(scheme) + 3 * DAY - 1));
    expect((await liveOf(scheme)).failure).toBeUndefined();
    await world.api.moveTo(instant(comes(scheme) + 3 * DAY + 1));
    expect((await liveOf(scheme)).failure).toBeDefined();

    await world.scriptRelays({ as: "usual" });
    await world.api.moveTo(instant(Date.parse(scheme.fallback?.source.at ?? "") / 1000 + 120));
    expect(await stateOf(world, scheme)).toBe("FROZEN");
    const reading = await bulletinOf(world, scheme);
    for (const reader of ["draw-officer", "notary"])
      done(
        await (
          await world.as(reader)
        ).post(`/api/office/draws/${scheme.schemeId}/readings`, reading),
      );
    expect(await stateOf(world, scheme)).toBe("RESULT_PUBLICITY");
    const report = verifyBundle(await bundleOf(scheme), world.policy);
    expect([report.code, report.warnings]).toEqual([
      null,
      ["W_FALLBACK", "W_PUBLIC_UNCHECKED:spare"],
    ]);
  });
});

async function liveOf({ schemeId }: SchemeDraft): Promise<Record<string, unknown>> {
  const text = await world.file(`files/draws/${schemeId}/live.json`);
  return JSON.parse(text ?? "{}") as Record<string, unknown>;
}
