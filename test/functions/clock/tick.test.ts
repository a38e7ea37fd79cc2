import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { tick } from "../../../functions/clock/index.ts";
import type { SchemeDraft } from "../../../shared/contract/scheme.ts";
import { DUE_SHARDS } from "../../../shared/store/keys.ts";
import { listIndex } from "../../../shared/store/table.ts";
import { set, transact, type Write } from "../../../shared/store/transact.ts";
import { publish, schemeNamed, stateOf } from "../draws/story.ts";
import { startWorld, type World } from "../draws/world.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const at = (text: string, minutes = 0): string =>
  new Date(Date.parse(text) + minutes * 60_000).toISOString();

/** Items in every shard, due long before anything else, that no step can take on. */
async function poison(countPerShard: number): Promise<void> {
  const writes = DUE_SHARDS.flatMap((dueShard, shard) =>
    Array.from({ length: countPerShard }, (_, n): [string, Write] => {
      const pk = `SCHEME#poison-${shard}-${n}`;
      // A scheme's step reads a record that is none, and throws.
      const dueAt = "2026-01-01T00:00:00.000Z";
      return [pk, set({ pk, sk: "HEAD", dueShard, dueAt, version: 1 })];
    }),
  );
  for (let from = 0; from < writes.length; from += 100)
    await transact(world.api.services.table, Object.fromEntries(writes.slice(from, from + 100)));
}

async function dueCount(): Promise<number> {
  let count = 0;
  for (const partition of DUE_SHARDS) {
    const upTo = at("2026-01-01T00:00:00.000Z");
    const { items } = await listIndex(world.api.services.table, "due", {
      ...{ partition, upTo, limit: 1000 },
    });
    count += items.length;
  }
  return count;
}

describe("the clock", () => {
  it("goes on behind a full page of items that cannot", async () => {
    const schemes: SchemeDraft[] = [];
    for (const id of ["tick-001", "tick-002", "tick-003", "tick-004"]) {
      const scheme = schemeNamed(world, id);
      await publish(world, scheme);
      schemes.push(scheme);
    }
    await poison(105);
    const last = schemes.at(-1);
    if (!last) throw new Error("Four schemes");
    const { done, left } = await world.api.moveTo(last.intent.opensAt);
    expect(done).toBeGreaterThanOrEqual(schemes.length);
    expect(left).toBe(8 * 105);
    for (const scheme of schemes) expect(await stateOf(world, scheme)).toBe("INTENT_OPEN");
    expect(await dueCount()).toBe(8 * 105);
  });

  it("takes up what an earlier tick missed, and a tick sent twice or at once changes nothing more", async () => {
    const scheme = schemeNamed(world, "tick-005");
    await publish(world, scheme);
    // The tick for the opening never came; this one is for a moment after the closing.
    await world.api.moveTo(at(scheme.intent.closesAt, 30));
    expect(await stateOf(world, scheme)).toBe("RECHECKING");
    const page = await world.file("files/schemes/tick-005.json");
    const log = await world.file("log/checkpoint");

    const again = new Date(world.api.now()).toISOString();
    await Promise.all([
      tick(world.api.services, again),
      tick(world.api.services, again),
      tick(world.api.services, at(scheme.intent.opensAt)),
    ]);
    expect(await stateOf(world, scheme)).toBe("RECHECKING");
    expect(await world.file("files/schemes/tick-005.json")).toBe(page);
    expect(await world.file("log/checkpoint")).toBe(log);
  });

  it("two ticks at once bring about what one would", async () => {
    const scheme = schemeNamed(world, "tick-006");
    await publish(world, scheme);
    const when = at(scheme.intent.opensAt, 1);
    await Promise.all([1, 2, 3].map(() => tick(world.api.services, when)));
    expect(await stateOf(world, scheme)).toBe("INTENT_OPEN");
    const page: unknown = JSON.parse((await world.file("files/schemes/tick-006.json")) ?? "");
    expect(page).toMatchObject({ state: "INTENT_OPEN" });
  });
});
