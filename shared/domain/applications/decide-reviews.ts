/** Acceptance, first review, joint check: who moves an application on, and until when. */
import type { Agency, AgencyFinding, ApplicationState } from "../../contract/application.ts";
import type { CivilDate } from "../../contract/values.ts";
import { deadline, workingDayEnd, type Calendar, type Deadline } from "../calendar/working-days.ts";
import { settledFinding } from "../eligibility/evaluate.ts";
import type { EligibilityPolicy } from "../policy/eligibility-policy.ts";
import { outOfOrder, type WrongState } from "../transitions.ts";
import { applicationTransitions } from "./transitions.ts";

/** An officer may not act in a case of their own household. */
export type OwnCase = { readonly kind: "own-case" };
export type ReviewerRefusal = WrongState<ApplicationState> | OwnCase;
/** Who entered an application at the counter reviews it nowhere. */
export type OwnEntry = { readonly kind: "own-entry" };

export type ReviewGround = {
  readonly state: ApplicationState;
  /** The officer stands in the household. */
  readonly isMember: boolean;
  /** The officer entered it at the counter. */
  readonly isEnteredByCaller?: boolean | undefined;
  readonly today: CivilDate;
  readonly calendar: Calendar;
  readonly policy: EligibilityPolicy;
};

const within = (
  { today, calendar, policy }: Pick<ReviewGround, "today" | "calendar" | "policy">,
  span: "firstReview" | "jointCheck" | "finalReview",
): Deadline => deadline(workingDayEnd(today, policy.deadlines[span].value, calendar), calendar);

/** The clerk of the street takes the application in. @see O11 8 */
export function decideAcceptance(
  ground: ReviewGround,
): { readonly kind: "accept"; readonly due: Deadline } | ReviewerRefusal | OwnEntry {
  const refused = outOfOrder(applicationTransitions, "accept", ground.state);
  if (refused) return refused;
  if (ground.isMember) return { kind: "own-case" };
  if (ground.isEnteredByCaller) return { kind: "own-entry" };
  return { kind: "accept", due: within(ground, "firstReview") };
}

/** The street's first review; whatever it recommends, the agencies are asked. @see O11 9 */
export function decideFirstReview(
  ground: ReviewGround,
):
  | { readonly kind: "ask-agencies"; readonly agencies: readonly Agency[]; readonly due: Deadline }
  | ReviewerRefusal
  | OwnEntry {
  const refused = outOfOrder(applicationTransitions, "review-first", ground.state);
  if (refused) return refused;
  if (ground.isMember) return { kind: "own-case" };
  if (ground.isEnteredByCaller) return { kind: "own-entry" };
  return {
    kind: "ask-agencies",
    agencies: ground.policy.agencies,
    due: within(ground, "jointCheck"),
  };
}

export type JointCheckDecision =
  | { readonly kind: "complete"; readonly due: Deadline }
  /** Ask again, or wait. */
  | { readonly kind: "wait"; readonly missing: readonly Agency[] }
  /** The time is over: an officer asks those agencies by hand. Nothing passes by silence. */
  | { readonly kind: "manual"; readonly missing: readonly Agency[] };

/**
 * Decides whether the joint check is complete: every agency asked has agreed or disagreed.
 *
 * @param findings - all answers so far, oldest first, silences and entries by hand included
 * @param dueOn - last day of the agencies' time
 */
export function decideJointCheck(
  findings: readonly AgencyFinding[],
  { dueOn, ...ground }: Omit<ReviewGround, "isMember"> & { readonly dueOn: CivilDate },
): JointCheckDecision | WrongState<ApplicationState> {
  const refused = outOfOrder(applicationTransitions, "complete-check", ground.state);
  if (refused) return refused;
  const missing = ground.policy.agencies.filter((agency) => {
    const verdict = settledFinding(agency, findings)?.verdict;
    return verdict !== "agree" && verdict !== "disagree";
  });
  if (missing.length === 0) return { kind: "complete", due: within(ground, "finalReview") };
  return { kind: ground.today > dueOn ? "manual" : "wait", missing };
}

export type ManualFindingRefusal =
  | ReviewerRefusal
  | { readonly kind: "agency-not-asked"; readonly pointer: string }
  | { readonly kind: "agency-has-answered"; readonly pointer: string };

/** An officer enters what an agency said on paper, only where its own answer is missing. */
export function decideManualFinding(
  agency: Agency,
  findings: readonly AgencyFinding[],
  ground: ReviewGround,
): { readonly kind: "enter" } | ManualFindingRefusal {
  const refused = outOfOrder(applicationTransitions, "complete-check", ground.state);
  if (refused) return refused;
  if (ground.isMember) return { kind: "own-case" };
  if (!ground.policy.agencies.includes(agency))
    return { kind: "agency-not-asked", pointer: "/agency" };
  const verdict = settledFinding(agency, findings)?.verdict;
  return verdict === "agree" || verdict === "disagree"
    ? { kind: "agency-has-answered", pointer: "/agency" }
    : { kind: "enter" };
}
