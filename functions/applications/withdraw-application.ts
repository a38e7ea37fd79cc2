import { applicationTransitions } from "../../shared/domain/applications/transitions.ts";
import { outOfOrder } from "../../shared/domain/transitions.ts";
import { messageToApplicant, type StoredApplication } from "../../shared/store/applications.ts";
import { findIntent, moveIntent } from "../../shared/store/intents.ts";
import type { Write } from "../../shared/store/transact.ts";
import { moveOne, type Decide, type Moving } from "../application-review/move.ts";
import { endpoint } from "../http/endpoint.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/application-cases.ts";
import { ofApplicant } from "./own-case.ts";
import { presentState } from "./present-state.ts";

const withdrawing =
  ({ table }: Services, { at }: Moving): Decide =>
  async (seen, vault) => {
    const state = await presentState(table, seen);
    const refused = outOfOrder(applicationTransitions, "withdraw", state);
    if (refused) return refused;
    const { applicationId, receiptNo } = seen;
    return {
      kind: "move",
      change: { state: "WITHDRAWN" },
      without: ["dueOn", "review", "measure", "openObjections"],
      entry: { event: "withdraw", outcome: "WITHDRAWN", by: "applicant" },
      article: "O11-9",
      also: {
        ...(await leaveScheme({ table }, seen)),
        message: messageToApplicant(vault, seen, {
          ...{ kind: "application-withdrawn", cause: `${applicationId} withdrawn` },
          ...{ facts: { receiptNo }, at },
        }),
      },
    };
  };

/** Its household takes an application back; everyone in it may apply anew at once. */
export const withdrawApplication = (services: Services) =>
  endpoint(routes.withdrawApplication, services, async (input) => {
    const batch = ofApplicant(input, withdrawing(services, input));
    return (await moveOne(services, input, input.params.applicationId, batch)).outcome;
  });

/** Takes an intent that has not entered the roster out of its scheme, with the case. */
export async function leaveScheme(
  { table }: Pick<Services, "table">,
  { state, schemeId, applicationId }: StoredApplication,
): Promise<Record<string, Write>> {
  if (state !== "INTENT" || schemeId === undefined) return {};
  const intent = await findIntent(table, schemeId, applicationId);
  return intent?.state === "REGISTERED" ? { intent: moveIntent(intent, { state: "REMOVED" }) } : {};
}
