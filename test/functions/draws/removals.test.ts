import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import type { SchemeDraft } from "../../../shared/contract/scheme.ts";
import { verifyBundle } from "../../../shared/domain/draws/verify-bundle.ts";
import { findTurns } from "../../../shared/store/turns.ts";
import {
  afterPublicity,
  applicationState,
  done,
  readyToDraw,
  refusal,
  repeated,
  schemeNamed,
  stateOf,
  waitingHouseholds,
  type Household,
} from "./story.ts";
import { startWorld, type World } from "./world.ts";

let world: World;
let households: Household[];
let scheme: SchemeDraft;
const PATH = "/api/office/draws/removal-01/removals";
beforeAll(async () => {
  world = await startWorld();
  households = await waitingHouseholds(world, 5);
  scheme = schemeNamed(world, "removal-01");
  await readyToDraw(world, scheme, households);
});
afterAll(() => world.stop());

const fileOf = async (name: string): Promise<string> =>
  (await world.file(`files/draws/removal-01/${name}`)) ?? "";
const Amendment = z.object({
  seq: z.number(),
  pool: z.string(),
  fill: z.string().nullable(),
  fillPool: z.string().nullable(),
});
const Winners = z.object({ rows: z.array(z.object({ receipt: z.string() })) });
const winners = async () =>
  Winners.parse(JSON.parse(await fileOf("winners.json"))).rows.map(({ receipt }) => receipt);
const withdraw = async (receipt: string, as = "notary") =>
  (await world.as(as)).post(PATH, { receipt, reason: "withdraw", ground: "书面放弃。" });

describe("a removal after the result", () => {
  it("waits for the result, is the notary's, and names a receipt of the draw", async () => {
    expect(refusal(await withdraw("A".repeat(16)))).toBe("409 out-of-step");
    const notary = await world.as("notary");
    done(await notary.post("/api/office/draws/removal-01/result", undefined));
    expect(refusal(await withdraw("A".repeat(16), "draw-officer"))).toBe("403 forbidden");
    expect(refusal(await withdraw("A".repeat(16)))).toBe("422 unknown-receipt");
  });

  it("is one entry of the log, moves the next up, and the bundle verifies with it", async () => {
    const [first = ""] = await winners();
    const body = { receipt: first, reason: "withdraw", ground: "书面放弃。" };
    const answers = await repeated(await world.as("notary"), PATH, {
      ...{ body, other: { ...body, reason: "fraud" } },
    });
    const { seq, fill } = Amendment.parse(done(answers.first));
    expect(answers.later.body).toEqual(answers.first.body);
    expect(seq).toBe(1);
    const now = await winners();
    expect([now.includes(first), fill !== null && now.includes(fill)]).toEqual([false, true]);
    const bundle: unknown = JSON.parse(await fileOf("bundle.json"));
    expect(verifyBundle(bundle, world.policy).code).toBeNull();
    expect(Object.keys((bundle as { checkpoints: object }).checkpoints)).toContain("amend-1");

    const { prefix } = JSON.parse(await fileOf("results/index.json")) as { prefix: number };
    const shard = await fileOf(`results/${first.slice(0, prefix)}.json`);
    expect(JSON.parse(shard)).toMatchObject({ [first]: { removed: 1 } });
    expect(refusal(await withdraw(first))).toBe("422 unknown-receipt");
  });

  it("counts when the result is final, and afterwards until choosing begins", async () => {
    const until = z
      .looseObject({ resultPublicityUntil: z.string() })
      .parse(done(await (await world.as()).get("/api/schemes/removal-01"))).resultPublicityUntil;
    await world.api.moveTo(afterPublicity(until));
    expect(await stateOf(world, scheme)).toBe("FINAL");
    const states = () => Promise.all(households.map((one) => applicationState(world, one)));
    expect((await states()).toSorted()).toEqual([
      ...["ALLOCATED", "ALLOCATED", "ALLOCATED", "WAITLISTED", "WAITLISTED"],
    ]);
    const [, second = ""] = await winners();
    const amended = Amendment.parse(done(await withdraw(second)));
    expect([amended.seq, amended.fill !== null]).toEqual([2, true]);
    expect((await states()).filter((state) => state === "ALLOCATED")).toHaveLength(3);
    expect(verifyBundle(JSON.parse(await fileOf("bundle.json")), world.policy).code).toBeNull();

    await world.api.moveTo(new Date(world.api.now() + 4 * 86_400_000).toISOString());
    expect(await stateOf(world, scheme)).toBe("SELECTING");
    const turns = await findTurns(world.api.services.table, scheme.schemeId, ["A", "B"]);
    expect(turns.flatMap(({ order }) => order).toSorted()).toEqual((await winners()).toSorted());
    expect(refusal(await withdraw((await winners())[0] ?? ""))).toBe("409 out-of-step");
  });
});
