/** What must be known of a sheet's XML before a reader of spreadsheets may see it. */
export type SheetLook = {
  readonly isMerged: boolean;
  /** Cells that hold a formula or an error, by row (from 1) and place (from 0). */
  readonly strange: ReadonlyMap<number, ReadonlyMap<number, "formula" | "error">>;
  /** The sheet without those cells and without rows that hold nothing. */
  readonly xml: string;
};

/** One element: its attributes, and what is between its tags. */
type Element = { readonly attributes: string; readonly inner: string; readonly whole: string };

/**
 * The elements of a name that follow each other in a text, none within another, in one pass: a
 * text of many openings and no end must cost no more than its length.
 *
 * @throws Unclosed when one has no end
 */
function* elements(text: string, name: "row" | "c"): Generator<Element> {
  const [open, close] = [`<${name}`, `</${name}>`];
  let at = text.indexOf(open);
  while (at >= 0) {
    const start = at + open.length;
    const tagEnd = text.indexOf(">", start);
    if (tagEnd < 0) throw new Unclosed();
    const isOther = !/[\s/>]/.test(text.charAt(start));
    let end = tagEnd + 1;
    if (!isOther && text.charAt(tagEnd - 1) === "/")
      yield { attributes: text.slice(start, tagEnd - 1), inner: "", whole: text.slice(at, end) };
    else if (!isOther) {
      const closed = text.indexOf(close, end);
      if (closed < 0) throw new Unclosed();
      const inner = text.slice(end, closed);
      end = closed + close.length;
      yield { attributes: text.slice(start, tagEnd), inner, whole: text.slice(at, end) };
    }
    at = text.indexOf(open, end);
  }
}

class Unclosed extends Error {
  override name = "Unclosed";
}

/**
 * Looks over a sheet: how far it goes, merged cells, formulas, errors. A cell in the last column of
 * a million rows costs a reader all the memory there is, so places are looked at first.
 *
 * @param most - the last row and the number of columns that may hold something
 */
export function lookOver(
  xml: string,
  most: { readonly rows: number; readonly columns: number },
): SheetLook | "damaged" | "too-many-rows" | "too-many-columns" {
  // Some writers put a prefix before every name.
  const text = /<\w+:sheetData\b/.test(xml) ? xml.replaceAll(/<(\/?)\w+:/g, "<$1") : xml;
  const open = /<sheetData\b[^>]*>/.exec(text);
  if (!open || text.includes("<![CDATA[") || text.includes("<!--")) return "damaged";
  const start = open.index + open[0].length;
  const end = open[0].endsWith("/>") ? start : text.indexOf("</sheetData>", start);
  if (end < 0) return "damaged";
  const strange = new Map<number, Map<number, "formula" | "error">>();
  const kept: string[] = [];
  let before = 0;
  try {
    for (const { inner } of elements(text.slice(start, end), "row")) {
      const found = cellsOf(inner, most.columns);
      if (typeof found === "string") return found;
      if (found.row === undefined) continue;
      // Rows stand in their order, each once.
      if (found.row <= before) return "damaged";
      before = found.row;
      if (before > most.rows) return "too-many-rows";
      if (found.strange.size > 0) strange.set(before, found.strange);
      if (found.cells !== "") kept.push(`<row r="${before}">${found.cells}</row>`);
    }
  } catch (error) {
    if (error instanceof Unclosed) return "damaged";
    throw error;
  }
  return {
    isMerged: text.includes("<mergeCell ", end),
    strange,
    xml: `<worksheet><sheetData>${kept.join("")}</sheetData></worksheet>`,
  };
}

type RowLook = {
  readonly row: number | undefined;
  readonly strange: Map<number, "formula" | "error">;
  readonly cells: string;
};

function cellsOf(inner: string, columns: number): RowLook | "damaged" | "too-many-columns" {
  let row: number | undefined;
  const strange = new Map<number, "formula" | "error">();
  const cells: string[] = [];
  let last = -1;
  for (const { attributes, inner: content, whole } of elements(inner, "c")) {
    if (!/<(?:v|is|f)\b/.test(content)) continue;
    const [, letters, digits] = /\br="([A-Z]{1,3})([1-9]\d{0,6})"/.exec(attributes) ?? [];
    if (letters === undefined || digits === undefined) return "damaged";
    const place = placeOf(letters);
    if (row !== undefined && row !== Number(digits)) return "damaged";
    row = Number(digits);
    if (place >= columns) return "too-many-columns";
    if (place <= last) return "damaged";
    last = place;
    if (/<f\b/.test(content)) strange.set(place, "formula");
    else if (/\bt="e"/.test(attributes)) strange.set(place, "error");
    else cells.push(whole);
  }
  return { row, strange, cells: cells.join("") };
}

/** `A` is 0, `AA` is 26. */
const placeOf = (letters: string): number =>
  Array.from(letters).reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
