/**
 * `npm run tamper -- --n 10000 [--seed S]`: tampers with good bundles of several kinds and counts
 * what the verifier says. The last line is `0 accepted`; exit 1 where it is another number.
 */
import { randomInt } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual, parseArgs } from "node:util";
import * as z from "zod";
import { DrawBundle, DrawPolicy } from "../../shared/contract/draw.ts";
import { readBundleFile } from "../../shared/domain/draws/bundle-file.ts";
import { openPolicy, type OpenPolicy } from "../../shared/domain/draws/policy.ts";
import { verifyBundle } from "../../shared/domain/draws/verify-bundle.ts";
import { summarise, type VerificationSummary } from "../../web/verify/summary.ts";
import { root } from "../paths.ts";
import { forge, type Seeds } from "./tamper-forge.ts";
import { damageFile, type Dice, diceOf, type MoveName, moves, type Texts } from "./tamper-moves.ts";

/** A complete draw of the vectors. */
const Vector = z.object({
  name: z.string(),
  policy: DrawPolicy,
  bundle: DrawBundle.extend({ ranking: z.string() }),
  expect: z.object({ ok: z.literal(true) }),
  secrets: z.object({ testKeySeeds: z.record(z.string(), z.string()) }),
});

type Good = {
  name: string;
  bundle: Texts;
  policy: DrawPolicy;
  open: OpenPolicy;
  seeds: Seeds;
  truth: VerificationSummary;
};

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const fileOf = (bundle: Texts): Uint8Array => Buffer.from(JSON.stringify(bundle));

const verify = (file: Uint8Array, policy: OpenPolicy): VerificationSummary =>
  summarise(verifyBundle(readBundleFile(file), policy));

/** The good draws of test/vectors: one entry, ties, scores, links, SM3, fallback, amendments, … */
function goodBundles(): Good[] {
  const folder = join(root, "test", "vectors");
  const names = readdirSync(folder).filter((name) => /^draw-.*\.json$/.test(name));
  return names.map((name) => {
    const vector = Vector.parse(JSON.parse(readFileSync(join(folder, name), "utf8")));
    const { bundle } = vector;
    // Every cosigner must have signed: else a line beyond the quorum could change unnoticed.
    const policy = { ...vector.policy, threshold: vector.policy.threshold && 3 };
    const open = openPolicy(policy);
    if (!open) throw new Error(`${name} has a malformed policy`);
    const truth = verify(fileOf(bundle), open);
    if (!truth.ok) throw new Error(`${name} is not good: ${truth.code ?? ""}`);
    const seeds = vector.secrets.testKeySeeds;
    return { name: vector.name, bundle, policy, open, seeds, truth };
  });
}

const KINDS = ["flip", "drop", "reorder", "cut", "swap", "splice", "forge"] as const;
type Kind = (typeof KINDS)[number];

/** The file of a bundle that was tampered with; undefined when chance changed nothing. */
async function tampered(
  kind: Kind,
  { good, other, dice }: { good: Good; other: Good; dice: Dice },
): Promise<Uint8Array | undefined> {
  const before = fileOf(good.bundle);
  const copy = structuredClone(good.bundle);
  if (kind === "forge") await forge(copy, good, dice);
  else if (dice(4) === 0) return changed(before, damageFile(before, kind satisfies MoveName, dice));
  else moves[kind]({ good: copy, other: structuredClone(other.bundle), dice });
  return changed(before, fileOf(copy));
}

const changed = (before: Uint8Array, after: Uint8Array): Uint8Array | undefined =>
  Buffer.compare(before, after) === 0 ? undefined : after;

/** How often each code was given, and how often the bundle passed, per kind. */
class Tally {
  readonly #counts = new Map<Kind, Map<string, number>>();
  readonly #accepted: string[] = [];

  add(kind: Kind, found: VerificationSummary, good: Good): void {
    const same = isDeepStrictEqual(found, good.truth);
    const verdict = found.code ?? (same ? "same" : "ACCEPTED");
    const counts = this.#counts.get(kind) ?? new Map<string, number>();
    counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
    this.#counts.set(kind, counts);
    if (verdict === "ACCEPTED") this.#accepted.push(`${kind} of ${good.name}`);
  }

  /** Prints the table; returns how many were accepted. */
  tell(): number {
    for (const [kind, counts] of this.#counts) {
      const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
      const sorted = [...counts].sort(([, a], [, b]) => b - a);
      const codes = sorted.map(([code, count]) => `${code} ${count}`).join(", ");
      say(`${kind.padEnd(8)}${String(total).padStart(6)}: ${codes}`);
    }
    for (const what of this.#accepted.slice(0, 20)) say(`accepted: ${what}`);
    return this.#accepted.length;
  }
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { n: { type: "string", default: "10000" }, seed: { type: "string" } },
  });
  const seed = values.seed === undefined ? randomInt(2 ** 31) : Number(values.seed);
  const dice = diceOf(seed);
  const goods = goodBundles();
  const tally = new Tally();
  say(`${goods.length} good bundles: ${goods.map(({ name }) => name).join(", ")}; seed ${seed}`);
  for (let done = 0; done < Number(values.n);) {
    const kind = KINDS[done % KINDS.length] ?? "flip";
    const good = goods[dice(goods.length)];
    const other = goods[dice(goods.length)];
    if (!good || !other || good === other) continue;
    const file = await tampered(kind, { good, other, dice });
    if (!file) continue;
    tally.add(kind, verify(file, good.open), good);
    done++;
  }
  const accepted = tally.tell();
  say("same: passes and says exactly what the good one says, digests, seed, ranking and seats");
  say("(signature lines in another order, JSON that means the same, entries behind the last head)");
  say(`${accepted} accepted`);
  if (accepted > 0) process.exitCode = 1;
}

await main();
