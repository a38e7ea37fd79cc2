import { advance, Versioned, type Act } from "./audit.ts";
import { keys } from "./keys.ts";
import { read, type Table } from "./table.ts";
import type { Write } from "./transact.ts";

/** The writes that put on record, in a chain of its own, what an agency was handed in bulk. */
export async function agencyLogEntry(
  table: Table,
  agency: string,
  act: Act,
): Promise<Record<"agencyLog" | "agencyLogAudit", Write>> {
  const key = keys.agency(agency);
  const found = await read(table, key);
  const seen = found && Versioned.parse(found);
  const { head, audit } = advance(key, { agency }, seen, act);
  return { agencyLog: head, agencyLogAudit: audit };
}
