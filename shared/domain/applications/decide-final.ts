/** The district's decision by two persons, and the publicity that follows. */
import type {
  ApplicationState,
  ConditionOutcome,
  FinalDecision,
  Recommendation,
} from "../../contract/application.ts";
import type { ApplicationId } from "../../contract/ids.ts";
import type { CivilDate, Instant } from "../../contract/values.ts";
import { deadline, periodEnd, workingDayEnd } from "../calendar/working-days.ts";
import { outOfOrder, type WrongState } from "../transitions.ts";
import { verdictOf } from "../eligibility/evaluate.ts";
import type { OwnEntry, ReviewerRefusal, ReviewGround } from "./decide-reviews.ts";
import { applicationTransitions } from "./transitions.ts";

/** What the reviewer recommended, and who they are. */
export type Recommended = {
  readonly recommendation: Recommendation["recommendation"];
  /** The officer's subject. */
  readonly by: string;
};

export type ConditionsNotMet = {
  readonly kind: "conditions-not-met";
  readonly pointer: string;
  readonly because: readonly ConditionOutcome[];
};

export type RecommendationOutcome =
  | { readonly kind: "recommend" }
  | ReviewerRefusal
  | OwnEntry
  | { readonly kind: "needs-second-person" }
  | ConditionsNotMet;

/** The reviewer, another person than the first, recommends; publicity only where every condition is met. */
export function decideRecommendation(
  { recommendation }: Recommendation,
  conditions: readonly ConditionOutcome[],
  ground: ReviewGround & { readonly isFirstReviewer?: boolean },
): RecommendationOutcome {
  const refused = outOfOrder(applicationTransitions, "recommend", ground.state);
  if (refused) return refused;
  if (ground.isMember) return { kind: "own-case" };
  if (ground.isEnteredByCaller) return { kind: "own-entry" };
  if (ground.isFirstReviewer) return { kind: "needs-second-person" };
  return conditionsNotMet(recommendation, conditions, "/recommendation") ?? { kind: "recommend" };
}

function conditionsNotMet(
  outcome: "PUBLICISE" | "REJECT",
  conditions: readonly ConditionOutcome[],
  pointer: string,
): ConditionsNotMet | undefined {
  const { kind, because } = verdictOf(conditions);
  return outcome === "PUBLICISE" && kind !== "qualified"
    ? { kind: "conditions-not-met", pointer, because }
    : undefined;
}

export type FinalRefusal =
  | ReviewerRefusal
  | { readonly kind: "not-recommended-yet" }
  | { readonly kind: "needs-second-person" }
  | ConditionsNotMet;

export type FinalOutcome =
  | {
      readonly kind: "publicise";
      readonly publicity: {
        readonly from: CivilDate;
        /** Last day for objections, inclusive. */
        readonly until: CivilDate;
        readonly provisional: boolean;
      };
    }
  | { readonly kind: "reject"; readonly askReconsiderationBy: CivilDate };

/**
 * The approver decides; never the person who recommended.
 *
 * @param approver - the officer's subject
 * @see O11 9: publicity, then the waiting list; refusals written and reasoned, reconsideration
 */
export function decideFinal(
  { decision }: FinalDecision,
  {
    recommended,
    approver,
    conditions,
    ...ground
  }: ReviewGround & {
    readonly recommended: Recommended | undefined;
    readonly approver: string;
    readonly conditions: readonly ConditionOutcome[];
  },
): FinalOutcome | FinalRefusal {
  const refused = outOfOrder(applicationTransitions, "decide", ground.state);
  if (refused) return refused;
  if (ground.isMember) return { kind: "own-case" };
  if (!recommended) return { kind: "not-recommended-yet" };
  if (recommended.by === approver) return { kind: "needs-second-person" };
  const unmet = conditionsNotMet(decision, conditions, "/decision");
  if (unmet) return unmet;
  const { today, calendar, policy } = ground;
  if (decision === "REJECT") {
    const days = policy.deadlines.askReconsideration.value;
    return { kind: "reject", askReconsiderationBy: periodEnd(today, days, calendar) };
  }
  const until = deadline(
    workingDayEnd(today, policy.deadlines.publicity.value, calendar),
    calendar,
  );
  return {
    kind: "publicise",
    publicity: { from: today, until: until.on, provisional: until.provisional },
  };
}

export type PublicityRefusal =
  | WrongState<ApplicationState>
  | { readonly kind: "publicity-not-over"; readonly until: CivilDate }
  | { readonly kind: "objections-open" };

/** Whether the publicity is over without a valid objection. Its last day counts to 24:00. */
export function decidePublicityEnd({
  state,
  until,
  today,
  openObjections,
}: {
  readonly state: ApplicationState;
  readonly until: CivilDate;
  readonly today: CivilDate;
  readonly openObjections: number;
}): { readonly kind: "waitlist" } | PublicityRefusal {
  const refused = outOfOrder(applicationTransitions, "end-publicity", state);
  if (refused) return refused;
  if (today <= until) return { kind: "publicity-not-over", until };
  return openObjections > 0 ? { kind: "objections-open" } : { kind: "waitlist" };
}

/**
 * Gives waiting numbers to those whose publicity ended together: by submission, then by id, so that
 * the order is the same however often it is made.
 *
 * @param next - the first number free
 */
export function numberWaiting(
  next: number,
  ended: readonly { readonly id: ApplicationId; readonly submittedAt: Instant }[],
): {
  readonly given: readonly { readonly id: ApplicationId; readonly waitingNo: number }[];
  readonly next: number;
} {
  const key = (one: (typeof ended)[number]) => `${one.submittedAt} ${one.id}`;
  const inOrder = ended.toSorted((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
  return {
    given: inOrder.map(({ id }, at) => ({ id, waitingNo: next + at })),
    next: next + ended.length,
  };
}
