import type { FieldProblem } from "./problem.ts";

const MAX_DEPTH = 16;
/** More than any body of ours has; what checks it, and what it is told, must stay small. */
const MAX_MEMBERS = 200;
const MAX_ELEMENTS = 5_000;
const MAX_NAME = 128;
/** Where telling what is wrong ends. */
export const MOST_ERRORS = 100;

/**
 * Parses a body strictly: one JSON text in well-formed UTF-8, no member twice, no number that
 * cannot be held exactly, at most 16 deep, 200 members an object, 5,000 elements an array. What is
 * doubtful is refused, not repaired.
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

type Level = { readonly names?: Set<string>; at: string; index: number };
type Wrong = Pick<FieldProblem, "zh" | "en">;

const TOO_DEEP: Wrong = { zh: "嵌套过深", en: "Nested too deeply" };
const TOO_MANY: Wrong = { zh: "项数过多", en: "Too many members" };
const NAME_TOO_LONG: Wrong = { zh: "字段名过长", en: "A member's name is too long" };
const TWICE: Wrong = { zh: "字段重复", en: "Member given twice" };
const NO_TEXT: Wrong = { zh: "含有无效字符", en: "Holds a lone surrogate" };
const INEXACT: Wrong = { zh: "数字不精确", en: "Not an exact number" };

/** Walks the tokens of a text known to be JSON; ends early where going on could cost too much. */
function doubtfulMembers(text: string): FieldProblem[] {
  const errors: FieldProblem[] = [];
  const levels: Level[] = [];
  const tell = (wrong: Wrong) => {
    errors.push({ pointer: levels.map(({ at }) => `/${at}`).join(""), ...wrong });
  };
  const tokens = [...text.matchAll(TOKEN)].map(([token]) => token);

  for (const [position, token] of tokens.entries()) {
    if (errors.length >= MOST_ERRORS) return errors;
    const level = levels.at(-1);
    if (token === "{" || token === "[") {
      if (levels.length === MAX_DEPTH) {
        tell(TOO_DEEP);
        return errors;
      }
      levels.push(token === "{" ? { names: new Set(), at: "", index: 0 } : { at: "0", index: 0 });
    } else if (token === "}" || token === "]") levels.pop();
    else if (token === "," && level) {
      level.index++;
      if (level.index >= (level.names ? MAX_MEMBERS : MAX_ELEMENTS)) {
        levels.pop();
        tell(TOO_MANY);
        return errors;
      }
      if (!level.names) level.at = String(level.index);
    } else if (token.startsWith('"')) {
      const isName = level?.names !== undefined && tokens[position + 1] === ":";
      if (isName && token.length > MAX_NAME) {
        levels.pop();
        tell(NAME_TOO_LONG);
        return errors;
      }
      const wrong = isName ? enterMember(level, token) : wrongText(token);
      if (wrong) tell(wrong);
    } else if (/^-?\d/.test(token) && !isExact(token)) tell(INEXACT);
  }
  return errors;
}

const wrongText = (token: string): Wrong | undefined =>
  (JSON.parse(token) as string).isWellFormed() ? undefined : NO_TEXT;

function enterMember(level: Level, token: string): Wrong | undefined {
  const name = JSON.parse(token) as string;
  level.at = name.replaceAll("~", "~0").replaceAll("/", "~1");
  const isTwice = level.names?.has(name) === true;
  level.names?.add(name);
  return isTwice ? TWICE : undefined;
}

/** Whether a double holds the number as written. */
function isExact(token: string): boolean {
  const value = Number(token);
  if (!Number.isFinite(value)) return false;
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) return false;
  if (/^-?\d+$/.test(token)) return true;
  const [mantissa = ""] = token.split(/e/i);
  const digits = mantissa.replaceAll(/\D/g, "").replace(/^0+/, "").replace(/0+$/, "");
  // 1e-400 is held as 0, 1.00000000000000000001 as 1.
  return digits.length <= 15 && (value !== 0 || digits === "");
}
