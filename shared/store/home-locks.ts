import { marshall } from "@aws-sdk/util-dynamodb";
import * as z from "zod";
import type { HomeOffer } from "../contract/scheme.ts";
import { withoutChain, type Act } from "./audit.ts";
import { keys } from "./keys.ts";
import { advanceScheme, findScheme, freeHome, type StoredScheme } from "./schemes.ts";
import { read, toItem, type Key, type Table } from "./table.ts";
import { remove, transact, type Write } from "./transact.ts";

/** Homes of one transaction: three writes each, and room for the scheme's own. */
const BATCH = 30;
/** Transactions at once: a scheme of 3,000 homes is locked within one request. */
const AT_ONCE = 4;

/** Which scheme has a home; `isVoid`: it was void, and only who names it may have the home next. */
const HomeLock = z.object({
  schemeId: z.string(),
  isVoid: z.boolean().optional(),
  /** The void scheme it was taken over from. */
  from: z.string().optional(),
});
type HomeLock = z.infer<typeof HomeLock>;

type Offering = Pick<StoredScheme, "schemeId"> & { readonly replaces?: string | undefined };

/** Why a home cannot be offered: another scheme has it, or it comes from a void one not named. */
export type HeldHome = { readonly homeId: string; readonly by: "other-scheme" | "void-scheme" };

/**
 * The locks of a home: on the flat's code, which officers type in, and on the standard address, which
 * the city gives: two codes for one flat meet there.
 */
const locksOf = ({ flatId, standardAddressCode }: HomeOffer): readonly Key[] => [
  keys.homeLock(flatId),
  keys.addressLock(standardAddressCode),
];

async function holderOf(table: Table, key: Key): Promise<HomeLock | undefined> {
  const found = await read(table, key);
  return found && HomeLock.parse(found);
}

const inBatches = (homes: readonly HomeOffer[]): HomeOffer[][] =>
  Array.from({ length: Math.ceil(homes.length / BATCH) }, (_, at) =>
    homes.slice(at * BATCH, (at + 1) * BATCH),
  );

/** Takes a lock that is free, our own already, or left by the void scheme that we replace. */
const take =
  (key: Key, { schemeId, replaces }: Offering): Write =>
  (TableName) => ({
    Put: {
      TableName,
      Item: toItem({ ...key, schemeId, ...(replaces !== undefined && { from: replaces }) }),
      ConditionExpression:
        "attribute_not_exists(pk) OR schemeId = :own OR (isVoid = :void AND schemeId = :replaced)",
      ExpressionAttributeValues: marshall({
        ...{ ":own": schemeId, ":void": true, ":replaced": replaces ?? "-" },
      }),
    },
  });

/** A home within its scheme, free; one that a household has taken meanwhile is never put back. */
const offer =
  (schemeId: string, home: HomeOffer): Write =>
  (TableName) => ({
    Put: {
      TableName,
      Item: toItem(freeHome(schemeId, home)),
      ConditionExpression: "attribute_not_exists(pk) OR version = :first",
      ExpressionAttributeValues: marshall({ ":first": 1 }),
    },
  });

const lockWrites = (offering: Offering, homes: readonly HomeOffer[]): Record<string, Write> =>
  Object.fromEntries(
    homes.flatMap((home) => [
      ...locksOf(home).map(
        (key, at) => [`lock ${at} ${home.homeId}`, take(key, offering)] as const,
      ),
      [`home ${home.homeId}`, offer(offering.schemeId, home)] as const,
    ]),
  );

/**
 * Locks homes for a scheme: no other scheme can offer them. Done again it changes nothing.
 *
 * @returns the first home that cannot be had; the others may be locked then
 */
export async function lockHomes(
  table: Table,
  offering: Offering,
  homes: readonly HomeOffer[],
): Promise<HeldHome | undefined> {
  const waiting = inBatches(homes);
  let held: HeldHome | undefined;
  const worker = async () => {
    for (let batch = waiting.shift(); batch && !held; batch = waiting.shift()) {
      const failed = await transact(table, lockWrites(offering, batch));
      const home = batch.find(({ homeId }) =>
        [0, 1].some((at) => failed.has(`lock ${at} ${homeId}`)),
      );
      if (home) held ??= await whyHeld(table, offering, home);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return held;
}

async function whyHeld(table: Table, { schemeId }: Offering, home: HomeOffer): Promise<HeldHome> {
  const holders = await Promise.all(locksOf(home).map((key) => holderOf(table, key)));
  const others = holders.filter((one) => one !== undefined && one.schemeId !== schemeId);
  const isVoid = others.length > 0 && others.every((one) => one?.isVoid === true);
  return { homeId: home.homeId, by: isVoid ? "void-scheme" : "other-scheme" };
}

/** Gives a lock back: to nobody, or to the void scheme that it came from. */
const giveBack = (key: Key, { from }: HomeLock, schemeId: string): Write =>
  from === undefined
    ? remove(key)
    : (TableName) => ({
        Put: {
          TableName,
          Item: toItem({ ...key, schemeId: from, isVoid: true }),
          ConditionExpression: "schemeId = :own",
          ExpressionAttributeValues: marshall({ ":own": schemeId }),
        },
      });

/** The writes that let go of a draft's own homes among these. */
async function releases(
  table: Table,
  schemeId: string,
  homes: readonly HomeOffer[],
): Promise<Record<string, Write>> {
  const each = await Promise.all(
    homes.map(async (home): Promise<(readonly [string, Write])[]> => {
      const locks = await Promise.all(
        locksOf(home).map(async (key, at) => {
          const holder = await holderOf(table, key);
          return holder?.schemeId === schemeId && holder.isVoid !== true
            ? ([`lock ${at} ${home.homeId}`, giveBack(key, holder, schemeId)] as const)
            : undefined;
        }),
      );
      const own = locks.filter((one) => one !== undefined);
      const item = keys.home(schemeId, home.homeId);
      return own.length > 0 ? [...own, [`home ${home.homeId}`, remove(item)]] : [];
    }),
  );
  return Object.fromEntries(each.flat());
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
    const removals = await releases(table, schemeId, batch);
    if (Object.keys(removals).length === 0) continue;
    // A failed condition means that the draft was published or released meanwhile.
    await transact(table, {
      ...removals,
      ...advanceScheme(withoutChain(seen), seen, { act, dueAt: undefined }),
    });
  }
}

/**
 * Lets go of all homes of a void scheme, for a scheme that names it (draw protocol 1): whoever
 * watches the log must see which draw a second notice for the same flats replaces. Done again it
 * changes nothing.
 */
export async function unlockHomes(
  table: Table,
  schemeId: string,
  homes: readonly HomeOffer[],
): Promise<void> {
  for (const batch of inBatches(homes)) {
    const left = batch.flatMap((home) =>
      locksOf(home).map(async (key, at): Promise<[string, Write][]> => {
        const holder = await holderOf(table, key);
        const isOurs = holder?.schemeId === schemeId && holder.isVoid !== true;
        return isOurs ? [[`${at} ${home.homeId}`, leave(key, schemeId)]] : [];
      }),
    );
    const writes = Object.fromEntries((await Promise.all(left)).flat());
    // A failed condition means that another run of this got as far.
    if (Object.keys(writes).length > 0) await transact(table, writes);
  }
}

const leave =
  (key: Key, schemeId: string): Write =>
  (TableName) => ({
    Put: {
      TableName,
      Item: toItem({ ...key, schemeId, isVoid: true }),
      ConditionExpression: "schemeId = :own",
      ExpressionAttributeValues: marshall({ ":own": schemeId }),
    },
  });
