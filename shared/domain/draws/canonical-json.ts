/**
 * Canonical JSON of log entries: RFC 8785 with only strings, integers |n| < 2^53, booleans, null,
 * arrays and objects (docs/draw-protocol.md section 1).
 */
import { isWellFormed } from "./encoding.ts";

export type JsonValue =
  string | number | boolean | null | JsonValue[] | { [name: string]: JsonValue };

/** No document nests deeper than 5; the limit keeps hostile text from exhausting the stack. */
const MAX_DEPTH = 16;

/**
 * The canonical text of a value, or undefined when it has none: a fraction, -0 or a number too
 * large, a lone surrogate, a member called `__proto__`, or more than 16 levels.
 */
export function canonicalText(value: unknown, depth = 0): string | undefined {
  if (depth > MAX_DEPTH) return undefined;
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "string") return isWellFormed(value) ? JSON.stringify(value) : undefined;
  if (typeof value === "number") {
    return Number.isSafeInteger(value) && !Object.is(value, -0) ? String(value) : undefined;
  }
  if (typeof value !== "object") return undefined;
  return Array.isArray(value) ? arrayText(value, depth) : objectText(value, depth);
}

function arrayText(items: readonly unknown[], depth: number): string | undefined {
  const texts = items.map((item) => canonicalText(item, depth + 1));
  return texts.includes(undefined) ? undefined : `[${texts.join(",")}]`;
}

function objectText(object: object, depth: number): string | undefined {
  // Plain `<` on strings compares UTF-16 code units, as RFC 8785 section 3.2.3 asks.
  const members = Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1));
  const texts = members.map(([name, value]) => {
    const text = canonicalText(value, depth + 1);
    if (text === undefined || name === "__proto__" || !isWellFormed(name)) return undefined;
    return `${JSON.stringify(name)}:${text}`;
  });
  return texts.includes(undefined) ? undefined : `{${texts.join(",")}}`;
}

/** Strict JSON (RFC 8259), of equal names the last; undefined when it does not parse. */
export function parseJson(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
