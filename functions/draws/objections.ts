import type { ObjectionDecision } from "../../shared/contract/allotment.ts";
import { chinaCalendar, workingDayEnd } from "../../shared/domain/calendar/working-days.ts";
import { schemeRules } from "../../shared/domain/policy/scheme-policy.ts";
import { decideObjection as decideTiming } from "../../shared/domain/schemes/draw-acts.ts";
import { newId } from "../../shared/platform/ids.ts";
import { advance, withoutChain } from "../../shared/store/audit.ts";
import {
  findObjection,
  listObjections as objectionsOf,
  type StoredObjection,
} from "../../shared/store/draws.ts";
import { listIntents, type StoredIntent } from "../../shared/store/intents.ts";
import { keys } from "../../shared/store/keys.ts";
import { requestRecord } from "../../shared/store/requests.ts";
import type { Vault } from "../../shared/store/sealing.ts";
import { findSchemeOfDraw } from "../../shared/store/schemes.ts";
import { replace, transact, type Write } from "../../shared/store/transact.ts";
import { decideAgain, standing } from "../http/attempts.ts";
import { endpoint, ok } from "../http/endpoint.ts";
import { covers } from "../http/jurisdiction.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/draws.ts";
import { prepareFreeze } from "../steps/roster.ts";
import { bringUpDrawAfterAct, changeScheme } from "../steps/scheme.ts";
import { freezeWrites } from "./freeze.ts";
import { returnToWaitlist } from "./return-to-waitlist.ts";

/** An objection as who decides it reads it; the objector's name is for nobody here. */
function objectionView(vault: Vault, stored: StoredObjection): Record<string, unknown> {
  const { objectionId, drawId, state, ground, receipt, reason, objectedAt, answerBy } = stored;
  const statement = vault.open(
    stored.statementSealed,
    keys.objection(drawId, objectionId),
    "statement",
  );
  return {
    id: objectionId,
    drawId,
    state,
    ground,
    statement,
    objectedAt,
    answerBy,
    ...(receipt !== undefined && { receipt }),
    ...(reason !== undefined && { reason }),
  };
}

/** A person objects to the roster by real name; while it is open the roster cannot be fixed. */
export const objectToRoster = (services: Services) =>
  endpoint(
    routes.objectToRoster,
    services,
    async ({ params, body, caller, request, act, at, now, today, refuse }) => {
      const vault = await services.vault();
      const objectionId = newId("J");
      return decideAgain(async () => {
        const scheme = await findSchemeOfDraw(services.table, params.drawId);
        if (!scheme) return refuse("not-found");
        const refusal = decideTiming(scheme, now);
        if (refusal) return refuse(refusal);

        const key = keys.objection(params.drawId, objectionId);
        const record = {
          objectionId,
          drawId: params.drawId,
          state: "OPEN" as const,
          ground: body.ground,
          ...(body.receipt !== undefined && { receipt: body.receipt }),
          statementSealed: vault.seal(body.statement, key, "statement"),
          objectedAt: at,
          answerBy: workingDayEnd(today, schemeRules.objectionWorkingDays.value, chinaCalendar),
          objector: caller.sub,
        };
        // The answer that is kept holds no words of the objector's.
        const {
          statementSealed: _statement,
          objector: _objector,
          objectionId: id,
          ...view
        } = record;
        const answer = {
          status: 201,
          body: { id, ...view },
          location: `/api/draws/${params.drawId}/objections/${id}`,
        };
        const objection = advance(key, record, undefined, act("OPEN"));
        const change = { openObjections: scheme.openObjections + 1 };
        const failed = await transact(services.table, {
          request: requestRecord(request, answer, now),
          objection: objection.head,
          objectionAudit: objection.audit,
          ...(await changeScheme(services, scheme, change, act("objection"))),
        });
        return standing(failed) ?? answer;
      });
    },
  );

export const listObjections = (services: Services) =>
  endpoint(routes.listObjections, services, async ({ params, caller, refuse }) => {
    const scheme = await findSchemeOfDraw(services.table, params.drawId);
    if (!scheme || !covers(caller, scheme.jurisdiction)) return refuse("not-found");
    const vault = await services.vault();
    const objections = await objectionsOf(services.table, params.drawId);
    return ok({ objections: objections.map((stored) => objectionView(vault, stored)) });
  });

/** Decides an objection. Upheld, the correction is the roster's next public version, in the same act. */
export const decideObjection = (services: Services) =>
  endpoint(
    routes.decideObjection,
    services,
    async ({ params, body, caller, request, act, now, refuse }) => {
      const outcome = await decideAgain(async () => {
        const scheme = await findSchemeOfDraw(services.table, params.drawId);
        if (!scheme || !covers(caller, scheme.jurisdiction)) return refuse("not-found");
        const seen = await findObjection(services.table, params.drawId, params.objectionId);
        if (!seen) return refuse("not-found");
        if (seen.state !== "OPEN") return refuse("out-of-step");
        if (seen.objector === caller.sub) return refuse("same-person");
        if (scheme.state !== "ROSTER_PUBLICITY") return refuse("objection-closed");
        // After freezeBy no version can follow: what is upheld then voids the draw instead.
        const refusal = body.outcome === "UPHELD" ? decideTiming(scheme, now) : undefined;
        if (refusal) return refuse(refusal);

        const key = keys.objection(params.drawId, params.objectionId);
        const decided = { ...withoutChain(seen), state: body.outcome, reason: body.reason };
        const objection = advance(key, decided, seen, act(body.outcome));
        const change = { openObjections: scheme.openObjections - 1 };
        const answer = { status: 200, body: { drawId: params.drawId, state: scheme.state } };
        const writes = {
          request: requestRecord(request, answer, now),
          objection: objection.head,
          objectionAudit: objection.audit,
        };
        if (body.outcome === "DISMISSED") {
          const head = await changeScheme(services, scheme, change, act("objection dismissed"));
          return standing(await transact(services.table, { ...writes, ...head })) ?? answer;
        }
        const entry = await entryOf(services, scheme.schemeId, body.correction.receipt);
        if (!entry) return refuse("unknown-receipt");
        const corrected = correctedBy(entry, body.correction);
        const freeze = await prepareFreeze(services, scheme, (intents) =>
          intents.map((intent) =>
            intent.applicationId === entry.applicationId ? corrected : intent,
          ),
        );
        const failed = await transact(services.table, {
          ...writes,
          intent: intentWrite(corrected, entry.version),
          ...(corrected.state === "REMOVED"
            ? await returnToWaitlist(services, entry, act("removed by objection"))
            : {}),
          ...(await freezeWrites(
            services,
            scheme,
            freeze,
            act("objection upheld"),
            change.openObjections,
          )),
        });
        return standing(failed) ?? answer;
      });
      await bringUpDrawAfterAct(services, params.drawId, now);
      return outcome;
    },
  );

async function entryOf(
  { table }: Services,
  schemeId: string,
  receipt: string,
): Promise<StoredIntent | undefined> {
  const intents = await listIntents(table, schemeId);
  return intents.find((intent) => intent.receipt === receipt && intent.state === "PASSED");
}

type Correction = Extract<ObjectionDecision, { outcome: "UPHELD" }>["correction"];

const correctedBy = (entry: StoredIntent, correction: Correction): StoredIntent => ({
  ...entry,
  version: entry.version + 1,
  ...(correction.kind === "remove" ? { state: "REMOVED" } : { pools: correction.pools }),
});

const intentWrite = (next: StoredIntent, seen: number): Write =>
  replace({ ...next, ...keys.intent(next.schemeId, next.applicationId) }, seen);
