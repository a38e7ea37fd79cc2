import * as z from "zod";
import { describeError, log } from "../../shared/platform/log.ts";
import { DUE_SHARDS } from "../../shared/store/keys.ts";
import { listIndex, type Item, type Key } from "../../shared/store/table.ts";
import { production, type Services } from "../http/services.ts";
import { steps } from "../steps/index.ts";

/** What the scheduler sends: the instant the tick is for. */
const Tick = z.object({ time: z.iso.datetime({ offset: true }) });

/** How a tick went: `left` counts items that are still due, for the next tick. */
export type TickAnswer = { readonly done: number; readonly left: number };

const DEADLINE_MS = 20_000;
const PAGE = 100;
/** Items of a shard at once: one that waits for another system does not hold up the shard. */
const AT_ONCE = 2;

/** Takes what has fallen due, until nothing more can be done or 20 s have gone. */
export async function tick(services: Services, time: string): Promise<TickAnswer> {
  const until = { upTo: new Date(time).toISOString(), stopAt: performance.now() + DEADLINE_MS };
  const results = await Promise.all(DUE_SHARDS.map((shard) => drain(services, shard, until)));
  return {
    done: results.reduce((sum, { done }) => sum + done, 0),
    left: results.reduce((sum, { left }) => sum + left, 0),
  };
}

type Until = { readonly upTo: string; readonly stopAt: number };

/**
 * Goes over a shard again and again, until a whole round finds nothing that was not taken already.
 * What is still listed then, as it was when it was taken, cannot go on now: it is left.
 */
async function drain(services: Services, shard: string, until: Until): Promise<TickAnswer> {
  const taken = new Set<string>();
  try {
    for (;;) {
      const before = taken.size;
      const listed = await goOver(services, shard, { ...until, taken });
      // Stopped in the middle, the rest is the next tick's.
      if (performance.now() > until.stopAt) return { done: taken.size, left: 1 };
      if (taken.size === before) return { done: Math.max(0, before - listed), left: listed };
    }
  } catch (error) {
    // The table does not list this shard now; the others go on, and the next tick lists it again.
    log("warn", "shard-not-listed", { step: shard, ...describeError(error) });
    return { done: taken.size, left: 1 };
  }
}

/** Takes what is due in a shard and new to this tick, page by page; gives how many items there were. */
async function goOver(
  services: Services,
  shard: string,
  { upTo, stopAt, taken }: Until & { readonly taken: Set<string> },
): Promise<number> {
  let listed = 0;
  let after: Item | undefined;
  do {
    const page = await listIndex(services.table, "due", {
      partition: shard,
      upTo,
      limit: PAGE,
      ...(after && { after }),
    });
    listed += page.items.length;
    const fresh = page.items.filter((item) => !taken.has(asItStands(item)));
    const worker = async () => {
      for (let item = fresh.shift(); item; item = fresh.shift()) {
        if (performance.now() > stopAt) return;
        taken.add(asItStands(item));
        await take(services, keyOf(item), Date.parse(upTo));
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    after = page.next;
  } while (after && performance.now() <= stopAt);
  return listed;
}

/** An item as the index shows it: changed since, it is another one, and may be taken again. */
const asItStands = ({ pk, sk, version, dueAt }: Item): string =>
  [pk, sk, version ?? "", dueAt].join(" ");

const keyOf = ({ pk, sk }: Item): Key => ({ pk: String(pk), sk: String(sk) });

async function take(services: Services, key: Key, now: number): Promise<void> {
  const kind = key.pk.split("#", 1)[0] ?? "";
  const step = steps[kind];
  if (!step) {
    log("error", "no-step", { step: kind });
    return;
  }
  try {
    await step(services, key, now);
  } catch (error) {
    // One item that cannot go on must not hold up the others; it stays due and is tried again.
    log("warn", "step-failed", { step: kind, ...describeError(error) });
  }
}

export const handler = (event: unknown): Promise<TickAnswer> =>
  tick(production(), Tick.parse(event).time);
