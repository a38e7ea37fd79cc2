import type { Subletting } from "../../shared/contract/subletting.ts";
import { civilDay, epochMsOf } from "../../shared/domain/calendar/instants.ts";
import {
  decideSubletAnswer,
  decideSubletNotice,
  silenceCountsFrom,
} from "../../shared/domain/filings/subleases.ts";
import type { FilingRecord } from "../../shared/store/filings.ts";
import { endpoint } from "../http/endpoint.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/sublets.ts";
import { groundOn } from "./acting.ts";
import { changeOwnFiling } from "./change.ts";
import { refuseFiling } from "./refusal.ts";
import { tell } from "./tell.ts";

/** A tenant tells the owner that they let the home onward: six months' silence is consent. CC 718. */
export const tellOfSublet = (services: Services) =>
  endpoint(routes.tellOfSublet, services, (input) =>
    changeOwnFiling(services, input, 201, (seen, vault, { actor }) => {
      const { at, today, refuse } = input;
      const decision = decideSubletNotice(seen, actor, today);
      if (decision.kind !== "tell") return refuseFiling(refuse, decision);
      const { building } = seen.draft.lease.unit;
      const countsFrom = silenceCountsFrom(today, groundOn(today).policy);
      const news = {
        kind: "filing-sublet-told" as const,
        facts: { building, countsFrom },
        sides: ["landlords"] as const,
        version: seen.version + 1,
        at,
      };
      const next = { ...seen, subletting: { ...seen.subletting, toldAt: at } };
      return { next, writes: tell(vault, next, news), reason: "CC 718" };
    }),
  );

/** The owner's word on letting the home onward; the tenants are told. */
export const answerSublet = (services: Services) =>
  endpoint(routes.answerSublet, services, (input) =>
    changeOwnFiling(services, input, 200, (seen, vault, { actor }) => {
      const { body, caller, at, today, refuse } = input;
      const decision = decideSubletAnswer(seen, actor, today);
      if (decision.kind === "not-the-landlord") return refuse(decision.kind);
      if (decision.kind !== "record") return refuseFiling(refuse, decision);
      const answer = { given: body.given, by: caller.identityHash, at };
      const news = {
        kind: "filing-sublet-answered" as const,
        facts: { building: seen.draft.lease.unit.building },
        sides: ["tenants"] as const,
        version: seen.version + 1,
        at,
      };
      const next = { ...seen, subletting: { ...seen.subletting, answer } };
      const reason = body.given ? "CONSENT_GIVEN" : "CONSENT_REFUSED";
      return { next, writes: tell(vault, next, news), reason };
    }),
  );

/** What a party reads of it: that, not who, has answered; and since when silence counts. */
export function viewSubletting(
  { subletting }: Pick<FilingRecord, "subletting">,
  today: string,
): Subletting | undefined {
  if (!subletting) return undefined;
  const { toldAt, answer } = subletting;
  const { policy } = groundOn(today);
  return {
    ...(toldAt !== undefined && {
      toldAt,
      countsFrom: silenceCountsFrom(civilDay(epochMsOf(toldAt)), policy),
    }),
    ...(answer && { answer: { given: answer.given, at: answer.at } }),
  };
}
