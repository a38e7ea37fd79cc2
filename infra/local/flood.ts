/**
 * `npm run flood -- applications 20000`: so many households apply to an installation of their own,
 * over HTTP, and go through every review to the waiting list. Says what it took, and whether every
 * number is what the rule says.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { floodApplications, type Flood } from "./flood/applications.ts";
import { freePort } from "./free-port.ts";
import { startInstance } from "./trials/instance-process.ts";

const MOST = 100_000;
const say = (line: string): void => void process.stdout.write(`${line}\n`);

function asked(): number | undefined {
  const { positionals } = parseArgs({ allowPositionals: true });
  const [what = "", count = "1000", ...rest] = positionals;
  const households = Number(count);
  const isRight = what === "applications" && rest.length === 0 && Number.isInteger(households);
  return isRight && households >= 1 && households <= MOST ? households : undefined;
}

function report({ stages, peakMiB, lists, failures }: Flood, households: number): void {
  const seconds = stages.reduce((sum, stage) => sum + stage.seconds, 0);
  const cpu = stages.reduce((sum, stage) => sum + stage.cpuSeconds, 0);
  const busy = stages.reduce((sum, stage) => sum + stage.busy, 0);
  for (const { queue, numbers } of lists) say(`${queue}: numbers 1 to ${String(numbers)}`);
  for (const failure of failures) say(`FAIL ${failure}`);
  say(
    `${String(households)} households in ${seconds.toFixed(0)} s ` +
      `(${(households / seconds).toFixed(0)} a second), ${cpu.toFixed(0)} s of processors; ${String(busy)} answers 503, sent again; ` +
      `at most ${String(peakMiB)} MiB resident, the client ${String(ownMiB())} MiB`,
  );
}

const ownMiB = (): number => Math.round(process.memoryUsage.rss() / 1024 / 1024);

async function main(households: number): Promise<boolean> {
  const data = mkdtempSync(join(tmpdir(), "quanju-flood-"));
  const starting = startInstance({ data, port: await freePort() });
  // What it has started is a process group of its own: broken off, it takes that with it.
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => {
      void starting.kill().then(() => process.exit(1));
    });
  try {
    const { origin } = await starting.ready;
    const flood = await floodApplications({ origin, data }, households, say);
    report(flood, households);
    return flood.failures.length === 0;
  } finally {
    await starting.kill();
    rmSync(data, { recursive: true, force: true });
  }
}

const households = asked();
if (households === undefined) {
  say(`Usage: npm run flood -- applications [1 to ${String(MOST)}]`);
  process.exitCode = 2;
} else {
  const isGood = await main(households);
  say(isGood ? "RESULT OK" : "RESULT FAIL");
  process.exitCode = isGood ? 0 : 1;
}
