import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import type { SchemeDraft } from "../../../shared/contract/scheme.ts";
import { addDays } from "../../../shared/domain/calendar/days.ts";
import { dayBegins } from "../../../shared/domain/calendar/instants.ts";
import { LARGEST_SHARD } from "../../../shared/domain/schemes/result-lookup.ts";
import { findScheme } from "../../../shared/store/schemes.ts";
import {
  done,
  publish,
  readyToDraw,
  schemeNamed,
  stateOf,
  waitingHouseholds,
  type Household,
} from "./story.ts";
import { startWorld, type World } from "./world.ts";

let world: World;
let households: Household[];
let scheme: SchemeDraft;
beforeAll(async () => {
  world = await startWorld();
  households = await waitingHouseholds(world, 4);
  scheme = schemeNamed(world, "public-001");
  await readyToDraw(world, scheme, households);
});
afterAll(() => world.stop());

const fileOf = (name: string) => world.file(`files/draws/public-001/${name}`);
const textOf = async (name: string): Promise<string> => {
  const text = await fileOf(name);
  if (text === undefined) throw new Error(`${name} is not published`);
  return text;
};

const Winners = z.looseObject({
  digest: z.string(),
  count: z.number(),
  until: z.string(),
  rows: z.array(
    z.strictObject({
      pool: z.string(),
      position: z.number(),
      receipt: z.string(),
      name: z.string().optional(),
      idNumber: z.string().optional(),
    }),
  ),
});
const Index = z.object({ prefix: z.number(), entries: z.number(), files: z.number() });
const Rows = z.record(
  z.string(),
  z.object({
    places: z.array(z.tuple([z.string(), z.number(), z.string(), z.number().nullable()])),
  }),
);
const winners = async () => Winners.parse(JSON.parse(await textOf("winners.json")));

describe("what an act publishes", () => {
  it("is provable when the act has answered, without a tick, within ten seconds", async () => {
    const before = await world.file("log/checkpoint");
    expect(await fileOf("bundle.json")).toBeUndefined();
    const begun = performance.now();
    const notary = await world.as("notary");
    done(await notary.post("/api/office/draws/public-001/result", undefined));
    const names = ["bundle.json", "ranking.csv", "live.json", "winners.json", "results/index.json"];
    for (const name of names) await textOf(name);
    const took = performance.now() - begun;
    expect(took).toBeLessThan(10_000);
    expect(await world.file("log/checkpoint")).not.toBe(before);
    process.stdout.write(`published and provable after ${took.toFixed(0)} ms\n`);
  });

  it("holds of every act before it: notice and roster, with the texts to be printed", async () => {
    const draft = schemeNamed(world, "public-002");
    await publish(world, draft);
    const text = await world.file("files/draws/public-002/texts/notice.zh.txt");
    expect(text).toContain("摇号编号：public-002");
    expect(await world.file("files/draws/public-002/live.json")).toContain('"PUBLISHED"');
  });
});

describe("the look-up of a receipt", () => {
  it("answers from one small file, whose name begins the receipt", async () => {
    const { prefix, entries, files } = Index.parse(JSON.parse(await textOf("results/index.json")));
    expect([entries, files >= 1]).toEqual([4, true]);
    const lines = (await textOf("ranking.csv")).trim().split("\n");
    for (const line of lines) {
      const [pool = "", rank, receipt = "", , , status, place] = line.split(",");
      const text = await textOf(`results/${receipt.slice(0, prefix)}.json`);
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(LARGEST_SHARD);
      const position = place === "-" ? null : Number(place);
      expect(Rows.parse(JSON.parse(text))[receipt]?.places).toContainEqual([
        ...[pool, Number(rank), status, position],
      ]);
    }
  });
});

describe("the list of winners", () => {
  it("names receipts and masked people by the order of choice, and nothing more", async () => {
    const { count, rows, digest } = await winners();
    expect([count, rows.length]).toEqual([3, 3]);
    expect(rows.map(({ pool, position }) => `${pool}${String(position)}`)).toEqual([
      ...["A1", "A2", "B1"],
    ]);
    for (const { name, idNumber } of rows) {
      expect(name).toMatch(/^.\*.?$/u);
      expect(idNumber).toMatch(/^\d{3}\*{11}[0-9X]{4}$|\*/);
    }
    expect(createHash("sha256").update(JSON.stringify(rows)).digest("hex")).toBe(digest);
  });

  it("bears no names from the sixteenth day after its period; its digest stays", async () => {
    const { until, digest } = await winners();
    const lastDay = dayBegins(addDays(until, 16)) - 1_000;
    await world.api.moveTo(new Date(lastDay).toISOString());
    expect((await winners()).rows[0]?.name).toBeDefined();
    await world.api.moveTo(new Date(lastDay + 1_000).toISOString());
    const after = await winners();
    expect(after.rows.map(({ name, idNumber }) => [name, idNumber])).toEqual(
      Array(3).fill([undefined, undefined]),
    );
    expect([after.digest, after.rows.length]).toEqual([digest, 3]);
    expect(after.rows[0]?.receipt).toMatch(/^[0-9A-Z]{16}$/);
    expect(await stateOf(world, scheme)).toBe("FINAL");
    const stored = await findScheme(world.api.services.table, scheme.schemeId);
    expect(stored?.winners).toEqual({ digest, count: 3, namesWithdrawn: true });
  });
});

describe("the texts of the notices", () => {
  it("name draw, digests and witness keys in both languages", async () => {
    for (const language of ["zh", "en"]) {
      const roster = await textOf(`texts/roster-v1.${language}.txt`);
      const stored = await findScheme(world.api.services.table, scheme.schemeId);
      expect(roster).toContain("public-001");
      expect(roster).toContain(stored?.freezes[0]?.digest ?? "none");
      for (const { vkey } of scheme.witnesses) expect(roster).toContain(vkey);
      expect(await textOf(`texts/result.${language}.txt`)).toContain(stored?.result?.digest);
    }
  });
});

describe("the live state of a draw", () => {
  it("has the times that the cosigners gave to each step", async () => {
    const live = z
      .looseObject({ cosignedAt: z.record(z.string(), z.string()), state: z.string() })
      .parse(JSON.parse(await textOf("live.json")));
    expect(Object.keys(live.cosignedAt)).toEqual(["notice", "freeze", "reveals", "result"]);
    const times = Object.values(live.cosignedAt);
    expect(times.toSorted()).toEqual(times);
  });
});
