import { describe, expect, it } from "vitest";
import { loadFonts } from "../../../functions/certificates/pdf/fonts.ts";
import { coverageOf } from "../../../functions/certificates/pdf/coverage.ts";

const has = (character: string) => loadFonts().covers(character.codePointAt(0) ?? 0);

describe("the coverage of the fonts", () => {
  it("has the characters of names, places, numbers and marks", () => {
    for (const character of "林建国欧阳泉州龘〔〕·，。；（）￥0123456789ABCXYZ—…")
      expect([character, has(character)]).toEqual([character, true]);
  });

  it("lacks 𠮷, Arabic and what is no character at all", () => {
    for (const character of ["𠮷", "م", "\u{10ffff}", "\u{e0100}"])
      expect(has(character)).toBe(false);
  });

  it("refuses what is no font", () => {
    expect(() => coverageOf(new Uint8Array(64))).toThrow("no cmap");
  });
});
