import { readFile } from "../../../functions/imports/read-file.ts";
import type { FilingDraft } from "../../../shared/contract/filing.ts";
import { csvOf, type Cells } from "./office.ts";

/** A row of a table as the JSON of one lease. */
export async function termsOfRow(
  row: Cells,
): Promise<{ readonly externalId: string; readonly filing: FilingDraft }> {
  const read = await readFile(csvOf([row]));
  const [one] = "fault" in read ? [] : read.rows;
  if (one?.draft === undefined || one.externalId === undefined) throw new Error("No such row");
  return { externalId: one.externalId, filing: one.draft };
}
