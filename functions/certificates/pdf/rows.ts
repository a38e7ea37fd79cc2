import { LINE, MARGIN, WIDTH, type Paper, type Structure } from "./paper.ts";

/** A fact with its name; a value may have several lines. */
export type Row = readonly [label: string, value: string];

type Look = { readonly size: number; readonly label: number };

const padding = (size: number): number => size * 0.42;

const heights = ({ bold, regular }: Paper, rows: readonly Row[], { size, label }: Look) =>
  rows.map(([name, value]) => {
    const inner = 2 * padding(size);
    const left = bold(size).heightOfString(name, { width: label - inner });
    const right = regular(size).heightOfString(value, { width: WIDTH - label - inner });
    return Math.max(left, right) + inner;
  });

/** How high `drawRows` will be, in points. */
export const rowsHeight = (paper: Paper, rows: readonly Row[], look: Look): number =>
  heights(paper, rows, look).reduce((sum, height) => sum + height, 0);

/**
 * A ruled table of names and values, tagged as one. The texts must have been through `shown`.
 *
 * @returns where it ends
 */
export function drawRows(
  paper: Paper,
  rows: readonly Row[],
  { y, parent, ...look }: Look & { readonly y: number; readonly parent: Structure },
): number {
  const { doc, bold, regular, decorate } = paper;
  const { size, label } = look;
  const inset = padding(size);
  const all = heights(paper, rows, look);
  const tops = all.map((_, at) => y + all.slice(0, at).reduce((sum, height) => sum + height, 0));
  const end = y + all.reduce((sum, height) => sum + height, 0);
  decorate(() => {
    doc
      .save()
      .rect(MARGIN, y, label, end - y)
      .fill("#f2f4f5")
      .restore();
    doc.lineWidth(0.6).strokeColor(LINE);
    for (const top of tops.slice(1)) doc.moveTo(MARGIN, top).lineTo(MARGIN + WIDTH, top);
    doc.moveTo(MARGIN + label, y).lineTo(MARGIN + label, end);
    doc.rect(MARGIN, y, WIDTH, end - y).stroke();
  });
  const table = doc.struct("Table");
  parent.add(table);
  rows.forEach(([name, value], at) => {
    const row = doc.struct("TR");
    table.add(row);
    const top = (tops[at] ?? y) + inset;
    row.add(
      doc.struct("TH", {}, () => {
        bold(size).text(name, MARGIN + inset, top, { width: label - 2 * inset });
      }),
    );
    row.add(
      doc.struct("TD", {}, () => {
        const width = WIDTH - label - 2 * inset;
        regular(size).text(value, MARGIN + label + inset, top, { width });
      }),
    );
    row.end();
  });
  table.end();
  return end;
}
