import { decideConsent } from "../../shared/domain/hukou/decide-consent.ts";
import { endpoint } from "../http/endpoint.ts";
import type { Services } from "../http/services.ts";
import { changeOwnFiling } from "../filings/change.ts";
import { tell } from "../filings/tell.ts";
import * as routes from "../routes/agencies.ts";

/** A landlord lets a household be registered at the home, or no longer; the tenants are told. */
export const consentToHukou = (services: Services) =>
  endpoint(routes.consentToHukou, services, (input) =>
    changeOwnFiling(services, input, 200, (seen, vault, { actor }) => {
      const { body, caller, at, today, refuse } = input;
      const decision = decideConsent(seen, actor, today);
      if (decision.kind !== "record") return refuse(decision.kind);
      const hukouConsent = { given: body.given, by: caller.identityHash, at };
      const next = { ...seen, hukouConsent };
      const news = {
        kind: "filing-hukou-consent" as const,
        facts: { building: seen.draft.lease.unit.building },
        sides: ["tenants"] as const,
        version: seen.version + 1,
        at,
      };
      const reason = body.given ? "CONSENT_GIVEN" : "CONSENT_TAKEN_BACK";
      return { next, writes: tell(vault, next, news), reason };
    }),
  );
