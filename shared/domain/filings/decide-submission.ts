/** Submission and the automatic checks. */
import type { FilingCheck, FilingState } from "../../contract/filing.ts";
import type { FilingId } from "../../contract/ids.ts";
import type { CivilDate } from "../../contract/values.ts";
import { deadline, workingDayEnd, type Calendar } from "../calendar/working-days.ts";
import type { FilingPolicy } from "../policy/filing-policy.ts";
import { outOfOrder, type WrongState } from "../transitions.ts";
import { filerRefusal, type FilerRefusal } from "./decide-draft.ts";
import {
  haveAllAgreed,
  isOneOf,
  type Actor,
  type FilingFacts,
  type FilingGround,
} from "./facts.ts";
import {
  isLate,
  leaseNotices,
  leaseRefusal,
  type LeaseNotice,
  type LeaseRefusal,
} from "./lease-rules.ts";
import { overlapOf, termOf, type OverlappingFiling, type Term } from "./overlap.ts";
import { filingTransitions } from "./transitions.ts";

export type SubmitRefusal =
  | WrongState<FilingState>
  | { readonly kind: "not-the-filer" }
  | { readonly kind: "not-signed-by-all" }
  | { readonly kind: "unit-blocked" }
  | { readonly kind: "co-owners-not-agreed"; readonly pointer: string }
  | FilerRefusal
  | LeaseRefusal
  | OverlappingFiling;

export type Submission = {
  readonly kind: "submit";
  readonly late: boolean;
  readonly notices: readonly LeaseNotice[];
  /** Present when a tenant files alone: until then the landlord may object, which stops nothing. */
  readonly landlordObjectsBy?: CivilDate;
};

/**
 * Decides whether a lease is taken in for filing.
 *
 * @param facts - `inForce`: terms of that flat in force or taken in, in any order
 * @returns `submit`, with `late` set from the 31st day after conclusion (or later, when the 30th
 *   rests): late filings are taken in all the same
 * @see R812 8, 27; O6 14, 15; CC 705
 */
export function decideSubmit(
  filingId: FilingId,
  filing: FilingFacts,
  actor: Actor,
  facts: FilingGround & { readonly inForce: readonly Term[]; readonly unitBlocked: boolean },
): Submission | SubmitRefusal {
  const { state, draft, parties } = filing;
  const refused = outOfOrder(filingTransitions, "submit", state);
  if (refused) return refused;
  if (!isFiler(filing, actor)) return { kind: "not-the-filer" };
  if (state === "DRAFT" && draft.signing === "ONLINE") return { kind: "not-signed-by-all" };
  if (facts.unitBlocked) return { kind: "unit-blocked" };
  const wrong =
    filerRefusal(draft, parties, actor) ??
    leaseRefusal(draft, facts) ??
    overlapOf(termOf(filingId, draft.lease), facts.inForce);
  if (wrong) return wrong;
  // A tenant need not know who else owns the home: there a reviewer asks.
  const isAsked = draft.filerRole !== "TENANT" && draft.coOwnersConsent !== true;
  if (isAsked && !haveAllAgreed(filing))
    return { kind: "co-owners-not-agreed", pointer: "/coOwners" };
  const { calendar, policy, today } = facts;
  const objects = policy.landlordObjectsWithinWorkingDays.value;
  return {
    kind: "submit",
    late: isLate(draft, facts),
    notices: leaseNotices(draft, facts),
    ...(draft.filerRole === "TENANT" && {
      landlordObjectsBy: workingDayEnd(today, objects, calendar),
    }),
  };
}

/** Who submits: the drafter, and of a landlord's filing each landlord. */
export const isFiler = (
  { draft, parties }: Pick<FilingFacts, "draft" | "parties">,
  actor: Actor,
): boolean =>
  isOneOf(actor, [parties.drafter]) ||
  (draft.filerRole === "LANDLORD" && isOneOf(actor, parties.landlords));

export type CheckDecision =
  | { readonly kind: "file" }
  | {
      readonly kind: "review";
      /** Last day for the bureau's decision, counted from submission. */
      readonly dueOn: CivilDate;
      readonly provisional: boolean;
      readonly because: readonly FilingCheck[];
    };

/**
 * Combines the automatic checks. Only when every one agrees is the lease filed at once; silence is
 * no consent: unknown, disagreeing or missing goes to a reviewer, the date of submission kept (V51).
 *
 * @param checks - at least one of each name in `needed`
 * @param submittedOn - day of submission, from which the 3 working days run
 * @see O6 16
 */
export function decideCheck(
  state: FilingState,
  checks: readonly FilingCheck[],
  {
    needed,
    submittedOn,
    calendar,
    policy,
  }: {
    readonly needed: readonly FilingCheck["name"][];
    readonly submittedOn: CivilDate;
    readonly calendar: Calendar;
    readonly policy: FilingPolicy;
  },
): CheckDecision | WrongState<FilingState> {
  const refused = outOfOrder(filingTransitions, "check", state);
  if (refused) return refused;
  const because = checks.filter(({ verdict }) => verdict !== "agree" && verdict !== "notice");
  const missing = needed.some((name) => !checks.some((check) => check.name === name));
  if (because.length === 0 && !missing) return { kind: "file" };
  const due = deadline(
    workingDayEnd(submittedOn, policy.decideWithinWorkingDays.value, calendar),
    calendar,
  );
  return { kind: "review", dueOn: due.on, provisional: due.provisional, because };
}
