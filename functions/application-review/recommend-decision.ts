import type { Recommendation } from "../../shared/contract/application.ts";
import { decideRecommendation } from "../../shared/domain/applications/decide-final.ts";
import { openFindings } from "../../shared/store/applications.ts";
import { endpoint } from "../http/endpoint.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/application-review.ts";
import { moveCase, moveCases, ofOffice, reviewGround, type Decide, type Moving } from "./move.ts";

const recommending =
  (moving: Moving, body: Recommendation): Decide =>
  (seen, vault, { policy }) => {
    const conditions = openFindings(vault, seen).conditions ?? [];
    const decision = decideRecommendation(body, conditions, {
      ...reviewGround(moving, seen, policy),
      isFirstReviewer: seen.firstReviewedBy === moving.caller.sub,
    });
    if (decision.kind !== "recommend") return decision;
    const { recommendation, note } = body;
    return {
      kind: "move",
      change: { recommendation: { by: moving.caller.sub, recommendation } },
      entry: { event: "recommend", outcome: recommendation, reason: note },
      article: "O11-9",
    };
  };

/** The reviewer recommends publicity, or refusal. */
export const recommendDecision = (services: Services) =>
  endpoint(routes.recommendDecision, services, async (input) => {
    const decide = recommending(input, input.body);
    return (await moveCase(services, input, input.params.applicationId, decide)).outcome;
  });

/** Recommends up to 20 for publicity. */
export const recommendDecisions = (services: Services) =>
  endpoint(routes.recommendDecisions, services, async (input) => {
    const { applicationIds, note } = input.body;
    const decide = recommending(input, { recommendation: "PUBLICISE", note });
    return (await moveCases(services, input, applicationIds, ofOffice(input, decide))).outcome;
  });
