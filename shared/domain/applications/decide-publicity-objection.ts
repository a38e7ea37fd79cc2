/** Objections to a household in publicity (O11 9; domain rulebook 5 B, 11; V40). */
import type { ApplicationState } from "../../contract/application.ts";
import type { ObjectionAnswer } from "../../contract/application-process.ts";
import type { CivilDate } from "../../contract/values.ts";
import {
  deadline,
  periodEnd,
  workingDayEnd,
  type Calendar,
  type Deadline,
} from "../calendar/working-days.ts";
import { processRules } from "../policy/process-policy.ts";
import { outOfOrder, type WrongState } from "../transitions.ts";
import type { OwnCase } from "./decide-reviews.ts";
import { applicationTransitions } from "./transitions.ts";

export type PublicityObjectionRefusal =
  { readonly kind: "publicity-objection-closed" } | { readonly kind: "own-household" };

/**
 * Whether someone may object now: within the list's days, its last to 24:00, and not to themself.
 *
 * @param until - last day of the publicity, inclusive
 */
export function decidePublicityObjection({
  state,
  until,
  isMember,
  today,
  calendar,
}: {
  readonly state: ApplicationState;
  readonly until: CivilDate | undefined;
  readonly isMember: boolean;
  readonly today: CivilDate;
  readonly calendar: Calendar;
}): { readonly kind: "object"; readonly answerBy: Deadline } | PublicityObjectionRefusal {
  if (isMember) return { kind: "own-household" };
  if (outOfOrder(applicationTransitions, "object", state) || until === undefined || today > until)
    return { kind: "publicity-objection-closed" };
  const days = processRules.objectionWorkingDays.value;
  return { kind: "object", answerBy: deadline(workingDayEnd(today, days, calendar), calendar) };
}

export type ObjectionAnswerRefusal =
  | WrongState<ApplicationState>
  | OwnCase
  | { readonly kind: "objection-answered" }
  | { readonly kind: "own-objection" };

export type ObjectionOutcome =
  | { readonly kind: "reject"; readonly askBy: CivilDate }
  /** Others are still open. */
  | { readonly kind: "stay" }
  /** None is open: the publicity goes on, or is over. */
  | { readonly kind: "back"; readonly over: boolean };

/**
 * The answer to an objection, told to both. Upheld, the household is refused and may ask for
 * reconsideration; the last one dismissed, it stands where it would have stood.
 */
export function decideObjectionAnswer(
  { outcome }: ObjectionAnswer,
  {
    state,
    isMember,
    isObjector,
    isOpen,
    openObjections,
    until,
    askDays,
    today,
    calendar,
  }: {
    readonly state: ApplicationState;
    readonly isMember: boolean;
    readonly isObjector: boolean;
    readonly isOpen: boolean;
    /** This one included. */
    readonly openObjections: number;
    readonly until: CivilDate;
    readonly askDays: number;
    readonly today: CivilDate;
    readonly calendar: Calendar;
  },
): ObjectionOutcome | ObjectionAnswerRefusal {
  const refused = outOfOrder(applicationTransitions, "decide-objection", state);
  if (refused) return refused;
  if (!isOpen) return { kind: "objection-answered" };
  if (isMember) return { kind: "own-case" };
  if (isObjector) return { kind: "own-objection" };
  if (outcome === "UPHELD") return { kind: "reject", askBy: periodEnd(today, askDays, calendar) };
  return openObjections > 1 ? { kind: "stay" } : { kind: "back", over: today > until };
}
