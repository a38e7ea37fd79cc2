import * as z from "zod";
import { AmendReason } from "../contract/draw.ts";
import { keys } from "./keys.ts";
import { list, type Table } from "./table.ts";
import { put, type Write } from "./transact.ts";

/** A removal after the result, as logged: where in the log it stands, who left, who moved up. */
export const StoredAmend = z.object({
  index: z.int().nonnegative(),
  digest: z.string(),
  seq: z.int().positive(),
  receipt: z.string(),
  reason: AmendReason,
  pool: z.string(),
  fill: z.string().nullable(),
  fillPool: z.string().nullable(),
});
export type StoredAmend = z.infer<typeof StoredAmend>;

const nameOf = (seq: number): string => `amend-${String(seq).padStart(6, "0")}`;

/** Once for each number, and never changed. */
export const putAmend = (drawId: string, amend: StoredAmend): Write =>
  put({ ...keys.drawDocument(drawId, nameOf(amend.seq)), ...amend });

/** Every removal of a draw, in order. */
export async function listAmends(table: Table, drawId: string): Promise<StoredAmend[]> {
  const { pk, sk } = keys.drawDocument(drawId, "amend-");
  const { items } = await list(table, pk, { prefix: sk });
  return items.map((item) => StoredAmend.parse(item));
}
