import type { InspectorRole, OpeningView } from "../../shared/contract/inspection.ts";
import { epochMsOf, instantText } from "../../shared/domain/calendar/instants.ts";
import {
  decideApproval,
  decideRequest,
  OPENING_HOURS,
  type Opening,
} from "../../shared/domain/schemes/decide-opening.ts";
import { idOf } from "../../shared/platform/ids.ts";
import { withoutChain } from "../../shared/store/audit.ts";
import { keys } from "../../shared/store/keys.ts";
import {
  findOpening,
  listOpenings as openingsOf,
  openingWrites,
  type OpeningRecord,
  type StoredOpening,
} from "../../shared/store/openings.ts";
import { requestRecord } from "../../shared/store/requests.ts";
import { findSchemeOfDraw } from "../../shared/store/schemes.ts";
import type { Vault } from "../../shared/store/sealing.ts";
import { transact } from "../../shared/store/transact.ts";
import { decideAgain, standing } from "../http/attempts.ts";
import type { Caller } from "../http/caller.ts";
import { endpoint, ok } from "../http/endpoint.ts";
import { covers } from "../http/jurisdiction.ts";
import { refused } from "../http/refused.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/inspection.ts";

const HOUR_MS = 3_600_000;

/** As whom an inspector acts; discipline inspection comes first, for it asks. */
const roleOf = ({ roles }: Caller): InspectorRole =>
  roles.includes("discipline") ? "discipline" : "notary";

/** An opening as the rules see it. */
export const asOpening = (stored: OpeningRecord): Opening => ({
  state: stored.state,
  requestedBy: stored.requestedBy,
  approvedBy: stored.approvedBy,
  approveBy: epochMsOf(stored.approveBy),
  openUntil: stored.openUntil === undefined ? undefined : epochMsOf(stored.openUntil),
});

const hasLapsed = ({ state, approveBy, openUntil }: OpeningRecord, now: number): boolean =>
  now > epochMsOf(state === "APPROVED" ? (openUntil ?? approveBy) : approveBy);

function viewOf(
  stored: OpeningRecord,
  {
    purpose,
    reader,
    now,
  }: { readonly purpose: string; readonly reader: string; readonly now: number },
): OpeningView {
  const { openingId, drawId, state, requestedAt, requestedAs, approveBy, looks } = stored;
  const { approvedAt, approvedAs, openUntil } = stored;
  return {
    ...{ id: openingId, drawId, purpose, requestedAt, requestedAs, approveBy, looks },
    state: hasLapsed(stored, now) ? "LAPSED" : state,
    ...(approvedAt !== undefined && { approvedAt }),
    ...(approvedAs !== undefined && { approvedAs }),
    ...(openUntil !== undefined && { openUntil }),
    mine: stored.requestedBy === reader || stored.approvedBy === reader,
  };
}

const purposeOf = (vault: Vault, { drawId, openingId, purposeSealed }: OpeningRecord): string =>
  vault.open(purposeSealed, keys.opening(drawId, openingId), "purpose");

/** Notary or discipline inspection asks for the commitments of a draw to be opened. */
export const requestOpening = (services: Services) =>
  endpoint(
    routes.requestOpening,
    services,
    async ({ params, body, caller, request, act, at, now, refuse }) => {
      const { drawId } = params;
      const scheme = await findSchemeOfDraw(services.table, drawId);
      if (!scheme || !covers(caller, scheme.jurisdiction)) return refuse("not-found");
      const decision = decideRequest(scheme);
      if (decision.kind !== "request") return refused(refuse, decision);
      const vault = await services.vault();
      const openingId = idOf("K", request);
      const key = keys.opening(drawId, openingId);
      const record: OpeningRecord = {
        ...{ openingId, drawId, state: "REQUESTED", looks: 0 },
        purposeSealed: vault.seal(body.purpose, key, "purpose"),
        requestedBy: caller.sub,
        requestedAs: roleOf(caller),
        requestedAt: at,
        approveBy: instantText(now + OPENING_HOURS.request * HOUR_MS),
      };
      // The answer that is kept holds no words of the inspector's.
      const view = viewOf(record, { purpose: "", reader: caller.sub, now });
      const answer = {
        status: 201,
        body: view,
        location: `/api/inspection/draws/${drawId}/openings/${openingId}`,
      };
      return decideAgain(async () => {
        const failed = await transact(services.table, {
          request: requestRecord(request, answer, now),
          ...openingWrites(record, undefined, act("REQUESTED")),
        });
        return standing(failed, "head") ?? answer;
      });
    },
  );

/** Another person agrees: both may look, for two days. */
export const approveOpening = (services: Services) =>
  endpoint(routes.approveOpening, services, ({ params, caller, request, act, at, now, refuse }) =>
    decideAgain(async () => {
      const scheme = await findSchemeOfDraw(services.table, params.drawId);
      const seen = await findOpening(services.table, params.drawId, params.openingId);
      if (!scheme || !seen || !covers(caller, scheme.jurisdiction)) return refuse("not-found");
      const decision = decideApproval(asOpening(seen), { approver: caller.sub, now });
      if (decision.kind !== "approve") return refused(refuse, decision);
      const next: OpeningRecord = {
        ...withoutChain(seen),
        state: "APPROVED",
        approvedBy: caller.sub,
        approvedAs: roleOf(caller),
        approvedAt: at,
        openUntil: instantText(now + OPENING_HOURS.open * HOUR_MS),
      };
      const view = viewOf(next, { purpose: "", reader: caller.sub, now });
      const answer = { status: 200, body: view };
      const failed = await transact(services.table, {
        request: requestRecord(request, answer, now),
        ...openingWrites(next, seen, act("APPROVED")),
      });
      return standing(failed) ?? answer;
    }),
  );

/** Every opening of a draw, for inspectors and auditors: who asked, who agreed, how many looks. */
export const listOpenings = (services: Services) =>
  endpoint(routes.listOpenings, services, async ({ params, caller, now, refuse }) => {
    const scheme = await findSchemeOfDraw(services.table, params.drawId);
    if (!scheme || !covers(caller, scheme.jurisdiction)) return refuse("not-found");
    const vault = await services.vault();
    const openings: StoredOpening[] = await openingsOf(services.table, params.drawId);
    return ok({
      openings: openings.map((one) =>
        viewOf(one, { purpose: purposeOf(vault, one), reader: caller.sub, now }),
      ),
    });
  });
