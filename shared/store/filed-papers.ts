import * as z from "zod";
import { FilingDraft } from "../contract/filing.ts";
import { CertificateNo, FilingId } from "../contract/ids.ts";
import { FilingRecord, isPersonal } from "./filing-record.ts";
import { keys } from "./keys.ts";
import { openFields, sealFields } from "./sealed-fields.ts";
import type { Vault } from "./sealing.ts";
import { read, type Table } from "./table.ts";
import { set, type Write } from "./transact.ts";

/** A lease as a certificate proved it that another has taken the place of. */
const FiledPaper = z.object({
  filingId: FilingId,
  certificateNo: CertificateNo,
  draft: FilingDraft,
  parties: FilingRecord.shape.parties,
});
export type FiledPaper = z.infer<typeof FiledPaper>;

/**
 * Keeps what the present certificate says, in the transaction that puts another in its place: what
 * was proved once can be shown again, marked as changed or replaced. Done again it writes the same.
 */
export function keepPaper(
  vault: Vault,
  { filingId, certificate, draft, parties }: FilingRecord,
): Write {
  if (!certificate) throw new Error("Only a certificate that was given is kept");
  const { certificateNo } = certificate;
  const key = keys.filedPaper(filingId, certificateNo);
  const paper: FiledPaper = { filingId, certificateNo, draft, parties };
  return set({ ...sealFields(vault, key, paper, isPersonal), ...key });
}

/** What a certificate said that is no longer the latest; undefined: none such of this filing. */
export async function findPaper(
  table: Table,
  vault: Vault,
  filingId: string,
  certificateNo: string,
): Promise<FiledPaper | undefined> {
  const key = keys.filedPaper(filingId, certificateNo);
  const found = await read(table, key);
  return found && FiledPaper.parse(openFields(vault, key, found, isPersonal));
}
