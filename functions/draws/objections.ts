import type { ObjectionDecision } from "../../shared/contract/allotment.ts";
import { chinaCalendar, workingDayEnd } from "../../shared/domain/calendar/working-days.ts";
import { schemeRules } from "../../shared/domain/policy/scheme-policy.ts";
import { poolsFor } from "../../shared/domain/schemes/decide-intent.ts";
import {
  decideObjection as decideTiming,
  isResultOpen,
} from "../../shared/domain/schemes/draw-acts.ts";
import { idOf } from "../../shared/platform/ids.ts";
import { findApplication, type StoredApplication } from "../../shared/store/applications.ts";
import { advance, withoutChain } from "../../shared/store/audit.ts";
import {
  findObjection,
  listObjections as objectionsOf,
  type StoredObjection,
} from "../../shared/store/draws.ts";
import { isInRoster, listIntents, moveIntent } from "../../shared/store/intents.ts";
import { keys } from "../../shared/store/keys.ts";
import { messageId, outgoing } from "../../shared/store/outbox.ts";
import { findPerson, realName } from "../../shared/store/persons.ts";
import { requestRecord } from "../../shared/store/requests.ts";
import type { Vault } from "../../shared/store/sealing.ts";
import {
  findSchemeOfDraw,
  type SchemeRecord,
  type StoredScheme,
} from "../../shared/store/schemes.ts";
import { transact, type Write } from "../../shared/store/transact.ts";
import { decideAgain, standing } from "../http/attempts.ts";
import { endpoint, ok, type Input } from "../http/endpoint.ts";
import { covers } from "../http/jurisdiction.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/draws.ts";
import { prepareFreeze } from "../steps/roster.ts";
import { bringUpDrawAfterAct, changeScheme } from "../steps/scheme.ts";
import { freezeWrites } from "./freeze.ts";
import { settleResultObjection } from "./result-objections.ts";
import { returnToWaitlist } from "./return-to-waitlist.ts";

