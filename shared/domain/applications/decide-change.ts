/** Births, deaths, marriages, splits: changes of a household that has applied. */
import type { ApplicationForm, ApplicationState, Member } from "../../contract/application.ts";
import type { HouseholdChange } from "../../contract/application-process.ts";
import type { CivilDate } from "../../contract/values.ts";
import { periodEnd, type Calendar } from "../calendar/working-days.ts";
import { bornOn, idFault, isMinor } from "../identity/id-facts.ts";
import { processRules } from "../policy/process-policy.ts";
import { outOfOrder, type WrongState } from "../transitions.ts";
import { applicationTransitions } from "./transitions.ts";

export type ChangeRefusal =
  | WrongState<ApplicationState>
  | { readonly kind: "event-not-past"; readonly pointer: string }
  | { readonly kind: "change-does-not-fit"; readonly pointer: string }
  | { readonly kind: "not-a-member"; readonly pointer: string }
  | { readonly kind: "birth-date-not-past"; readonly pointer: string }
  | { readonly kind: "co-applicant-minor"; readonly pointer: string }
  | { readonly kind: "member-already-applied"; readonly pointer: string }
  | { readonly kind: "barred"; readonly until: CivilDate }
  | { readonly kind: "household-too-large"; readonly pointer: string }
  | { readonly kind: "not-the-applicant" }
  | { readonly kind: "successor-not-co-applicant"; readonly pointer: string };

export type ChangeOutcome = {
  readonly kind: "change";
  /** The household as it is from now on. */
  readonly form: ApplicationForm;
  /** Places in the old household, 0 the applicant, of those who leave it. */
  readonly left: readonly number[];
  /** Reported after the days there are for it: taken all the same. */
  readonly late: boolean;
  readonly next: ApplicationState;
};

export type ChangeFacts = {
  readonly state: ApplicationState;
  /** Places in the household that `leaving` names, in its order; -1: not in it. */
  readonly leavingPlaces: readonly number[];
  /** Place in the household of who reports: 0 the applicant. */
  readonly reporter: number;
  /** Of `joining`, in order: whether they stand in another live application or this one. */
  readonly joiningApplied: readonly boolean[];
  readonly barredUntil: CivilDate | undefined;
  readonly today: CivilDate;
  readonly calendar: Calendar;
};

const MOST_MEMBERS = 15;
const ADULT = 18;

/** What each kind of event must show, or where the report contradicts itself. */
function misfit({ kind, joining, leaving, marital, means, succession }: HouseholdChange) {
  const joins = (kinships: readonly Member["kinship"][]) =>
    joining.length > 0 && joining.every(({ kinship }) => kinships.includes(kinship));
  if (succession && kind !== "DEATH") return "/succession";
  switch (kind) {
    case "BIRTH":
      if (!joins(["CHILD", "GRANDCHILD"])) return "/joining";
      return leaving.length > 0 ? "/leaving" : undefined;
    case "MARRIAGE":
      if (joining.length === 0 && marital !== "MARRIED") return "/marital";
      return leaving.length > 0 ? "/leaving" : undefined;
    case "DIVORCE":
      if (joining.length > 0) return "/joining";
      return leaving.length === 0 && marital !== "DIVORCED" ? "/marital" : undefined;
    case "DEATH":
      if (joining.length > 0) return "/joining";
      return (leaving.length === 0) === (succession === undefined) ? "/leaving" : undefined;
    case "SPLIT":
      if (joining.length > 0) return "/joining";
      return leaving.length === 0 ? "/leaving" : undefined;
    case "JOINED":
      if (joining.length === 0) return "/joining";
      return leaving.length > 0 ? "/leaving" : undefined;
    case "MEANS":
      if (joining.length + leaving.length > 0) return "/kind";
      return means === undefined ? "/means" : undefined;
  }
}

/** Where a case goes on after a change: what was checked of the old household is checked anew. */
function stateAfter(state: ApplicationState): ApplicationState {
  return state === "FINAL_REVIEW" ? "JOINT_CHECK" : state;
}

