/**
 * Strict JSON (RFC 8259) over bytes. What is read is walked, not built: the cost of a text is its
 * length, however deep it nests and however much it holds, and what is wrong has a byte position.
 */

import { utf8 } from "./encoding.ts";

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** The first byte that is wrong; the text's length where it ends too early. */
export class BadByte extends Error {
  readonly byte: number;

  constructor(byte: number) {
    super(`not JSON at byte ${byte}`);
    this.byte = byte;
  }
}

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

/** The offset behind white space. */
export function behindSpace(bytes: Uint8Array, from: number): number {
  let at = from;
  for (;;) {
    const byte = bytes[at];
    if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return at;
    at++;
  }
}

/** The offset behind the string whose opening quote stands there. @throws BadByte */
export function behindString(bytes: Uint8Array, from: number): number {
  if (bytes[from] !== QUOTE) throw new BadByte(from);
  for (let at = from + 1; at < bytes.length;) {
    const kind = KINDS[bytes[at] ?? 0];
    if (kind === PLAIN) {
      at++;
    } else if (kind === ENDS) {
      return at + 1;
    } else if (kind === ESCAPES) {
      at = behindEscape(bytes, at);
    } else {
      const length = kind === BEYOND_ASCII ? sequenceLength(bytes, at) : 0;
      if (length === 0) throw new BadByte(at);
      at += length;
    }
  }
  throw new BadByte(bytes.length);
}

function behindEscape(bytes: Uint8Array, from: number): number {
  const letter = bytes[from + 1] ?? 0;
  if (ESCAPED[letter] !== 0) return from + 2;
  if (letter !== LETTER_U || codeUnit(bytes, from + 2) < 0) throw new BadByte(from);
  return from + 6;
}

const isDigit = (byte: number | undefined): boolean =>
  byte !== undefined && byte >= 0x30 && byte <= 0x39;

function behindDigits(bytes: Uint8Array, from: number): number {
  let at = from;
  while (isDigit(bytes[at])) at++;
  if (at === from) throw new BadByte(at);
  return at;
}

function behindNumber(bytes: Uint8Array, from: number): number {
  const first = bytes[from] === 0x2d ? from + 1 : from;
  let at = bytes[first] === 0x30 ? first + 1 : behindDigits(bytes, first);
  if (bytes[at] === 0x2e) at = behindDigits(bytes, at + 1);
  if (((bytes[at] ?? 0) | 0x20) === 0x65) {
    const hasSign = bytes[at + 1] === 0x2b || bytes[at + 1] === 0x2d;
    at = behindDigits(bytes, at + (hasSign ? 2 : 1));
  }
  return at;
}

const WORDS = ["true", "false", "null"].map(utf8);

function behindWord(bytes: Uint8Array, from: number): number {
  const word = WORDS.find(([first]) => first === bytes[from]);
  if (!word) return behindNumber(bytes, from);
  word.forEach((letter, i) => {
    if (bytes[from + i] !== letter) throw new BadByte(from + i);
  });
  return from + word.length;
}

/** One bit for each container that is open: set for an object. */
class Nesting {
  #bits = new Uint8Array(64);
  depth = 0;

