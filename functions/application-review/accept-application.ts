import { decideAcceptance } from "../../shared/domain/applications/decide-reviews.ts";
import { messageToApplicant } from "../../shared/store/applications.ts";
import { endpoint } from "../http/endpoint.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/application-review.ts";
import { moveCase, moveCases, ofOffice, reviewGround, type Decide, type Moving } from "./move.ts";

const accepting =
  (moving: Moving, note: string | undefined): Decide =>
  (seen, vault, { policy }) => {
    const decision = decideAcceptance(reviewGround(moving, seen, policy));
    if (decision.kind !== "accept") return decision;
    const { applicationId, receiptNo } = seen;
    return {
      kind: "move",
      change: { state: "ACCEPTED", dueOn: decision.due.on },
      entry: { event: "accept", outcome: "ACCEPTED", ...(note !== undefined && { reason: note }) },
      article: "O11-8",
      also: {
        message: messageToApplicant(vault, seen, {
          kind: "application-accepted",
          cause: `${applicationId} accepted`,
          facts: { receiptNo },
          at: moving.at,
        }),
      },
    };
  };

/** The street's clerk takes one application in. */
export const acceptApplication = (services: Services) =>
  endpoint(routes.acceptApplication, services, async (input) => {
    const decide = accepting(input, input.body.note);
    return (await moveCase(services, input, input.params.applicationId, decide)).outcome;
  });

/** Takes up to 20 in at once. */
export const acceptApplications = (services: Services) =>
  endpoint(routes.acceptApplications, services, async (input) => {
    const { applicationIds, note } = input.body;
    const batch = ofOffice(input, accepting(input, note));
    return (await moveCases(services, input, applicationIds, batch)).outcome;
  });
