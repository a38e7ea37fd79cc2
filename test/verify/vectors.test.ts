import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { DrawPolicy } from "../../shared/contract/draw.ts";
import { readBundleFile } from "../../shared/domain/draws/bundle-file.ts";
import { utf8 } from "../../shared/domain/draws/encoding.ts";
import { openPolicy } from "../../shared/domain/draws/policy.ts";
import { verifyBundle } from "../../shared/domain/draws/verify-bundle.ts";
import { runVectors } from "../../web/verify/vectors.ts";

const Negative = z.object({
  name: z.string(),
  policy: DrawPolicy,
  bundle: z.unknown(),
  expect: z.object({ code: z.string().nullable() }),
});

const folder = "test/vectors";
const files = readdirSync(folder).filter((name) => name.endsWith(".json"));
const jsonOf = (name: string): unknown => JSON.parse(readFileSync(`${folder}/${name}`, "utf8"));

describe("the protocol's vectors", () => {
  it("are all here", () => {
    expect(files).toHaveLength(15);
  });

  it.each(files)(
    "%s agree in everything they expect",
    async (name) => {
      const checks = await runVectors(jsonOf(name));
      expect(checks.length).toBeGreaterThan(0);
      expect(checks.filter(({ passed }) => !passed)).toEqual([]);
    },
    120_000,
  );

  it("hold 60 negatives, refused with the same code when they come as files", () => {
    const cases = z.object({ cases: z.array(Negative) }).parse(jsonOf("negatives.json")).cases;
    expect(cases).toHaveLength(60);
    for (const { name, policy, bundle, expect: expected } of cases) {
      const open = openPolicy(policy);
      const file = readBundleFile(utf8(JSON.stringify(bundle)));
      expect(open && verifyBundle(file, open).code, name).toBe(expected.code);
    }
  }, 60_000);

  it("fail when an expectation is another or unknown", async () => {
    const vector = jsonOf("draw-n2.json") as { expect: object; slips: object[] };
    const run = async (but: object) =>
      (await runVectors({ ...vector, ...but })).map(({ passed }) => passed);
    expect(await run({})).toEqual([true]);
    expect(await run({ expect: { ...vector.expect, seed: "00" } })).toEqual([false]);
    expect(await run({ expect: { ...vector.expect, surprise: null } })).toEqual([false]);
    expect(await run({ expect: { ...vector.expect, tickets: [{}] } })).toEqual([false]);
    const slips = vector.slips.map((slip) => ({ ...slip, expect: "E_TICKET" }));
    expect(await run({ slips })).toEqual([false]);
    expect((await runVectors({ nothing: 1 }))[0]?.passed).toBe(false);
  });
});
