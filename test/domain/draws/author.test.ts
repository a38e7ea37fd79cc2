import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { DrawBundle, DrawPolicy } from "../../../shared/contract/draw.ts";
import { computeResult } from "../../../shared/domain/draws/author-result.ts";
import { buildNotice, buildReveals } from "../../../shared/domain/draws/author.ts";
import { openCommit, signCommit } from "../../../shared/domain/draws/commit-note.ts";
import { readCheckpoint, signCheckpoint, cosign } from "../../../shared/domain/draws/checkpoint.ts";
import { signerOf } from "../../../shared/domain/draws/ed25519.ts";
import { fromHex } from "../../../shared/domain/draws/encoding.ts";
import { suiteNamed } from "../../../shared/domain/draws/suites.ts";
import {
  COSIGNER_KEY,
  NOTE_KEY,
  readVerifierKey,
} from "../../../shared/domain/draws/verifier-key.ts";
import { findDocuments } from "../../../shared/domain/draws/verify-documents.ts";
import { verifyBundle } from "../../../shared/domain/draws/verify-bundle.ts";
import { checkSlipIn } from "../../../web/verify/verify.ts";
import { kl8Value, noticeFields, openTestPolicy, playDraw, sound } from "./a-draw.ts";

const Vector = z.object({
  policy: DrawPolicy,
  bundle: DrawBundle,
  secrets: z.object({
    nonces: z.record(z.string(), z.string()),
    testKeySeeds: z.record(z.string(), z.string()),
  }),
});

const vector = (name: string) =>
  Vector.parse(JSON.parse(readFileSync(`test/vectors/${name}.json`, "utf8")));

const seedOf = (seeds: Record<string, string>, name: string) => fromHex(seeds[name] ?? "");

describe.each([
  "draw-n1",
  "draw-n2",
  "draw-n7",
  "draw-n7-public",
  "draw-n7-sm3",
  "draw-n7-fallback",
  "draw-n100",
  "draw-n100-points",
])("the builders, given the inputs of %s", (name) => {
  const { policy, bundle, secrets } = vector(name);
  const documents = sound(findDocuments(bundle.log, bundle.drawId));
  const { notice, freeze, reveals, failure, result } = documents;

  it("write the same notice, result and ranking, byte for byte", () => {
    const again = sound(buildNotice(notice.document, policy.drand ?? undefined));
    expect(again.entry).toBe(notice.entry);
    const tau = notice.document.fallback?.source.at ?? 0;
    const computed = sound(
      computeResult(
        {
          notice: notice.entry,
          freeze: freeze.entry,
          reveals: reveals.entry,
          failure: failure ? { entry: failure.entry, tau } : null,
          roster: bundle.roster,
          values: result.document.values,
        },
        policy.drand ?? undefined,
      ),
    );
    expect(computed.entry).toBe(result.entry);
    expect(computed.ranking).toBe(bundle.ranking);
  });

  it("sign the same commits and checkpoints", async () => {
    const suite = suiteNamed(notice.document.suite);
    const witnesses = notice.document.sources.filter((source) => source.kind === "witness");
    for (const [i, { id, vkey }] of witnesses.entries()) {
      const key = readVerifierKey(vkey, NOTE_KEY);
      if (!suite || !key) throw new Error("the vector is unreadable");
      const terms = { drawId: bundle.drawId, witness: id, notice: notice.digest };
      const nonce = fromHex(secrets.nonces[id] ?? "");
      const sign = signerOf(seedOf(secrets.testKeySeeds, id));
      const note = await signCommit(suite, { ...terms, nonce }, key, sign);
      expect(note).toBe(freeze.document.commits[i]);
      expect(openCommit(note, terms, key)).toBeDefined();
    }
    const log = readVerifierKey(policy.log, NOTE_KEY);
    const published = bundle.checkpoints.result ?? "";
    const head = readCheckpoint(published);
    if (!log || !head) throw new Error("the vector is unreadable");
    const sign = signerOf(seedOf(secrets.testKeySeeds, log.name));
    let again = await signCheckpoint(head, log, sign);
    const signed = again;
    for (const { name: cosignerName, signature } of head.note.signatures.slice(1)) {
      const vkey = policy.cosigners.find((text) => text.startsWith(`${cosignerName}+`)) ?? "";
      const key = readVerifierKey(vkey, COSIGNER_KEY);
      if (!key) throw new Error("the vector is unreadable");
      const time = Number(new DataView(signature.buffer, signature.byteOffset).getBigUint64(0));
      const cosigner = signerOf(seedOf(secrets.testKeySeeds, cosignerName));
      again += await cosign(signed, key, { time, sign: cosigner });
    }
    expect(again).toBe(published);
  });
});

