/** Which characters a TrueType font has a glyph for, from its `cmap` (OpenType 1.9, formats 4 and 12). */
export type Coverage = (codePoint: number) => boolean;

type Range = { readonly first: number; readonly last: number };

/** @throws Error when the file is no TrueType font with a Unicode table */
export function coverageOf(font: Uint8Array): Coverage {
  const view = new DataView(font.buffer, font.byteOffset, font.byteLength);
  const ranges = rangesOf(view, cmapAt(view)).sort((a, b) => a.first - b.first);
  return (codePoint) => {
    let [low, high] = [0, ranges.length - 1];
    while (low <= high) {
      const middle = (low + high) >> 1;
      const range = ranges[middle];
      if (!range) return false;
      if (codePoint < range.first) high = middle - 1;
      else if (codePoint > range.last) low = middle + 1;
      else return true;
    }
    return false;
  };
}

const tag = (text: string): number =>
  Array.from(text).reduce((value, letter) => value * 256 + letter.charCodeAt(0), 0);

function cmapAt(view: DataView): number {
  const tables = view.getUint16(4);
  for (let at = 12; at < 12 + 16 * tables; at += 16)
    if (view.getUint32(at) === tag("cmap")) return view.getUint32(at + 8);
  throw new Error("The font has no cmap");
}

/** Platform 3 (Windows), encoding 10 (all of Unicode) before 1 (its first plane). */
function rangesOf(view: DataView, cmap: number): Range[] {
  const records = Array.from({ length: view.getUint16(cmap + 2) }, (_, at) => {
    const record = cmap + 4 + 8 * at;
    return {
      encoding: view.getUint16(record) === 3 ? view.getUint16(record + 2) : -1,
      at: cmap + view.getUint32(record + 4),
    };
  });
  const whole = records.find(({ encoding }) => encoding === 10);
  if (whole && view.getUint16(whole.at) === 12) return format12(view, whole.at);
  const plane = records.find(({ encoding }) => encoding === 1);
  if (plane && view.getUint16(plane.at) === 4) return format4(view, plane.at);
  throw new Error("The font has no Unicode cmap");
}

const format12 = (view: DataView, at: number): Range[] =>
  Array.from({ length: view.getUint32(at + 12) }, (_, group) => {
    const from = at + 16 + 12 * group;
    const first = view.getUint32(from);
    // A group that begins at glyph 0 begins with "no glyph".
    return {
      first: view.getUint32(from + 8) === 0 ? first + 1 : first,
      last: view.getUint32(from + 4),
    };
  });

/** Segments whose glyphs are given by a list are read one by one: a 0 in it is "no glyph". */
function format4(view: DataView, at: number): Range[] {
  const twice = view.getUint16(at + 6);
  const [ends, starts] = [at + 14, at + 16 + twice];
  const [deltas, offsets] = [starts + twice, starts + 2 * twice];
  const ranges: Range[] = [];
  for (let segment = 0; segment < twice; segment += 2) {
    const [first, last] = [view.getUint16(starts + segment), view.getUint16(ends + segment)];
    const offset = view.getUint16(offsets + segment);
    const delta = view.getUint16(deltas + segment);
    for (let code = first; code <= last && code !== 0xffff; code++) {
      const glyph =
        offset === 0
          ? (code + delta) & 0xffff
          : view.getUint16(offsets + segment + offset + 2 * (code - first));
      if (glyph !== 0) ranges.push({ first: code, last: code });
    }
  }
  return ranges;
}