/**
 * Decides a change that the household reports, and gives the household as it is then. The locks of
 * those who come and go are moved by the same transaction.
 *
 * @see O11 9, 27; domain rulebook 5 B (report within 30 days; a late report is taken and marked)
 */
export function decideHouseholdChange(
  form: ApplicationForm,
  change: HouseholdChange,
  facts: ChangeFacts,
): ChangeOutcome | ChangeRefusal {
  const { state, leavingPlaces, reporter, today, calendar } = facts;
  const refused = outOfOrder(applicationTransitions, "report-change", state);
  if (refused) return refused;
  const wrong = whoMayReport(form, change, reporter) ?? contradiction(form, change, facts);
  if (wrong) return wrong;

  const left = change.succession ? [0] : leavingPlaces;
  const next = changedForm(form, change, { left, reporter });
  if (next.members.length > MOST_MEMBERS)
    return { kind: "household-too-large", pointer: "/joining" };
  const lastDay = periodEnd(change.occurredOn, processRules.reportChangeDays.value, calendar);
  return { kind: "change", form: next, left, late: today > lastDay, next: stateAfter(state) };
}

function whoMayReport(
  { members }: ApplicationForm,
  { succession }: HouseholdChange,
  reporter: number,
): ChangeRefusal | undefined {
  if (!succession) return reporter === 0 ? undefined : { kind: "not-the-applicant" };
  return members[reporter - 1]?.coApplicant === true
    ? undefined
    : { kind: "successor-not-co-applicant", pointer: "/succession" };
}

function contradiction(
  form: ApplicationForm,
  change: HouseholdChange,
  { leavingPlaces, joiningApplied, barredUntil, today }: ChangeFacts,
): ChangeRefusal | undefined {
  if (change.occurredOn > today) return { kind: "event-not-past", pointer: "/occurredOn" };
  const at = misfit(change);
  if (at !== undefined) return { kind: "change-does-not-fit", pointer: at };
  if (change.kind === "BIRTH") {
    const early = change.joining.findIndex((one) => (bornOn(one) ?? "") > change.occurredOn);
    if (early >= 0) return { kind: "change-does-not-fit", pointer: `/joining/${early}/idNumber` };
  }
  const unknown = leavingPlaces.findIndex(
    (place, i) => place < 1 || leavingPlaces.indexOf(place) !== i,
  );
  if (unknown >= 0) return { kind: "not-a-member", pointer: `/leaving/${unknown}/idNumber` };
  const spouseStays = leavingPlaces.every((place) => form.members[place - 1]?.kinship !== "SPOUSE");
  if (change.kind === "DIVORCE" && leavingPlaces.length > 0 && spouseStays)
    return { kind: "change-does-not-fit", pointer: "/leaving" };
  const unborn = change.joining.findIndex((one) => idFault(one, today) === "V02");
  if (unborn >= 0) return { kind: "birth-date-not-past", pointer: `/joining/${unborn}/idNumber` };
  const young = change.joining.findIndex(
    (one) => one.coApplicant === true && isMinor(one, today, ADULT),
  );
  if (young >= 0) return { kind: "co-applicant-minor", pointer: `/joining/${young}/coApplicant` };
  if (barredUntil !== undefined && today <= barredUntil)
    return { kind: "barred", until: barredUntil };
  const already = joiningApplied.indexOf(true);
  return already >= 0
    ? { kind: "member-already-applied", pointer: `/joining/${already}/idNumber` }
    : undefined;
}

function changedForm(
  form: ApplicationForm,
  { joining, marital, means, succession }: HouseholdChange,
  { left, reporter }: { readonly left: readonly number[]; readonly reporter: number },
): ApplicationForm {
  const staying = form.members.filter((_, at) => !left.includes(at + 1) && at + 1 !== reporter);
  const successor = form.members[reporter - 1];
  const { name, idType, idNumber } = successor ?? form.applicant;
  const applicant =
    succession && successor
      ? { name, idType, idNumber, ...succession }
      : { ...form.applicant, ...(marital !== undefined && { marital }) };
  return { ...form, ...means, applicant, members: [...staying, ...joining] };
}
