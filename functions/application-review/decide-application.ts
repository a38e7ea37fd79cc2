import type { FinalDecision } from "../../shared/contract/application.ts";
import { decideFinal } from "../../shared/domain/applications/decide-final.ts";
import { nextReviewOn } from "../../shared/domain/applications/timed-events.ts";
import { publicityRow } from "../../shared/domain/applications/publicity-row.ts";
import {
  messageToApplicant,
  openFindings,
  openForm,
  type StoredApplication,
} from "../../shared/store/applications.ts";
import { putRow, touchNotice, type StoredNotice } from "../../shared/store/notices.ts";
import type { Vault } from "../../shared/store/sealing.ts";
import { endpoint } from "../http/endpoint.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/application-review.ts";
import { noticesAfterAct } from "../steps/notice.ts";
import {
  moveCase,
  moveCases,
  ofOffice,
  reviewGround,
  type Decide,
  type Move,
  type Moving,
} from "./move.ts";

const deciding =
  (moving: Moving, body: FinalDecision): Decide =>
  (seen, vault, { policy }) => {
    const months = policy.deadlines.verificationMonths.value;
    const decision = decideFinal(body, {
      ...reviewGround(moving, seen, policy),
      recommended: seen.recommendation,
      approver: moving.caller.sub,
      conditions: openFindings(vault, seen).conditions ?? [],
    });
    if (decision.kind === "publicise")
      return publicising(moving, body, { seen, vault, months, publicity: decision.publicity });
    return decision.kind === "reject"
      ? rejecting(moving, body, { seen, vault, askBy: decision.askReconsiderationBy })
      : decision;
  };

type Case = { readonly seen: StoredApplication; readonly vault: Vault };
type Publicising = Case & {
  /** How long the verification of today stands. */
  readonly months: number;
  readonly publicity: StoredNotice["publicity"];
};

function publicising(
  { at, today }: Moving,
  body: FinalDecision,
  { seen, vault, months, publicity }: Publicising,
): Move {
  const { applicationId, receiptNo, submittedAt, jurisdiction } = seen;
  const { seq: _, ...row } = publicityRow(1, openForm(vault, seen), {
    ...{ receiptNo, queue: seen.queueOf },
  });
  const note = body.decision === "PUBLICISE" ? body.note : undefined;
  const notice = { jurisdiction, day: today };
  return {
    kind: "move",
    change: {
      ...{ state: "PUBLICITY", publicity, verifiedOn: today, dueOn: publicity.until },
      reviewOn: nextReviewOn(today, months),
    },
    entry: { event: "decide", outcome: "PUBLICITY", ...(note !== undefined && { reason: note }) },
    article: "O11-9",
    also: {
      row: putRow(notice, { ...row, applicationId, submittedAt }),
      message: messageToApplicant(vault, seen, {
        kind: "application-publicity",
        cause: `${applicationId} publicity`,
        facts: { receiptNo, until: publicity.until },
        at,
      }),
    },
    shared: { [`notice ${jurisdiction}`]: touchNotice(notice, publicity, at) },
  };
}

function rejecting(
  { at, today, caller }: Moving,
  body: FinalDecision,
  { seen, vault, askBy }: Case & { askBy: string },
): Move {
  const { applicationId, receiptNo } = seen;
  const reason = body.decision === "REJECT" ? body.reason : undefined;
  return {
    kind: "move",
    change: {
      ...{ state: "REJECTED", dueOn: askBy },
      refused: {
        by: [...new Set([seen.recommendation?.by, caller.sub].flatMap((one) => one ?? []))],
        on: today,
      },
    },
    entry: { event: "decide", outcome: "REJECTED", ...(reason !== undefined && { reason }) },
    article: "O11-9",
    also: {
      message: messageToApplicant(vault, seen, {
        kind: "application-rejected",
        cause: `${applicationId} rejected`,
        facts: { receiptNo, askBy },
        at,
      }),
    },
  };
}

/** Another person than the reviewer decides: publicity, or a refusal with reasons. */
export const decideApplication = (services: Services) =>
  endpoint(routes.decideApplication, services, async (input) => {
    const decide = deciding(input, input.body);
    const { outcome, moved } = await moveCase(services, input, input.params.applicationId, decide);
    if (input.body.decision === "PUBLICISE") await noticesAfterAct(services, moved, input);
    return outcome;
  });

/** Decides on publicity for up to 20. */
export const decideApplications = (services: Services) =>
  endpoint(routes.decideApplications, services, async (input) => {
    const { applicationIds, note } = input.body;
    const publicise = { decision: "PUBLICISE", ...(note !== undefined && { note }) } as const;
    const decide = deciding(input, publicise);
    const { outcome, moved } = await moveCases(
      services,
      input,
      applicationIds,
      ofOffice(input, decide),
    );
    await noticesAfterAct(services, moved, input);
    return outcome;
  });
