import { production } from "../http/services.ts";
import { serve } from "../http/serve.ts";
import { answerPublicityObjection, listPublicityObjections } from "./answer-objection.ts";
import { answerReconsideration } from "./answer-reconsideration.ts";
import { decideMeasure, proposeMeasure } from "./measures.ts";
import { passReview } from "./pass-review.ts";
import { acceptApplication, acceptApplications } from "./accept-application.ts";
import { decideApplication, decideApplications } from "./decide-application.ts";
import { enterFinding } from "./enter-finding.ts";
import { firstReviewApplication, firstReviewApplications } from "./first-review-application.ts";
import { getApplicationReview } from "./get-application-review.ts";
import { listApplicationReviews } from "./list-application-reviews.ts";
import { listIntents } from "./list-intents.ts";
import { recheckIntents } from "./recheck-intents.ts";
import { recommendDecision, recommendDecisions } from "./recommend-decision.ts";

export const endpoints = [
  listApplicationReviews,
  getApplicationReview,
  acceptApplication,
  acceptApplications,
  firstReviewApplication,
  firstReviewApplications,
  enterFinding,
  recommendDecision,
  recommendDecisions,
  decideApplication,
  decideApplications,
  recheckIntents,
  listIntents,
  answerReconsideration,
  listPublicityObjections,
  answerPublicityObjection,
  passReview,
  proposeMeasure,
  decideMeasure,
] as const;

export const handler = serve(() => endpoints.map((make) => make(production())));
