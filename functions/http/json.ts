import type { FieldProblem } from "./problem.ts";

const MAX_DEPTH = 16;

/**
 * Parses a body strictly: one JSON text in well-formed UTF-8, no member twice, no number that
 * cannot be held exactly, at most 16 deep. What is doubtful is refused, not repaired.
 *
 * @returns the value, or the members that are wrong; `malformed` when it is no JSON at all
 */
export function parseJson(
  bytes: Uint8Array,
): { value: unknown } | { malformed: true } | { errors: readonly FieldProblem[] } {
  let text: string;
  let value: unknown;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    value = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return { malformed: true };
    throw error;
  }
  const errors = doubtfulMembers(text);
  return errors.length > 0 ? { errors } : { value };
}

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|-?\d[\d.eE+-]*|true|false|null/g;

type Level = { names?: Set<string>; at: string; index: number };

/** Walks the tokens of a text known to be JSON. */
function doubtfulMembers(text: string): FieldProblem[] {
  const errors: FieldProblem[] = [];
  const levels: Level[] = [];
  const tokens = [...text.matchAll(TOKEN)].map(([token]) => token);
  const pointer = () => levels.map(({ at }) => `/${at}`).join("");

  for (const [position, token] of tokens.entries()) {
    const level = levels.at(-1);
    if (token === "{" || token === "[") {
      if (levels.length === MAX_DEPTH) {
        errors.push({ pointer: pointer(), zh: "嵌套过深", en: "Nested too deeply" });
        return errors;
      }
      levels.push(token === "{" ? { names: new Set(), at: "", index: 0 } : { at: "0", index: 0 });
    } else if (token === "}" || token === "]") levels.pop();
    else if (token === "," && level && !level.names) level.at = String(++level.index);
    else if (token.startsWith('"')) {
      if (level?.names && tokens[position + 1] === ":") enterMember(level, token, pointer, errors);
      else if (!(JSON.parse(token) as string).isWellFormed())
        errors.push({ pointer: pointer(), zh: "含有无效字符", en: "Holds a lone surrogate" });
    } else if (/^-?\d/.test(token) && !isExact(token))
      errors.push({ pointer: pointer(), zh: "数字不精确", en: "Not an exact number" });
  }
  return errors;
}

function enterMember(
  level: Level,
  token: string,
  pointer: () => string,
  errors: FieldProblem[],
): void {
  const name = JSON.parse(token) as string;
  level.at = name.replaceAll("~", "~0").replaceAll("/", "~1");
  if (level.names?.has(name))
    errors.push({ pointer: pointer(), zh: "字段重复", en: "Member given twice" });
  level.names?.add(name);
}

/** Whether a double holds the number as written. */
function isExact(token: string): boolean {
  const value = Number(token);
  if (!Number.isFinite(value)) return false;
  return Number.isInteger(value)
    ? Number.isSafeInteger(value)
    : token.replace(/[^\d]/g, "").length <= 15;
}
