import { chinaCalendar } from "../../shared/domain/calendar/working-days.ts";
import { selectionPolicy } from "../../shared/domain/policy/selection-policy.ts";
import { decideClaim, type ClaimRefusal } from "../../shared/domain/selections/decide-claim.ts";
import { idOf } from "../../shared/platform/ids.ts";
import {
  allocationWrites,
  takeHome,
  type AllocationRecord,
} from "../../shared/store/allocations.ts";
import {
  applicationWrites,
  findApplication,
  messageToApplicant,
  withDecision,
} from "../../shared/store/applications.ts";
import { applicationOfReceipt } from "../../shared/store/intents.ts";
import { requestRecord } from "../../shared/store/requests.ts";
import { findHome, type StoredHome } from "../../shared/store/schemes.ts";
import { transact, type Write } from "../../shared/store/transact.ts";
import { passTurn, type StoredTurn } from "../../shared/store/turns.ts";
import { decideAgain, standing } from "../http/attempts.ts";
import { endpoint, type Input } from "../http/endpoint.ts";
import { refused } from "../http/refused.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/leases.ts";
import { asTurn, placeInDraw, type InDraw } from "./place.ts";

type Claim = Input<typeof routes.claimHome>;

/**
 * A household chooses a home. One transaction holds it to four conditions: the home is free, the
 * household has none, its turn is open, the offer has not lapsed; each by the version seen.
 */
export const claimHome = (services: Services) =>
  endpoint(routes.claimHome, services, (input) =>
    decideAgain(async () => {
      const { table } = services;
      const { params, body, caller, refuse, now } = input;
      const { applicationId, homeId } = body;
      const found = await placeInDraw(table, caller, { drawId: params.drawId, applicationId });
      const home = found && (await findHome(table, found.scheme.schemeId, homeId));
      if (!found || !home) return refuse("not-found");
      const { turn } = found;
      if (!turn) return refuse("not-selected");

      const decision = decide(input, found, { home, turn });
      if (decision.kind !== "select") return refused(refuse, decision);
      const record = newAllocation(input, found, {
        home,
        pool: turn.pool,
        signBy: decision.signBy.on,
      });
      const { allocationId, signBy } = record;
      const answer = {
        status: 201,
        body: { allocationId, homeId, signBy },
        location: `/api/allocations/${allocationId}`,
      };
      const { head, audit } = allocationWrites(record, undefined, { act: input.act("SELECTED") });
      const failed = await transact(table, {
        request: requestRecord(input.request, answer, now),
        home: takeHome(home, allocationId),
        turn: passTurn(turn),
        allocation: head,
        allocationAudit: audit,
        ...(await householdWrites(services, input, found, record)),
        ...(await callNext(services, turn, input.at)),
      });
      return standing(failed, "allocation") ?? answer;
    }),
  );

function decide(
  { now, today }: Claim,
  { application, scheme, receipt, pools }: InDraw,
  { home, turn }: { home: StoredHome; turn: StoredTurn },
): ReturnType<typeof decideClaim> | ClaimRefusal {
  if (application.state !== "ALLOCATED") return { kind: "not-selected" };
  return decideClaim({
    home: { pool: home.home.pool, layout: home.home.layout, free: home.state === "FREE" },
    household: {
      receipt,
      size: application.householdSize,
      housed: application.allocationId !== undefined,
    },
    turn: asTurn(turn),
    pools,
    layoutRules: scheme.terms.layoutRules,
    now,
    today,
    calendar: chinaCalendar,
    signWithinDays: selectionPolicy.signWithinDays.value,
  });
}

const newAllocation = (
  { at, request }: Claim,
  { application, scheme, receipt }: InDraw,
  { home, pool, signBy }: { home: StoredHome; pool: string; signBy: string },
): AllocationRecord => ({
  allocationId: idOf("L", request),
  state: "SELECTED",
  schemeId: scheme.schemeId,
  drawId: scheme.drawId,
  jurisdiction: scheme.jurisdiction,
  pool,
  receipt,
  applicationId: application.applicationId,
  home: home.home,
  chosenAt: at,
  signBy,
});

/** The household's own record, held to having no home yet, and its message. */
async function householdWrites(
  services: Services,
  { act, at }: Claim,
  { application: seen }: InDraw,
  { allocationId, home, signBy }: AllocationRecord,
): Promise<Record<string, Write>> {
  const vault = await services.vault();
  const { version: _, auditHead: __, ...record } = seen;
  const decisions = withDecision(vault, seen, {
    ...{ event: "choose-home", outcome: "SELECTED", by: "applicant", at },
  });
  return {
    ...applicationWrites({ ...record, allocationId, decisions }, seen, {
      act: act("SELECTED", "O11-14"),
    }),
    message: messageToApplicant(vault, seen, {
      kind: "home-chosen",
      cause: `${allocationId} chosen`,
      facts: { homeId: home.homeId, signBy },
      at,
    }),
  };
}

/** Tells the next household in the order that it may choose. */
async function callNext(
  services: Services,
  { schemeId, drawId, pool, order, next }: StoredTurn,
  at: string,
): Promise<Record<string, Write>> {
  const receipt = order[next];
  const id =
    receipt === undefined
      ? undefined
      : await applicationOfReceipt(services.table, schemeId, receipt);
  const application = id === undefined ? undefined : await findApplication(services.table, id);
  if (!application) return {};
  const vault = await services.vault();
  return {
    call: messageToApplicant(vault, application, {
      kind: "turn-open",
      cause: `${drawId} ${pool} turn ${String(next + 1)}`,
      facts: { drawId },
      at,
    }),
  };
}
