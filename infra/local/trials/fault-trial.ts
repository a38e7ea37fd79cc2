import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as z from "zod";
import { tableSchema } from "../../constructs/table-schema.ts";
import { readJournal } from "../demo/journal.ts";
import { startEmulator } from "../emulator.ts";
import { startFaultProxy, type FaultCounts, type FaultProxy } from "../faults/proxy.ts";
import { freePort } from "../free-port.ts";
import { emulatorClient } from "../table.ts";
import { everyItem, examine, type EndState } from "./end-state.ts";
import { runDemo, startInstance, type Place } from "./instance-process.ts";
import { acknowledged, badAnswers, replay } from "./replay.ts";

/** How one trial of the whole line under faults went. */
export type FaultTrial = {
  readonly counts: FaultCounts;
  readonly end: EndState;
  /** Runs of the demo until it said RESULT OK. */
  readonly runs: number;
  readonly requests: number;
  /** How often a person was asked to come again (503). */
  readonly busy: number;
  readonly longestMs: number;
  readonly acknowledged: number;
  readonly failures: readonly string[];
};

export type FaultOptions = {
  readonly seed: number;
  /** How likely a call of the database is to meet a fault. */
  readonly p: number;
  readonly households: number;
};

/** The demo stops at what it cannot go on from; run again it resumes. More often it must not stop. */
const MOST_RUNS = 8;

/**
 * Plays the demo against an instance whose every call of the database may meet a fault, until it
 * ends with RESULT OK; then, without faults, sends every acknowledged write again and looks through
 * the table.
 */
export async function tryUnderFaults(options: FaultOptions): Promise<FaultTrial> {
  const data = mkdtempSync(join(tmpdir(), "quanju-faults-"));
  const emulator = await startEmulator(undefined, () => undefined);
  const proxy = await startFaultProxy({ upstream: emulator.url, seed: options.seed, p: 0 });
  const client = emulatorClient(emulator.url);
  try {
    const place = { data, port: await freePort(), tableUrl: proxy.url };
    const played = await play(place, proxy, options);
    const items = await everyItem(client, tableSchema.tableName);
    const end = examine(items, played.now);
    return { ...played, end, failures: [...played.failures, ...end.broken] };
  } finally {
    client.destroy();
    await proxy.close();
    await emulator.stop();
    rmSync(data, { recursive: true, force: true });
  }
}

async function play(place: Place, proxy: FaultProxy, { seed, p, households }: FaultOptions) {
  const journal = join(place.data, "journal.jsonl");
  const instance = await startInstance(place).ready;
  const failures: string[] = [];
  try {
    proxy.set({ seed, p, reset: true });
    let runs = 1;
    for (; runs <= MOST_RUNS; runs++) {
      const demo = runDemo(place, { households, journal });
      const code = await demo.ended;
      if (code === 0) break;
      if (runs === MOST_RUNS) failures.push(`the demo does not end: ${demo.lines().join("\n")}`);
    }
    const counts = proxy.counts();
    proxy.set({ p: 0 });
    const { now, left } = await settled(instance.origin);
    const lines = readJournal(journal);
    if (left > 0) failures.push(`${left} due and not done`);
    failures.push(...badAnswers(lines), ...(await replay(instance.origin, lines)));
    return {
      ...{ counts, now, runs, failures },
      requests: lines.length,
      busy: lines.filter(({ status }) => status === 503).length,
      longestMs: Math.round(Math.max(0, ...lines.map(({ ms }) => ms))),
      acknowledged: acknowledged(lines).length,
    };
  } finally {
    await instance.stop();
  }
}

const Moved = z.object({ now: z.string(), left: z.number() });

/** The instance after it has done all that is due. */
export async function settled(origin: string): Promise<z.infer<typeof Moved>> {
  const answer = await fetch(`${origin}/dev/clock`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ advance: "PT1M" }),
  });
  return Moved.parse(await answer.json());
}

/** Whether every fault of a kind that this line can meet did happen; a trial without one is none. */
export const missingFaults = ({ faults }: FaultCounts): string[] =>
  (
    [
      "throttle",
      "conflict",
      "server-error",
      "cut-before",
      "cut-after",
      "late",
      "short-page",
    ] as const
  )
    .filter((kind) => (faults[kind] ?? 0) === 0)
    .map((kind) => `no ${kind} happened`);
