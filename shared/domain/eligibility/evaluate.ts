/** Eligibility with reasons: one engine for the trial, the application, the recheck, the review. */
import type { AgencyFinding, Agency, ConditionOutcome } from "../../contract/application.ts";
import type { HouseholdFacts, ProgrammeResult, Verdict } from "../../contract/eligibility.ts";
import type { ConditionRule, ProgrammePolicy } from "../../contract/programme.ts";
import type { CivilDate } from "../../contract/values.ts";
import { applyCondition } from "./conditions.ts";
import { queueOf, termsFor } from "./facts.ts";

/** The word that counts of an agency: the last that is not silence, entered by hand or not. */
export function settledFinding(
  agency: Agency,
  findings: readonly AgencyFinding[],
): AgencyFinding | undefined {
  const of = findings.filter((finding) => finding.agency === agency);
  return of.findLast(({ verdict }) => verdict === "agree" || verdict === "disagree") ?? of.at(-1);
}

export type Look = {
  /** The governing day: ages and months count to it. */
  readonly on: CivilDate;
  /** What the agencies said; absent for a trial: then what is declared counts. */
  readonly findings?: readonly AgencyFinding[] | undefined;
};

type Words = { readonly zh: string; readonly en: string };

const AGENCIES: Readonly<Record<Agency, Words>> = {
  "civil-affairs": { zh: "民政部门", en: "Civil affairs" },
  "social-insurance": { zh: "社会保险经办机构", en: "Social insurance" },
  "other-housing": { zh: "不动产登记和住房保障系统", en: "Registers of homes and housing" },
  income: { zh: "收入核对机构", en: "Income verification" },
  "human-resources": { zh: "人力资源和社会保障部门", en: "Human resources and social security" },
};
const VERDICTS: Readonly<Record<AgencyFinding["verdict"], Words>> = {
  agree: { zh: "一致", en: "agrees" },
  disagree: { zh: "不一致", en: "disagrees" },
  unknown: { zh: "无法确认", en: "cannot say" },
  silent: {
    zh: "未答复，转人工核查，受理时间不变",
    en: "has not answered; asked by hand, date kept",
  },
};
const DECLARED: Words = { zh: "本人申报", en: "declared" };

const sourceOf = (word: AgencyFinding | undefined): Words =>
  word
    ? {
        zh: `${AGENCIES[word.agency].zh}：${VERDICTS[word.verdict].zh}`,
        en: `${AGENCIES[word.agency].en}: ${VERDICTS[word.verdict].en}`,
      }
    : DECLARED;

function outcomeOf(
  rule: ConditionRule,
  facts: HouseholdFacts,
  { policy, on, findings }: Look & { readonly policy: ProgrammePolicy },
): ConditionOutcome {
  const { met, limit, found } = applyCondition(rule, facts, on);
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
    source: sourceOf(word),
    asOf: on,
    article: `${rule.article}（${rule.source}）`,
    confirmed: rule.confirmed,
    ...(rule.note !== undefined && { note: rule.note }),
    ...(outcome !== "MET" && { remedy: rule.remedy }),
    policy: policy.version,
    ...(outcome === "NOT_MET" && rule.code !== undefined && { code: rule.code }),
  };
}

/**
 * Evaluates every condition that concerns the household's group.
 *
 * @returns one outcome for each condition, in the policy's order
 */
export const evaluate = (
  facts: HouseholdFacts,
  policy: ProgrammePolicy,
  look: Look,
): ConditionOutcome[] =>
  policy.conditions
    .filter(({ groups }) => groups === undefined || groups.includes(facts.group))
    .map((rule) => outcomeOf(rule, facts, { policy, ...look }));

const VERDICT: Readonly<Record<"qualified" | "not-qualified" | "incomplete", Verdict>> = {
  qualified: "QUALIFIED",
  "not-qualified": "NOT_QUALIFIED",
  incomplete: "INCOMPLETE",
};

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

/** What one programme says of a household, with its queue and what it would get. */
export function resultOf(
  facts: HouseholdFacts,
  policy: ProgrammePolicy,
  look: Look,
): ProgrammeResult {
  const conditions = evaluate(facts, policy, look);
  const { programme, title, version } = policy;
  return {
    ...{ programme, title, policy: version, conditions },
    verdict: VERDICT[verdictOf(conditions).kind],
    queue: queueOf(policy, facts),
    terms: termsFor(policy, facts),
  };
}

/**
 * The day whose policy judges a look at a case that was applied for earlier.
 *
 * @param policy - of the day of the application: it says which day counts
 */
export const governingDay = (
  { governing }: Pick<ProgrammePolicy, "governing">,
  look: keyof ProgrammePolicy["governing"],
  { appliedOn, today }: { readonly appliedOn: CivilDate; readonly today: CivilDate },
): CivilDate => (governing[look].value === "APPLICATION_DAY" ? appliedOn : today);
