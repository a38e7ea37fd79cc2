/** Objections to a filing: they stop nothing; a reviewer answers each. */
import type { FilingState } from "../../contract/filing.ts";
import type { ObjectionDecision } from "../../contract/filing-review.ts";
import type { CivilDate } from "../../contract/values.ts";
import { workingDayEnd } from "../calendar/working-days.ts";
import { outOfOrder, type WrongState } from "../transitions.ts";
import { sideOf } from "./decide-change.ts";
import { hearing, type Hearing } from "./decide-revocation.ts";
import { resubmitBy } from "./decide-review.ts";
import { gapRefusal, type GapRefusal } from "./decide-correction.ts";
import { isOneOf, stateOn, type Actor, type FilingGround } from "./facts.ts";
import { barOf, type BarRefusal, type Officer, type ReviewFacts } from "./review-facts.ts";
import { filingTransitions } from "./transitions.ts";

export type FilingObjectionRefusal =
  | WrongState<FilingState>
  | BarRefusal
  | GapRefusal
  | { readonly kind: "own-proposal" }
  | { readonly kind: "objection-late" }
  | { readonly kind: "interest-missing"; readonly pointer: string }
  | { readonly kind: "already-objected" }
  | { readonly kind: "too-many-objections" };

/** Open at once on one filing: more would say the same. */
const MOST_OPEN = 10;
const OBJECTIONABLE: readonly FilingState[] = ["SUBMITTED", "UNDER_REVIEW", "CORRECTION", "FILED"];

export type ObjectionTaken = {
  readonly kind: "object";
  readonly as: "LANDLORD" | "TENANT" | "OTHER";
  /** Last day for the answer. */
  readonly dueOn: CivilDate;
};

/**
 * Decides whether an objection is taken in. The landlord of a lease that the tenant filed alone
 * objects within five working days without more. Anyone else who is identified, and that landlord
 * later, says what interest they have. Nothing is suspended by it.
 *
 * @param interest - whether one is named
 * @see R812 8; V40 (in time, under one's real name)
 */
export function decideObjectToFiling(
  filing: ReviewFacts,
  actor: Actor,
  { interest, today, calendar, policy }: FilingGround & { readonly interest: boolean },
): ObjectionTaken | FilingObjectionRefusal {
  const { parties, draft, filer, objectBy, objections = [] } = filing;
  const state = stateOn(filing, today);
  if (!OBJECTIONABLE.includes(state)) return { kind: "out-of-step", state };
  // What another filed in their name they may object to: it may never have been their word.
  const isOwn = filer?.capacity !== "AGENT" && filer?.capacity !== "COUNTER";
  if (isOwn && isOneOf(actor, [parties.drafter])) return { kind: "own-proposal" };
  const open = objections.filter(({ decision }) => !decision);
  if (open.some(({ by }) => isOneOf(actor, [by]))) return { kind: "already-objected" };
  const as = sideOf(actor, parties) ?? "OTHER";
  const isToldLandlord = as === "LANDLORD" && draft.filerRole === "TENANT";
  const isInTime = isToldLandlord && objectBy !== undefined && today <= objectBy;
  if (!isInTime && !interest)
    return isToldLandlord
      ? { kind: "objection-late" }
      : { kind: "interest-missing", pointer: "/interest" };
  if (open.length >= MOST_OPEN) return { kind: "too-many-objections" };
  const days = policy.decideObjectionWithinWorkingDays.value;
  return { kind: "object", as, dueOn: workingDayEnd(today, days, calendar) };
}

export type ObjectionDecided =
  | { readonly kind: "dismiss" }
  | { readonly kind: "correct"; readonly resubmitBy: CivilDate }
  | (Hearing & { readonly already: boolean });

/**
 * Decides on the reviewer's answer to an objection. Upheld, it opens a procedure and ends nothing by
 * itself: a filing under review goes into correction, one on record is proposed for revocation, its
 * parties heard. What an objection brings to light may be asked for though it was not in the first
 * list.
 *
 * @returns `already` when a revocation is under way: the objection joins it
 */
export function decideObjectionAnswer(
  filing: ReviewFacts,
  answer: ObjectionDecision,
  officer: Officer,
  ground: FilingGround,
): ObjectionDecided | FilingObjectionRefusal {
  const bar = barOf(filing, officer, ground);
  if (bar) return bar;
  if (answer.decision === "DISMISSED") return { kind: "dismiss" };
  const state = stateOn(filing, ground.today);
  if (answer.opens.procedure === "CORRECTION") {
    const refused = outOfOrder(filingTransitions, "review", state);
    return (
      refused ??
      gapRefusal(undefined, answer.opens.gaps) ?? {
        kind: "correct",
        resubmitBy: resubmitBy(ground),
      }
    );
  }
  // Revoked meanwhile for another's objection: it was right all the same.
  if (state === "REVOKED") return { ...hearing(ground), already: true };
  const refused = outOfOrder(filingTransitions, "revoke", state);
  const { revocation } = filing;
  return (
    refused ?? { ...hearing(ground), already: revocation !== undefined && !revocation.decision }
  );
}
