import { marshall } from "@aws-sdk/util-dynamodb";
import * as z from "zod";
import { WaitingNo, WaitingReason, WaitlistKey, waitlistShape } from "../contract/waiting.ts";
import { CivilDate, Instant } from "../contract/values.ts";
import { BLOCK_SIZE, blockOf, type Block, type Change } from "../domain/waiting/positions.ts";
import type { ListChange } from "../domain/waiting/membership.ts";
import { advance, Versioned, withoutChain, type Act } from "./audit.ts";
import { due, keys } from "./keys.ts";
import { list, read, type Table } from "./table.ts";
import { put, remove, replace, set, transact, type Write } from "./transact.ts";

/** A waiting list: the numbers given, and where its history stands. */
const StoredWaitlist = Versioned.extend({
  ...waitlistShape,
  /** Numbers given: the last one. */
  given: z.int().nonnegative(),
  /** Of them, those whose household is away. */
  away: z.int().nonnegative(),
  /** Entries of its history. */
  moves: z.int().nonnegative(),
});
export type StoredWaitlist = z.infer<typeof StoredWaitlist>;

/** A list as it is before anyone stands on it. */
export type Waitlist = Omit<StoredWaitlist, "version" | "auditHead"> & {
  readonly seen?: StoredWaitlist;
};

/** `350503#PRH#ORDINARY`: names a list within keys. */
export const listName = ({ jurisdiction, programme, queue }: WaitlistKey): string =>
  `${jurisdiction}#${programme}#${queue}`;

/** The list a key's name stands for; undefined when it is none. */
export function listOf(name: string): WaitlistKey | undefined {
  const [jurisdiction, programme, queue] = name.split("#");
  return WaitlistKey.safeParse({ jurisdiction, programme, queue }).data;
}

export async function readWaitlist(table: Table, key: WaitlistKey): Promise<Waitlist> {
  const found = await read(table, keys.waitlist(listName(key)));
  const { jurisdiction, programme, queue } = key;
  if (!found) return { jurisdiction, programme, queue, given: 0, away: 0, moves: 0 };
  const seen = StoredWaitlist.parse(found);
  return { ...withoutChain(seen), seen };
}

/** Every list that somebody ever stood on. */
export async function listWaitlists(table: Table): Promise<StoredWaitlist[]> {
  const { items } = await list(table, keys.waitlistListed("").pk);
  const heads = await Promise.all(items.map(({ sk }) => read(table, keys.waitlist(String(sk)))));
  return heads.flatMap((head) => (head ? [StoredWaitlist.parse(head)] : []));
}

type Joining = {
  readonly applicationId: string;
  readonly submittedAt: string;
  readonly householdSize: number;
};

/**
 * Gives the next numbers to households, if nobody was given any since: none is given twice or left
 * out. Goes into the transaction that moves their cases.
 *
 * @returns the writes of the list; the first of `joining` has the number `given` + 1
 */
export function joinWrites(
  { seen, ...before }: Waitlist,
  joining: readonly Joining[],
  { act, noticeDay }: { readonly act: Act; readonly noticeDay: string },
): Record<string, Write> {
  const name = listName(before);
  const next = { ...before, given: before.given + joining.length };
  const { head, audit } = advance(keys.waitlist(name), next, seen, act);
  const places = joining.map(({ applicationId, submittedAt, householdSize }, at) => [
    `place ${applicationId}`,
    put({
      ...keys.waitlistPlace(name, before.given + at + 1),
      ...{ waitingNo: before.given + at + 1, applicationId, submittedAt, householdSize },
      ...{ noticeDay, joinedAt: act.at, sinceMove: before.moves },
      joinedAs: before.given + at + 1 - before.away,
    }),
  ]);
  return {
    waitlist: head,
    waitlistAudit: audit,
    files: touchFiles(name, act.at),
    ...(seen === undefined && { listed: set({ ...keys.waitlistListed(name), name }) }),
    ...(Object.fromEntries(places) as Record<string, Write>),
  };
}

