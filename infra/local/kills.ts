/**
 * `npm run kills`: the demo, and kill -9 of everything that `npm start` has started, at 20 moments
 * of it. Started again each time, the demo run again must resume and end with RESULT OK, nothing
 * that was acknowledged lost and nothing doubled.
 */
import { parseArgs } from "node:util";
import { tryKills } from "./trials/kill-trial.ts";

const { values } = parseArgs({
  options: {
    kills: { type: "string", default: "20" },
    households: { type: "string", default: "30" },
    seed: { type: "string", default: "1" },
  },
});

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const trial = await tryKills({
  kills: Number(values.kills),
  households: Number(values.households),
  seed: Number(values.seed),
  say,
});
say(
  `${trial.kills} kills of ${trial.processes} processes, ${trial.duringStart} of them while starting; ` +
    `${trial.resumed} runs resumed, ${trial.steps} steps done, ${trial.demos} demos ended`,
);
say(`${trial.acknowledged} writes acknowledged, all sent again with the same answer`);
say(
  `end state: ${Object.entries(trial.end.tally)
    .map(([name, count]) => `${name} ${count}`)
    .join(", ")}`,
);
for (const failure of trial.failures) say(`FAIL ${failure}`);
say(trial.failures.length === 0 ? "RESULT OK" : "RESULT FAIL");
process.exitCode = trial.failures.length === 0 ? 0 : 1;
