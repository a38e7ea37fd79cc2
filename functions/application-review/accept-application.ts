import type { AcceptanceDecision, Gap } from "../../shared/contract/application-process.ts";
import { decideGaps } from "../../shared/domain/applications/decide-correction.ts";
import { decideAcceptance } from "../../shared/domain/applications/decide-reviews.ts";
import { sealText, TEXTS } from "../../shared/store/application-process.ts";
import { messageToApplicant } from "../../shared/store/applications.ts";
import { fileText } from "../applications/own-case.ts";
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

/** Sends it back with everything that is missing, in one list. */
const askingCorrection =
  (moving: Moving, gaps: readonly Gap[]): Decide =>
  (seen, vault, { policy }) => {
    const listed = seen.gaps?.map(({ item }) => item);
    const decision = decideGaps(gaps, listed, reviewGround(moving, seen, policy));
    if (decision.kind !== "ask-correction") return decision;
    const { applicationId, receiptNo, version } = seen;
    const { on: by, provisional } = decision.due;
    return {
      kind: "move",
      change: {
        ...{ state: "CORRECTION", dueOn: by },
        gaps: gaps.map(({ item, what }, at) => ({
          item,
          whatSealed: sealText(vault, applicationId, TEXTS.gap(at), what),
        })),
      },
      entry: { event: "ask-correction", outcome: "CORRECTION", reason: listOf(gaps) },
      article: "O11-8",
      also: {
        message: messageToApplicant(vault, seen, {
          kind: "application-gaps",
          cause: `${applicationId} gaps ${String(version)}`,
          ...{ facts: { receiptNo, by }, at: moving.at },
        }),
      },
      told: { dueOn: by, provisional },
    };
  };

/** The list as it stands in the file; in full in the case's own list. */
const listOf = (gaps: readonly Gap[]): string =>
  fileText(gaps.map(({ item, what }) => `${item}: ${what}`).join("; "));

const deciding = (moving: Moving, body: AcceptanceDecision): Decide =>
  body.decision === "GAPS" ? askingCorrection(moving, body.gaps) : accepting(moving, body.note);

/** The street's clerk takes one application in, or says at once all that is missing. */
export const acceptApplication = (services: Services) =>
  endpoint(routes.acceptApplication, services, async (input) => {
    const decide = deciding(input, input.body);
    return (await moveCase(services, input, input.params.applicationId, decide)).outcome;
  });

/** Takes up to 20 in at once. */
export const acceptApplications = (services: Services) =>
  endpoint(routes.acceptApplications, services, async (input) => {
    const { applicationIds, note } = input.body;
    const batch = ofOffice(input, accepting(input, note));
    return (await moveCases(services, input, applicationIds, batch)).outcome;
  });
