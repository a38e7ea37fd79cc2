/** What the clock does of a filing, and when: the same list puts it before the clock and tells the step. */
import { OPEN_END } from "../../contract/filing-life.ts";
import type { CivilDate, Instant } from "../../contract/values.ts";
import { addDays } from "../calendar/days.ts";
import { dayBegins, dayEnds, epochMsOf } from "../calendar/instants.ts";
import type { FilingPolicy } from "../policy/filing-policy.ts";
import type { FilingFacts } from "./facts.ts";

export type Reminder = "END_30" | "END_7" | "FILE_25";

export type FilingTimer =
  | "check"
  | "lapse"
  | "lapse-correction"
  | "check-change"
  | "lapse-change"
  | "take-end"
  | "cancel"
  | "expire"
  | "end-subleases"
  | Reminder;

export type TimedEvent = { readonly event: FilingTimer; readonly at: number };

export type TimedFacts = Pick<
  FilingFacts,
  "state" | "draft" | "submittedAt" | "pendingChange" | "ended" | "holdingOver"
> & {
  readonly createdAt: Instant;
  readonly signBy?: CivilDate | undefined;
  readonly correction?: { readonly resubmitBy: CivilDate } | undefined;
  readonly reminded?: readonly Reminder[] | undefined;
  /** Last day that subleases under this lease must not outlast, while they are still to be ended. */
  readonly endsSubleases?: CivilDate | undefined;
  /** The versions on record; the last says since when the term is known. */
  readonly versions?: readonly { readonly filedOn: CivilDate }[] | undefined;
};

const NINE_HOURS = 9 * 3_600_000;
/** Nobody is woken by a reminder: nine in the morning. */
const morningOf = (day: CivilDate): number => dayBegins(day) + NINE_HOURS;

/**
 * All that time alone will do to a filing as it is now, the earliest first; ms since 1970.
 *
 * @see domain rulebook 5 A; O6 14 (30 days), 19
 */
export function timedEvents(filing: TimedFacts, policy: FilingPolicy): readonly TimedEvent[] {
  return [
    ...(filing.endsSubleases === undefined ? [] : [{ event: "end-subleases", at: 0 } as const]),
    ...beforeFiling(filing, policy),
    ...ofChange(filing),
    ...ofTerm(filing, policy),
  ].toSorted((one, other) => one.at - other.at);
}

function beforeFiling(filing: TimedFacts, policy: FilingPolicy): TimedEvent[] {
  const { state, signBy, submittedAt, correction, draft, reminded = [], createdAt } = filing;
  const events: TimedEvent[] = [];
  if (state === "TO_SIGN" && signBy !== undefined)
    // Signed anew in a correction: the bureau has it before it, so it is no draft again.
    events.push({
      event: submittedAt === undefined ? "lapse" : "lapse-correction",
      at: dayEnds(signBy),
    });
  if (state === "SUBMITTED" && submittedAt !== undefined)
    events.push({ event: "check", at: epochMsOf(submittedAt) });
  if (state === "CORRECTION" && correction)
    events.push({ event: "lapse-correction", at: dayEnds(correction.resubmitBy) });
  const concluded = state === "SIGNED" || (state === "DRAFT" && draft.signing === "PAPER");
  const at = morningOf(addDays(draft.lease.signedOn, policy.remindToFileOnDay.value));
  if (concluded && !reminded.includes("FILE_25") && at > epochMsOf(createdAt))
    events.push({ event: "FILE_25", at });
  return events;
}

function ofChange({ state, pendingChange }: TimedFacts): TimedEvent[] {
  if (!pendingChange || (state !== "FILED" && state !== "EXPIRED")) return [];
  const { state: stage, confirmBy, objectBy, submittedAt } = pendingChange;
  if (stage === "TO_CONFIRM" && confirmBy !== undefined)
    return [{ event: "lapse-change", at: dayEnds(confirmBy) }];
  if (stage === "TO_OBJECT" && objectBy !== undefined)
    return [{ event: "take-end", at: dayEnds(objectBy) }];
  if (stage === "SUBMITTED" && submittedAt !== undefined)
    return [{ event: "check-change", at: epochMsOf(submittedAt) }];
  return [];
}

function ofTerm(
  { state, draft, ended, reminded = [], versions = [] }: TimedFacts,
  policy: FilingPolicy,
): TimedEvent[] {
  if (state !== "FILED") return [];
  if (ended) return [{ event: "cancel", at: dayEnds(ended.on) }];
  const { until } = draft.lease;
  if (until === OPEN_END) return [];
  const known = versions.at(-1)?.filedOn;
  const reminders = policy.remindBeforeEndDays.value.flatMap(({ days, reminder }): TimedEvent[] => {
    const day = addDays(until, -days);
    // Who has just filed needs no reminder of what they wrote.
    const stale = known !== undefined && day <= known;
    return stale || reminded.includes(reminder) ? [] : [{ event: reminder, at: morningOf(day) }];
  });
  return [...reminders, { event: "expire", at: dayEnds(until) }];
}
