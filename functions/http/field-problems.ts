import type * as z from "zod";
import { ruleTexts, type RuleCode } from "../../shared/contract/rule-texts.ts";
import { MOST_ERRORS } from "./json.ts";
import type { FieldProblem } from "./problem.ts";

const isRuleCode = (text: string): text is RuleCode => Object.hasOwn(ruleTexts, text);

const texts = (issue: z.core.$ZodIssue): { code?: string; zh: string; en: string } => {
  if (isRuleCode(issue.message)) return { code: issue.message, ...ruleTexts[issue.message] };
  switch (issue.code) {
    case "invalid_type":
      return {
        zh: "缺少此项或类型不符",
        en: `Missing or not of the right type (${issue.expected})`,
      };
    case "too_small":
      return {
        zh: `不足下限 ${String(issue.minimum)}`,
        en: `Below the least allowed (${String(issue.minimum)})`,
      };
    case "too_big":
      return {
        zh: `超过上限 ${String(issue.maximum)}`,
        en: `Above the most allowed (${String(issue.maximum)})`,
      };
    case "invalid_format":
      return { zh: "格式不正确", en: `Not in the right form (${issue.format})` };
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
};

const escape = (part: PropertyKey): string =>
  String(part).replaceAll("~", "~0").replaceAll("/", "~1");

/**
 * The issues of a parse, 100 at most, as pointers with texts in both languages. Input is never
 * quoted.
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
  return problems.slice(0, MOST_ERRORS);
}
