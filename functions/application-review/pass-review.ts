import { decidePassReview } from "../../shared/domain/applications/decide-review.ts";
import { nextReviewOn } from "../../shared/domain/applications/timed-events.ts";
import { messageToApplicant, openFindings } from "../../shared/store/applications.ts";
import { endpoint, type Input } from "../http/endpoint.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/application-office.ts";
import { moveCase, reviewGround, type Decide } from "./move.ts";

const passing =
  (input: Input<typeof routes.passReview>): Decide =>
  (seen, vault, { policy }) => {
    const conditions = openFindings(vault, seen).conditions ?? [];
    const ground = reviewGround(input, seen, policy);
    const decision = decidePassReview(seen.review, conditions, ground);
    if (decision.kind !== "pass") return decision;
    const { applicationId, receiptNo, version } = seen;
    const { today, at } = input;
    return {
      kind: "move",
      change: {
        ...({ state: "WAITLISTED", verifiedOn: today } as const),
        reviewOn: nextReviewOn(today, policy.deadlines.verificationMonths.value),
      },
      without: ["review", "dueOn", "manual", "timesAsked"],
      entry: { event: "pass-review", outcome: "WAITLISTED", reason: input.body.note },
      article: "O11-9",
      also: {
        message: messageToApplicant(vault, seen, {
          ...{
            kind: "application-reviewed",
            cause: `${applicationId} reviewed ${String(version)}`,
          },
          ...{ facts: { receiptNo }, at },
        }),
      },
    };
  };

/** Ends a waiting household's review: its verification stands for another year, its number stays. */
export const passReview = (services: Services) =>
  endpoint(routes.passReview, services, async (input) => {
    const { applicationId } = input.params;
    return (await moveCase(services, input, applicationId, passing(input))).outcome;
  });
