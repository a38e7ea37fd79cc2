import * as z from "zod";
import { FilingId, ObjectionId } from "../contract/ids.ts";
import { Instant } from "../contract/values.ts";
import { keys } from "./keys.ts";
import { list, type Table } from "./table.ts";
import { put, type Write } from "./transact.ts";

const Row = z.object({ filingId: FilingId, objectionId: ObjectionId, since: Instant });

/** Lets whoever objects find their objection again; the filing need not be theirs. */
export const objectionRow = (hash: string, row: z.infer<typeof Row>): Write =>
  put({ ...keys.partyObjection(hash, row.objectionId), ...row });

/** The objections of a person, by id; at most a hundred. */
export async function listPartyObjections(
  table: Table,
  hash: string,
): Promise<readonly z.infer<typeof Row>[]> {
  const { pk } = keys.partyObjection(hash, "");
  const { items } = await list(table, pk, { prefix: "OBJECTION#", limit: 100 });
  return items.map((item) => Row.parse(item));
}
