/** The household's word at a review of the waiting list, and its end (domain rulebook 5 B). */
import type { ApplicationState, ConditionOutcome } from "../../contract/application.ts";
import { deadline, workingDayEnd, type Deadline } from "../calendar/working-days.ts";
import { verdictOf } from "../eligibility/evaluate.ts";
import { outOfOrder, type WrongState } from "../transitions.ts";
import type { ConditionsNotMet } from "./decide-final.ts";
import type { ReviewerRefusal, ReviewGround } from "./decide-reviews.ts";
import type { Review } from "./timed-events.ts";
import { applicationTransitions } from "./transitions.ts";

export type ReviewAnswerRefusal =
  | WrongState<ApplicationState>
  | { readonly kind: "no-review-open" }
  | { readonly kind: "review-answered" };

/** Whether the household may answer: a review is open, or it is suspended and asks to come back. */
export function decideReviewAnswer(
  state: ApplicationState,
  review: Pick<Review, "stage"> | undefined,
): { readonly kind: "answer" } | ReviewAnswerRefusal {
  const refused = outOfOrder(applicationTransitions, "answer-review", state);
  if (refused) return refused;
  if (!review) return state === "SUSPENDED" ? { kind: "answer" } : { kind: "no-review-open" };
  return review.stage === "ANSWER" ? { kind: "answer" } : { kind: "review-answered" };
}

/** Last day of the agencies when they are asked anew. */
export const recheckDue = ({
  today,
  calendar,
  policy,
}: Pick<ReviewGround, "today" | "calendar" | "policy">): Deadline =>
  deadline(workingDayEnd(today, policy.deadlines.jointCheck.value, calendar), calendar);

export type PassReviewRefusal =
  ReviewerRefusal | { readonly kind: "no-review-open" } | ConditionsNotMet;

/** An officer ends the review: only where every condition is met, as the agencies confirm it now. */
export function decidePassReview(
  review: Pick<Review, "stage"> | undefined,
  conditions: readonly ConditionOutcome[],
  ground: ReviewGround,
): { readonly kind: "pass" } | PassReviewRefusal {
  const refused = outOfOrder(applicationTransitions, "pass-review", ground.state);
  if (refused) return refused;
  if (ground.isMember) return { kind: "own-case" };
  if (review?.stage !== "DECIDE") return { kind: "no-review-open" };
  const { kind, because } = verdictOf(conditions);
  return kind === "qualified"
    ? { kind: "pass" }
    : { kind: "conditions-not-met", pointer: "", because };
}
