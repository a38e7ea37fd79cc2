/** The reviewer's word on a filing. */
import type { FilingDecision, FilingState } from "../../contract/filing.ts";
import type { FilingId } from "../../contract/ids.ts";
import type { CivilDate } from "../../contract/values.ts";
import { workingDayEnd } from "../calendar/working-days.ts";
import { outOfOrder, type WrongState } from "../transitions.ts";
import { gapRefusal, type GapRefusal } from "./decide-correction.ts";
import type { FilingGround } from "./facts.ts";
import { overlapOf, termOf, type OverlappingFiling, type Term } from "./overlap.ts";
import { barOf, type BarRefusal, type Officer, type ReviewFacts } from "./review-facts.ts";
import { filingTransitions } from "./transitions.ts";

export type ReviewRefusal = WrongState<FilingState> | BarRefusal | GapRefusal | OverlappingFiling;

export type Reviewed =
  | { readonly kind: "file" }
  | { readonly kind: "refuse" }
  | { readonly kind: "correct"; readonly resubmitBy: CivilDate };

/**
 * Decides on the reviewer's word. A plain filing needs one reviewer, who must not be party to it and
 * who has the case if anybody has. No reviewer can file over another filing in force.
 *
 * @returns `correct` with the last day to resubmit: until then the three working days stand still
 * @see O6 16 (one full list; 3 working days)
 */
export function decideReview(
  filingId: FilingId,
  filing: ReviewFacts,
  decision: FilingDecision,
  facts: FilingGround & { readonly officer: Officer; readonly inForce: readonly Term[] },
): Reviewed | ReviewRefusal {
  const refused =
    outOfOrder(filingTransitions, "review", filing.state) ?? barOf(filing, facts.officer, facts);
  if (refused) return refused;
  switch (decision.decision) {
    case "REFUSE":
      return { kind: "refuse" };
    case "REQUEST_CORRECTION":
      return (
        gapRefusal(filing.correction, decision.gaps) ?? {
          kind: "correct",
          resubmitBy: resubmitBy(facts),
        }
      );
    case "FILE":
      return overlapOf(termOf(filingId, filing.draft.lease), facts.inForce) ?? { kind: "file" };
  }
}

/** Last day to make the gaps good, when they are named today. */
export const resubmitBy = ({ today, calendar, policy }: FilingGround): CivilDate =>
  workingDayEnd(today, policy.resubmitWithinWorkingDays.value, calendar);
