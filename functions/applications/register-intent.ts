import { decideIntent, type Candidate } from "../../shared/domain/schemes/decide-intent.ts";
import {
  applicationWrites,
  messageToApplicant,
  withDecision,
  type StoredApplication,
} from "../../shared/store/applications.ts";
import { findIntent, putReceipt, registerWrite } from "../../shared/store/intents.ts";
import { policyOf } from "../../shared/store/policies.ts";
import { requestRecord } from "../../shared/store/requests.ts";
import { findScheme, type StoredScheme } from "../../shared/store/schemes.ts";
import { transact } from "../../shared/store/transact.ts";
import { decideAgain, standing } from "../http/attempts.ts";
import { endpoint, type Input } from "../http/endpoint.ts";
import { refused } from "../http/refused.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/applications.ts";
import { ownApplication } from "./own-application.ts";
import { presentState } from "./present-state.ts";
import { newEntry } from "./roster-entry.ts";

/**
 * Registers a household's intent. The scheme is read and never conditioned on: hundreds come at
 * once, and the recheck and the freeze look at the window again.
 */
export const registerIntent = (services: Services) =>
  endpoint(routes.registerIntent, services, (input) =>
    decideAgain(async () => {
      const { table } = services;
      const { params, body, caller, refuse, now, today, at } = input;
      const [scheme, seen] = await Promise.all([
        findScheme(table, params.schemeId),
        ownApplication(table, caller, body.applicationId),
      ]);
      if (!scheme || scheme.state === "DRAFT" || !seen) return refuse("not-found");
      if (scheme.state === "VOID") return refuse("intent-closed");

      const { deadlines } = await policyOf(table, seen);
      const months = deadlines.verificationMonths.value;
      const state = await presentState(table, seen);
      const candidate = candidateOf({ ...seen, state });
      const decision = decideIntent(scheme.terms, candidate, body, {
        ...{ now, today, verificationMonths: months },
      });
      if (decision.kind !== "register") return refused(refuse, decision);

      const { applicationId } = seen;
      const { schemeId } = scheme;
      const { pools } = decision;
      const vault = await services.vault();
      const made = { scheme, application: seen, pools, registeredAt: at };
      const entry = await newEntry(services, vault, made);
      const standsIn = scheme.terms.eligibility === "AFTER_DRAW";
      const household = standsIn ? "IN_ROSTER" : "INTENT";
      const { receipt, commit, seal } = entry;
      const answer = {
        status: 201,
        body: { schemeId, applicationId, state: household, pools, receipt, commit, seal },
        location: `/api/applications/${applicationId}/slip`,
      };
      const before = await findIntent(table, schemeId, applicationId);
      const intent = { schemeId, applicationId, pools, householdSize: seen.householdSize };
      const failed = await transact(table, {
        request: requestRecord(input.request, answer, now),
        intent: registerWrite(
          {
            ...{ ...intent, ...entry, registeredAt: at },
            state: standsIn ? "ENTERED" : "REGISTERED",
          },
          before,
        ),
        receipt: putReceipt(schemeId, receipt, applicationId),
        ...(await movedToIntent(services, input, seen, { scheme, household, receipt })),
      });
      return standing(failed) ?? answer;
    }),
  );

/** What a scheme's scope asks of a household. */
const candidateOf = (application: StoredApplication): Candidate => {
  const { state, programme, jurisdiction, group, wants, queueOf, householdSize } = application;
  return {
    ...{ state, programme, jurisdiction, group, wants, householdSize },
    queue: queueOf,
    verifiedOn: application.verifiedOn ?? "1900-01-01",
  };
};

/** Where a household stands once registered: awaiting the recheck, or in the roster at once. */
type Entering = {
  readonly scheme: StoredScheme;
  readonly household: "INTENT" | "IN_ROSTER";
  readonly receipt: string;
};

async function movedToIntent(
  services: Services,
  { act, at }: Input<typeof routes.registerIntent>,
  seen: StoredApplication,
  { scheme, household, receipt }: Entering,
) {
  const { schemeId, drawId } = scheme;
  const vault = await services.vault();
  // The number and the home of an earlier scheme are that scheme's.
  const { version: _, auditHead: __, receipt: ___, allocationId: ____, ...record } = seen;
  const entered = household === "IN_ROSTER" ? { receipt } : {};
  const { applicationId } = seen;
  const decisions = withDecision(vault, seen, {
    ...{ event: "register-intent", outcome: household, by: "applicant", at },
  });
  return {
    ...applicationWrites(
      { ...record, ...entered, state: household, schemeId, drawId, decisions },
      seen,
      { act: act(household, "O11-12") },
    ),
    message: messageToApplicant(vault, seen, {
      kind: "intent-recorded",
      cause: `${applicationId} intent ${schemeId} ${String(seen.version)}`,
      facts: { schemeId, receipt },
      at,
    }),
  };
}
