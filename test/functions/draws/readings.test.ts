import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SchemeDraft } from "../../../shared/contract/scheme.ts";
import { readLogHead } from "../../../shared/store/log.ts";
import { findScheme } from "../../../shared/store/schemes.ts";
import {
  bulletinOf,
  done,
  fixRoster,
  freeze,
  readyToFreeze,
  refusal,
  repeated,
  revealAll,
  schemeNamed,
  stateOf,
  waitingHouseholds,
} from "./story.ts";
import { startWorld, type World } from "./world.ts";

let world: World;
let scheme: SchemeDraft;
const sourceOf = ({ source }: SchemeDraft) => {
  if (!source) throw new Error("This draw has a public number");
  return source;
};
const OFFICE = "/api/office/draws/reading-01";
beforeAll(async () => {
  world = await startWorld();
  const households = await waitingHouseholds(world, 3);
  scheme = schemeNamed(world, "reading-01");
  await readyToFreeze(world, scheme, households);
  await freeze(world, scheme, 3);
  await fixRoster(world, scheme);
});
afterAll(() => world.stop());

const read = async (as: string, reading: object) =>
  (await world.as(as)).post(`${OFFICE}/readings`, reading);
/** Numbers that are well formed and not the drawn ones. */
const otherThan = (numbers: string): string => {
  const balls = numbers.split(",");
  const free = ["01", "02", "03"].concat(balls).find((ball) => !balls.includes(ball)) ?? "80";
  return [...balls.slice(1), free].toSorted().join(",");
};
const MADE_UP = "01,02,03,04,05,06,07,08,09,10,11,12,13,14,15,16,17,18,19,20";
const later = (minutes: number): string =>
  new Date(Date.parse(sourceOf(scheme).at) + minutes * 60_000).toISOString();

describe("the public number", () => {
  it("is not read before the reveals are logged, nor before it is drawn", async () => {
    const early = { numbers: MADE_UP, at: sourceOf(scheme).at };
    expect(refusal(await read("notary", early))).toBe("409 out-of-step");
    await revealAll(world, scheme);
    expect(refusal(await read("notary", early))).toBe("409 not-yet-drawn");
    const notary = await world.as("notary");
    expect(refusal(await notary.get(`${OFFICE}/bulletin`))).toBe("409 not-yet-drawn");
  });

  it("is read by the draw officer and the notary only, as it stands in the bulletin", async () => {
    await world.api.moveTo(later(2));
    const reading = await bulletinOf(world, scheme);
    expect(refusal(await read("tenant-chen", reading))).toBe("403 forbidden");
    expect((await read("notary", { ...reading, numbers: "1,2,3" })).status).toBe(400);
    const malformed = [
      { ...reading, numbers: reading.numbers.split(",").toReversed().join(",") },
      { ...reading, numbers: `${reading.numbers.slice(0, -2)}81` },
      {
        ...reading,
        at: new Date(Date.parse(reading.at) - 1000).toISOString().replace(".000Z", "Z"),
      },
      { ...reading, numbers: otherThan(reading.numbers) },
    ];
    for (const wrong of malformed)
      expect(refusal(await read("notary", wrong))).toBe("422 number-malformed");
    expect(await stateOf(world, scheme)).toBe("FROZEN");
  });

  it("of two readers who differ counts for nothing until one has read again", async () => {
    const reading = await bulletinOf(world, scheme);
    // The bulletin cannot be asked: what two persons read is all there is.
    await world.scriptBulletin({ as: "down" });
    const misread = { ...reading, numbers: otherThan(reading.numbers) };
    expect(done(await read("draw-officer", misread)).state).toBe("FROZEN");
    expect(refusal(await read("notary", reading))).toBe("409 readers-disagree");
    await world.scriptBulletin({ as: "usual" });
    expect(done(await read("draw-officer", reading)).state).toBe("FROZEN");
    expect(done(await read("draw-officer", reading)).state).toBe("FROZEN");
    const answers = await repeated(await world.as("notary"), `${OFFICE}/readings`, {
      ...{ body: reading, other: misread },
    });
    expect([answers.first, answers.twin, answers.later].map(({ body }) => body.state)).toEqual([
      ...["SEEDED", "SEEDED", "SEEDED"],
    ]);
    expect(refusal(answers.otherBody)).toBe("422 key-reused");
    expect(refusal(await read("notary", reading))).toBe("409 out-of-step");
    const stored = await findScheme(world.api.services.table, scheme.schemeId);
    expect(stored?.publicValue).toBe(`kl8:${sourceOf(scheme).issue}:${reading.numbers}`);
  });
});

describe("the draw", () => {
  it("is the notary's, and is performed once however many press at once", async () => {
    const path = `${OFFICE}/result`;
    expect(refusal(await (await world.as("draw-officer")).post(path, undefined))).toBe(
      "403 forbidden",
    );
    const before = (await readLogHead(world.api.services.table)).size;
    const notary = await world.as("notary");
    const answers = await Promise.all([1, 2, 3, 4].map(() => notary.post(path, undefined)));
    const kinds = answers.map((one) => (one.status === 201 ? "201" : refusal(one))).toSorted();
    expect(kinds).toEqual(["201", ...Array<string>(3).fill("409 already-drawn")]);
    expect(answers.find(({ status }) => status === 409)?.body.code).toBe("V41");
    expect((await readLogHead(world.api.services.table)).size).toBe(before + 1);
    expect(await stateOf(world, scheme)).toBe("RESULT_PUBLICITY");
  });

  it("is drawn from what was frozen, whatever lies at its public names meanwhile", async () => {
    const bundle = await world.file("files/draws/reading-01/bundle.json");
    const ranking = await world.file("files/draws/reading-01/ranking.csv");
    expect(bundle).toContain("pvl1/result");
    expect(ranking?.trimEnd().split("\n")).toHaveLength(6);
    await world.api.tick();
    expect(await world.file("files/draws/reading-01/bundle.json")).toBe(bundle);
  });
});
