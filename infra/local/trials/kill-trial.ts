import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import * as z from "zod";
import { tableSchema } from "../../constructs/table-schema.ts";
import { readJournal } from "../demo/journal.ts";
import { startEmulator } from "../emulator.ts";
import { randomOf } from "../faults/plan.ts";
import { freePort } from "../free-port.ts";
import { emulatorClient } from "../table.ts";
import { everyItem, examine, type EndState } from "./end-state.ts";
import { settled } from "./fault-trial.ts";
import { runDemo, startInstance, type Place, type StartingInstance } from "./instance-process.ts";
import { acknowledged, replay } from "./replay.ts";

export type KillOptions = {
  readonly kills: number;
  readonly households: number;
  /** Decides the moments. */
  readonly seed: number;
  readonly say: (line: string) => void;
};

export type KillTrial = {
  readonly kills: number;
  readonly duringStart: number;
  /** Processes killed in all. */
  readonly processes: number;
  /** Runs of the demo that went on with what an earlier one had left. */
  readonly resumed: number;
  /** Demos that ended with RESULT OK. */
  readonly demos: number;
  /** Steps of the last demo, each done once. */
  readonly steps: number;
  readonly acknowledged: number;
  readonly end: EndState;
  readonly failures: readonly string[];
};

type Tally = { duringStart: number; processes: number; resumed: number; demos: number };
type Trial = KillOptions & {
  readonly place: Place;
  readonly journal: string;
  readonly tally: Tally;
};

/** Kills an instance and its demo again and again, then lets both end and looks at what is left. */
export async function tryKills(options: KillOptions): Promise<KillTrial> {
  const data = mkdtempSync(join(tmpdir(), "quanju-kills-"));
  const tally: Tally = { duringStart: 0, processes: 0, resumed: 0, demos: 0 };
  const place = { data, port: await freePort() };
  const trial: Trial = { ...options, place, tally, journal: join(data, "journal.jsonl") };
  try {
    for (let kill = 1; kill <= options.kills; kill++) await killOnce(trial, kill);
    const { now, failures } = await finish(trial);
    const end = examine(await itemsOf(data), now);
    return {
      ...tally,
      kills: options.kills,
      steps: stepsOf(data),
      acknowledged: acknowledged(readJournal(trial.journal)).length,
      end,
      failures: [...failures, ...end.broken],
    };
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
}

/** Every so many kills come while the instance is still starting. */
const STARTING = 7;
/** A kill comes within so many more acknowledged writes, and within so long after that. */
const WITHIN_WRITES = 11;
const WITHIN_MS = 800;
/** A demo that waits for the clock writes nothing; it is not left in peace for longer. */
const PATIENCE_MS = 20_000;

async function killOnce({ place, seed, say, households, journal, tally }: Trial, kill: number) {
  const random = randomOf(seed, kill);
  const instance = startInstance(place);
  if (kill % STARTING === 0) {
    await wait(200 + random() * 1_500);
    tally.duringStart++;
    tally.processes += await instance.kill();
    say(`kill ${kill}: while starting`);
    return;
  }
  await instance.ready;
  const before = stepsOf(place.data);
  if (before > 0) tally.resumed++;
  const demo = runDemo(place, { households, journal });
  const writes = 1 + Math.floor(random() * WITHIN_WRITES);
  const code = await Promise.race([
    demo.ended,
    written(journal, writes).then(() => wait(random() * WITHIN_MS)),
  ]);
  tally.processes += await instance.kill();
  if (code === 0) tally.demos++;
  // Nobody answers it any more: it ends by itself, its journal whole.
  await demo.ended;
  say(`kill ${kill}: ${writes} writes after step ${before}: ${whereOf(demo.lines())}`);
}

/** Waits until so many more writes have been acknowledged. */
async function written(journal: string, count: number): Promise<void> {
  const size = () => acknowledged(readJournal(journal)).length;
  const enough = size() + count;
  const until = performance.now() + PATIENCE_MS;
  while (size() < enough && performance.now() < until) await wait(20);
}

/** The last line that the demo printed: where it was. */
const whereOf = (lines: readonly string[]): string =>
  (lines.findLast((line) => /^\s*[\d.]+s /.test(line)) ?? "nothing yet")
    .replace(/\s+http\S+/g, "")
    .trim();

const MOST_RUNS = 3;

/** The last start: the demo ends, every acknowledged write is sent again, all stops in order. */
async function finish({ place, households, journal, tally }: Trial) {
  const starting: StartingInstance = startInstance(place);
  const instance = await starting.ready;
  const failures: string[] = [];
  try {
    if (stepsOf(place.data) > 0) tally.resumed++;
    for (let run = 1; ; run++) {
      const demo = runDemo(place, { households, journal });
      if ((await demo.ended) === 0) break;
      if (run < MOST_RUNS) continue;
      failures.push(`the demo does not end: ${demo.lines().join("\n")}`);
      break;
    }
    tally.demos++;
    const { now, left } = await settled(instance.origin);
    if (left > 0) failures.push(`${left} due and not done`);
    failures.push(...(await replay(instance.origin, readJournal(journal))));
    return { now, failures };
  } finally {
    await instance.stop();
  }
}

const Kept = z.object({ steps: z.record(z.string(), z.unknown()) });

/** How many steps the demo has written down. */
function stepsOf(data: string): number {
  const path = join(data, "demo.json");
  if (!existsSync(path)) return 0;
  return Object.keys(Kept.parse(JSON.parse(readFileSync(path, "utf8"))).steps).length;
}

/** What is in the data file of an instance that has stopped. */
async function itemsOf(data: string) {
  const emulator = await startEmulator(join(data, "table.db"), () => undefined);
  const client = emulatorClient(emulator.url);
  try {
    return await everyItem(client, tableSchema.tableName);
  } finally {
    client.destroy();
    await emulator.stop();
  }
}
