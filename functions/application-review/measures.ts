import {
  decideMeasure as decideOnMeasure,
  decideMeasureProposal,
  STATE_BY,
  type MeasureOutcome,
} from "../../shared/domain/applications/decide-measure.ts";
import type { MessageKind } from "../../shared/contract/messages.ts";
import { sealText, TEXTS } from "../../shared/store/application-process.ts";
import { messageToApplicant, type StoredApplication } from "../../shared/store/applications.ts";
import { barMember, findMember } from "../../shared/store/members.ts";
import type { Vault } from "../../shared/store/sealing.ts";
import type { Table } from "../../shared/store/table.ts";
import type { Write } from "../../shared/store/transact.ts";
import { leaveScheme } from "../applications/withdraw-application.ts";
import { presentState } from "../applications/present-state.ts";
import { endpoint, type Input } from "../http/endpoint.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/application-office.ts";
import { moveCase, reviewGround, type Decide } from "./move.ts";

const ARTICLE = { SUSPEND: "O11-9", CANCEL: "O11-35", BAR: "O11-35-36" } as const;

const proposing =
  ({ table }: Services, input: Input<typeof routes.proposeMeasure>): Decide =>
  async (seen, vault, { policy }) => {
    const { body, caller, at } = input;
    const decision = decideMeasureProposal(body, {
      ...reviewGround(input, seen, policy),
      state: await presentState(table, seen),
      ...{ pending: seen.measure !== undefined, householdSize: seen.householdSize },
    });
    if (decision.kind !== "propose") return decision;
    const { applicationId, receiptNo, version } = seen;
    const { measure, reason, barredPlaces } = body;
    const { hearBy } = decision;
    return {
      kind: "move",
      change: {
        measure: {
          ...{ measure, by: caller.sub, hearBy },
          reasonSealed: sealText(vault, applicationId, TEXTS.reason, reason),
          ...(barredPlaces && { barredPlaces }),
        },
      },
      entry: { event: "propose-measure", outcome: measure, reason },
      article: ARTICLE[measure],
      also: {
        message: messageToApplicant(vault, seen, {
          kind: "application-measure",
          cause: `${applicationId} measure ${String(version)}`,
          ...{ facts: { receiptNo, by: hearBy }, at },
        }),
      },
      told: { dueOn: hearBy },
    };
  };

/** Proposes a measure; the household is told why and may answer before another person decides. */
export const proposeMeasure = (services: Services) =>
  endpoint(routes.proposeMeasure, services, async (input) => {
    const { applicationId } = input.params;
    return (await moveCase(services, input, applicationId, proposing(services, input))).outcome;
  });

type Deciding = Input<typeof routes.decideMeasure>;

const deciding =
  (services: Services, input: Deciding): Decide =>
  async (seen, vault, { policy }) => {
    const { body, caller } = input;
    const { measure } = seen;
    const decision = decideOnMeasure(body, {
      ...reviewGround(input, seen, policy),
      state: await presentState(services.table, seen),
      pending: measure && { ...measure, heard: measure.statementSealed !== undefined },
      officer: caller.sub,
    });
    if (!isOutcome(decision)) return decision;
    if (!measure) return { kind: "no-measure-pending" };
    const article = ARTICLE[measure.measure];
    const until = "until" in decision ? decision.until : "";
    const also = { message: tell(vault, seen, { decision, until, at: input.at }) };
    if (decision.kind === "drop")
      return {
        ...{ kind: "move", change: {}, without: ["measure"], article, also },
        entry: { event: "drop-measure", outcome: measure.measure, reason: body.reason },
      };
    const state = STATE_BY[measure.measure];
    return {
      kind: "move",
      change: {
        state,
        ...(decision.kind === "suspend" && { dueOn: until }),
        ...(decision.kind === "bar" && { barredUntil: until }),
      },
      without:
        decision.kind === "suspend"
          ? ["measure"]
          : ["measure", "dueOn", "review", "openObjections"],
      entry: { event: decision.kind, outcome: state, reason: body.reason },
      article,
      also: {
        ...also,
        ...(decision.kind === "bar" && {
          ...(await leaveScheme(services, seen)),
          ...(await bars(services.table, seen, until)),
        }),
      },
    };
  };

const isOutcome = (decision: { readonly kind: string }): decision is MeasureOutcome =>
  ["drop", "suspend", "cancel", "bar"].includes(decision.kind);

/** The locks of those who answer for the fraud carry the bar, wherever they apply. */
async function bars(
  table: Table,
  { applicant, members, measure }: StoredApplication,
  until: string,
): Promise<Record<string, Write>> {
  const people = [applicant, ...members];
  const hashes = (measure?.barredPlaces ?? []).flatMap((place) => people[place]?.hash ?? []);
  const locks = await Promise.all(hashes.map((hash) => findMember(table, hash)));
  return Object.fromEntries(
    hashes.map((hash, at) => [`bar ${String(at)}`, barMember(hash, until, locks[at])]),
  );
}

const WORDS = {
  drop: "application-measure-dropped",
  suspend: "application-suspended",
  cancel: "application-cancelled",
  bar: "application-barred",
} as const satisfies Record<MeasureOutcome["kind"], MessageKind>;

const tell = (
  vault: Vault,
  seen: StoredApplication,
  { decision, until, at }: { decision: MeasureOutcome; until: string; at: string },
): Write =>
  messageToApplicant(vault, seen, {
    kind: WORDS[decision.kind],
    cause: `${seen.applicationId} ${decision.kind} ${String(seen.version)}`,
    ...{ facts: { receiptNo: seen.receiptNo, by: until }, at },
  });

/** Another person decides a measure, after the household was heard. */
export const decideMeasure = (services: Services) =>
  endpoint(routes.decideMeasure, services, async (input) => {
    const { applicationId } = input.params;
    return (await moveCase(services, input, applicationId, deciding(services, input))).outcome;
  });
