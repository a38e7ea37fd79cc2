/** Suspension, cancellation, bar: proposed by one officer, decided by another, the household heard. */
import type { ApplicationState } from "../../contract/application.ts";
import type {
  MeasureDecision,
  MeasureKind,
  MeasureProposal,
} from "../../contract/application-process.ts";
import type { CivilDate } from "../../contract/values.ts";
import { addDays, addYears } from "../calendar/days.ts";
import { workingDayEnd } from "../calendar/working-days.ts";
import { processRules } from "../policy/process-policy.ts";
import { outOfOrder } from "../transitions.ts";
import type { ReviewerRefusal, ReviewGround } from "./decide-reviews.ts";
import { applicationTransitions } from "./transitions.ts";

type Ground = Omit<ReviewGround, "policy">;

export type MeasureRefusal =
  | ReviewerRefusal
  | { readonly kind: "measure-pending" }
  | { readonly kind: "no-measure-pending" }
  | { readonly kind: "barred-places-wrong"; readonly pointer: string }
  | { readonly kind: "needs-second-person" }
  | { readonly kind: "not-heard-yet"; readonly until: CivilDate };

const EVENT = { SUSPEND: "suspend", CANCEL: "cancel", BAR: "bar" } as const;

/**
 * Whether a measure may be proposed. A bar names who answers for the fraud.
 *
 * @see O11 35, 36
 */
export function decideMeasureProposal(
  { measure, barredPlaces }: MeasureProposal,
  { pending, householdSize, ...ground }: Ground & { pending: boolean; householdSize: number },
): { readonly kind: "propose"; readonly hearBy: CivilDate } | MeasureRefusal {
  const refused = outOfOrder(applicationTransitions, EVENT[measure], ground.state);
  if (refused) return refused;
  if (ground.isMember) return { kind: "own-case" };
  if (pending) return { kind: "measure-pending" };
  const places = barredPlaces ?? [];
  const wrong =
    (measure === "BAR") !== (barredPlaces !== undefined) ||
    new Set(places).size !== places.length ||
    places.some((place) => place >= householdSize);
  if (wrong) return { kind: "barred-places-wrong", pointer: "/barredPlaces" };
  const days = processRules.hearingWorkingDays.value;
  return { kind: "propose", hearBy: workingDayEnd(ground.today, days, ground.calendar) };
}

export type Pending = {
  readonly measure: MeasureKind;
  /** Subject of who proposed it. */
  readonly by: string;
  readonly hearBy: CivilDate;
  readonly heard: boolean;
};

export type MeasureOutcome =
  | { readonly kind: "drop" }
  | { readonly kind: "suspend"; readonly until: CivilDate }
  | { readonly kind: "cancel" }
  | { readonly kind: "bar"; readonly until: CivilDate };

/** The decision, by another person, after the household has spoken or its days to speak are over. */
export function decideMeasure(
  { decision }: MeasureDecision,
  { pending, officer, ...ground }: Ground & { pending: Pending | undefined; officer: string },
): MeasureOutcome | MeasureRefusal {
  if (!pending) return { kind: "no-measure-pending" };
  const refused = outOfOrder(applicationTransitions, EVENT[pending.measure], ground.state);
  if (decision === "CONFIRM" && refused) return refused;
  if (ground.isMember) return { kind: "own-case" };
  if (pending.by === officer) return { kind: "needs-second-person" };
  if (decision === "DROP") return { kind: "drop" };
  const { today } = ground;
  if (pending.measure === "SUSPEND")
    return { kind: "suspend", until: addDays(today, processRules.suspensionDays.value) };
  if (!pending.heard && today <= pending.hearBy)
    return { kind: "not-heard-yet", until: pending.hearBy };
  return pending.measure === "CANCEL"
    ? { kind: "cancel" }
    : { kind: "bar", until: addYears(today, processRules.barYears.value) };
}

export type StatementRefusal =
  | { readonly kind: "no-measure-pending" }
  | { readonly kind: "statement-over"; readonly until: CivilDate }
  | { readonly kind: "case-stated" };

/** Whether the household may speak to a measure now: once, in its days. */
export function decideStatement(
  pending: Pending | undefined,
  today: CivilDate,
): { readonly kind: "state" } | StatementRefusal {
  if (!pending) return { kind: "no-measure-pending" };
  if (pending.heard) return { kind: "case-stated" };
  return today > pending.hearBy
    ? { kind: "statement-over", until: pending.hearBy }
    : { kind: "state" };
}

/** The state that a measure leads to. */
export const STATE_BY: Readonly<Record<MeasureKind, ApplicationState>> = {
  SUSPEND: "SUSPENDED",
  CANCEL: "CANCELLED",
  BAR: "BARRED",
};
