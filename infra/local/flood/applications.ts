/** Very many households go from application to waiting list, over HTTP as people and officers do. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { addDays } from "../../../shared/domain/calendar/days.ts";
import { dayBegins } from "../../../shared/domain/calendar/instants.ts";
import { DemoClient, DemoStopped, inGroups, pause } from "../demo/client.ts";
import { decideAll, formOf } from "../demo/households.ts";
import { clockOf } from "../demo/play.ts";
import { generatedPerson } from "../people.ts";
import { checkLists, type Applied, type Listed } from "./check.ts";
import { Meter, type Stage } from "./measure.ts";

export type Flood = {
  readonly stages: readonly Stage[];
  readonly peakMiB: number;
  readonly lists: readonly Listed[];
  /** What was not as it must be; empty when all is well. */
  readonly failures: readonly string[];
};

/** Sockets in use at once: as many as people would hold, not as many as there are people. */
const SOCKETS = 24;
const BATCHES_AT_ONCE = 4;
/** Generated people that neither the demo city nor a run of the demo uses. */
const FROM = 200_000;
const BATCH = 20;
const TOKENS_AT_ONCE = 1000;
const OFFICERS = ["clerk-fengze", "reviewer-fengze", "approver-fengze"];

const Instance = z.object({ pid: z.int() });
const Receipt = z.object({ applicationId: z.string() });

/** Does a thing for every item, so many at a time. */
export async function atOnce<T, R>(
  width: number,
  items: readonly T[],
  act: (item: T, at: number) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const worker = async () => {
    for (let at = next++; at < items.length; at = next++)
      results[at] = await act(items[at] as T, at);
  };
  await Promise.all(Array.from({ length: width }, worker));
  return results;
}

/**
 * Floods an installation.
 *
 * @param where - its origin and its data folder
 * @param households - how many apply, up to 100,000
 */
export async function floodApplications(
  { origin, data }: { readonly origin: string; readonly data: string },
  households: number,
  say: (line: string) => void = () => undefined,
): Promise<Flood> {
  const { pid } = Instance.parse(JSON.parse(readFileSync(join(data, "instance.json"), "utf8")));
  const meter = new Meter(pid);
  const client = await DemoClient.connect(origin, "flood", ({ ms, status }) => {
    meter.note(ms, status);
  });
  const staged = async <T>(name: string, act: () => Promise<T>): Promise<T> => {
    const { result, stage } = await meter.stage(name, act);
    const { seconds, cpuSeconds, requests, p95 } = stage;
    say(
      `${name}: ${seconds.toFixed(1)} s, processors ${cpuSeconds.toFixed(1)} s, ` +
        `${String(requests)} requests, p95 ${String(p95)} ms`,
    );
    return result;
  };
  try {
    await staged("tokens", () => signEverybodyIn(client, households));
    const applied = await staged("apply", () => applyAll(client, households));
    await review(client, applied, staged);
    await staged("publicity ends, numbers given", () => endPublicity(client, applied));
    const checked = await staged("checked", () => checkLists(client, applied));
    return { ...checked, stages: meter.stages, peakMiB: meter.peakMiB };
  } finally {
    meter.stop();
  }
}

async function signEverybodyIn(client: DemoClient, households: number): Promise<void> {
  await client.signIn({ people: OFFICERS });
  for (let from = 0; from < households; from += TOKENS_AT_ONCE) {
    const count = Math.min(TOKENS_AT_ONCE, households - from);
    await client.signIn({ generated: { from: FROM + from, count } });
  }
}

const applyAll = (client: DemoClient, households: number): Promise<Applied[]> =>
  atOnce(SOCKETS, Array.from({ length: households }), async (_, at) => {
    const person = generatedPerson(FROM + at);
    const body = formOf(person, at);
    const { applicationId } = await client.post("/api/applications", Receipt, {
      ...{ as: person.key, once: `apply ${String(at)}`, body },
    });
    const queue = body.priorityEvidence.length > 0 ? "PRIORITY" : "ORDINARY";
    return { key: person.key, applicationId, queue };
  });

type Staged = <T>(name: string, act: () => Promise<T>) => Promise<T>;

const STEPS = [
  { step: "application-acceptances", as: "clerk-fengze" },
  { step: "application-first-reviews", as: "clerk-fengze", note: "材料齐全" },
  { step: "application-recommendations", as: "reviewer-fengze", note: "符合条件" },
  { step: "application-decisions", as: "approver-fengze" },
] as const;

async function review(
  client: DemoClient,
  applied: readonly Applied[],
  staged: Staged,
): Promise<void> {
  const groups = inGroups(applied, BATCH);
  for (const { step, as, ...rest } of STEPS)
    await staged(step, () =>
      atOnce(BATCHES_AT_ONCE, groups, (group, at) =>
        decideAll(client, `/api/office/${step}`, {
          ...{ as, once: `${step} ${String(at)}` },
          body: { applicationIds: group.map(({ applicationId }) => applicationId), ...rest },
        }),
      ),
    );
}

const Progress = z.object({ publicity: z.object({ until: z.string() }) });
const Counts = z.object({
  lists: z.array(
    z.object({
      jurisdiction: z.string(),
      programme: z.string(),
      given: z.int(),
    }),
  ),
});

/** Nothing moves for so long: it will not move any more. */
const PATIENCE_MS = 120_000;

/** Moves the clock behind the last day of publicity and waits until everybody has a number. */
async function endPublicity(client: DemoClient, applied: readonly Applied[]): Promise<void> {
  const last = applied.at(-1);
  if (!last) return;
  const path = `/api/applications/${last.applicationId}`;
  const { publicity } = await client.get(path, Progress, { as: last.key });
  const to = Math.max(dayBegins(addDays(publicity.until, 1)), await clockOf(client));
  // The answer comes when all is settled, which may be longer than a connection lives.
  const moved = fetch(`${client.origin}/dev/clock`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ now: new Date(to + 9 * 3_600_000).toISOString() }),
  }).then(
    (answer) => answer.ok,
    () => false,
  );
  let seen = 0;
  for (let since = performance.now(); ;) {
    const given = await numbersGiven(client);
    if (given >= applied.length) break;
    if (given > seen) since = performance.now();
    seen = given;
    if (performance.now() - since > PATIENCE_MS)
      throw new DemoStopped(`Only ${String(given)} of ${String(applied.length)} have a number`);
    await pause(1000);
  }
  await moved;
}

async function numbersGiven(client: DemoClient): Promise<number> {
  const { lists } = await client.get("/api/waiting-lists", Counts);
  return lists
    .filter(({ jurisdiction, programme }) => jurisdiction === "350503" && programme === "PRH")
    .reduce((sum, { given }) => sum + given, 0);
}
