/**
 * `npm run kills`: the demo, and kill -9 of everything that `npm start` has started, at 20 moments
 * of it. Started again each time, the demo run again must resume and end with RESULT OK, nothing
 * that was acknowledged lost and nothing doubled.
 *
 * `npm run kills -- draw`: a draw from freeze to result, killed before and after every call of the
 * table and of the public bucket; begun again, it must end in the same bytes each time.
 */
import { parseArgs } from "node:util";
import { tryDrawKills } from "./trials/draw-kills.ts";
import { tryKills } from "./trials/kill-trial.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    kills: { type: "string", default: "20" },
    households: { type: "string", default: "30" },
    seed: { type: "string", default: "1" },
  },
});

const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function demoKills(): Promise<readonly string[]> {
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
  return trial.failures;
}

async function drawKills(): Promise<readonly string[]> {
  const { acts, failures } = await tryDrawKills();
  for (const { act, kills, points } of acts) say(`${act}: ${kills} kills at ${points} points`);
  const kills = acts.reduce((sum, act) => sum + act.kills, 0);
  const end = ": bytes identical each time; started twice at once: one result";
  say(`${kills} kill points from freeze to result${failures.length === 0 ? end : ""}`);
  return failures;
}

const [what, ...rest] = positionals;
if ((what !== undefined && what !== "draw") || rest.length > 0) {
  process.stderr.write("Usage: npm run kills -- [draw] [--kills N] [--households N] [--seed S]\n");
  process.exitCode = 2;
} else {
  const failures = await (what === "draw" ? drawKills() : demoKills());
  for (const failure of failures) say(`FAIL ${failure}`);
  say(failures.length === 0 ? "RESULT OK" : "RESULT FAIL");
  process.exitCode = failures.length === 0 ? 0 : 1;
}
