import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { verifyBundle } from "../../../shared/domain/draws/verify-bundle.ts";
import { readLogHead } from "../../../shared/store/log.ts";
import {
  done,
  fixRoster,
  freeze,
  publish,
  readyToFreeze,
  schemeNamed,
  seed,
  stateOf,
  waitingHouseholds,
} from "./story.ts";
import { startWorld, type World } from "./world.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());
afterEach(() => {
  for (const cosigner of world.cosigners) cosigner.behave("up");
});

const published = async () => {
  const { size, published: upTo } = await readLogHead(world.api.services.table);
  return upTo === size;
};

describe("with cosigners missing", () => {
  it("an act stands, what it brings about waits, and the next tick makes up for it", async () => {
    for (const cosigner of world.cosigners.slice(0, 2)) cosigner.behave("down");
    const before = await world.file("log/checkpoint");
    await publish(world, schemeNamed(world, "cosign-001"));
    expect(await stateOf(world, { schemeId: "cosign-001" })).toBe("PUBLISHED");
    expect(await published()).toBe(false);
    expect(await world.file("log/checkpoint")).toBe(before);
    expect(await world.file("files/draws/cosign-001/live.json")).toBeUndefined();
    expect((await world.api.tick()).left).toBeGreaterThan(0);
    expect(world.cosigners[0]?.met.down).toBeGreaterThan(1);

    for (const cosigner of world.cosigners) cosigner.behave("up");
    expect((await world.api.tick()).left).toBe(0);
    expect(await published()).toBe(true);
    expect(await world.file("files/draws/cosign-001/live.json")).toContain('"PUBLISHED"');
  });

  it("windows open and close all the same", async () => {
    const scheme = schemeNamed(world, "cosign-002");
    await publish(world, scheme);
    for (const cosigner of world.cosigners) cosigner.behave("down");
    await publish(world, schemeNamed(world, "cosign-003"));
    await world.api.moveTo(scheme.intent.opensAt);
    expect(await stateOf(world, scheme)).toBe("INTENT_OPEN");
    expect(await world.file("files/schemes/cosign-002.json")).toContain('"INTENT_OPEN"');
    await world.api.moveTo(scheme.intent.closesAt);
    expect(await stateOf(world, scheme)).toBe("RECHECKING");
  });

  it("one that hangs delays an answer by a moment only, one that lies by nothing", async () => {
    await world.api.tick();
    world.cosigners[3]?.behave("hanging");
    const begun = performance.now();
    await publish(world, schemeNamed(world, "cosign-004"));
    expect(performance.now() - begun).toBeLessThan(6_000);
    expect(world.cosigners[3]?.met.hanging).toBe(1);
    expect(await published()).toBe(true);

    world.cosigners[3]?.behave("lying");
    await publish(world, schemeNamed(world, "cosign-005"));
    expect(world.cosigners[3]?.met.lying).toBeGreaterThan(0);
    expect(await published()).toBe(true);
    expect(await world.file("log/checkpoint")).not.toContain("bar.example");
  });

  it("two hanging keep nobody longer than a request may take", async () => {
    for (const cosigner of world.cosigners.slice(2)) cosigner.behave("hanging");
    const begun = performance.now();
    await publish(world, schemeNamed(world, "cosign-006"));
    expect(performance.now() - begun).toBeLessThan(29_000);
    expect(await published()).toBe(false);
  });

  it("for a while, the draw is the same in the end and verifies", async () => {
    await world.api.tick();
    const households = await waitingHouseholds(world, 3);
    const scheme = schemeNamed(world, "cosign-007");
    await readyToFreeze(world, scheme, households);
    for (const cosigner of world.cosigners.slice(0, 2)) cosigner.behave("down");
    await freeze(world, scheme, 3);
    expect(await published()).toBe(false);
    for (const cosigner of world.cosigners) cosigner.behave("up");
    await world.api.tick();
    await fixRoster(world, scheme);
    await seed(world, scheme);
    for (const cosigner of world.cosigners.slice(1)) cosigner.behave("down");
    const notary = await world.as("notary");
    done(await notary.post(`/api/office/draws/${scheme.schemeId}/result`, undefined));
    expect(await world.file(`files/draws/${scheme.schemeId}/bundle.json`)).toBeUndefined();
    for (const cosigner of world.cosigners) cosigner.behave("up");
    expect((await world.api.tick()).left).toBe(0);

    const text = await world.file(`files/draws/${scheme.schemeId}/bundle.json`);
    const report = verifyBundle(JSON.parse(text ?? "null"), world.policy);
    expect(report.code).toBeNull();
  });
});
