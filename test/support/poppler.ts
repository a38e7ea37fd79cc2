import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Whether documents can be looked at here (`.ci/install-browser.sh` installs Poppler). */
export const hasPoppler = existsSync("/usr/bin/pdftoppm");

/** A page as it is printed: grey values, 0 black to 255 white. */
export type Page = {
  readonly width: number;
  readonly height: number;
  /** The darkest value within a box, in points from the upper left corner. */
  readonly darkest: (box: Box) => number;
};

export type Box = {
  readonly text: string;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
};

export type Looked = {
  /** `pdfinfo`, by name. */
  readonly about: Readonly<Record<string, string>>;
  /** Structure tree, `pdfinfo -struct-text`. */
  readonly structure: string;
  readonly pages: readonly Page[];
  /** Each word as the text layer has it, with its place, by page. */
  readonly words: readonly (readonly Box[])[];
};

const DPI = 144;

/** Renders a document and reads its text layer: neither can be believed without the other. */
export function look(pdf: Uint8Array): Looked {
  const folder = mkdtempSync(join(tmpdir(), "quanju-pdf-"));
  const run = (program: string, ...options: string[]) =>
    execFileSync(program, options, { cwd: folder, encoding: "utf8" });
  try {
    writeFileSync(join(folder, "d.pdf"), pdf);
    run("pdftoppm", "-gray", "-r", String(DPI), "d.pdf", "p");
    const pages = readdirSync(folder)
      .filter((name) => name.endsWith(".pgm"))
      .toSorted()
      .map((name) => pageOf(readFileSync(join(folder, name))));
    const layer = run("pdftotext", "-bbox", "d.pdf", "-");
    return {
      about: Object.fromEntries(
        run("pdfinfo", "d.pdf")
          .split("\n")
          .map((line) => [line.split(":", 1)[0] ?? "", line.slice(line.indexOf(":") + 1).trim()]),
      ),
      structure: run("pdfinfo", "-struct-text", "d.pdf"),
      pages,
      words: layer.split("<page ").slice(1).map(wordsOf),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A binary PGM: `P5`, width, height, 255, then the values. */
function pageOf(file: Buffer): Page {
  const head = /^P5\s+(\d+)\s+(\d+)\s+255\s/.exec(file.subarray(0, 40).toString("latin1"));
  if (!head) throw new Error("Not a PGM");
  const [width, height] = [Number(head[1]), Number(head[2])];
  const values = file.subarray(head[0].length);
  const pixel = (points: number): number => Math.round((points * DPI) / 72);
  return {
    width,
    height,
    darkest({ left, top, right, bottom }) {
      let darkest = 255;
      for (let y = pixel(top); y < Math.min(height, pixel(bottom)); y++)
        for (let x = pixel(left); x < Math.min(width, pixel(right)); x++)
          darkest = Math.min(darkest, values[y * width + x] ?? 255);
      return darkest;
    },
  };
}

const WORD = /<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]*)</g;

const wordsOf = (page: string): Box[] =>
  [...page.matchAll(WORD)].map(([, left, top, right, bottom, text]) => ({
    text: (text ?? "").replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&"),
    left: Number(left),
    top: Number(top),
    right: Number(right),
    bottom: Number(bottom),
  }));

/**
 * The words that have ink missing: for a run of Chinese characters, which are all as wide, each
 * character's own box is looked at; a blank one or one paler than `palest` is named.
 */
export function unseen({ pages, words }: Looked, palest = 130): string[] {
  return words.flatMap((boxes, at) => {
    const page = pages[at];
    return boxes
      .flatMap((box) => characterBoxes(box))
      .filter((box) => (page?.darkest(box) ?? 255) > palest)
      .map(({ text }) => text);
  });
}

function characterBoxes(box: Box): Box[] {
  const characters = Array.from(box.text);
  if (!characters.every((one) => /\p{Script=Han}/u.test(one))) return [box];
  const width = (box.right - box.left) / characters.length;
  return characters.map((text, at) => ({
    ...box,
    text,
    left: box.left + at * width,
    right: box.left + (at + 1) * width,
  }));
}
