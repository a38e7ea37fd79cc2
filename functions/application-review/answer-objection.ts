import {
  decideObjectionAnswer,
  type ObjectionOutcome,
} from "../../shared/domain/applications/decide-publicity-objection.ts";
import { chinaCalendar } from "../../shared/domain/calendar/working-days.ts";
import {
  applicationWrites,
  findApplication,
  messageToApplicant,
  type StoredApplication,
} from "../../shared/store/applications.ts";
import { withoutChain } from "../../shared/store/audit.ts";
import { keys } from "../../shared/store/keys.ts";
import { touchNotice } from "../../shared/store/notices.ts";
import { messageId, outgoing } from "../../shared/store/outbox.ts";
import { findPerson, realName } from "../../shared/store/persons.ts";
import {
  answerObjection,
  findPublicityObjection,
  isOpenObjection,
  objectionView,
  publicityObjections,
  type StoredPublicityObjection,
} from "../../shared/store/publicity-objections.ts";
import type { Vault } from "../../shared/store/sealing.ts";
import { transact, type Write } from "../../shared/store/transact.ts";
import { decideAgain, MOVED } from "../http/attempts.ts";
import { endpoint, ok, type Input } from "../http/endpoint.ts";
import { covers } from "../http/jurisdiction.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/application-office.ts";
import { noticesAfterAct } from "../steps/notice.ts";
import { moveCase, reviewGround, type Decide, type Move } from "./move.ts";

type Answering = Input<typeof routes.answerPublicityObjection>;

/** Objections to a household, as who decides them reads them: what is said, not who says it. */
export const listPublicityObjections = (services: Services) =>
  endpoint(routes.listPublicityObjections, services, (input) =>
    decideAgain(async () => {
      const { params, caller, refuse, act } = input;
      const { table } = services;
      const seen = await findApplication(table, params.applicationId);
      if (!seen || !covers(caller, seen.jurisdiction)) return refuse("not-found");
      const objections = await publicityObjections(table, seen.applicationId);
      const failed = await transact(
        table,
        applicationWrites(withoutChain(seen), seen, { act: act("read") }),
      );
      if (failed.size > 0) return MOVED;
      const vault = await services.vault();
      return ok({ objections: objections.map((one) => objectionView(vault, one, seen)) });
    }),
  );

const answering =
  (services: Services, input: Answering): Decide =>
  async (seen, vault, { policy }) => {
    const { params, body, caller, today, act } = input;
    const objection = await findPublicityObjection(services.table, params);
    if (!objection || !seen.publicity)
      return { kind: objection ? "objection-answered" : "not-found" };
    const decision = decideObjectionAnswer(body, {
      ...{ state: seen.state, isMember: reviewGround(input, seen, policy).isMember },
      isObjector: objection.objector.hash === caller.identityHash,
      isOpen: isOpenObjection(objection, seen),
      openObjections: seen.openObjections ?? 1,
      until: seen.publicity.until,
      askDays: policy.deadlines.askReconsideration.value,
      ...{ today, calendar: chinaCalendar },
    });
    if (decision.kind === "out-of-step") return decision;
    if (decision.kind !== "reject" && decision.kind !== "stay" && decision.kind !== "back")
      return decision;
    const answered = answerObjection(vault, objection, {
      ...{ state: body.outcome, reason: body.reason, act: act(body.outcome) },
    });
    const move = moveBy(input, seen, decision);
    return {
      ...move,
      also: {
        ...{ objection: answered.head, objectionAudit: answered.audit },
        ...(await toldBoth(services, vault, { at: input.at, seen, objection })),
        ...move.also,
      },
    };
  };

/** What the answer does to the case. */
function moveBy(
  { body, caller, today, at }: Answering,
  seen: StoredApplication,
  decision: ObjectionOutcome,
): Move {
  const { publicity, jurisdiction, openObjections = 1 } = seen;
  if (!publicity) throw new Error("Objected to without a publicity");
  const entry = { event: "decide-objection", reason: body.reason };
  const base = { kind: "move", article: "O11-9" } as const;
  if (decision.kind === "reject")
    return {
      ...base,
      change: {
        ...({ state: "REJECTED", dueOn: decision.askBy } as const),
        refused: { by: [caller.sub], on: today },
      },
      without: ["openObjections", "recommendation"],
      entry: { ...entry, outcome: "REJECTED" },
    };
  if (decision.kind === "stay")
    return {
      ...base,
      change: { openObjections: openObjections - 1 },
      entry: { ...entry, outcome: "OBJECTION" },
    };
  return {
    ...base,
    change: { state: "PUBLICITY", dueOn: publicity.until },
    without: ["openObjections"],
    entry: { ...entry, outcome: "PUBLICITY" },
    // Its list may be over: then this household is still to be numbered.
    ...(decision.over && {
      also: { notice: touchNotice({ jurisdiction, day: publicity.from }, publicity, at) },
    }),
  };
}

type Told = {
  readonly at: string;
  readonly seen: StoredApplication;
  readonly objection: StoredPublicityObjection;
};

/** The word to the household, and to who objected. */
async function toldBoth(
  { table }: Services,
  vault: Vault,
  { at, seen, objection }: Told,
): Promise<Record<string, Write>> {
  const { objectionId, objector, receiptNo } = objection;
  const person = await findPerson(table, objector.sub);
  const phone = person && realName(vault, person).phone;
  const cause = `${objectionId} answered`;
  const kind = "publicity-objection-answered" as const;
  const facts = { receiptNo: seen.receiptNo };
  return {
    subject: messageToApplicant(vault, seen, {
      ...{ kind, cause: `${objectionId} told`, facts, at },
    }),
    ...(phone !== undefined && {
      objector: outgoing(
        { cause, kind, to: objector.sub, facts: { receiptNo } },
        vault.seal(phone, keys.outbox(messageId(cause)), "phone"),
        at,
      ),
    }),
  };
}

/** Answers an objection. Upheld, the household is refused; dismissed, it stands where it stood. */
export const answerPublicityObjection = (services: Services) =>
  endpoint(routes.answerPublicityObjection, services, async (input) => {
    const { applicationId } = input.params;
    const decide = answering(services, input);
    const { outcome, moved } = await moveCase(services, input, applicationId, decide);
    for (const { publicity, jurisdiction } of moved)
      if (publicity && input.today > publicity.until)
        await noticesAfterAct(services, [{ jurisdiction }], {
          today: publicity.from,
          now: input.now,
        });
    return outcome;
  });
