import { randomUUID } from "node:crypto";
import { AGREED_AS, hasConsented } from "../../shared/domain/points/consent.ts";
import { answerOf } from "../../shared/domain/points/count.ts";
import { agreementOf } from "../../shared/domain/policy/agency-fields.ts";
import { identityHash } from "../../shared/store/persons.ts";
import { findPoints, pointsWrites } from "../../shared/store/points.ts";
import { transact } from "../../shared/store/transact.ts";
import { viewRows } from "../../shared/store/views.ts";
import { agencyOf } from "../agencies/agency-of.ts";
import { agencyTries, throttled } from "../agencies/asked-lease.ts";
import { decideAgain, standing } from "../http/attempts.ts";
import { endpoint, ok } from "../http/endpoint.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/points.ts";
import { sumOf } from "./sum-of.ts";

/**
 * Someone's points for the office that allots a scarce service: only under an agreement, only with
 * that person's consent. The question stands in the chain of the account, and in what the person
 * reads of who asked, before it is answered. Who is unknown here has not consented either.
 */
export const checkPoints = (services: Services) => {
  const tries = agencyTries(services);
  return endpoint(routes.checkPoints, services, async (input) => {
    const { body, caller, today, at, act, refuse } = input;
    const { person, purpose, jurisdiction } = body;
    const agency = agencyOf(caller);
    const agreedAs = AGREED_AS[purpose];
    const agreement = agency && agreedAs && agreementOf(agency, agreedAs, today);
    if (!agency || !agreedAs || !agreement?.fields.includes("points"))
      return refuse("purpose-not-agreed");
    const wait = await throttled(tries, agency, input);
    if (wait) return wait;

    const vault = await services.vault();
    const hash = identityHash(vault, person.idType, person.idNumber);
    const outcome = await decideAgain(async () => {
      const seen = await findPoints(services.table, hash);
      if (!seen || !hasConsented(seen.consents, purpose)) return refuse("points-consent-missing");
      const asked = { person, purpose, jurisdiction, today, ref: agency, items: seen.items };
      const counted = await sumOf(services, vault, asked);
      if (!counted) return refuse("no-points-table");
      const view = {
        ...{ at, office: agency, purpose: agreedAs, filingId: "POINTS" as const },
        fields: ["points" as const],
      };
      const failed = await transact(services.table, {
        ...pointsWrites(hash, seen, seen, act("READ", `${agency} ${purpose}`)),
        ...viewRows([hash], view, randomUUID()),
      });
      return standing(failed) ?? ok(answerOf(counted.sum, at));
    });
    // Asking about those who have not consented is guessing who is here.
    const guessed =
      typeof outcome === "object" && "statusCode" in outcome && outcome.statusCode === 403;
    if (!guessed) await tries.giveBack(agency);
    return outcome;
  });
};
