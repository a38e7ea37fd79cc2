import * as z from "zod";
import type { HomeOffer } from "../contract/scheme.ts";
import { withoutChain, type Act } from "./audit.ts";
import { keys } from "./keys.ts";
import { advanceScheme, findScheme, freeHome, type StoredScheme } from "./schemes.ts";
import { read, type Table } from "./table.ts";
import { put, remove, transact, type Write } from "./transact.ts";

/** Homes of one transaction: two writes each, and room for the scheme's own. */
const BATCH = 40;
/** Transactions at once: a scheme of 3,000 homes is locked within one request. */
const AT_ONCE = 4;

const HomeLock = z.object({ schemeId: z.string() });

/** Who holds a home; undefined: nobody. */
async function holderOf(table: Table, { flatId }: HomeOffer): Promise<string | undefined> {
  const found = await read(table, keys.homeLock(flatId));
  return found && HomeLock.parse(found).schemeId;
}

const inBatches = (homes: readonly HomeOffer[]): HomeOffer[][] =>
  Array.from({ length: Math.ceil(homes.length / BATCH) }, (_, at) =>
    homes.slice(at * BATCH, (at + 1) * BATCH),
  );

const lockWrites = (schemeId: string, homes: readonly HomeOffer[]): Record<string, Write> =>
  Object.fromEntries(
    homes.flatMap((home) => [
      [`lock ${home.homeId}`, put({ ...keys.homeLock(home.flatId), schemeId })],
      [`home ${home.homeId}`, put(freeHome(schemeId, home))],
    ]),
  );

/**
 * Locks homes for a scheme: no other scheme can offer them. Done again it changes nothing.
 *
 * @returns the first home that another scheme holds; the others may be locked then
 */
export async function lockHomes(
  table: Table,
  { schemeId }: Pick<StoredScheme, "schemeId">,
  homes: readonly HomeOffer[],
): Promise<HomeOffer | undefined> {
  const waiting = inBatches(homes);
  let held: HomeOffer | undefined;
  const worker = async () => {
    for (let batch = waiting.shift(); batch && !held; batch = waiting.shift()) {
      if ((await transact(table, lockWrites(schemeId, batch))).size > 0)
        held ??= await lockEach(table, schemeId, batch);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return held;
}

/** One after the other: some are locked already, by us or by another. */
async function lockEach(
  table: Table,
  schemeId: string,
  homes: readonly HomeOffer[],
): Promise<HomeOffer | undefined> {
  for (const home of homes) {
    if ((await transact(table, lockWrites(schemeId, [home]))).size === 0) continue;
    if ((await holderOf(table, home)) !== schemeId) return home;
  }
  return undefined;
}

/**
 * Lets go of the homes that a draft has locked, when it cannot be published. Whoever is publishing
 * the same draft at this moment finds its version moved, and locks them anew.
 */
export async function releaseHomes(
  table: Table,
  schemeId: string,
  { homes, act }: { readonly homes: readonly HomeOffer[]; readonly act: Act },
): Promise<void> {
  for (const batch of inBatches(homes)) {
    const seen = await findScheme(table, schemeId);
    if (seen?.state !== "DRAFT") return;
    const holders = await Promise.all(batch.map((home) => holderOf(table, home)));
    const own = batch.filter((_, at) => holders[at] === schemeId);
    if (own.length === 0) continue;
    const removals = own.flatMap(({ homeId, flatId }) => [
      [`lock ${homeId}`, remove(keys.homeLock(flatId))] as const,
      [`home ${homeId}`, remove(keys.home(schemeId, homeId))] as const,
    ]);
    // A failed condition means that the draft was published or released meanwhile.
    await transact(table, {
      ...Object.fromEntries<Write>(removals),
      ...advanceScheme(withoutChain(seen), seen, { act, dueAt: undefined }),
    });
  }
}

/** Lets go of all homes of a scheme that will never let them; what it offered stays on its record. */
export async function unlockHomes(
  table: Table,
  schemeId: string,
  homes: readonly HomeOffer[],
): Promise<void> {
  for (const batch of inBatches(homes)) {
    const holders = await Promise.all(batch.map((home) => holderOf(table, home)));
    const own = batch.filter((_, at) => holders[at] === schemeId);
    if (own.length === 0) continue;
    const removals = own.map(({ flatId }) => [flatId, remove(keys.homeLock(flatId))] as const);
    // A failed condition means that another run of this got as far.
    await transact(table, Object.fromEntries(removals));
  }
}
