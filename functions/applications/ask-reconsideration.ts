import { decideAskReconsideration } from "../../shared/domain/applications/decide-reconsideration.ts";
import { chinaCalendar } from "../../shared/domain/calendar/working-days.ts";
import { sealText, TEXTS } from "../../shared/store/application-process.ts";
import { messageToApplicant } from "../../shared/store/applications.ts";
import { findMember } from "../../shared/store/members.ts";
import { moveOne, type Decide } from "../application-review/move.ts";
import { endpoint, type Input } from "../http/endpoint.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/application-cases.ts";
import { ofApplicant } from "./own-case.ts";
import { standsIn, takeAll } from "./submission.ts";

const asking =
  ({ table }: Services, { body, today, at }: Input<typeof routes.askReconsideration>): Decide =>
  async (seen, vault) => {
    const { applicationId, receiptNo } = seen;
    const hashes = [seen.applicant, ...seen.members].map(({ hash }) => hash);
    const locks = await Promise.all(hashes.map((hash) => findMember(table, hash)));
    const elsewhere = await Promise.all(locks.map((lock) => standsIn(table, lock, applicationId)));
    const decision = decideAskReconsideration({
      ...{ state: seen.state, askBy: seen.dueOn, asked: seen.reconsideration !== undefined },
      ...{ appliedElsewhere: elsewhere.includes(true), today, calendar: chinaCalendar },
    });
    if (decision.kind !== "ask") return decision;
    const { on: by, provisional } = decision.answerBy;
    const groundsSealed = sealText(vault, applicationId, TEXTS.grounds, body.grounds);
    return {
      kind: "move",
      change: {
        reconsideration: { state: "OPEN", askedAt: at, answerBy: by, groundsSealed },
        dueOn: by,
      },
      entry: { event: "ask-reconsideration", outcome: "REJECTED", by: "applicant" },
      article: "O11-9",
      also: {
        // It holds its people again: whoever applied elsewhere meanwhile was refused above.
        ...takeAll(hashes, locks, applicationId),
        message: messageToApplicant(vault, seen, {
          ...{ kind: "application-reconsideration", cause: `${applicationId} reconsideration` },
          ...{ facts: { receiptNo, by }, at },
        }),
      },
      told: { dueOn: by, provisional },
    };
  };

/** The household asks for its refusal to be looked at again, by another officer. */
export const askReconsideration = (services: Services) =>
  endpoint(routes.askReconsideration, services, async (input) => {
    const batch = ofApplicant(input, asking(services, input));
    return (await moveOne(services, input, input.params.applicationId, batch)).outcome;
  });
