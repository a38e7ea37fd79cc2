/** Strings of JSON (RFC 8259 section 7) over bytes: where they end, and what they say. */

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/**
 * Offsets below zero say that a text is wrong, and at which byte; at its length where it ends too
 * early. They are no exceptions because a hostile log may hold millions of wrong entries.
 */
export const wrongAt = (byte: number): number => -1 - byte;

/** The byte of an offset that `wrongAt` made. */
export const wrongByte = (offset: number): number => -1 - offset;

/** Where something stands in a text, without white space around it. */
export type Span = readonly [from: number, to: number];

/** Kinds of bytes within a string. */
const PLAIN = 0;
const ENDS = 1;
const ESCAPES = 2;
const CONTROL = 3;
const BEYOND_ASCII = 4;

const KINDS = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte === QUOTE) return ENDS;
  if (byte === BACKSLASH) return ESCAPES;
  return byte < 0x20 ? CONTROL : byte < 0x80 ? PLAIN : BEYOND_ASCII;
});

/** What the letter after a backslash stands for; 0 for `u` and for what is not allowed. */
const ESCAPED = new Uint8Array(256);
ESCAPED.set([QUOTE], QUOTE);
ESCAPED.set([BACKSLASH], BACKSLASH);
ESCAPED.set([0x2f], 0x2f);
ESCAPED.set([0x08], 0x62); // \b
ESCAPED.set([0x0c], 0x66); // \f
ESCAPED.set([0x0a], 0x6e); // \n
ESCAPED.set([0x0d], 0x72); // \r
ESCAPED.set([0x09], 0x74); // \t
const LETTER_U = 0x75;

function hexValue(byte: number | undefined): number {
  if (byte === undefined) return -1;
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}

/** The code unit of four hex digits, or -1. */
function codeUnit(bytes: Uint8Array, from: number): number {
  let unit = 0;
  for (let at = from; at < from + 4; at++) {
    const digit = hexValue(bytes[at]);
    if (digit < 0) return -1;
    unit = unit * 16 + digit;
  }
  return unit;
}

const isContinuation = (byte: number | undefined): boolean => ((byte ?? 0) & 0xc0) === 0x80;

/** Length of the well-formed UTF-8 sequence of two to four bytes that begins there, or 0. */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const [first = 0, second = 0] = [bytes[at], bytes[at + 1]];
  if (!isContinuation(second)) return 0;
  if (first >= 0xc2 && first <= 0xdf) return 2;
  if (!isContinuation(bytes[at + 2])) return 0;
  // Unicode 16, table 3-7: no overlong forms, no surrogates, nothing above U+10FFFF.
  if (first >= 0xe0 && first <= 0xef) {
    const isShort = first === 0xe0 && second < 0xa0;
    const isSurrogate = first === 0xed && second > 0x9f;
    return isShort || isSurrogate ? 0 : 3;
  }
  if (first < 0xf0 || first > 0xf4 || !isContinuation(bytes[at + 3])) return 0;
  const isOutside = (first === 0xf0 && second < 0x90) || (first === 0xf4 && second > 0x8f);
  return isOutside ? 0 : 4;
}

/** The offset behind the string whose opening quote stands there, or where it is wrong. */
export function behindString(bytes: Uint8Array, from: number): number {
  if (bytes[from] !== QUOTE) return wrongAt(from);
  for (let at = from + 1; at < bytes.length;) {
    const kind = KINDS[bytes[at] ?? 0];
    if (kind === PLAIN) {
      at++;
    } else if (kind === ENDS) {
      return at + 1;
    } else if (kind === ESCAPES) {
      const end = behindEscape(bytes, at);
      if (end < 0) return end;
      at = end;
    } else {
      const length = kind === BEYOND_ASCII ? sequenceLength(bytes, at) : 0;
      if (length === 0) return wrongAt(at);
      at += length;
    }
  }
  return wrongAt(bytes.length);
}

function behindEscape(bytes: Uint8Array, from: number): number {
  const letter = bytes[from + 1] ?? 0;
  if (ESCAPED[letter] !== 0) return from + 2;
  const isUnit = letter === LETTER_U && codeUnit(bytes, from + 2) >= 0;
  return isUnit ? from + 6 : wrongAt(from);
}

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** The text of a string that was walked. */
export const stringAt = (bytes: Uint8Array, [from, to]: Span): string =>
  JSON.parse(decoder.decode(bytes.subarray(from, to))) as string;

/**
 * The text of a string that was walked, as UTF-8; a lone surrogate becomes U+FFFD.
 *
 * @param out - where it is written, as long as the span without its quotes; new unless given
 */
export function stringBytesAt(
  bytes: Uint8Array,
  [from, to]: Span,
  out = new Uint8Array(to - from - 2),
): Uint8Array {
  let length = 0;
  for (let at = from + 1; at < to - 1;) {
    const byte = bytes[at] ?? 0;
    if (byte !== BACKSLASH) {
      out[length++] = byte;
      at++;
      continue;
    }
    const stands = ESCAPED[bytes[at + 1] ?? 0] ?? 0;
    if (stands !== 0) {
      out[length++] = stands;
      at += 2;
    } else {
      const { code, read } = codePoint(bytes, at);
      length = writeUtf8(out, length, code);
      at += read;
    }
  }
  return out.subarray(0, length);
}

const isHigh = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff;
const isLow = (unit: number): boolean => unit >= 0xdc00 && unit <= 0xdfff;

/** The code point of `\uXXXX`, or of two of them that make one. */
function codePoint(bytes: Uint8Array, at: number): { code: number; read: number } {
  const unit = codeUnit(bytes, at + 2);
  if (!isHigh(unit)) return { code: isLow(unit) ? 0xfffd : unit, read: 6 };
  const follows = bytes[at + 6] === BACKSLASH && bytes[at + 7] === LETTER_U;
  const second = follows ? codeUnit(bytes, at + 8) : -1;
  return isLow(second)
    ? { code: 0x1_0000 + ((unit - 0xd800) << 10) + (second - 0xdc00), read: 12 }
    : { code: 0xfffd, read: 6 };
}

/** Lead bytes of sequences by how many bytes follow. */
const LEADS = [0, 0xc0, 0xe0, 0xf0] as const;

/** Writes a code point as UTF-8; returns the place behind it. */
function writeUtf8(out: Uint8Array, from: number, code: number): number {
  if (code < 0x80) {
    out[from] = code;
    return from + 1;
  }
  const more = code < 0x800 ? 1 : code < 0x1_0000 ? 2 : 3;
  out[from] = LEADS[more] | (code >> (6 * more));
  for (let i = 1; i <= more; i++) out[from + i] = 0x80 | ((code >> (6 * (more - i))) & 0x3f);
  return from + more + 1;
}
