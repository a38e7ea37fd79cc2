import * as z from "zod";
import { AgencyField, ViewOffice, ViewPurpose } from "../contract/agency.ts";
import { CertificateNo, FilingId } from "../contract/ids.ts";
import { Instant } from "../contract/values.ts";
import { ProofId } from "../contract/village-proof.ts";
import { keys } from "./keys.ts";
import { list, type Table } from "./table.ts";
import { put, type Write } from "./transact.ts";

/** That an office was told of someone, and what for. */
const StoredView = z.object({
  at: Instant,
  office: ViewOffice,
  purpose: ViewPurpose,
  /** The filing, or the village's proof, that was read; or the person's points. */
  filingId: z.union([FilingId, ProofId, z.literal("POINTS")]),
  certificateNo: CertificateNo.optional(),
  fields: z.array(AgencyField),
});
export type StoredView = z.infer<typeof StoredView>;

/**
 * The writes that let each person see that they were looked up: before the answer, in the
 * transaction that puts the question on record.
 *
 * @param people - keyed hashes of all whom the answer tells of
 * @param viewId - differs for each question
 */
export const viewRows = (
  people: readonly string[],
  view: StoredView,
  viewId: string,
): Record<`view ${string}`, Write> =>
  Object.fromEntries(
    [...new Set(people)].map((hash): [string, Write] => [
      `view ${hash}`,
      put({ ...keys.view(hash, view.at, view.filingId, viewId), ...view }),
    ]),
  );

const PREFIX = "VIEW#";

/** Who looked, the latest first. @param after - `next` of the page before */
export async function listViews(
  table: Table,
  hash: string,
  { after, limit }: { after?: string; limit: number },
): Promise<{ readonly views: readonly StoredView[]; readonly next?: string }> {
  const { pk } = keys.view(hash, "", "", "");
  const page = await list(table, pk, {
    ...{ prefix: PREFIX, descending: true, limit },
    ...(after !== undefined && { after }),
  });
  return {
    views: page.items.map((item) => StoredView.parse(item)),
    ...(page.next !== undefined && { next: page.next }),
  };
}
