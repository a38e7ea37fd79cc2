import { CsvError, parse } from "csv-parse/sync";
import { MOST_ROWS } from "../../shared/contract/batch.ts";
import type { Cell } from "../../shared/domain/batches/draft-of-row.ts";
import type { FileFault, RawTable } from "./table.ts";

/** More columns than this no table of ours has. */
export const MOST_COLUMNS = 200;

/**
 * Reads CSV: UTF-8 with or without byte order mark, or GB18030 (what spreadsheets in China write).
 * A cell is its text without the spaces around it. Row numbers are lines of the table, not of the file.
 */
export function readCsv(bytes: Uint8Array): RawTable | FileFault {
  const text = decoded(bytes);
  if (text === undefined) return { fault: "file-type-unknown" };
  let records: string[][];
  try {
    records = parse(text, {
      relax_column_count: true,
      skip_empty_lines: false,
      trim: true,
      to: MOST_ROWS + 1_000,
      max_record_size: 64 * 1024,
    });
  } catch (error) {
    if (error instanceof CsvError) return { fault: "file-damaged" };
    throw error;
  }
  const [header = [], ...rest] = records;
  const rows = rest
    .map((record, at) => ({ row: at + 2, cells: cellsOf(record) }))
    .filter(({ cells }) => cells.size > 0);
  if (rows.length > MOST_ROWS) return { fault: "too-many-rows" };
  if (header.length > MOST_COLUMNS) return { fault: "header-wrong" };
  return { header, rows };
}

const cellsOf = (record: readonly string[]): ReadonlyMap<number, Cell> =>
  new Map(
    record
      .slice(0, MOST_COLUMNS)
      .flatMap((text, place): [number, Cell][] =>
        text === "" ? [] : [[place, { kind: "text", text }]],
      ),
  );

/** The text, if it is text at all; zero bytes are in none. */
function decoded(bytes: Uint8Array): string | undefined {
  if (bytes.includes(0)) return undefined;
  for (const encoding of ["utf-8", "gb18030"]) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
  }
  return undefined;
}