describe("a draw made with the builders", () => {
  it("verifies from notice to amendments, in every shape of roster", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          entries: fc.integer({ min: 1, max: 40 }),
          suite: fc.constantFrom("PVL1-SHA256", "PVL1-SM3"),
          score: fc.boolean(),
          weight: fc.boolean(),
          link: fc.boolean(),
          units: fc.tuple(fc.nat(6), fc.nat(12)),
          absent: fc.subarray(["w-notary", "w-applicant", "w-discipline"], { maxLength: 1 }),
        }),
        async ({ entries, suite, score, weight, link, units, absent }) => {
          const draw = await playDraw({
            entries,
            absent,
            but: {
              suite,
              options: { score, weight, link },
              pools: [
                { id: "A", units: units[0], spill: "G" },
                { id: "G", units: units[1], spill: "-" },
              ],
            },
            entry: (i) => ({
              ...(score ? { score: i % 4 } : {}),
              ...(weight ? { weight: 1 + (i % 3) } : {}),
              ...(link && i % 2 === 0 ? { link: `LINK000${i % 6}` } : {}),
            }),
            remove: (ranking) => [
              ...new Set(
                ranking
                  .split("\n")
                  .filter((_, i) => i % 5 === 0)
                  .flatMap((line) => line.split(",")[2] ?? []),
              ),
            ],
          });
          const report = verifyBundle(draw.bundle, openTestPolicy());
          expect(report).toMatchObject({ ok: true, code: null });
          expect(report.warnings).toEqual([
            ...absent.map((id) => `W_WITNESS_ABSENT:${id}`),
            "W_PUBLIC_UNCHECKED:kl8",
          ]);
          if (!report.draw) throw new Error("unreachable after ok");
          expect(checkSlipIn(draw.slipOf(entries - 1), report.draw)).toBeUndefined();
        },
      ),
      { numRuns: 25 },
    );
  });

  it("is the same bytes for the same inputs", async () => {
    const [once, twice] = [await playDraw(), await playDraw()];
    expect(once.bundle).toEqual(twice.bundle);
  });

  it("clears the warning when the number was read in the bulletin, and fails when it differs", async () => {
    const { bundle } = await playDraw();
    const policy = openTestPolicy();
    const read = (value: string) =>
      verifyBundle(bundle, policy, { readings: new Map([["kl8", value]]) });
    expect(read(kl8Value.value)).toMatchObject({ ok: true, warnings: [] });
    expect(read(kl8Value.value.replace("80", "79"))).toMatchObject({ code: "E_SOURCE" });
  });

  it("refuses a notice that a verifier would refuse", () => {
    expect(buildNotice(noticeFields({ minWitness: 1 }))).toMatchObject({ refused: "E_NOTICE" });
    expect(buildNotice(noticeFields({ suite: "PVL2" }))).toMatchObject({ refused: "E_SUITE" });
    expect(buildNotice(noticeFields({ revealBy: 1 }))).toMatchObject({ refused: "E_NOTICE" });
  });

  it("refuses reveals below the quorum and nonces that do not open", async () => {
    const { inputs } = await playDraw();
    expect(buildReveals(inputs, new Map())).toMatchObject({ refused: "E_QUORUM" });
    expect(buildReveals(inputs, new Map([["w-notary", new Uint8Array(32)]]))).toMatchObject({
      refused: "E_REVEAL",
      at: { id: "w-notary" },
    });
  });
});