/** An objection as who decides it reads it; the objector's name is for nobody here. */
function objectionView(vault: Vault, stored: StoredObjection): Record<string, unknown> {
  const { objectionId, drawId, state, ground, receipt, objectedAt, answerBy } = stored;
  const key = keys.objection(drawId, objectionId);
  const statement = vault.open(stored.statementSealed, key, "statement");
  const reason = stored.reasonSealed && vault.open(stored.reasonSealed, key, "reason");
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
      const objectionId = idOf("J", request);
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
        const change: Partial<SchemeRecord> = {
          openObjections: scheme.openObjections + 1,
          ...(isResultOpen(scheme) && { state: "INVESTIGATING" }),
        };
        const failed = await transact(services.table, {
          request: requestRecord(request, answer, now),
          objection: objection.head,
          objectionAudit: objection.audit,
          ...(await changeScheme(services, scheme, change, act("objection"))),
        });
        return standing(failed, "objection") ?? answer;
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

type Deciding = Input<typeof routes.decideObjection>;
type Correction = Extract<ObjectionDecision, { outcome: "UPHELD" }>["correction"];

/** Decides an objection. Upheld, the correction is the roster's next public version, in the same act. */
export const decideObjection = (services: Services) =>
  endpoint(routes.decideObjection, services, async (input) => {
    const { params, body, caller, now, refuse } = input;
    const outcome = await decideAgain(async () => {
      const scheme = await findSchemeOfDraw(services.table, params.drawId);
      if (!scheme || !covers(caller, scheme.jurisdiction)) return refuse("not-found");
      const seen = await findObjection(services.table, params.drawId, params.objectionId);
      if (!seen) return refuse("not-found");
      if (seen.state !== "OPEN") return refuse("out-of-step");
      if (seen.objector === caller.sub) return refuse("same-person");
      if (isResultOpen(scheme)) {
        const settled = await settleResultObjection(services, input, { scheme, seen });
        if (typeof settled === "string") return refuse(settled);
        const failed = await transact(services.table, {
          request: requestRecord(input.request, settled.answer, now),
          ...(await decidedWrites(services, input, seen)),
          ...settled.writes,
        });
        return standing(failed) ?? settled.answer;
      }
      if (scheme.state !== "ROSTER_PUBLICITY") return refuse("objection-closed");
      // After freezeBy no version can follow: what is upheld then voids the draw instead.
      const refusal = body.outcome === "UPHELD" ? decideTiming(scheme, now) : undefined;
      if (refusal) return refuse(refusal);

      const effect =
        body.outcome === "UPHELD"
          ? await corrected(services, input, { scheme, ground: seen.ground }, body.correction)
          : await changeScheme(services, scheme, oneLess(scheme), input.act("dismissed"));
      if (typeof effect === "string") return refuse(effect);
      const answer = { status: 200, body: { drawId: params.drawId, state: scheme.state } };
      const failed = await transact(services.table, {
        request: requestRecord(input.request, answer, now),
        ...(await decidedWrites(services, input, seen)),
        ...effect,
      });
      return standing(failed) ?? answer;
    });
    await bringUpDrawAfterAct(services, params.drawId, now);
    return outcome;
  });

const oneLess = ({ openObjections }: StoredScheme) => ({ openObjections: openObjections - 1 });

/** The objection as decided, and the word to who objected. */
async function decidedWrites(
  services: Services,
  { body, act, at }: Deciding,
  seen: StoredObjection,
): Promise<Record<string, Write>> {
  const { drawId, objectionId, objector } = seen;
  const vault = await services.vault();
  const key = keys.objection(drawId, objectionId);
  const reasonSealed = vault.seal(body.reason, key, "reason");
  const decided = { ...withoutChain(seen), state: body.outcome, reasonSealed };
  const { head, audit } = advance(key, decided, seen, act(body.outcome));
  const person = await findPerson(services.table, objector);
  const phone = person && realName(vault, person).phone;
  const cause = `${drawId} objection ${objectionId}`;
  const message = { cause, kind: "objection-decided", to: objector, facts: { drawId } };
  return {
    objection: head,
    objectionAudit: audit,
    ...(phone !== undefined && {
      message: outgoing(message, vault.seal(phone, keys.outbox(messageId(cause)), "phone"), at),
    }),
  };
}

/** The writes of a correction: the entry, its household, the next freeze; or why it cannot be. */
async function corrected(
  services: Services,
  { act, body, at }: Deciding,
  { scheme, ground }: { readonly scheme: StoredScheme; readonly ground: string },
  correction: Correction,
): Promise<Record<string, Write> | "unknown-receipt" | "pool-not-open" | "roster-empty"> {
  const intents = await listIntents(services.table, scheme.schemeId);
  const passed = intents.filter(isInRoster);
  const entry = passed.find(({ receipt }) => receipt === correction.receipt);
  if (!entry) return "unknown-receipt";
  if (correction.kind === "remove" && passed.length === 1) return "roster-empty";
  const household = await findApplication(services.table, entry.applicationId);
  const open = household ? poolsFor(scheme.terms, candidateOf(household)) : [];
  if (correction.kind === "pools" && correction.pools.some((id) => !open.includes(id)))
    return "pool-not-open";

  const change =
    correction.kind === "remove"
      ? ({ state: "REMOVED" } as const)
      : { pools: open.filter((id) => correction.pools.includes(id)) };
  const freeze = await prepareFreeze(services, scheme, (all) =>
    all.map((one) => (one.applicationId === entry.applicationId ? { ...one, ...change } : one)),
  );
  const back =
    correction.kind === "remove" && household
      ? returnToWaitlist(await services.vault(), household, {
          act: act("removed by objection", "O11-12"),
          reason: body.reason,
          at,
        })
      : {};
  return {
    intent: moveIntent(entry, change),
    ...back,
    ...(await freezeWrites(services, scheme, freeze, act("objection upheld"), {
      ...oneLess(scheme),
      ground,
    })),
  };
}

const candidateOf = ({ queueOf, householdSize }: StoredApplication) => ({
  queue: queueOf,
  householdSize,
});
