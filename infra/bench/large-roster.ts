/** Rosters of any size for measuring, the same in every run. */
import { createHash } from "node:crypto";
import { noticeFields } from "./make-draw.ts";

/** As in receipt.ts; in ascending order. */
const LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** A roster of so many entries, every eighth of them in two pools; the same in every run. */
export function rosterText(count: number): string {
  const lines: string[] = [];
  for (let i = 0; i < count; i++) {
    const digest = createHash("sha256").update(`entry ${i}`).digest();
    let receipt = "";
    for (let place = 4; place >= 0; place--) receipt += LETTERS[(i >> (5 * place)) & 31] ?? "";
    for (const byte of digest.subarray(0, 11)) receipt += LETTERS[byte & 31] ?? "";
    lines.push(`${receipt},${i % 8 === 0 ? "A+G" : "G"},0,1,-,${digest.toString("hex")}\n`);
  }
  return lines.join("");
}

/** The notice of a draw over such a roster: one home for a hundred, and one for twenty. */
export const fieldsFor = (count: number) =>
  noticeFields({
    pools: [
      { id: "A", units: Math.ceil(count / 100), spill: "G" },
      { id: "G", units: Math.ceil(count / 20), spill: "-" },
    ],
  });