/** A number as it was given. */
export const StoredPlace = z.object({
  waitingNo: WaitingNo,
  applicationId: z.string(),
  submittedAt: Instant,
  noticeDay: CivilDate,
  householdSize: z.int(),
  joinedAt: Instant,
  /** The position it had then. */
  joinedAs: z.int().positive(),
  /** The last entry of the list's history before it. */
  sinceMove: z.int().nonnegative(),
});
export type StoredPlace = z.infer<typeof StoredPlace>;

export async function findPlace(
  table: Table,
  key: WaitlistKey,
  waitingNo: number,
): Promise<StoredPlace | undefined> {
  const found = await read(table, keys.waitlistPlace(listName(key), waitingNo));
  return found && StoredPlace.parse(found);
}

/** Places in the order of their numbers, from the one behind `after`. */
export async function listPlaces(
  table: Table,
  key: WaitlistKey,
  { after, limit }: { after: number; limit: number },
): Promise<StoredPlace[]> {
  const name = listName(key);
  const { items } = await list(table, keys.waitlist(name).pk, {
    prefix: "PLACE#",
    limit,
    ...(after > 0 && { after: keys.waitlistPlace(name, after).sk }),
  });
  return items.map((item) => StoredPlace.parse(item));
}

/** Every place of one block, for its public file. */
export const placesOfBlock = (table: Table, key: WaitlistKey, block: number) =>
  listPlaces(table, key, { after: block * BLOCK_SIZE, limit: BLOCK_SIZE });

const StoredBlock = z.object({
  block: z.int().nonnegative(),
  away: z.array(z.int().positive()),
  /** The entry of the history that changed it last. */
  move: z.int().positive(),
});
export type StoredBlock = z.infer<typeof StoredBlock>;

/** The blocks in which somebody is or was away. */
export async function listBlocks(table: Table, key: WaitlistKey): Promise<StoredBlock[]> {
  const { items } = await list(table, keys.waitlist(listName(key)).pk, { prefix: "BLOCK#" });
  return items.map((item) => StoredBlock.parse(item));
}

const StoredMove = z.object({
  seq: z.int().positive(),
  at: Instant,
  changes: z.array(
    z.object({ waitingNo: WaitingNo, change: z.enum(["LEFT", "BACK"]), reason: WaitingReason }),
  ),
});
export type StoredMove = z.infer<typeof StoredMove>;

/**
 * The list's history, the latest first.
 *
 * @param before - only entries before this one; absent: from the last
 */
export async function listMoves(
  table: Table,
  key: WaitlistKey,
  { before, limit }: { before?: number; limit: number },
): Promise<StoredMove[]> {
  const name = listName(key);
  const { items } = await list(table, keys.waitlist(name).pk, {
    prefix: "MOVE#",
    limit,
    descending: true,
    ...(before !== undefined && { after: keys.waitlistMove(name, before).sk }),
  });
  return items.map((item) => StoredMove.parse(item));
}

/**
 * Says, in the transaction that moves a case, that its household left the list or came back. It is
 * taken in by the clock: cases of one list do not wait for each other.
 */
export function changeWrite(
  key: WaitlistKey,
  { change, reason }: ListChange,
  of: {
    readonly applicationId: string;
    readonly waitingNo: number;
    readonly version: number;
    readonly at: string;
  },
): Write {
  const { applicationId, waitingNo, version, at } = of;
  return put({
    ...keys.waitlistChange(listName(key), applicationId, version),
    ...{ waitingNo, change, reason, version, at },
    ...due(applicationId, at),
  });
}

const StoredChange = z.object({
  pk: z.string(),
  sk: z.string(),
  waitingNo: WaitingNo,
  change: z.enum(["LEFT", "BACK"]),
  reason: WaitingReason,
  version: z.int().positive(),
  at: Instant,
});
export type StoredChange = z.infer<typeof StoredChange>;

