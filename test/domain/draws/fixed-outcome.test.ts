import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { DrawBundle, DrawPolicy } from "../../../shared/contract/draw.ts";
import { openPolicy } from "../../../shared/domain/draws/policy.ts";
import { type VerifyOptions, verifyBundle } from "../../../shared/domain/draws/verify-bundle.ts";
import { openTestPolicy, playDraw } from "./a-draw.ts";

const Case = z.object({ name: z.string(), policy: DrawPolicy, bundle: DrawBundle });
const jsonOf = (name: string): unknown =>
  JSON.parse(readFileSync(`test/vectors/${name}.json`, "utf8"));
const { cases } = z
  .object({ cases: z.array(z.looseObject({ name: z.string() })) })
  .parse(jsonOf("negatives"));

const report = (vector: unknown, options?: VerifyOptions) => {
  const { policy, bundle } = Case.parse(vector);
  const open = openPolicy(policy);
  if (!open) throw new Error("the vector's policy is malformed");
  return verifyBundle(bundle, open, options);
};
const negative = (name: string, options?: VerifyOptions) =>
  report(
    cases.find((vector) => vector.name === name),
    options,
  );

describe("the outcome that reveals with quorum fix", () => {
  const truth = report(jsonOf("draw-n7")).fixed;

  it.each([
    "two-results",
    "fallback-not-declared",
    "result-other-reveals",
    "result-before-beacon",
    "seed-chosen",
    "poolkey-chosen",
    "winner-swapped",
    "summary-units",
    "ranking-file-differs",
    "amend-skips-queue",
    "amend-bad-chain",
  ])("stands though a later document is bad: %s", (name) => {
    expect(truth).not.toBeNull();
    const found = negative(name);
    expect(found.ok).toBe(false);
    expect(found.fixed).toEqual(truth);
  });

  it.each(["reveal-too-few", "reveals-late", "freeze-late", "roster-receipt-changed"])(
    "is told of no draw whose reveals do not stand: %s",
    (name) => {
      expect(negative(name).fixed).toBeNull();
    },
  );

  it.each(["drand-other-round", "source-value-missing", "public-not-ascending"])(
    "is not known while a value is missing: %s",
    (name) => {
      expect(negative(name).fixed).toBeNull();
    },
  );

  it("is known by the number in the bulletin where the published one is malformed", () => {
    const published = report(jsonOf("draw-n7-public")).draw?.documents.result.document.values[0];
    const readings = new Map([["kl8", published?.value ?? ""]]);
    const found = negative("public-not-ascending", { readings });
    expect(found.code).toBe("E_SOURCE");
    expect(found.fixed?.seed).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe("a hostile bundle", () => {
  it("is refused at its first bad element, however long it is", () => {
    const log = new Array<number>(5_000_000).fill(0);
    const started = performance.now();
    const found = verifyBundle({ drawId: "x", log, checkpoints: {}, roster: "" }, openTestPolicy());
    expect(found.code).toBe("E_FILE");
    expect(performance.now() - started).toBeLessThan(1000);
  });

  it("costs nothing for checkpoints that belong to no document", async () => {
    const { bundle } = await playDraw();
    const spare = bundle.checkpoints.result ?? "";
    const extra = Array.from({ length: 20_000 }, (_, i) => [`extra-${i}`, spare]);
    const checkpoints = { ...bundle.checkpoints, ...Object.fromEntries(extra) } as unknown;
    const started = performance.now();
    expect(verifyBundle({ ...bundle, checkpoints }, openTestPolicy()).ok).toBe(true);
    expect(performance.now() - started).toBeLessThan(5000);
  });

  it("is missing a file when a checkpoint was published for an amendment it does not show", async () => {
    const { bundle } = await playDraw();
    const checkpoints = { ...bundle.checkpoints, "amend-1": bundle.checkpoints.result ?? "" };
    expect(verifyBundle({ ...bundle, checkpoints }, openTestPolicy()).code).toBe("E_FILE");
  });
});
