import { decideReviewAnswer, recheckDue } from "../../shared/domain/applications/decide-review.ts";
import { chinaCalendar } from "../../shared/domain/calendar/working-days.ts";
import { openForm, sealForm } from "../../shared/store/applications.ts";
import { moveOne, type Decide } from "../application-review/move.ts";
import { endpoint, type Input } from "../http/endpoint.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/application-cases.ts";
import { checkAfterAct } from "../steps/application.ts";
import { ofApplicant, STALE } from "./own-case.ts";

const answering =
  ({ body, today, at }: Input<typeof routes.answerReview>): Decide =>
  (seen, vault, { policy }) => {
    const decision = decideReviewAnswer(seen.state, seen.review);
    if (decision.kind !== "answer") return decision;
    const due = recheckDue({ today, calendar: chinaCalendar, policy }).on;
    const before = seen.review ?? { kind: "ANNUAL" as const, openedOn: today, answerBy: due };
    const form = openForm(vault, seen);
    const hashes = [seen.applicant, ...seen.members].map(({ hash }) => hash);
    const means = body.answer === "CHANGED" ? body.means : {};
    const { sub } = seen.applicant;
    return {
      kind: "move",
      change: {
        review: { ...before, stage: "CHECK", askAt: at },
        dueOn: due,
        ...sealForm(vault, seen.applicationId, { form: { ...form, ...means }, sub, hashes }),
      },
      without: STALE,
      entry: { event: "answer-review", outcome: body.answer, by: "applicant" },
      article: "O11-9",
    };
  };

/** The household's word at the review; the agencies are asked anew before the answer goes out. */
export const answerReview = (services: Services) =>
  endpoint(routes.answerReview, services, async (input) => {
    const { applicationId } = input.params;
    const batch = ofApplicant(input, answering(input));
    const { outcome, moved } = await moveOne(services, input, applicationId, {
      ...batch,
      look: "annualReview",
    });
    await checkAfterAct(services, moved, input.now);
    return outcome;
  });
