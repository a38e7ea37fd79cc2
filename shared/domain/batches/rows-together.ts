/** What can only be seen of all rows together: an external id twice, a home let twice at once. */
import type { FilingDraft } from "../../contract/filing.ts";
import type { ReadRow } from "./draft-of-row.ts";
import { overlapOf, termOf, type Term } from "../filings/overlap.ts";

/** A row, its number in the file, and the row it collides with if that makes it wrong. */
export type JudgedRow = ReadRow & { readonly row: number; readonly otherRow?: number };

/**
 * Marks rows that collide with an earlier one. Of two the earlier goes on. The same external id
 * with the very same content is no fault: it is a repeat, and filed once.
 *
 * @param headers - what the faults name: header of the external id and of the home, or pointers
 */
export function judgeTogether(
  rows: readonly (ReadRow & { readonly row: number })[],
  headers: { readonly externalId: string; readonly flat: string },
): readonly JudgedRow[] {
  const byId = new Map<string, { row: number; content: string | undefined }>();
  const byFlat = new Map<string, { row: number; term: Term }[]>();
  return rows.map((one): JudgedRow => {
    const { row, externalId, draft } = one;
    if (externalId === undefined || draft === undefined) return one;
    const content = JSON.stringify(draft);
    const before = byId.get(externalId);
    if (before?.content === content) return one;
    if (before) {
      const fault = { column: headers.externalId, code: "external-id-twice" } as const;
      return { row, externalId, faults: [fault], otherRow: before.row };
    }
    byId.set(externalId, { row, content });
    const other = earlierTerm(byFlat, row, draft);
    if (other === undefined) return one;
    const fault = { column: headers.flat, code: "same-unit-in-file" } as const;
    return { row, externalId, faults: [fault], otherRow: other };
  });
}

/** The earlier row that lets the same space at the same time; if none, this one is remembered. */
function earlierTerm(
  byFlat: Map<string, { row: number; term: Term }[]>,
  row: number,
  { lease }: FilingDraft,
): number | undefined {
  const { flatId } = lease.unit;
  const earlier = byFlat.get(flatId) ?? [];
  const term = termOf(`row ${row}`, lease);
  const other = earlier.find((one) => overlapOf(term, [one.term]) !== undefined);
  if (other) return other.row;
  byFlat.set(flatId, [...earlier, { row, term }]);
  return undefined;
}
