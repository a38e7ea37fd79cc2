import PDFDocument from "pdfkit";
import { loadFonts } from "./fonts.ts";

type Doc = InstanceType<typeof PDFDocument>;
export type Structure = ReturnType<Doc["struct"]>;

/** 1 mm in points. */
export const MM = 72 / 25.4;
export const MARGIN = 20 * MM;
/** Width between the margins of A4. */
export const WIDTH = 595.28 - 2 * MARGIN;
export const INK = "#1a1a1a";
export const FAINT = "#595959";
export const LINE = "#8c8c8c";

export type PaperFacts = {
  readonly title: string;
  readonly subject: string;
  /** Civil date: the only time in the file, so that the same facts give the same bytes. */
  readonly dated: string;
  readonly author: string;
};

/** An A4 document being drawn: tagged, in Chinese, with fonts that are checked for each character. */
export type Paper = {
  readonly doc: Doc;
  /** The text with what no font can show as `〔U+20BB7〕`: never a blank. */
  readonly shown: (text: string) => string;
  /** Whether `shown` has had to replace anything. */
  readonly hasReplaced: () => boolean;
  readonly regular: (size: number) => Doc;
  readonly bold: (size: number) => Doc;
  /** Lines and backgrounds: nothing a screen reader should read. */
  readonly decorate: (draw: (doc: Doc) => void) => void;
  /** The whole file. */
  readonly finish: () => Promise<Buffer>;
};

/** What stands below when a character could not be shown. */
export const REPLACED_NOTE =
  "注：〔U+…〕为字库暂缺之字的 Unicode 码位，与本人证件所载之字相同，不影响效力。";

export function newPaper({ title, subject, dated, author }: PaperFacts): Paper {
  const fonts = loadFonts();
  const doc = new PDFDocument({
    size: "A4",
    margins: { top: MARGIN, bottom: MARGIN, left: MARGIN, right: MARGIN },
    pdfVersion: "1.7",
    lang: "zh-CN",
    tagged: true,
    displayTitle: true,
    bufferPages: true,
    // None of the 14 standard fonts: they have no Chinese.
    font: "",
    info: {
      Title: title,
      Subject: subject,
      Author: author,
      Creator: "Quanju 泉居",
      Producer: "Quanju 泉居",
      CreationDate: new Date(`${dated}T00:00:00Z`),
    },
  });
  doc.registerFont("regular", fonts.regular);
  doc.registerFont("bold", fonts.bold);
  doc.fillColor(INK);
  const chunks: Buffer[] = [];
  doc.on("data", (chunk: Buffer) => chunks.push(chunk));
  let replaced = false;
  const shown = (text: string): string =>
    Array.from(text.normalize("NFC"), (character) => {
      const code = character.codePointAt(0) ?? 0;
      if (code === 0x0a || fonts.covers(code)) return character;
      replaced = true;
      return `〔U+${code.toString(16).toUpperCase().padStart(4, "0")}〕`;
    }).join("");
  return {
    doc,
    shown,
    hasReplaced: () => replaced,
    regular: (size) => doc.font("regular").fontSize(size),
    bold: (size) => doc.font("bold").fontSize(size),
    decorate(draw) {
      doc.markContent("Artifact", { type: "Layout" });
      draw(doc);
      // pdfkit remembers the last colour past restore() and begins the next page with it.
      doc.fillColor(INK);
      doc.endMarkedContent();
    },
    finish: () =>
      new Promise((done, fail) => {
        doc.on("end", () => {
          done(Buffer.concat(chunks));
        });
        doc.on("error", fail);
        doc.end();
      }),
  };
}
