/** What time alone does to an application (domain rulebook 5 B), and when to look again. */
import type { ApplicationState } from "../../contract/application.ts";
import type { CivilDate } from "../../contract/values.ts";
import { addDays, addMonths } from "../calendar/days.ts";
import { dayBegins, dayEnds, epochMsOf } from "../calendar/instants.ts";
import { periodEnd, type Calendar } from "../calendar/working-days.ts";
import { processRules } from "../policy/process-policy.ts";

export type Review = {
  readonly kind: "ANNUAL" | "CHANGE";
  /** The household's word is awaited; the agencies' is; an officer's is. */
  readonly stage: "ANSWER" | "CHECK" | "DECIDE";
  readonly answerBy: CivilDate;
  /** When the agencies are asked next, while they are. */
  readonly askAt?: string | undefined;
};

/** As much of a case as time looks at. */
export type TimedFacts = {
  readonly state: ApplicationState;
  readonly dueOn?: CivilDate | undefined;
  readonly reconsideration?: { readonly state: string } | undefined;
  readonly review?: Review | undefined;
  /** The agencies' time is over: what is missing is asked by hand. */
  readonly manual?: boolean | undefined;
  /** First day of the next yearly review. */
  readonly reviewOn?: CivilDate | undefined;
};

/** The day on which the yearly review opens, so that it can be over before V37 bites. */
export const nextReviewOn = (verifiedOn: CivilDate, months: number): CivilDate =>
  addDays(addMonths(verifiedOn, months), -processRules.reviewLeadDays.value);

/**
 * When the clock must look at a case again, from its record alone: whoever writes the record need
 * not know of it.
 *
 * @returns ms since 1970; undefined: never
 */
export function standingDue(facts: TimedFacts): number | undefined {
  const { state, dueOn, review, reviewOn, manual } = facts;
  const waits = state === "WAITLISTED" || state === "SUSPENDED";
  if (waits && review?.stage === "CHECK")
    return manual || review.askAt === undefined ? undefined : epochMsOf(review.askAt);
  if (waits && review?.stage === "DECIDE") return undefined;
  if (state === "WAITLISTED" && review) return dayEnds(review.answerBy);
  if (state === "WAITLISTED") return reviewOn === undefined ? undefined : dayBegins(reviewOn);
  const ends =
    state === "CORRECTION" ||
    state === "SUSPENDED" ||
    (state === "REJECTED" && facts.reconsideration?.state !== "OPEN");
  return ends && dueOn !== undefined ? dayEnds(dueOn) : undefined;
}

export type TimedEvent =
  | { readonly kind: "lapse" }
  | { readonly kind: "close" }
  | { readonly kind: "open-review"; readonly answerBy: CivilDate }
  | { readonly kind: "suspend"; readonly until: CivilDate }
  | { readonly kind: "cancel" };

/**
 * What has fallen due on that day, if anything. An office's own delay never falls on the household:
 * nothing passes, lapses or is struck off while an officer's or an agency's word is awaited.
 *
 * @param verifiedUntil - last day of the standing verification
 */
export function timedEvent(
  facts: TimedFacts,
  {
    today,
    calendar,
    verifiedUntil,
  }: {
    readonly today: CivilDate;
    readonly calendar: Calendar;
    readonly verifiedUntil: CivilDate | undefined;
  },
): TimedEvent | undefined {
  const { state, dueOn, review, reviewOn, reconsideration } = facts;
  const isPast = dueOn !== undefined && today > dueOn;
  if (state === "CORRECTION") return isPast ? { kind: "lapse" } : undefined;
  if (state === "REJECTED")
    return isPast && reconsideration?.state !== "OPEN" ? { kind: "close" } : undefined;
  if (state === "SUSPENDED")
    return isPast && (!review || review.stage === "ANSWER") ? { kind: "cancel" } : undefined;
  if (state !== "WAITLISTED") return undefined;
  if (review)
    return review.stage === "ANSWER" && today > review.answerBy
      ? { kind: "suspend", until: addDays(today, processRules.suspensionDays.value) }
      : undefined;
  if (reviewOn === undefined || today < reviewOn) return undefined;
  const least = periodEnd(today, processRules.reviewLeadDays.value, calendar);
  const answerBy = verifiedUntil !== undefined && verifiedUntil > least ? verifiedUntil : least;
  return { kind: "open-review", answerBy };
}
