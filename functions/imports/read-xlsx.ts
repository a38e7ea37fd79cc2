import { readSheet } from "read-excel-file/universal";
import { MOST_ROWS } from "../../shared/contract/batch.ts";
import type { Cell } from "../../shared/domain/batches/draft-of-row.ts";
import { log } from "../../shared/platform/log.ts";
import { MOST_COLUMNS } from "./read-csv.ts";
import { lookOver, type SheetLook } from "./sheet-look.ts";
import type { FileFault, RawTable } from "./table.ts";
import { unzip, zip, type Entries } from "./zip.ts";

/**
 * Reads the first sheet of a workbook. What is unpacked is measured by ourselves, and the reader is
 * given only that: no size, place or reference of the file is trusted. Numbers keep their digits.
 */
export async function readXlsxTable(bytes: Uint8Array): Promise<RawTable | FileFault> {
  const entries = unzip(bytes, (path) => NEEDED.test(path));
  if (entries === "damaged") return { fault: "file-damaged" };
  if (entries === "unpacks-too-large") return { fault: "file-unpacks-too-large" };
  const sheet = firstSheet(entries);
  if (sheet === undefined) return { fault: "file-type-unknown" };
  const xml = textOf(entries.get(sheet));
  const look =
    xml === undefined ? "damaged" : lookOver(xml, { rows: MOST_ROWS + 1, columns: MOST_COLUMNS });
  if (look === "damaged") return { fault: "file-damaged" };
  if (look === "too-many-rows") return { fault: "too-many-rows" };
  if (look === "too-many-columns") return { fault: "header-wrong" };
  if (look.isMerged) return { fault: "merged-cells" };
  const plain = new Map([...entries].filter(([path]) => !path.startsWith(SHEETS)));
  plain.set(sheet, Buffer.from(look.xml, "utf8"));
  const rows = await valuesOf(plain);
  return rows === "damaged" ? { fault: "file-damaged" } : tableOf(rows, look);
}

const NEEDED =
  /^xl\/(?:workbook|styles|sharedStrings|worksheets\/[^/]{1,60})\.xml$|^xl\/_rels\/workbook\.xml\.rels$/;
const SHEETS = "xl/worksheets/";

/** The path of the sheet that comes first in the workbook. */
function firstSheet(entries: Entries): string | undefined {
  const workbook = textOf(entries.get("xl/workbook.xml"));
  const relations = textOf(entries.get("xl/_rels/workbook.xml.rels"));
  const [tag = ""] = /<(?:\w+:)?sheet\s[^>]*>/.exec(workbook ?? "") ?? [];
  const id = /\sr:id="([^"]{1,40})"/.exec(tag)?.[1];
  const found = [...(relations ?? "").matchAll(/<Relationship\s[^>]*>/g)]
    .map(([relation]) => relation)
    .find((relation) => relation.includes(`Id="${id ?? ""}"`));
  const target = found && /\sTarget="([^"]{1,100})"/.exec(found)?.[1];
  if (id === undefined || target === undefined) return undefined;
  const path = target.startsWith("/") ? target.slice(1) : `xl/${target}`;
  return entries.has(path) ? path : undefined;
}

/** XML of a spreadsheet; one with a document type, where entities could be defined, is none. */
function textOf(bytes: Uint8Array | undefined): string | undefined {
  if (!bytes) return undefined;
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return /<!(?:DOCTYPE|ENTITY)/i.test(text) ? undefined : text;
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

/** A number as the file writes it. */
class Digits {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

async function valuesOf(entries: Entries): Promise<readonly (readonly unknown[])[] | "damaged"> {
  for (const content of entries.values()) if (textOf(content) === undefined) return "damaged";
  const packed = zip(entries);
  const input = new Uint8Array(packed).buffer;
  try {
    return await readSheet(input, 1, { trim: true, parseNumber: (text) => new Digits(text) });
  } catch (error) {
    // The reader has many ways to say that it cannot read this, plain errors among them.
    if (!(error instanceof Error)) throw error;
    log("info", "workbook-unreadable", { errorName: error.name });
    return "damaged";
  }
}

function tableOf(values: readonly (readonly unknown[])[], look: SheetLook): RawTable | FileFault {
  const [header = [], ...rest] = values;
  const headerCells = header.map((value) => (typeof value === "string" ? value : undefined));
  const hasOther = header.some((value) => value !== null && typeof value !== "string");
  if (hasOther || look.strange.has(1)) return { fault: "header-wrong" };
  const last = Math.max(values.length, ...look.strange.keys());
  const rows: RawTable["rows"][number][] = [];
  for (let row = 2; row <= last; row++) {
    const cells = new Map<number, Cell>();
    for (const [place, value] of (rest[row - 2] ?? []).entries()) {
      const cell = cellOf(value);
      if (cell) cells.set(place, cell);
    }
    for (const [place, kind] of look.strange.get(row) ?? []) cells.set(place, { kind });
    if (cells.size > 0) rows.push({ row, cells });
  }
  return { header: headerCells, rows };
}

function cellOf(value: unknown): Cell | undefined {
  if (value === null || value === undefined || value === "") return undefined;
  if (value instanceof Digits) return { kind: "number", text: value.text };
  if (value instanceof Date) {
    const day = Number.isNaN(value.getTime()) ? "" : value.toISOString();
    // A day is midnight; what has hours too is no date of a lease.
    return day.endsWith("T00:00:00.000Z")
      ? { kind: "date", day: day.slice(0, 10) }
      : { kind: "text", text: day };
  }
  if (typeof value === "boolean") return { kind: "text", text: value ? "是" : "否" };
  return typeof value === "string" ? { kind: "text", text: value } : { kind: "error" };
}