  open(isObject: boolean): void {
    const at = this.depth >> 3;
    if (at >= this.#bits.length) {
      const more = new Uint8Array(2 * this.#bits.length);
      more.set(this.#bits);
      this.#bits = more;
    }
    const bit = 1 << (this.depth & 7);
    this.#bits[at] = isObject ? (this.#bits[at] ?? 0) | bit : (this.#bits[at] ?? 0) & ~bit;
    this.depth++;
  }

  get isObject(): boolean {
    const last = this.depth - 1;
    return (((this.#bits[last >> 3] ?? 0) >> (last & 7)) & 1) === 1;
  }
}

/** The offset behind a member's name and colon. */
function behindName(bytes: Uint8Array, from: number): number {
  const at = behindSpace(bytes, behindString(bytes, from));
  if (bytes[at] !== COLON) throw new BadByte(at);
  return behindSpace(bytes, at + 1);
}

/** The offset behind the value that begins there, not behind white space after it. @throws BadByte */
export function behindValue(bytes: Uint8Array, from: number): number {
  if (bytes[from] === QUOTE) return behindString(bytes, from);
  const nesting = new Nesting();
  for (let at = from; ;) {
    const byte = bytes[at];
    if (byte === OPEN_OBJECT || byte === OPEN_LIST) {
      const isObject = byte === OPEN_OBJECT;
      nesting.open(isObject);
      at = behindSpace(bytes, at + 1);
      const isEmpty = bytes[at] === (isObject ? CLOSE_OBJECT : CLOSE_LIST);
      if (!isEmpty) {
        if (isObject) at = behindName(bytes, at);
        continue;
      }
    } else {
      at = byte === QUOTE ? behindString(bytes, at) : behindWord(bytes, at);
      if (nesting.depth === 0) return at;
      at = behindSpace(bytes, at);
    }
    at = behindClosed(bytes, at, nesting);
    if (nesting.depth === 0) return at;
  }
}

/** Behind a value within a container: closes what closes here; where the next value begins. */
function behindClosed(bytes: Uint8Array, from: number, nesting: Nesting): number {
  for (let at = from; ;) {
    const { isObject } = nesting;
    if (bytes[at] === COMMA) {
      const next = behindSpace(bytes, at + 1);
      return isObject ? behindName(bytes, next) : next;
    }
    if (bytes[at] !== (isObject ? CLOSE_OBJECT : CLOSE_LIST)) throw new BadByte(at);
    nesting.depth--;
    if (nesting.depth === 0) return at + 1;
    at = behindSpace(bytes, at + 1);
  }
}

/** Where something stands in a text, without white space around it. */
export type Span = readonly [from: number, to: number];

/**
 * Walks the elements of the list, or the members of the object, that begins there.
 *
 * @param visit - given each value's place, and the place of its name in an object
 * @returns the offset behind it. @throws BadByte
 */
export function walk(
  bytes: Uint8Array,
  from: number,
  visit: (value: Span, name: Span | undefined) => void,
): number {
  const isObject = bytes[from] === OPEN_OBJECT;
  if (!isObject && bytes[from] !== OPEN_LIST) throw new BadByte(from);
  const close = isObject ? CLOSE_OBJECT : CLOSE_LIST;
  let at = behindSpace(bytes, from + 1);
  if (bytes[at] === close) return at + 1;
  for (;;) {
    let name: Span | undefined;
    if (isObject) {
      name = [at, behindString(bytes, at)];
      at = behindName(bytes, at);
    }
    const end = behindValue(bytes, at);
    visit([at, end], name);
    at = behindSpace(bytes, end);
    if (bytes[at] === close) return at + 1;
    if (bytes[at] !== COMMA) throw new BadByte(at);
    at = behindSpace(bytes, at + 1);
  }
}

/** Walks the one value that a text holds. @throws BadByte, also for anything behind the value */
export function walkText(
  bytes: Uint8Array,
  visit: (value: Span, name: Span | undefined) => void,
): void {
  const end = behindSpace(bytes, walk(bytes, behindSpace(bytes, 0), visit));
  if (end !== bytes.length) throw new BadByte(end);
}

/** Whether the value that begins there is a string. */
export const isString = (bytes: Uint8Array, [from]: Span): boolean => bytes[from] === QUOTE;
export const isList = (bytes: Uint8Array, [from]: Span): boolean => bytes[from] === OPEN_LIST;
export const isObject = (bytes: Uint8Array, [from]: Span): boolean => bytes[from] === OPEN_OBJECT;

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** The text of a string that was walked. */
export const stringAt = (bytes: Uint8Array, [from, to]: Span): string =>
  JSON.parse(decoder.decode(bytes.subarray(from, to))) as string;

/** The text of a string that was walked, as UTF-8; a lone surrogate becomes U+FFFD. */
export function stringBytesAt(bytes: Uint8Array, [from, to]: Span): Uint8Array {
  const out = new Uint8Array(to - from - 2);
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
