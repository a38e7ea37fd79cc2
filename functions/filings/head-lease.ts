import type { FilingDraft } from "../../shared/contract/filing.ts";
import type { HeadLease } from "../../shared/domain/filings/subleases.ts";
import { findFiling } from "../../shared/store/filings.ts";
import type { Vault } from "../../shared/store/sealing.ts";
import type { Table } from "../../shared/store/table.ts";

/** The lease that a sublease is under, as it is on record; undefined: it is none, or there is none. */
export async function headLeaseOf(
  table: Table,
  vault: Vault,
  { lease: { sublease } }: Pick<FilingDraft, "lease">,
): Promise<HeadLease | undefined> {
  return sublease && findFiling(table, vault, sublease.headFilingId);
}
