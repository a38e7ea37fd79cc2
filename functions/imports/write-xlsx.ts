import { columnLetters } from "../../shared/domain/batches/columns.ts";
import { zip } from "./zip.ts";

export type Sheet = { readonly name: string; readonly rows: readonly (readonly string[])[] };

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml";
const COLUMNS = 200;

/**
 * A workbook of text cells. All columns have the text format, so that what is typed into them stays
 * as it is typed: an identity number its last digits, a room number its zeros.
 */
export function writeXlsx(sheets: readonly Sheet[]): Buffer {
  const each = <T>(make: (sheet: Sheet, n: number) => T): T[] =>
    sheets.map((sheet, at) => make(sheet, at + 1));
  const files: [string, string][] = [
    ["[Content_Types].xml", contentTypes(sheets.length)],
    ["_rels/.rels", relations([["rId1", `${OFFICE}/officeDocument`, "xl/workbook.xml"]])],
    [
      "xl/workbook.xml",
      `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${each(
        ({ name }, n) => `<sheet name="${escaped(name)}" sheetId="${n}" r:id="rId${n}"/>`,
      ).join("")}</sheets></workbook>`,
    ],
    [
      "xl/_rels/workbook.xml.rels",
      relations([
        ...each((_, n): Relation => [`rId${n}`, `${OFFICE}/worksheet`, `worksheets/sheet${n}.xml`]),
        [`rId${sheets.length + 1}`, `${OFFICE}/styles`, "styles.xml"],
      ]),
    ],
    ["xl/styles.xml", STYLES],
    ...each(({ rows }, n): [string, string] => [`xl/worksheets/sheet${n}.xml`, sheetXml(rows)]),
  ];
  return zip(new Map(files.map(([path, text]) => [path, Buffer.from(HEAD + text, "utf8")])));
}

type Relation = readonly [id: string, type: string, target: string];

const relations = (all: readonly Relation[]): string =>
  `<Relationships xmlns="${PACKAGE}/relationships">${all
    .map(([id, type, target]) => `<Relationship Id="${id}" Type="${type}" Target="${target}"/>`)
    .join("")}</Relationships>`;

const contentTypes = (sheets: number): string =>
  `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${TYPE}.styles+xml"/>${Array.from(
    { length: sheets },
    (_, at) =>
      `<Override PartName="/xl/worksheets/sheet${at + 1}.xml" ContentType="${TYPE}.worksheet+xml"/>`,
  ).join("")}</Types>`;

/** Format 49 is text. */
const STYLES = `<styleSheet xmlns="${MAIN}"><fonts count="1"><font><sz val="11"/><name val="宋体"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs></styleSheet>`;

const sheetXml = (rows: readonly (readonly string[])[]): string =>
  `<worksheet xmlns="${MAIN}"><cols><col min="1" max="${COLUMNS}" width="22" style="1" customWidth="1"/></cols><sheetData>${rows
    .map((row, at) => `<row r="${at + 1}">${row.map(cellAt(at + 1)).join("")}</row>`)
    .join("")}</sheetData></worksheet>`;

const cellAt =
  (row: number) =>
  (text: string, at: number): string =>
    text === ""
      ? ""
      : `<c r="${columnLetters(at)}${row}" s="1" t="inlineStr"><is><t xml:space="preserve">${escaped(text)}</t></is></c>`;

const escaped = (text: string): string =>
  text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
