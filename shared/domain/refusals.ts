/**
 * Every refusal the rules foresee. The table of problems must have a row for each
 * (`satisfies Record<Refusal, …>`), so that a new one does not compile until it is told to people.
 */
import type { ApplicationRefusal } from "./applications/decide-application.ts";
import type { ChangeRefusal } from "./applications/decide-change.ts";
import type { GapsRefusal, ResubmitRefusal } from "./applications/decide-correction.ts";
import type {
  CounterEntryRefusal,
  CounterWordRefusal,
  EmployerRefusal,
} from "./applications/decide-draft.ts";
import type { ConditionsNotMet, FinalRefusal } from "./applications/decide-final.ts";
import type { MeasureRefusal, StatementRefusal } from "./applications/decide-measure.ts";
import type {
  ObjectionAnswerRefusal,
  PublicityObjectionRefusal,
} from "./applications/decide-publicity-objection.ts";
import type {
  ReconsiderationAnswerRefusal,
  ReconsiderationRefusal,
} from "./applications/decide-reconsideration.ts";
import type { PassReviewRefusal, ReviewAnswerRefusal } from "./applications/decide-review.ts";
import type { ManualFindingRefusal, ReviewerRefusal } from "./applications/decide-reviews.ts";
import type { OwnEntry } from "./applications/decide-reviews.ts";
import type { ConsentRefusal } from "./hukou/decide-consent.ts";
import type { CoOwnerRefusal } from "./filings/decide-co-owner.ts";
import type { CounterRefusal } from "./filings/decide-counter.ts";
import type { DraftRefusal, EditRefusal } from "./filings/decide-draft.ts";
import type { OpenRefusal, ProposalRefusal } from "./filings/decide-change.ts";
import type { ResubmissionRefusal } from "./filings/decide-correction.ts";
import type { FilingObjectionRefusal } from "./filings/decide-objection.ts";
import type { OccupantsRefusal } from "./filings/decide-occupants.ts";
import type {
  ChangeReviewRefusal,
  ConfirmRefusal,
  DoubtRefusal,
  EndObjectionRefusal,
  WithdrawRefusal,
} from "./filings/decide-pending.ts";
import type { ClaimFilingRefusal } from "./filings/decide-review-claim.ts";
import type { ReviewRefusal } from "./filings/decide-review.ts";
import type { RevocationRefusal } from "./filings/decide-revocation.ts";
import type { CorrectRefusal, SendRefusal, SignRefusal } from "./filings/decide-signing.ts";
import type { SubmitRefusal } from "./filings/decide-submission.ts";
import type { SubleaseRefusal, SubletNoticeRefusal } from "./filings/subleases.ts";
import type { UnitRefusal } from "./filings/units.ts";
import type { VillageProofRefusal } from "./filings/village-proofs.ts";
import type { MandateRefusal } from "./mandates/decide-mandate.ts";
import type { PolicyRefusal } from "./policy/policy-content.ts";
import type { DrawActRefusal } from "./schemes/draw-acts.ts";
import type { IntentRefusal, RecheckRefusal } from "./schemes/decide-intent.ts";
import type { ClaimRefusal } from "./selections/decide-claim.ts";
import type { AllocationRefusal } from "./selections/decide-signing.ts";

/** Of filing a lease. */
export type FilingRefusal =
  | DraftRefusal
  | EditRefusal
  | SendRefusal
  | SignRefusal
  | CorrectRefusal
  | SubmitRefusal
  | CoOwnerRefusal
  | SubleaseRefusal
  | SubletNoticeRefusal
  | UnitRefusal
  | VillageProofRefusal;

/** Of the bureau's side of a filing: review, correction, claims, objections, revocation. */
export type FilingReviewRefusal =
  | ReviewRefusal
  | ResubmissionRefusal
  | ClaimFilingRefusal
  | FilingObjectionRefusal
  | RevocationRefusal;

/** Of a lease on record: its change, renewal, transfer, end. */
export type FilingChangeRefusal =
  | OpenRefusal
  | ProposalRefusal
  | ConfirmRefusal
  | DoubtRefusal
  | WithdrawRefusal
  | EndObjectionRefusal
  | ChangeReviewRefusal
  | OccupantsRefusal;

/** Of an application and its reviews. The end of publicity is the clock's: nobody is refused by it. */
export type HouseholdRefusal =
  ApplicationRefusal | ReviewerRefusal | ManualFindingRefusal | FinalRefusal | ConditionsNotMet;

/** Of what happens to an application beside its plain course, and of drafts. */
export type ProcessRefusal =
  | OwnEntry
  | GapsRefusal
  | ResubmitRefusal
  | ChangeRefusal
  | ReconsiderationRefusal
  | ReconsiderationAnswerRefusal
  | PublicityObjectionRefusal
  | ObjectionAnswerRefusal
  | ReviewAnswerRefusal
  | PassReviewRefusal
  | MeasureRefusal
  | StatementRefusal
  | CounterEntryRefusal
  | CounterWordRefusal
  | EmployerRefusal;

/** Of a scheme, its draw, the choice and its lease. */
export type AllotmentRefusal = IntentRefusal | RecheckRefusal | ClaimRefusal | AllocationRefusal;

/** The kinds: names of problems. */
export type Refusal =
  | CounterRefusal["kind"]
  | MandateRefusal["kind"]
  | ConsentRefusal["kind"]
  | FilingChangeRefusal["kind"]
  | FilingRefusal["kind"]
  | FilingReviewRefusal["kind"]
  | HouseholdRefusal["kind"]
  | ProcessRefusal["kind"]
  | PolicyRefusal["kind"]
  | AllotmentRefusal["kind"]
  | DrawActRefusal;
