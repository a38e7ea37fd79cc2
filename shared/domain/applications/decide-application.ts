/** Taking an application in. */
import type { ApplicationForm, Queue } from "../../contract/application.ts";
import type { CivilDate } from "../../contract/values.ts";
import { deadline, workingDayEnd, type Calendar, type Deadline } from "../calendar/working-days.ts";
import { idFault, isMinor } from "../identity/id-facts.ts";
import { factsOf, queueOf } from "../eligibility/facts.ts";
import type { EligibilityPolicy } from "../policy/eligibility-policy.ts";
import { householdSize } from "./household.ts";

export type ApplicationRefusal =
  | { readonly kind: "programme-not-open"; readonly pointer: string }
  | { readonly kind: "through-waiting-list"; readonly pointer: string }
  | { readonly kind: "consent-missing"; readonly pointer: string }
  | { readonly kind: "applicant-not-caller"; readonly pointer: string }
  | { readonly kind: "minor-needs-guardian"; readonly pointer: string }
  | { readonly kind: "birth-date-not-past"; readonly pointer: string }
  | { readonly kind: "co-applicant-minor"; readonly pointer: string }
  | { readonly kind: "member-already-applied"; readonly pointer: string }
  | { readonly kind: "barred"; readonly until: CivilDate };

export type ApplicationDecision =
  | {
      readonly kind: "submit";
      readonly policy: EligibilityPolicy;
      readonly queue: Queue;
      readonly householdSize: number;
      /** Last day to accept it or to say what is missing. */
      readonly due: Deadline;
    }
  | ApplicationRefusal;

const ADULT = 18;

/**
 * Decides whether a household's application is taken in. Whether it qualifies is decided later:
 * everyone may have their case examined.
 *
 * @param facts - `policy`: in force for that programme, area and day, if any; `isCaller`: the applicant is who signed in; `applied`: for applicant and members,
 *   in order, whether they stand in a live application; `barredUntil`: last day of a bar, inclusive
 * @see O11 8 (consent, one application), 35 and 36 (bar); CC 17 to 20 (minors)
 */
export function decideApplication(
  form: ApplicationForm,
  {
    policy,
    isCaller,
    applied,
    barredUntil,
    today,
    calendar,
  }: {
    readonly policy: EligibilityPolicy | undefined;
    readonly isCaller: boolean;
    readonly applied: readonly boolean[];
    readonly barredUntil?: CivilDate;
    readonly today: CivilDate;
    readonly calendar: Calendar;
  },
): ApplicationDecision {
  if (!policy) return { kind: "programme-not-open", pointer: "/programme" };
  if (policy.entry === "WAITING_LIST")
    return { kind: "through-waiting-list", pointer: "/programme" };
  if (!form.consent) return { kind: "consent-missing", pointer: "/consent" };
  if (!isCaller) return { kind: "applicant-not-caller", pointer: "/applicant/idNumber" };
  const people = [form.applicant, ...form.members];
  const pointerTo = (at: number) =>
    at === 0 ? "/applicant/idNumber" : `/members/${at - 1}/idNumber`;
  const unborn = people.findIndex((one) => idFault(one, today) === "V02");
  if (unborn >= 0) return { kind: "birth-date-not-past", pointer: pointerTo(unborn) };
  if (isMinor(form.applicant, today, ADULT))
    return { kind: "minor-needs-guardian", pointer: "/applicant/idNumber" };
  const young = form.members.findIndex(
    (one) => one.coApplicant === true && isMinor(one, today, ADULT),
  );
  if (young >= 0) return { kind: "co-applicant-minor", pointer: `/members/${young}/coApplicant` };
  if (barredUntil !== undefined && today <= barredUntil)
    return { kind: "barred", until: barredUntil };
  const already = applied.indexOf(true);
  if (already >= 0) return { kind: "member-already-applied", pointer: pointerTo(already) };
  return {
    kind: "submit",
    policy,
    queue: queueOf(policy, factsOf(form)),
    householdSize: householdSize(form),
    due: deadline(workingDayEnd(today, policy.deadlines.accept.value, calendar), calendar),
  };
}
