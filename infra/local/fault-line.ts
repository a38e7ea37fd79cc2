/**
 * `npm run faults`: the whole line with 30 % of all calls of the database failing in one way or
 * another, for three seeds. It must end as it does without faults, with nothing lost or doubled.
 */
import { parseArgs } from "node:util";
import { missingFaults, tryUnderFaults, type FaultTrial } from "./trials/fault-trial.ts";

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "1,2,3" },
    households: { type: "string", default: "30" },
    p: { type: "string", default: "0.3" },
  },
});

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const written = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .map(([name, count]) => `${name} ${count}`)
    .join(", ");

function report(name: string, trial: FaultTrial): void {
  const { counts, requests, busy, longestMs, runs, acknowledged } = trial;
  const calls = Object.values(counts.calls).reduce((sum, count) => sum + count, 0);
  say(`${name}: ${calls} calls of the database; faults: ${written(counts.faults) || "none"}`);
  say(
    `  ${requests} requests, ${busy} answered 503, longest ${longestMs} ms; ` +
      `${acknowledged} writes acknowledged and sent again; demo run ${runs} times`,
  );
  for (const failure of trial.failures) say(`  FAIL ${failure}`);
}

async function main(): Promise<boolean> {
  const households = Number(values.households);
  const plain = await tryUnderFaults({ seed: 0, p: 0, households });
  report("without faults", plain);
  const expected = written(plain.end.tally);
  let isGood = plain.failures.length === 0;
  for (const seed of values.seeds.split(",").map(Number)) {
    const trial = await tryUnderFaults({ seed, p: Number(values.p), households });
    report(`seed ${seed}`, trial);
    const others = [...missingFaults(trial.counts)];
    if (written(trial.end.tally) !== expected)
      others.push(`ends otherwise: ${written(trial.end.tally)}; expected ${expected}`);
    for (const failure of others) say(`  FAIL ${failure}`);
    isGood &&= trial.failures.length === 0 && others.length === 0;
  }
  say(`end state: ${expected}`);
  return isGood;
}

const isGood = await main();
say(isGood ? "RESULT OK" : "RESULT FAIL");
process.exitCode = isGood ? 0 : 1;
