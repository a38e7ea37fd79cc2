import { encode } from "uqr";
import { INK, type Paper } from "./paper.ts";

/** Modules of white that a reader needs around a code (ISO/IEC 18004: four). */
const QUIET = 4;

/** How a text becomes a code: medium correction, which paper needs and a screen does not. */
export const qrOf = (text: string) => encode(text, { ecc: "M", border: QUIET, boostEcc: false });

/**
 * Draws a code as vectors.
 *
 * @param side - of the whole, white border included, in points
 */
export function drawQr(
  { doc }: Pick<Paper, "doc">,
  text: string,
  { x, y, side }: { readonly x: number; readonly y: number; readonly side: number },
): void {
  const { data, size } = qrOf(text);
  const module = side / size;
  doc.save();
  data.forEach((row, at) => {
    // One rectangle for each run of black: fewer, and no hairlines between modules.
    for (let from = 0; from < size; from++) {
      if (row[from] !== true) continue;
      let until = from;
      while (row[until] === true) until++;
      doc.rect(x + from * module, y + at * module, (until - from) * module, module + 0.01);
      from = until;
    }
  });
  doc.fill("#000000").restore().fillColor(INK);
}
