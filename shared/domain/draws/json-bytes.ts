/**
 * Strict JSON (RFC 8259) over bytes. What is read is walked, not built: the cost of a text is its
 * length, however deep it nests and however much it holds, and what is wrong has a byte position.
 */
import { utf8 } from "./encoding.ts";
import { behindString, type Span, wrongAt } from "./json-strings.ts";

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** The offset behind white space. */
function behindSpace(bytes: Uint8Array, from: number): number {
  let at = from;
  for (;;) {
    const byte = bytes[at];
    if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return at;
    at++;
  }
}

const isDigit = (byte: number | undefined): boolean =>
  byte !== undefined && byte >= 0x30 && byte <= 0x39;

/** Behind at least one digit. */
function behindDigits(bytes: Uint8Array, from: number): number {
  let at = from;
  while (isDigit(bytes[at])) at++;
  return at === from ? wrongAt(at) : at;
}

function behindNumber(bytes: Uint8Array, from: number): number {
  const first = bytes[from] === 0x2d ? from + 1 : from;
  let at = bytes[first] === 0x30 ? first + 1 : behindDigits(bytes, first);
  if (at >= 0 && bytes[at] === 0x2e) at = behindDigits(bytes, at + 1);
  if (at >= 0 && ((bytes[at] ?? 0) | 0x20) === 0x65) {
    const hasSign = bytes[at + 1] === 0x2b || bytes[at + 1] === 0x2d;
    at = behindDigits(bytes, at + (hasSign ? 2 : 1));
  }
  return at;
}

const WORDS = ["true", "false", "null"].map(utf8);

function behindWord(bytes: Uint8Array, from: number): number {
  const word = WORDS.find(([first]) => first === bytes[from]);
  if (!word) return behindNumber(bytes, from);
  const wrong = word.findIndex((letter, i) => bytes[from + i] !== letter);
  return wrong < 0 ? from + word.length : wrongAt(from + wrong);
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

/** Where the value of the member begins whose name begins there. */
function behindName(bytes: Uint8Array, from: number): number {
  const end = behindString(bytes, from);
  if (end < 0) return end;
  const at = behindSpace(bytes, end);
  return bytes[at] === COLON ? behindSpace(bytes, at + 1) : wrongAt(at);
}

/** The offset behind the value that begins there, not behind white space after it; or `wrongAt`. */
function behindValue(bytes: Uint8Array, from: number): number {
  if (bytes[from] === QUOTE) return behindString(bytes, from);
  const nesting = new Nesting();
  for (let at = from; ;) {
    const byte = bytes[at];
    const opens = byte === OPEN_OBJECT || byte === OPEN_LIST;
    if (opens) {
      nesting.open(byte === OPEN_OBJECT);
      at = behindSpace(bytes, at + 1);
    } else {
      at = byte === QUOTE ? behindString(bytes, at) : behindWord(bytes, at);
      if (at < 0 || nesting.depth === 0) return at;
      at = behindSpace(bytes, at);
    }
    at = nextValue(bytes, at, { nesting, isFirst: opens });
    if (at < 0 || nesting.depth === 0) return at;
  }
}

/**
 * Within a container, behind its opening (`isFirst`) or behind a value: closes what closes here.
 * Where the next value begins, or behind the outermost container when that is closed.
 */
function nextValue(
  bytes: Uint8Array,
  from: number,
  { nesting, isFirst }: { nesting: Nesting; isFirst: boolean },
): number {
  let mayBegin = isFirst;
  for (let at = from; ;) {
    const { isObject } = nesting;
    if (bytes[at] === (isObject ? CLOSE_OBJECT : CLOSE_LIST)) {
      nesting.depth--;
      if (nesting.depth === 0) return at + 1;
      at = behindSpace(bytes, at + 1);
      mayBegin = false;
      continue;
    }
    if (!mayBegin && bytes[at] !== COMMA) return wrongAt(at);
    const next = mayBegin ? at : behindSpace(bytes, at + 1);
    return isObject ? behindName(bytes, next) : next;
  }
}

/** Given each value's place, and the place of its name in an object; false refuses the value. */
export type Visit = (value: Span, name: Span | undefined) => boolean;

/**
 * Walks the elements of the list, or the members of the object, that begins there.
 *
 * @returns the offset behind it, or `wrongAt`
 */
export function walk(bytes: Uint8Array, from: number, visit: Visit): number {
  const isObject = bytes[from] === OPEN_OBJECT;
  if (!isObject && bytes[from] !== OPEN_LIST) return wrongAt(from);
  const close = isObject ? CLOSE_OBJECT : CLOSE_LIST;
  let at = behindSpace(bytes, from + 1);
  if (bytes[at] === close) return at + 1;
  for (;;) {
    const start = isObject ? behindName(bytes, at) : at;
    const end = start < 0 ? start : behindValue(bytes, start);
    if (end < 0) return end;
    const name: Span | undefined = isObject ? [at, behindString(bytes, at)] : undefined;
    if (!visit([start, end], name)) return wrongAt(start);
    at = behindSpace(bytes, end);
    if (bytes[at] === close) return at + 1;
    if (bytes[at] !== COMMA) return wrongAt(at);
    at = behindSpace(bytes, at + 1);
  }
}

/**
 * Walks the one list or object that a text holds.
 *
 * @returns the text's length, or `wrongAt`, also for anything behind the value
 */
export function walkText(bytes: Uint8Array, visit: Visit): number {
  const end = walk(bytes, behindSpace(bytes, 0), visit);
  if (end < 0) return end;
  const at = behindSpace(bytes, end);
  return at === bytes.length ? at : wrongAt(at);
}

/** What kind of value begins there. */
export const isString = (bytes: Uint8Array, [from]: Span): boolean => bytes[from] === QUOTE;
export const isList = (bytes: Uint8Array, [from]: Span): boolean => bytes[from] === OPEN_LIST;
export const isObject = (bytes: Uint8Array, [from]: Span): boolean => bytes[from] === OPEN_OBJECT;
