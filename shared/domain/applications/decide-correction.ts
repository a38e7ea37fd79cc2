/** The list of gaps and the resubmission (O11 8; domain rulebook 5 B). */
import type { ApplicationForm } from "../../contract/application.ts";
import type { Gap, GapItem } from "../../contract/application-process.ts";
import type { CivilDate } from "../../contract/values.ts";
import { deadline, workingDayEnd, type Calendar, type Deadline } from "../calendar/working-days.ts";
import { processRules } from "../policy/process-policy.ts";
import { outOfOrder, type WrongState } from "../transitions.ts";
import type { ApplicationState } from "../../contract/application.ts";
import type { OwnEntry, ReviewerRefusal, ReviewGround } from "./decide-reviews.ts";
import { applicationTransitions } from "./transitions.ts";

export type GapsRefusal =
  | ReviewerRefusal
  | OwnEntry
  | {
      readonly kind: "gaps-listed-once";
      readonly pointer: string;
      readonly items: readonly GapItem[];
    };

/**
 * Whether the clerk may send the application back. The first list is the complete one: a later one
 * may only repeat what of it is still missing.
 *
 * @param listed - items of the first list; undefined: none was sent
 * @see O11 8: one full list of gaps
 */
export function decideGaps(
  gaps: readonly Gap[],
  listed: readonly GapItem[] | undefined,
  ground: ReviewGround,
): { readonly kind: "ask-correction"; readonly due: Deadline } | GapsRefusal {
  const refused = outOfOrder(applicationTransitions, "ask-correction", ground.state);
  if (refused) return refused;
  if (ground.isMember) return { kind: "own-case" };
  if (ground.isEnteredByCaller) return { kind: "own-entry" };
  const late = listed ? gaps.findIndex(({ item }) => !listed.includes(item)) : -1;
  if (listed && late >= 0)
    return { kind: "gaps-listed-once", pointer: `/gaps/${late}/item`, items: listed };
  const { today, calendar } = ground;
  const days = processRules.correctionWorkingDays.value;
  return { kind: "ask-correction", due: deadline(workingDayEnd(today, days, calendar), calendar) };
}

export type ResubmitRefusal =
  | WrongState<ApplicationState>
  | { readonly kind: "correction-over"; readonly until: CivilDate }
  | { readonly kind: "household-fixed"; readonly pointer: string };

/**
 * Whether the household may send its corrected form now. Who stands in it stays as it was: people
 * come and go by a change, which moves their locks.
 *
 * @param facts - `until`: last day; `samePeople`: the form names exactly those it named
 */
export function decideResubmission(
  form: Pick<ApplicationForm, "programme" | "jurisdiction">,
  {
    state,
    until,
    today,
    calendar,
    acceptDays,
    samePeople,
    before,
  }: {
    readonly state: ApplicationState;
    readonly until: CivilDate | undefined;
    readonly today: CivilDate;
    readonly calendar: Calendar;
    readonly acceptDays: number;
    readonly samePeople: boolean;
    readonly before: Pick<ApplicationForm, "programme" | "jurisdiction">;
  },
): { readonly kind: "resubmit"; readonly due: Deadline } | ResubmitRefusal {
  const refused = outOfOrder(applicationTransitions, "resubmit", state);
  if (refused) return refused;
  // The clock may be a moment late: the last day decides.
  if (until !== undefined && today > until) return { kind: "correction-over", until };
  if (form.programme !== before.programme)
    return { kind: "household-fixed", pointer: "/form/programme" };
  if (form.jurisdiction !== before.jurisdiction)
    return { kind: "household-fixed", pointer: "/form/jurisdiction" };
  if (!samePeople) return { kind: "household-fixed", pointer: "/form/members" };
  return {
    kind: "resubmit",
    due: deadline(workingDayEnd(today, acceptDays, calendar), calendar),
  };
}
