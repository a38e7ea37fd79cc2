import * as z from "zod";
import {
  BatchCounts,
  BatchId,
  BatchSource,
  BatchState,
  ExternalId,
  RowOutcome,
} from "../contract/batch.ts";
import { FilingDraft } from "../contract/filing.ts";
import { FilingId, Role } from "../contract/ids.ts";
import { Instant } from "../contract/values.ts";
import type { Files } from "../platform/files.ts";
import { advance, Versioned, type Act } from "./audit.ts";
import { due, keys } from "./keys.ts";
import { openFields, sealFields } from "./sealed-fields.ts";
import type { Vault } from "./sealing.ts";
import { list, read, type Table } from "./table.ts";
import { put, set, type Write } from "./transact.ts";

/** What is wrong with a row; its words are looked up when it is read. */
const StoredFault = z.object({ column: z.string().optional(), code: z.string() });

/** A batch: how far it is. Its rows wait in sealed files until they are taken. */
export const BatchRecord = Versioned.extend({
  batchId: BatchId,
  /** Subject of who sent it, and in which role. */
  owner: z.string(),
  role: Role,
  source: BatchSource,
  /** Names the files in which its rows wait. */
  partsId: z.string(),
  state: BatchState,
  total: z.int().positive(),
  done: z.int().min(0),
  counts: BatchCounts,
  firstErrors: z.array(StoredFault.extend({ row: z.int().positive() })).max(20),
  createdAt: Instant,
  finishedAt: Instant.optional(),
});
export type BatchRecord = z.infer<typeof BatchRecord>;
export type NextBatch = Omit<BatchRecord, "version" | "auditHead">;

export const noneYet = (): BatchCounts => ({
  ...{ FILED: 0, UNDER_REVIEW: 0, SUBMITTED: 0, TO_SIGN: 0, REPEATED: 0, REFUSED: 0 },
});

export async function findBatch(table: Table, batchId: string): Promise<BatchRecord | undefined> {
  const found = await read(table, keys.batch(batchId));
  return found && BatchRecord.parse(found);
}

/**
 * The two writes that move a batch on.
 *
 * @param dueAt - UTC instant from which the clock may go on with it; undefined: nothing is left
 */
export function moveBatch(
  next: NextBatch,
  seen: Versioned | undefined,
  { act, dueAt }: { readonly act: Act; readonly dueAt: string | undefined },
): { readonly batch: Write; readonly batchAudit: Write } {
  const item = { ...next, ...(dueAt !== undefined && due(next.batchId, dueAt)) };
  const { head, audit } = advance(keys.batch(next.batchId), item, seen, act);
  return { batch: head, batchAudit: audit };
}

/** What became of a row. `settled`: nothing more is to be done with it by its batch. */
const StoredRow = z.object({
  row: z.int().positive(),
  externalId: ExternalId.optional(),
  outcome: RowOutcome,
  faults: z.array(StoredFault).max(20).readonly().optional(),
  otherRow: z.int().positive().optional(),
  notices: z.array(z.string()).optional(),
  filingId: FilingId.optional(),
  settled: z.boolean(),
});
export type StoredRow = z.infer<typeof StoredRow>;

/** Chosen by the caller, it may be anything: a person's name too. */
const isPersonal = (pointer: string): boolean => pointer === "/externalId";

const rowItem = (vault: Vault, batchId: string, place: number, row: StoredRow) => {
  const key = keys.batchRow(batchId, place);
  return { ...sealFields(vault, key, row, isPersonal), ...key };
};

/** Enters what became of a row, once. @param place - of the row in its batch, from 0 */
export const newRow = (vault: Vault, batchId: string, place: number, row: StoredRow): Write =>
  put(rowItem(vault, batchId, place, row));

/** Brings what is entered of a row up to date: after its filing was checked. */
export const settledRow = (vault: Vault, batchId: string, place: number, row: StoredRow): Write =>
  set(rowItem(vault, batchId, place, row));

/**
 * What became of the rows of a batch, in their order.
 *
 * @param from - the first place wanted, from 0; `limit`: at most so many
 */
export async function listRows(
  table: Table,
  vault: Vault,
  batchId: string,
  { from, limit }: { readonly from: number; readonly limit: number },
): Promise<readonly { readonly place: number; readonly row: StoredRow }[]> {
  const { pk } = keys.batch(batchId);
  const { items } = await list(table, pk, {
    ...{ prefix: "ROW#", limit },
    ...(from > 0 && { after: keys.batchRow(batchId, from - 1).sk }),
  });
  return items.map((item) => {
    const key = { pk, sk: String(item.sk) };
    return {
      place: Number(key.sk.slice("ROW#".length)),
      row: StoredRow.parse(openFields(vault, key, item, isPersonal)),
    };
  });
}

/** Which filing an external id stands for. */
const StoredExternal = z.object({
  filingId: FilingId,
  /** Keyed digest of the draft: the same id with other terms is another lease. */
  content: z.string(),
});
export type StoredExternal = z.infer<typeof StoredExternal>;

/** The external id as the table knows it: keyed, since it may be anything, and per filer. */
export const externalHash = (vault: Vault, filer: string, externalId: string): string =>
  vault.blindIndex("external-id", filer, externalId);

export async function findExternal(
  table: Table,
  hash: string,
): Promise<StoredExternal | undefined> {
  const found = await read(table, keys.externalId(hash));
  return found && StoredExternal.parse(found);
}

export const newExternal = (hash: string, external: StoredExternal): Write =>
  put({ ...keys.externalId(hash), ...external });

/** A row that waits to be taken. */
const WaitingRow = z.object({
  row: z.int().positive(),
  externalId: ExternalId.optional(),
  draft: FilingDraft.optional(),
  faults: z.array(StoredFault).readonly().optional(),
  otherRow: z.int().positive().optional(),
});
export type WaitingRow = z.infer<typeof WaitingRow>;

/** Rows of one sealed file: what a portion must hold in memory at once. */
export const ROWS_PER_PART = 500;

const partPath = (partsId: string, part: number): string =>
  `batches/${partsId}/${String(part).padStart(2, "0")}`;
const partKey = (partsId: string, part: number) => ({
  pk: keys.batch(partsId).pk,
  sk: `PART#${String(part).padStart(2, "0")}`,
});

/** Lays the rows of a batch aside, sealed, before the batch exists. */
export async function writeParts(
  files: Files,
  vault: Vault,
  partsId: string,
  rows: readonly WaitingRow[],
): Promise<void> {
  for (let part = 0; part * ROWS_PER_PART < rows.length; part++) {
    const some = rows.slice(part * ROWS_PER_PART, (part + 1) * ROWS_PER_PART);
    const sealed = vault.seal(JSON.stringify(some), partKey(partsId, part), "rows");
    await files.write(partPath(partsId, part), sealed, "application/octet-stream");
  }
}

/** @throws when the file is gone or was changed: then the batch cannot go on */
export async function readPart(
  files: Files,
  vault: Vault,
  partsId: string,
  part: number,
): Promise<readonly WaitingRow[]> {
  const bytes = await files.read(partPath(partsId, part));
  if (!bytes) throw new Error("A part of a batch is gone");
  const text = vault.open(new TextDecoder().decode(bytes), partKey(partsId, part), "rows");
  return z.array(WaitingRow).parse(JSON.parse(text));
}

/** Empties the files of a batch whose rows are all taken: what is in them is in the filings. */
export async function emptyParts(files: Files, partsId: string, total: number): Promise<void> {
  for (let part = 0; part * ROWS_PER_PART < total; part++)
    await files.write(partPath(partsId, part), "", "application/octet-stream");
}
