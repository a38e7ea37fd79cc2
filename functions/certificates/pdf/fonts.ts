import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { coverageOf, type Coverage } from "./coverage.ts";

/** Noto Sans SC (SIL Open Font License 1.1): 30,000 glyphs; not every character of a name is in it. */
export type Fonts = {
  readonly regular: Buffer;
  readonly bold: Buffer;
  /** What both of them can show. */
  readonly covers: Coverage;
};

/** Files of the package that the bundler lays beside the code, in the folder `fonts`. */
export const FONT_FILES = {
  regular: "400Regular/NotoSansSC_400Regular.ttf",
  bold: "700Bold/NotoSansSC_700Bold.ttf",
} as const;
export const FONT_PACKAGE = "@expo-google-fonts/noto-sans-sc";

let fonts: Fonts | undefined;

/** The fonts, read once per container: 21 MB. */
export function loadFonts(): Fonts {
  if (fonts) return fonts;
  const regular = fontFile(FONT_FILES.regular);
  const bold = fontFile(FONT_FILES.bold);
  const [inRegular, inBold] = [coverageOf(regular), coverageOf(bold)];
  fonts = { regular, bold, covers: (code) => inRegular(code) && inBold(code) };
  return fonts;
}

function fontFile(path: string): Buffer {
  const name = path.slice(path.indexOf("/") + 1);
  const beside = fileURLToPath(new URL(`fonts/${name}`, import.meta.url));
  // Sources that run as they are have the package itself.
  return readFileSync(
    existsSync(beside) ? beside : createRequire(import.meta.url).resolve(`${FONT_PACKAGE}/${path}`),
  );
}
