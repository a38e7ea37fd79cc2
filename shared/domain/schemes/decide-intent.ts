/** Opting into a scheme (O11 12) and the recheck that follows. */
import type { IntentBody, RecheckDecision } from "../../contract/allotment.ts";
import type {
  ApplicantGroup,
  ApplicationState,
  Programme,
  Queue,
} from "../../contract/application.ts";
import type { Jurisdiction, PoolId } from "../../contract/ids.ts";
import type {
  EligibilityCheck,
  SchemePool,
  SchemeState,
  SchemeTerms,
} from "../../contract/scheme.ts";
import type { CivilDate } from "../../contract/values.ts";
import { applicationTransitions } from "../applications/transitions.ts";
import { addMonths } from "../calendar/days.ts";
import { epochMsOf } from "../calendar/instants.ts";
import { outOfOrder, type WrongState } from "../transitions.ts";

/** A household as far as a scheme's scope asks. */
export type Candidate = {
  readonly state: ApplicationState;
  readonly programme: Programme;
  readonly jurisdiction: Jurisdiction;
  readonly group: ApplicantGroup;
  readonly wants: "HOME" | "SUBSIDY";
  readonly queue: Queue;
  readonly householdSize: number;
  /** Day of the last check of all conditions. */
  readonly verifiedOn: CivilDate;
};

export type IntentRefusal =
  | WrongState<ApplicationState>
  | { readonly kind: "intent-not-open"; readonly opensAt: string }
  | { readonly kind: "intent-closed" }
  | { readonly kind: "not-in-scope"; readonly pointer: string }
  | { readonly kind: "review-due" };

/** Whether a household may enter a pool: its queue, its size. Everyone may enter ordinary pools. */
export const mayEnter = (
  pool: Pick<SchemePool, "queue" | "minPersons" | "maxPersons">,
  { queue, householdSize }: Pick<Candidate, "queue" | "householdSize">,
): boolean =>
  (pool.queue === "ORDINARY" || pool.queue === queue) &&
  pool.minPersons <= householdSize &&
  householdSize <= pool.maxPersons;

/** The pools a household may enter, in the notice's order. */
export const poolsFor = (
  { pools }: Pick<SchemeTerms, "pools">,
  candidate: Pick<Candidate, "queue" | "householdSize">,
): readonly PoolId[] => pools.filter((pool) => mayEnter(pool, candidate)).map(({ id }) => id);

function inScope({ programme, scope }: SchemeTerms, candidate: Candidate): boolean {
  const { areas, groups, householdSizes } = scope;
  const size = candidate.householdSize;
  return (
    candidate.programme === programme &&
    candidate.wants === "HOME" &&
    (areas.includes("QZ") || areas.includes(candidate.jurisdiction)) &&
    groups.includes(candidate.group) &&
    (householdSizes === undefined ||
      (householdSizes.minPersons <= size && size <= householdSizes.maxPersons))
  );
}

/**
 * Decides on a household's intent. The window is a span of the terms, so that a rush need not touch
 * the scheme itself; the freeze looks again.
 *
 * @param facts - `now`: ms since 1970; `verificationMonths`: how long a verification stands
 * @returns `register` with the pools in the notice's order
 * @see O11 11, 12 (deadline for intent, scope); domain rulebook 3.3 (verified within 12 months)
 */
export function decideIntent(
  terms: SchemeTerms,
  candidate: Candidate,
  { pools }: Pick<IntentBody, "pools">,
  {
    now,
    today,
    verificationMonths,
  }: { readonly now: number; readonly today: CivilDate; readonly verificationMonths: number },
): { readonly kind: "register"; readonly pools: PoolId[] } | IntentRefusal {
  const { opensAt, closesAt } = terms.intent;
  if (now < epochMsOf(opensAt)) return { kind: "intent-not-open", opensAt };
  if (now >= epochMsOf(closesAt)) return { kind: "intent-closed" };
  const refused = outOfOrder(applicationTransitions, "register-intent", candidate.state);
  if (refused) return refused;
  if (!inScope(terms, candidate)) return { kind: "not-in-scope", pointer: "/applicationId" };
  const open = poolsFor(terms, candidate);
  const shut = pools.findIndex((id) => !open.includes(id));
  if (shut >= 0) return { kind: "not-in-scope", pointer: `/pools/${shut}` };
  if (addMonths(candidate.verifiedOn, verificationMonths) < today) return { kind: "review-due" };
  return { kind: "register", pools: open.filter((id) => pools.includes(id)) };
}

export type RecheckRefusal =
  | WrongState<ApplicationState>
  | WrongState<SchemeState>
  | { readonly kind: "own-case" }
  | { readonly kind: "intent-not-registered" }
  | { readonly kind: "conditions-not-met"; readonly pointer: string };

/**
 * Decides on one household's recheck: in the roster, or back on the waiting list with its number.
 * Where eligibility is looked at after the draw, those selected are rechecked once the result is
 * final, and keep their place or lose it.
 *
 * @param facts - `scheme`: where the scheme stands; `registered`: its intent awaits the recheck;
 *   `qualified`: the conditions, evaluated anew, are all met; `isMember`: the officer's own household
 * @see O11 12: within 15 working days, failure written and reasoned
 */
export function decideRecheck(
  { outcome }: Pick<RecheckDecision, "outcome">,
  facts: {
    readonly scheme: SchemeState;
    readonly eligibility: EligibilityCheck;
    readonly application: ApplicationState;
    readonly registered: boolean;
    readonly qualified: boolean;
    readonly isMember: boolean;
  },
):
  | { readonly kind: "enter-roster" }
  | { readonly kind: "keep-place" }
  | { readonly kind: "back-to-waiting" }
  | RecheckRefusal {
  const after = facts.eligibility === "AFTER_DRAW";
  if (facts.scheme !== (after ? "FINAL" : "RECHECKING"))
    return { kind: "out-of-step", state: facts.scheme };
  const refused = outOfOrder(applicationTransitions, "recheck", facts.application);
  if (refused) return refused;
  if (!facts.registered) return { kind: "intent-not-registered" };
  if (facts.isMember) return { kind: "own-case" };
  if (outcome === "NOT_QUALIFIED") return { kind: "back-to-waiting" };
  return facts.qualified
    ? { kind: after ? "keep-place" : "enter-roster" }
    : { kind: "conditions-not-met", pointer: "/decisions" };
}
