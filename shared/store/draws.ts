import * as z from "zod";
import { RosterObjection } from "../contract/allotment.ts";
import { Versioned } from "./audit.ts";
import { keys } from "./keys.ts";
import { list, read, type Table } from "./table.ts";
import { put, set, type Write } from "./transact.ts";

const StoredCommit = z.object({ source: z.string(), note: z.string() });
const StoredReveal = z.object({ source: z.string(), nonce: z.string() });
const StoredReading = z.object({
  source: z.string(),
  reader: z.string(),
  value: z.string(),
  at: z.string(),
});
export type Reading = z.infer<typeof StoredReading>;

/** A witness's commit: once, and never changed. */
export const putCommit = (drawId: string, source: string, note: string): Write =>
  put({ ...keys.commit(drawId, source), source, note });

/** The commit notes of a draw by source id. */
export async function readCommits(
  table: Table,
  drawId: string,
): Promise<ReadonlyMap<string, string>> {
  const { items } = await list(table, keys.draw(drawId).pk, { prefix: "COMMIT#" });
  return new Map(
    items.map((item) => StoredCommit.parse(item)).map(({ source, note }) => [source, note]),
  );
}

/** A witness's nonce, 64 hex digits: once, and never changed. */
export const putReveal = (drawId: string, source: string, nonce: string): Write =>
  put({ ...keys.reveal(drawId, source), source, nonce });

export async function readReveals(
  table: Table,
  drawId: string,
): Promise<ReadonlyMap<string, string>> {
  const { items } = await list(table, keys.draw(drawId).pk, { prefix: "REVEAL#" });
  return new Map(
    items.map((item) => StoredReveal.parse(item)).map(({ source, nonce }) => [source, nonce]),
  );
}

/** What one reader saw in the official bulletin; reading again replaces their own number. */
export const putReading = (drawId: string, reading: Reading): Write =>
  set({ ...keys.reading(drawId, reading.source, reading.reader), ...reading });

export async function readReadings(table: Table, drawId: string): Promise<Reading[]> {
  const { items } = await list(table, keys.draw(drawId).pk, { prefix: "READING#" });
  return items.map((item) => StoredReading.parse(item));
}

/** An objection to a roster: the objector and the words are sealed. */
export const StoredObjection = Versioned.extend({
  objectionId: z.string(),
  drawId: z.string(),
  state: z.enum(["OPEN", "UPHELD", "DISMISSED"]),
  ground: RosterObjection.shape.ground,
  receipt: z.string().optional(),
  statementSealed: z.string(),
  objectedAt: z.string(),
  answerBy: z.string(),
  /** Subject of the objector: told of the decision, never shown to the subject of the objection. */
  objector: z.string(),
  /** Why it was decided so, in the officer's words: under seal, for it may name people. */
  reasonSealed: z.string().optional(),
});
export type StoredObjection = z.infer<typeof StoredObjection>;

export async function findObjection(
  table: Table,
  drawId: string,
  objectionId: string,
): Promise<StoredObjection | undefined> {
  const found = await read(table, keys.objection(drawId, objectionId));
  return found && StoredObjection.parse(found);
}

export async function listObjections(table: Table, drawId: string): Promise<StoredObjection[]> {
  const { items } = await list(table, keys.draw(drawId).pk, { prefix: "OBJECTION#" });
  return items
    .filter(({ version }) => version !== undefined)
    .map((item) => StoredObjection.parse(item));
}
