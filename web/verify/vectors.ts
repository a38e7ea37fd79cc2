/** Runs vector files of every kind; a file's kind is seen from its members. */
import * as z from "zod";
import { DrandChain } from "../../shared/contract/draw.ts";
import { isConsistent, roundTime } from "../../shared/domain/draws/drand-chain.ts";
import { openRound, roundMessage } from "../../shared/domain/draws/drand.ts";
import { toHex } from "../../shared/domain/draws/encoding.ts";
import { sha256Suite } from "../../shared/domain/draws/suites.ts";
import { brokenRankers, judge, sound, type Statistics, statisticsOf } from "./fairness.ts";
import { messages } from "./messages.ts";
import { type Check, checkCase, VectorCase } from "./vector-case.ts";
import { checkPrimitives, PrimitiveVectors } from "./vector-primitives.ts";

const DrandVectors = z.object({
  chain: DrandChain,
  cases: z.array(
    z.object({
      round: z.int(),
      signature: z.string(),
      valid: z.boolean(),
      time: z.int().optional(),
      message: z.string().optional(),
      randomness: z.string().optional(),
      publicKey: z.string().optional(),
    }),
  ),
});

const Verdicts = z.record(z.string(), z.boolean());
const Test = z.object({
  pass: z.boolean(),
  limit: z.number(),
  mean: z.number().optional(),
  longestRunLimit: z.number().optional(),
});
const Good = z.strictObject({
  F1: Test.extend({ sumSquares: z.int(), countsSha256: z.string() }),
  F2: Test.extend({ maxDiff: z.int() }),
  F3: Test.extend({ sumSquares: z.int(), firstDecileWinners: z.int() }),
  F4: Test.extend({ pairs: z.int(), longestRun: z.int(), longestRunLimit: z.int() }),
  F5: Test.extend({ sumSquares256: z.int() }),
  F6: Test.extend({ sumSquares: z.int() }),
  F7: Test.extend({ sumD2: z.int() }),
  F8: Test.extend({ firsts: z.int() }),
});
const FairnessVectors = z.object({
  label: z.literal("PVL1:fairness"),
  good: Good,
  mustFail: z.record(z.string(), Verdicts),
});

const MessageVectors = z
  .record(z.string(), z.strictObject({ zh: z.string(), en: z.string() }))
  .refine((texts) => "OK" in texts);

function checkDrand({ chain, cases }: z.infer<typeof DrandVectors>): Check[] {
  const rounds = cases.map((vector) => {
    const { round, time, message, randomness } = vector;
    const opened = openRound(
      { publicKey: vector.publicKey ?? chain.publicKey },
      round,
      vector.signature,
    );
    const passed =
      (opened !== undefined) === vector.valid &&
      (time === undefined || roundTime(chain, round) === time) &&
      (message === undefined || toHex(roundMessage(round)) === message) &&
      (randomness === undefined ||
        (opened !== undefined && toHex(sha256Suite.hash(opened)) === randomness));
    return { name: `round ${round} ${vector.valid ? "valid" : "invalid"}`, passed };
  });
  return [{ name: "chain hash", passed: isConsistent(chain) }, ...rounds];
}

const tests = ["F1", "F2", "F3", "F4", "F5", "F6", "F7", "F8"] as const;

function checkFairness({ good, mustFail }: z.infer<typeof FairnessVectors>): Check[] {
  const statistics = statisticsOf(sound);
  const verdicts = judge(statistics, good);
  const exact = tests.map((test) => ({
    name: `${test} ${JSON.stringify(statistics[test])}`,
    passed: verdicts[test] === good[test].pass && isWithin(statistics[test], good[test]),
  }));
  const broken = Object.entries(mustFail).map(([name, expected]) => {
    const ranker = brokenRankers[name];
    const found: Partial<Record<string, boolean>> = ranker ? judge(statisticsOf(ranker), good) : {};
    return {
      name: `broken ranker ${name}`,
      passed: tests.every((test) => found[test] === expected[test]),
    };
  });
  return [...exact, ...broken];
}

/** Whether every computed number equals the one of that name in the file. */
const isWithin = (computed: Statistics[keyof Statistics], expected: object): boolean => {
  const wanted = new Map<string, unknown>(Object.entries(expected));
  return Object.entries(computed).every(([name, value]) => wanted.get(name) === value);
};

const checkMessages = (texts: z.infer<typeof MessageVectors>): Check[] => {
  const ours = new Map(Object.entries(messages));
  return Object.entries(texts).map(([code, { zh, en }]) => ({
    name: `text of ${code}`,
    passed: ours.get(code)?.zh === zh && ours.get(code)?.en === en,
  }));
};

const checkCases = (cases: readonly unknown[]): Check[] =>
  cases.map((value) => {
    const read = VectorCase.safeParse(value);
    return read.success ? checkCase(read.data) : { name: "a malformed case", passed: false };
  });

/**
 * Runs one vector file.
 *
 * @param file - its JSON value
 * @returns a check for each vector; one failed check when the file is of no known kind
 */
export async function runVectors(file: unknown): Promise<Check[]> {
  if (Array.isArray(file)) return checkCases(file);
  const primitives = PrimitiveVectors.safeParse(file);
  if (primitives.success) return checkPrimitives(primitives.data);
  const drand = DrandVectors.safeParse(file);
  if (drand.success) return checkDrand(drand.data);
  const fairness = FairnessVectors.safeParse(file);
  if (fairness.success) return checkFairness(fairness.data);
  const cases = z.object({ cases: z.array(z.unknown()) }).safeParse(file);
  if (cases.success) return checkCases(cases.data.cases);
  const texts = MessageVectors.safeParse(file);
  return texts.success ? checkMessages(texts.data) : checkCases([file]);
}
