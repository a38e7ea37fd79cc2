/** Eligibility with reasons: the same engine for the trial, the application and the recheck. */
import type {
  AgencyFinding,
  ApplicationForm,
  ConditionOutcome,
} from "../../contract/application.ts";
import type { Agency } from "../../contract/application.ts";
import type { ConditionRule, EligibilityPolicy } from "../policy/eligibility-policy.ts";
import { applyCondition } from "./conditions.ts";

/** The word that counts of an agency: the last that is not silence, entered by hand or not. */
export function settledFinding(
  agency: Agency,
  findings: readonly AgencyFinding[],
): AgencyFinding | undefined {
  const of = findings.filter((finding) => finding.agency === agency);
  return of.findLast(({ verdict }) => verdict === "agree" || verdict === "disagree") ?? of.at(-1);
}

function outcomeOf(
  rule: ConditionRule,
  form: ApplicationForm,
  {
    policy,
    findings,
  }: { policy: EligibilityPolicy; findings: readonly AgencyFinding[] | undefined },
): ConditionOutcome {
  const { met, limit, found } = applyCondition(rule, form);
  const word = rule.agency && findings && settledFinding(rule.agency, findings);
  // Until the agency has confirmed what was declared, a declared "met" is still to be shown.
  const unsettled =
    findings !== undefined && rule.agency !== undefined && word?.verdict !== "agree";
  const outcome = met === false ? "NOT_MET" : met === undefined || unsettled ? "MISSING" : "MET";
  return {
    condition: rule.kind,
    outcome,
    title: rule.title,
    ...(limit !== undefined && { limit }),
    ...(found !== undefined && { found }),
    source: word === undefined ? "declared" : `${word.agency}: ${word.verdict}`,
    article: `${rule.article}（${rule.source}）`,
    policy: policy.version,
    ...(outcome === "NOT_MET" && rule.code !== undefined && { code: rule.code }),
  };
}

/**
 * Evaluates every condition that concerns the household's group.
 *
 * @param findings - what the agencies said; absent for a trial: then what is declared counts
 * @returns one outcome for each condition, in the policy's order
 */
export const evaluate = (
  form: ApplicationForm,
  policy: EligibilityPolicy,
  findings?: readonly AgencyFinding[],
): ConditionOutcome[] =>
  policy.conditions
    .filter(({ groups }) => groups === undefined || groups.includes(form.group))
    .map((rule) => outcomeOf(rule, form, { policy, findings }));

/** Met in all; or the ones that fail; or, when none fails, the ones still to be shown. */
export function verdictOf(outcomes: readonly ConditionOutcome[]): {
  readonly kind: "qualified" | "not-qualified" | "incomplete";
  readonly because: readonly ConditionOutcome[];
} {
  const failed = outcomes.filter(({ outcome }) => outcome === "NOT_MET");
  if (failed.length > 0) return { kind: "not-qualified", because: failed };
  const missing = outcomes.filter(({ outcome }) => outcome === "MISSING");
  return { kind: missing.length > 0 ? "incomplete" : "qualified", because: missing };
}
