import type { ContractBlock, ContractText } from "../../../shared/contract/contract-text.ts";
import { chineseDate } from "../../../shared/domain/certificates/words.ts";
import {
  FAINT,
  INK,
  LINE,
  MARGIN,
  newPaper,
  REPLACED_NOTE,
  WIDTH,
  type Paper,
  type Structure,
} from "./paper.ts";

/** Who signed, when, as it stands on the last page; the text itself does not hold it. */
export type SignatureLine = { readonly who: string; readonly on: string };

export type ContractPaper = {
  readonly text: ContractText;
  readonly signatures: readonly SignatureLine[];
  /** Civil date that stands in the file. */
  readonly dated: string;
};

const SIZE = 10.5;
const BOTTOM = 841.89 - MARGIN;

/** The contract's text: A4, as many pages as it takes, each with number and digest. */
export async function contractPdf({ text, signatures, dated }: ContractPaper): Promise<Buffer> {
  const paper = newPaper({
    title: "住房租赁合同",
    subject: `住房租赁合同 ${text.templateVersion}`,
    dated,
    author: "Quanju 泉居",
  });
  const root = paper.doc.struct("Document");
  paper.doc.addStructure(root);
  for (const block of text.blocks) drawBlock(paper, root, block);
  if (paper.hasReplaced()) note(paper, root, REPLACED_NOTE);
  drawSignatures(paper, root, signatures);
  root.end();
  drawFooters(paper, text);
  return paper.finish();
}

function drawBlock(paper: Paper, root: Structure, block: ContractBlock): void {
  const { doc, bold, regular, shown } = paper;
  switch (block.kind) {
    case "title":
      bold(18).text(shown(block.text), MARGIN, doc.y, {
        width: WIDTH,
        align: "center",
        structParent: root,
        structType: "H1",
      });
      doc.y += 10;
      return;
    case "heading":
      // A heading never stands alone at the end of a page.
      makeRoom(paper, 56);
      doc.y += 6;
      bold(11.5).text(shown(block.text), MARGIN, doc.y, {
        width: WIDTH,
        structParent: root,
        structType: "H2",
      });
      doc.y += 3;
      return;
    case "paragraph":
      regular(SIZE).text(shown(block.text), MARGIN, doc.y, {
        width: WIDTH,
        lineGap: 2.5,
        structParent: root,
      });
      doc.y += 3;
      return;
    case "table":
      drawTable(paper, root, block);
  }
}

type Table = Extract<ContractBlock, { kind: "table" }>;

/** Ruled, its head repeated on each page it runs over. */
export function drawTable(paper: Paper, root: Structure, { head, rows }: Table): void {
  const { doc, shown } = paper;
  const widths = columnsOf(paper, [head, ...rows]);
  const table = doc.struct("Table");
  root.add(table);
  doc.y += 2;
  const heading = () => {
    drawCells(paper, table, head.map(shown), { widths, type: "TH" });
  };
  makeRoom(paper, 48);
  heading();
  for (const row of rows) {
    const cells = row.map(shown);
    if (doc.y + rowHeight(paper, cells, widths) > BOTTOM) {
      doc.addPage();
      heading();
    }
    drawCells(paper, table, cells, { widths, type: "TD" });
  }
  table.end();
  doc.y += 6;
}

const PAD = 4;
const CELL = 9;

/** Columns as wide as their longest text; when that is too much, the widest give way first. */
function columnsOf({ regular, shown }: Paper, rows: readonly (readonly string[])[]): number[] {
  const count = rows[0]?.length ?? 1;
  const wishes = Array.from({ length: count }, (_, at) => {
    const texts = rows.map((row) => regular(CELL).widthOfString(shown(row[at] ?? "")));
    return Math.max(...texts) + 2 * PAD + 4;
  });
  const total = (most: number) => wishes.reduce((sum, wish) => sum + Math.min(wish, most), 0);
  let most = Math.max(...wishes);
  while (total(most) > WIDTH) most -= 4;
  const fair = total(most);
  return wishes.map((wish) => (Math.min(wish, most) / fair) * WIDTH);
}

