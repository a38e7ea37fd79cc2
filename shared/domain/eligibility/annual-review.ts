/** The review of a waiting household every twelve months (domain rulebook 5 B, V37). */
import type { ConditionOutcome } from "../../contract/application.ts";
import type { HouseholdFacts } from "../../contract/eligibility.ts";
import type { ProgrammePolicy } from "../../contract/programme.ts";
import type { CivilDate } from "../../contract/values.ts";
import { addMonths } from "../calendar/days.ts";
import {
  deadline,
  monthPeriodEnd,
  type Calendar,
  type Deadline,
} from "../calendar/working-days.ts";
import { evaluate, verdictOf, type Look } from "./evaluate.ts";

export type AnnualReview =
  /** All conditions stand; the verification holds again from that day. */
  | { readonly kind: "stands"; readonly verifiedOn: CivilDate; readonly next: Deadline }
  /** Something is to be shown: suspended until it is, never struck off by silence. */
  | { readonly kind: "suspend"; readonly because: readonly ConditionOutcome[] }
  /** A condition no longer holds: heard, then off the list, in writing. */
  | { readonly kind: "no-longer-qualified"; readonly because: readonly ConditionOutcome[] };

/**
 * Judges a waiting household anew, with what the agencies say now.
 *
 * @param policy - that governs the review (`governingDay`)
 * @param look - `on`: the day of the review; `findings`: the agencies' new answers
 */
export function reviewAnnually(
  facts: HouseholdFacts,
  policy: ProgrammePolicy,
  { calendar, ...look }: Look & { readonly calendar: Calendar },
): AnnualReview {
  const { kind, because } = verdictOf(evaluate(facts, policy, look));
  if (kind === "not-qualified") return { kind: "no-longer-qualified", because };
  if (kind === "incomplete") return { kind: "suspend", because };
  const months = policy.deadlines.verificationMonths.value;
  const next = deadline(monthPeriodEnd(look.on, months, calendar), calendar);
  return { kind: "stands", verifiedOn: look.on, next };
}

/** Whether a verification still stands on a day: its matching day is the last (V37). */
export const isVerified = (
  verifiedOn: CivilDate,
  { deadlines }: Pick<ProgrammePolicy, "deadlines">,
  today: CivilDate,
): boolean => today <= addMonths(verifiedOn, deadlines.verificationMonths.value);
