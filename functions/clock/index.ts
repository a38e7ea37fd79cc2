import * as z from "zod";
import { describeError, log } from "../../shared/platform/log.ts";
import { DUE_SHARDS } from "../../shared/store/keys.ts";
import { listIndex, type Key } from "../../shared/store/table.ts";
import { production, type Services } from "../http/services.ts";
import { steps } from "../steps/index.ts";

/** What the scheduler sends: the instant the tick is for. */
const Tick = z.object({ time: z.iso.datetime({ offset: true }) });

/** How a tick went: `left` counts items that are still due, for the next tick. */
export type TickAnswer = { readonly done: number; readonly left: number };

const DEADLINE_MS = 20_000;
const PAGE = 100;

/** Takes what has fallen due, until nothing is left or 20 s have gone. */
export async function tick(services: Services, time: string): Promise<TickAnswer> {
  const stopAt = performance.now() + DEADLINE_MS;
  const results = await Promise.all(DUE_SHARDS.map((shard) => drain(services, shard, time, stopAt)));
  return {
    done: results.reduce((sum, { done }) => sum + done, 0),
    left: results.reduce((sum, { left }) => sum + left, 0),
  };
}

async function drain(services: Services, shard: string, time: string, stopAt: number): Promise<TickAnswer> {
  const upTo = new Date(time).toISOString();
  let done = 0;
  const failed = new Set<string>();
  for (;;) {
    const { items } = await listIndex(services.table, "due", { partition: shard, upTo, limit: PAGE });
    const fresh = items.map(keyOf).filter((key) => !failed.has(`${key.pk} ${key.sk}`));
    if (fresh.length === 0) return { done, left: failed.size };
    for (const key of fresh) {
      if (performance.now() > stopAt) return { done, left: failed.size + 1 };
      if (await take(services, key, Date.parse(time))) done++;
      else failed.add(`${key.pk} ${key.sk}`);
    }
  }
}

const keyOf = (item: Readonly<Record<string, unknown>>): Key => ({ pk: String(item["pk"]), sk: String(item["sk"]) });

async function take(services: Services, key: Key, now: number): Promise<boolean> {
  const kind = key.pk.split("#", 1)[0] ?? "";
  const step = steps[kind];
  if (!step) {
    log("error", "no-step", { step: kind });
    return false;
  }
  try {
    await step(services, key, now);
    return true;
  } catch (error) {
    // One item that cannot go on must not hold up the others; it stays due and is tried again.
    log("warn", "step-failed", { step: kind, ...describeError(error) });
    return false;
  }
}

export const handler = (event: unknown): Promise<TickAnswer> => tick(production(), Tick.parse(event).time);
