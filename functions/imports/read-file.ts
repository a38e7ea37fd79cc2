import type { BatchSource } from "../../shared/contract/batch.ts";
import { columns, readHeader, type HeaderFault } from "../../shared/domain/batches/columns.ts";
import { draftOfRow } from "../../shared/domain/batches/draft-of-row.ts";
import { judgeTogether, type JudgedRow } from "../../shared/domain/batches/rows-together.ts";
import { readCsv } from "./read-csv.ts";
import { readXlsxTable } from "./read-xlsx.ts";
import type { FileFault } from "./table.ts";

export type ReadFile = { readonly source: BatchSource; readonly rows: readonly JudgedRow[] };

/** The first bytes of every archive that has a file in it. */
const ZIP = Buffer.from([0x50, 0x4b, 0x03, 0x04]);

/** Reads a table of leases, whatever it is called: its bytes say what it is. */
export async function readFile(bytes: Buffer): Promise<ReadFile | FileFault> {
  const isZip = bytes.subarray(0, ZIP.length).equals(ZIP);
  const table = isZip ? await readXlsxTable(bytes) : readCsv(bytes);
  if ("fault" in table) return table;
  const header = readHeader(table.header);
  if (!("get" in header)) return { fault: "header-wrong", ...placesOf(header) };
  if (table.rows.length === 0) return { fault: "no-rows" };
  const rows = table.rows.map(({ row, cells }) => ({ row, ...draftOfRow(header, cells) }));
  const headers = { externalId: headerOf("/externalId"), flat: headerOf("/lease/unit/flatId") };
  return { source: isZip ? "XLSX" : "CSV", rows: judgeTogether(rows, headers) };
}

const MOST_PLACES = 20;

const placesOf = (faults: readonly HeaderFault[]): Omit<FileFault, "fault"> =>
  Object.fromEntries(faults.map(({ kind, places }) => [kind, places.slice(0, MOST_PLACES)]));

const headerOf = (pointer: string): string =>
  columns.find((column) => column.pointer === pointer)?.header ?? pointer;