const rowHeight = ({ bold }: Paper, cells: readonly string[], widths: readonly number[]): number =>
  2 * PAD +
  Math.max(
    ...cells.map((cell, at) =>
      bold(CELL).heightOfString(cell, { width: (widths[at] ?? 0) - 2 * PAD }),
    ),
  );

function drawCells(
  paper: Paper,
  table: Structure,
  cells: readonly string[],
  { widths, type }: { readonly widths: readonly number[]; readonly type: "TH" | "TD" },
): void {
  const { doc, bold, regular, decorate } = paper;
  const [top, height] = [doc.y, rowHeight(paper, cells, widths)];
  const lefts = widths.map((_, at) => MARGIN + widths.slice(0, at).reduce((x, w) => x + w, 0));
  decorate(() => {
    if (type === "TH") doc.save().rect(MARGIN, top, WIDTH, height).fill("#f2f4f5").restore();
    doc.lineWidth(0.6).strokeColor(LINE);
    lefts.forEach((left, at) => doc.rect(left, top, widths[at] ?? 0, height));
    doc.stroke();
  });
  const row = doc.struct("TR");
  table.add(row);
  cells.forEach((cell, at) => {
    row.add(
      doc.struct(type, {}, () => {
        const write = type === "TH" ? bold(CELL) : regular(CELL);
        write.text(cell, (lefts[at] ?? MARGIN) + PAD, top + PAD, {
          width: (widths[at] ?? 0) - 2 * PAD,
        });
      }),
    );
  });
  row.end();
  doc.x = MARGIN;
  doc.y = top + height;
}

/** Begins a new page when less than this is left. */
function makeRoom({ doc }: Paper, height: number): void {
  if (doc.y + height > BOTTOM) doc.addPage();
}

function drawSignatures(paper: Paper, root: Structure, lines: readonly SignatureLine[]): void {
  const { doc, bold } = paper;
  makeRoom(paper, 70);
  doc.y += 10;
  bold(11.5).text("签署记录", MARGIN, doc.y, {
    width: WIDTH,
    structParent: root,
    structType: "H2",
  });
  doc.y += 3;
  if (lines.length === 0) {
    note(paper, root, "本文本尚无在线签署记录。");
    return;
  }
  drawTable(paper, root, {
    kind: "table",
    head: ["当事人", "签署日期"],
    rows: lines.map(({ who, on }) => [who, chineseDate(on)]),
  });
}

export function note({ doc, regular }: Paper, root: Structure, text: string): void {
  regular(8.5)
    .fillColor(FAINT)
    .text(text, MARGIN, doc.y + 4, { width: WIDTH, structParent: root });
  doc.fillColor(INK);
}

/** Page numbers and digest, outside the text and outside its tags. */
function drawFooters(paper: Paper, { templateVersion, digest }: ContractText): void {
  const { doc, regular } = paper;
  const { start, count } = doc.bufferedPageRange();
  for (let page = start; page < start + count; page++) {
    doc.switchToPage(page);
    // Below the margin, where pdfkit would otherwise begin another page.
    doc.page.margins.bottom = 0;
    doc.markContent("Artifact", { type: "Pagination" });
    const options = { width: WIDTH, align: "center", lineBreak: false } as const;
    const numbered = `第 ${page - start + 1} 页，共 ${count} 页\u3000文本 ${templateVersion}`;
    regular(7.5)
      .fillColor(FAINT)
      .text(numbered, MARGIN, BOTTOM + 12, options);
    regular(7.5).text(`SHA-256 ${digest}`, MARGIN, BOTTOM + 23, options);
    doc.endMarkedContent();
    doc.fillColor(INK);
  }
}