/** Changes not taken in yet, each household's in its own order. */
export async function pendingChanges(
  table: Table,
  key: WaitlistKey,
  limit: number,
): Promise<StoredChange[]> {
  const { items } = await list(table, keys.waitlistChange(listName(key), "", 0).pk, { limit });
  return items.map((item) => StoredChange.parse(item));
}

/** What became of a list with changes taken in. */
type Taking = {
  readonly taken: readonly StoredChange[];
  readonly blocks: readonly Block[];
  readonly effective: readonly Change[];
  readonly act: Act;
};

/** The writes that take changes into a list: its next entry of history, its blocks, its record. */
export function takeWrites(
  { seen, ...before }: Waitlist,
  { taken, blocks, effective, act }: Taking,
): Record<string, Write> {
  const name = listName(before);
  const gone = taken.map((one, at) => [`change ${String(at)}`, remove(one)]);
  const removed = Object.fromEntries(gone) as Record<string, Write>;
  if (effective.length === 0) return removed;
  const seq = before.moves + 1;
  const left = effective.reduce((sum, { change }) => sum + (change === "LEFT" ? 1 : -1), 0);
  const next = { ...before, away: before.away + left, moves: seq };
  const { head, audit } = advance(keys.waitlist(name), next, seen, act);
  const changes = effective.map(({ waitingNo, change, reason }) => ({ waitingNo, change, reason }));
  const held = blocks.map(({ block, away }) => [
    `block ${String(block)}`,
    set({ ...keys.waitlistBlock(name, block), block, away, move: seq }),
  ]);
  return {
    ...removed,
    waitlist: head,
    waitlistAudit: audit,
    files: touchFiles(name, act.at),
    move: put({ ...keys.waitlistMove(name, seq), seq, at: act.at, changes }),
    ...(Object.fromEntries(held) as Record<string, Write>),
  };
}

/** What the public files of a list show; before the clock while they are behind. */
const StoredFiles = z.object({
  version: z.int().positive(),
  given: z.int().nonnegative().default(0),
  moves: z.int().nonnegative().default(0),
});
export type StoredFiles = z.infer<typeof StoredFiles>;

/** Puts a list's files before the clock. Unconditional: those who join do not shut each other out. */
const touchFiles =
  (name: string, at: string): Write =>
  (TableName) => {
    const { dueShard, dueAt } = due(name, at);
    return {
      Update: {
        TableName,
        Key: marshall(keys.waitlistFiles(name)),
        UpdateExpression:
          "SET version = if_not_exists(version, :none) + :one, dueShard = :shard, dueAt = :at",
        ExpressionAttributeValues: marshall({
          ...{ ":none": 0, ":one": 1, ":shard": dueShard, ":at": dueAt },
        }),
      },
    };
  };

export async function findFiles(table: Table, key: WaitlistKey): Promise<StoredFiles | undefined> {
  const found = await read(table, keys.waitlistFiles(listName(key)));
  return found && StoredFiles.parse(found);
}

/** Notes what the files show now; `moved` when the list went on meanwhile: they stay due. */
export async function noteFiles(
  table: Table,
  key: WaitlistKey,
  { seen, given, moves }: { seen: StoredFiles; given: number; moves: number },
): Promise<"noted" | "moved"> {
  const item = { ...keys.waitlistFiles(listName(key)), version: seen.version, given, moves };
  const failed = await transact(table, { files: replace(item, seen.version) });
  return failed.size === 0 ? "noted" : "moved";
}

/** The blocks whose public file is behind: with numbers given since, or moved since. */
export function staleBlocks(
  { given }: Pick<Waitlist, "given">,
  blocks: readonly StoredBlock[],
  shown: StoredFiles,
): number[] {
  const from = blockOf(shown.given + 1);
  const fresh = given > shown.given ? blockOf(given) - from + 1 : 0;
  const grown = Array.from({ length: fresh }, (_, at) => from + at);
  const moved = blocks.flatMap(({ block, move }) => (move > shown.moves ? [block] : []));
  return [...new Set([...grown, ...moved])].sort((a, b) => a - b);
}
