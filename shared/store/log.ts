import * as z from "zod";
import { due, keys } from "./keys.ts";
import { list, read, type Table } from "./table.ts";
import { put, replace, transact, type Write } from "./transact.ts";

/** The head of the public log: how many entries it has, and up to where they are published. */
const LogHead = z.object({
  version: z.int().nonnegative(),
  size: z.int().nonnegative(),
  /** Size of the last checkpoint that has its cosignatures. */
  published: z.int().nonnegative(),
});
export type LogHead = z.infer<typeof LogHead>;

const EMPTY: LogHead = { version: 0, size: 0, published: 0 };

export async function readLogHead(table: Table): Promise<LogHead> {
  const found = await read(table, keys.log());
  return found ? LogHead.parse(found) : EMPTY;
}

/**
 * The writes that append one entry: they go into the transaction of the decision that the entry
 * announces, so that there is never one without the other.
 *
 * @param text - canonical JSON, at most 65 535 bytes
 * @param at - UTC instant from which the clock sees to its publication, should the act not
 */
export function appendWrites(
  head: LogHead,
  text: string,
  at: string,
): { readonly log: Write; readonly entry: Write; readonly index: number } {
  const { version, size, published } = head;
  const next = { version: version + 1, size: size + 1, published };
  return {
    log: replace({ ...keys.log(), ...next, ...due("LOG", at) }, version),
    entry: put({ ...keys.logEntry(size), index: size, text }),
    index: size,
  };
}

const Entry = z.object({ index: z.int(), text: z.string() });

/** Entry texts from index `from` on, in order. */
export async function readEntries(table: Table, from: number, to: number): Promise<string[]> {
  const after = from === 0 ? "ENTRY#" : keys.logEntry(from - 1).sk;
  const { items } = await list(table, keys.log().pk, { after, limit: to - from });
  const entries = items.map((item) => Entry.parse(item));
  const whole =
    entries.length === to - from && entries.every(({ index }, at) => index === from + at);
  if (!whole) throw new Error("The log has a gap");
  return entries.map(({ text }) => text);
}

const StoredCheckpoint = z.object({ size: z.int(), text: z.string() });
/** A cosigned checkpoint and the size it is for. */
export type LogCheckpoint = z.infer<typeof StoredCheckpoint>;

/** The first cosigned checkpoint that covers the entry at `index`: it gives the entry its time. */
export async function checkpointCovering(table: Table, index: number): Promise<string | undefined> {
  const after = keys.logCheckpoint(index).sk;
  const { items } = await list(table, keys.log().pk, { after, limit: 1 });
  const [found] = items.filter(({ sk }) => String(sk).startsWith("CHECKPOINT#"));
  return found && StoredCheckpoint.parse(found).text;
}

/** The cosigned checkpoint at exactly this size. */
export async function checkpointAt(table: Table, size: number): Promise<string | undefined> {
  const found = await read(table, keys.logCheckpoint(size));
  return found && StoredCheckpoint.parse(found).text;
}

/** The cosigned checkpoint of the greatest size. */
export async function latestCheckpoint(table: Table): Promise<LogCheckpoint | undefined> {
  const options = { prefix: "CHECKPOINT#", descending: true, limit: 1 };
  const { items } = await list(table, keys.log().pk, options);
  return items[0] && StoredCheckpoint.parse(items[0]);
}

/** Keeps a cosigned checkpoint; the first that is kept counts, and is returned. */
export async function keepCheckpoint(table: Table, size: number, text: string): Promise<string> {
  const failed = await transact(table, {
    checkpoint: put({ ...keys.logCheckpoint(size), size, text }),
  });
  if (failed.size === 0) return text;
  const kept = await checkpointAt(table, size);
  if (kept === undefined) throw new Error("A checkpoint that was there is gone");
  return kept;
}

/** Notes how far the log is published; leaves the `due` index when that is all of it. */
export async function markPublished(table: Table, size: number, at: string): Promise<void> {
  const head = await readLogHead(table);
  if (head.published >= size) return;
  const next = { version: head.version + 1, size: head.size, published: size };
  const waiting = head.size > size ? due("LOG", at) : {};
  // A rival append or mark moved it on: the log stays due and the next step notes it.
  await transact(table, { log: replace({ ...keys.log(), ...next, ...waiting }, head.version) });
}
