import type * as z from "zod";
import {
  ruleTexts,
  shapeTexts,
  type RuleCode,
  type ShapeRefusal,
} from "../../shared/contract/rule-texts.ts";
import { MOST_ERRORS } from "./json.ts";
import type { FieldProblem } from "./problem.ts";

type Text = { readonly code?: string; readonly zh: string; readonly en: string };

const isRuleCode = (text: string): text is RuleCode => Object.hasOwn(ruleTexts, text);
const isShapeRefusal = (text: string): text is ShapeRefusal => Object.hasOwn(shapeTexts, text);

/** What kind of value is awaited, in the words of whoever fills in a form. */
const KINDS: Readonly<Record<string, { zh: string; en: string }>> = {
  string: { zh: "文字", en: "text" },
  number: { zh: "数字", en: "a number" },
  int: { zh: "整数", en: "a whole number" },
  boolean: { zh: "“是”或“否”", en: "true or false" },
  array: { zh: "列表", en: "a list" },
  object: { zh: "一组字段", en: "a group of members" },
};

/** What a text of a known form looks like. */
const FORMS: Readonly<Record<string, { zh: string; en: string }>> = {
  date: { zh: "日期应写作 2026-03-01", en: "A date is written 2026-03-01" },
  datetime: {
    zh: "时间应写作 2026-03-01T00:00:00Z（世界时）",
    en: "A time is written 2026-03-01T00:00:00Z (UTC)",
  },
  url: { zh: "网址格式不正确", en: "Not a web address" },
  email: { zh: "电子邮箱格式不正确", en: "Not an e-mail address" },
};

/** Length of texts and lists, value of numbers: people are told which. */
const measure = (origin: string): { zh: string; en: string } =>
  origin === "string"
    ? { zh: "个字", en: "characters" }
    : origin === "array"
      ? { zh: "项", en: "entries" }
      : { zh: "", en: "" };

function limit(least: boolean, bound: number | bigint, origin: string): Text {
  const unit = measure(origin);
  const [zh, en] = least ? ["至少为", "At least"] : ["至多为", "At most"];
  const space = unit.zh === "" ? "" : " ";
  return {
    zh: `${zh} ${String(bound)}${space}${unit.zh}`,
    en: `${en} ${String(bound)} ${unit.en}`.trimEnd(),
  };
}

function texts(issue: z.core.$ZodIssue): Text {
  if (isRuleCode(issue.message)) return { code: issue.message, ...ruleTexts[issue.message] };
  if (isShapeRefusal(issue.message)) return shapeTexts[issue.message];
  switch (issue.code) {
    case "invalid_type": {
      const kind = KINDS[issue.expected];
      return kind
        ? { zh: `缺少此项，或不是${kind.zh}`, en: `Missing, or not ${kind.en}` }
        : { zh: "缺少此项，或类型不符", en: "Missing, or not of the right kind" };
    }
    case "too_small":
      return limit(true, issue.minimum, issue.origin);
    case "too_big":
      return limit(false, issue.maximum, issue.origin);
    case "invalid_format":
      return FORMS[issue.format] ?? { zh: "格式不正确", en: "Not in the right form" };
    case "invalid_value":
      return { zh: "不是可选的值", en: `Must be one of: ${issue.values.map(String).join(", ")}` };
    case "unrecognized_keys":
      return { zh: "没有这个字段", en: "No such member" };
    case "not_multiple_of":
      return {
        zh: `须为 ${String(issue.divisor)} 的倍数`,
        en: `Must be a multiple of ${String(issue.divisor)}`,
      };
    case "custom":
    case "invalid_union":
    case "invalid_key":
    case "invalid_element":
      return { zh: "此项有误", en: "This member is wrong" };
  }
}

const escape = (part: PropertyKey): string =>
  String(part).replaceAll("~", "~0").replaceAll("/", "~1");

/**
 * The issues of a parse, 100 at most, as pointers with texts in both languages; of several at one
 * member the one with a code, else the first. Input is never quoted.
 *
 * @param base - where the parsed value stands: `` for the body, `/query`, `/path`
 */
export function fieldProblems(error: z.ZodError, base: "" | "/query" | "/path"): FieldProblem[] {
  const problems = error.issues.slice(0, MOST_ERRORS).flatMap((issue) => {
    const at = base + issue.path.map((part) => `/${escape(part)}`).join("");
    const members =
      issue.code === "unrecognized_keys"
        ? issue.keys.slice(0, MOST_ERRORS).map((key) => `${at}/${escape(key)}`)
        : [at];
    return members.map((pointer) => ({ pointer, ...texts(issue) }));
  });
  return onePerMember(problems).slice(0, MOST_ERRORS);
}

function onePerMember(problems: readonly FieldProblem[]): FieldProblem[] {
  const kept = new Map<string, FieldProblem>();
  for (const one of problems) {
    const known = kept.get(one.pointer);
    if (!known || (known.code === undefined && one.code !== undefined)) kept.set(one.pointer, one);
  }
  return [...kept.values()];
}
