/** The household's own appeal against a refusal (O11 9). */
import type { ApplicationState } from "../../contract/application.ts";
import type { ReconsiderationAnswer } from "../../contract/application-process.ts";
import type * as z from "zod";
import type { CivilDate } from "../../contract/values.ts";
import { deadline, workingDayEnd, type Calendar, type Deadline } from "../calendar/working-days.ts";
import { processRules } from "../policy/process-policy.ts";
import { outOfOrder, type WrongState } from "../transitions.ts";
import type { ReviewerRefusal, ReviewGround } from "./decide-reviews.ts";
import { applicationTransitions } from "./transitions.ts";

export type ReconsiderationRefusal =
  | WrongState<ApplicationState>
  | { readonly kind: "reconsideration-over"; readonly until: CivilDate }
  | { readonly kind: "reconsidered-once" }
  | { readonly kind: "member-already-applied"; readonly pointer: string };

/**
 * Whether the household may ask: within the days its refusal gave it, once, and while nobody of it
 * has begun another application.
 *
 * @param facts - `askBy`: last day, inclusive; `appliedElsewhere`: of all its people
 */
export function decideAskReconsideration({
  state,
  askBy,
  asked,
  appliedElsewhere,
  today,
  calendar,
}: {
  readonly state: ApplicationState;
  readonly askBy: CivilDate | undefined;
  readonly asked: boolean;
  readonly appliedElsewhere: boolean;
  readonly today: CivilDate;
  readonly calendar: Calendar;
}): { readonly kind: "ask"; readonly answerBy: Deadline } | ReconsiderationRefusal {
  const refused = outOfOrder(applicationTransitions, "ask-reconsideration", state);
  if (refused) return refused;
  if (asked) return { kind: "reconsidered-once" };
  if (askBy !== undefined && today > askBy) return { kind: "reconsideration-over", until: askBy };
  if (appliedElsewhere) return { kind: "member-already-applied", pointer: "" };
  const days = processRules.reconsiderationWorkingDays.value;
  return { kind: "ask", answerBy: deadline(workingDayEnd(today, days, calendar), calendar) };
}

export type ReconsiderationAnswerRefusal =
  | ReviewerRefusal
  | { readonly kind: "no-reconsideration-asked" }
  | { readonly kind: "needs-other-officer" };

/**
 * The answer, by an officer who had no part in the refusal: back to the final review, or the end.
 *
 * @param facts - `refusedBy`: subjects of those who recommended and decided the refusal
 */
export function decideReconsiderationAnswer(
  { outcome }: z.infer<typeof ReconsiderationAnswer>,
  {
    asked,
    refusedBy,
    officer,
    finalReviewDays,
    ...ground
  }: Omit<ReviewGround, "policy"> & {
    readonly asked: boolean;
    readonly refusedBy: readonly string[];
    readonly officer: string;
    readonly finalReviewDays: number;
  },
):
  | { readonly kind: "reopen"; readonly due: Deadline }
  | { readonly kind: "uphold" }
  | ReconsiderationAnswerRefusal {
  const refused = outOfOrder(applicationTransitions, "answer-reconsideration", ground.state);
  if (refused) return refused;
  if (ground.isMember) return { kind: "own-case" };
  if (!asked) return { kind: "no-reconsideration-asked" };
  if (refusedBy.includes(officer)) return { kind: "needs-other-officer" };
  if (outcome === "UPHOLD") return { kind: "uphold" };
  const { today, calendar } = ground;
  return {
    kind: "reopen",
    due: deadline(workingDayEnd(today, finalReviewDays, calendar), calendar),
  };
}
