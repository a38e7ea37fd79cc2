import { decideReconsiderationAnswer } from "../../shared/domain/applications/decide-reconsideration.ts";
import { messageToApplicant } from "../../shared/store/applications.ts";
import { endpoint, type Input } from "../http/endpoint.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/application-office.ts";
import { moveCase, reviewGround, type Decide } from "./move.ts";

const answering =
  (input: Input<typeof routes.answerReconsideration>): Decide =>
  (seen, vault, { policy }) => {
    const { body, caller, at } = input;
    const { reconsideration, applicationId, receiptNo } = seen;
    const decision = decideReconsiderationAnswer(body, {
      ...reviewGround(input, seen, policy),
      asked: reconsideration?.state === "OPEN",
      refusedBy: seen.refused?.by ?? [],
      officer: caller.sub,
      finalReviewDays: policy.deadlines.finalReview.value,
    });
    if (decision.kind !== "reopen" && decision.kind !== "uphold") return decision;
    if (!reconsideration) return { kind: "no-reconsideration-asked" };
    const reopened = decision.kind === "reopen";
    const state = reopened ? "FINAL_REVIEW" : "CLOSED";
    return {
      kind: "move",
      change: {
        state,
        reconsideration: { ...reconsideration, state: reopened ? "REOPENED" : "UPHELD" },
        ...(reopened && { dueOn: decision.due.on }),
      },
      without: reopened ? ["recommendation", "publicity"] : ["dueOn"],
      entry: { event: "answer-reconsideration", outcome: state, reason: body.reason },
      article: "O11-9",
      also: {
        message: messageToApplicant(vault, seen, {
          ...{ kind: "application-reconsidered", cause: `${applicationId} reconsidered` },
          ...{ facts: { receiptNo }, at },
        }),
      },
    };
  };

/** Answers a reconsideration: the review is opened again, or the refusal stands and the case ends. */
export const answerReconsideration = (services: Services) =>
  endpoint(routes.answerReconsideration, services, async (input) => {
    const { applicationId } = input.params;
    return (await moveCase(services, input, applicationId, answering(input))).outcome;
  });
