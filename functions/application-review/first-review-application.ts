import { decideFirstReview } from "../../shared/domain/applications/decide-reviews.ts";
import { endpoint } from "../http/endpoint.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/application-review.ts";
import { checkAfterAct } from "../steps/application.ts";
import { moveCase, moveCases, ofOffice, reviewGround, type Decide, type Moving } from "./move.ts";

type Review = { readonly recommendation: "QUALIFIED" | "NOT_QUALIFIED"; readonly note: string };

const reviewing =
  (moving: Moving, { recommendation, note }: Review): Decide =>
  (seen, _vault, { policy }) => {
    const decision = decideFirstReview(reviewGround(moving, seen, policy));
    if (decision.kind !== "ask-agencies") return decision;
    return {
      kind: "move",
      change: {
        ...{ state: "JOINT_CHECK", dueOn: decision.due.on },
        firstReviewedBy: moving.caller.sub,
      },
      entry: { event: "review-first", outcome: recommendation, reason: note },
      article: "O11-9",
      dueAt: moving.at,
    };
  };

/** First review of one application; the agencies are asked before the answer goes out. */
export const firstReviewApplication = (services: Services) =>
  endpoint(routes.firstReviewApplication, services, async (input) => {
    const decide = reviewing(input, input.body);
    const { outcome, moved } = await moveCase(services, input, input.params.applicationId, decide);
    await checkAfterAct(services, moved, input.now);
    return outcome;
  });

/** First review of up to 20 that the street found qualified. */
export const firstReviewApplications = (services: Services) =>
  endpoint(routes.firstReviewApplications, services, async (input) => {
    const { applicationIds, note } = input.body;
    const decide = reviewing(input, { recommendation: "QUALIFIED", note });
    const { outcome, moved } = await moveCases(
      services,
      input,
      applicationIds,
      ofOffice(input, decide),
    );
    await checkAfterAct(services, moved, input.now);
    return outcome;
  });
