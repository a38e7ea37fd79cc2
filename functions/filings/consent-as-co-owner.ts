import { decideCoOwnerConsent } from "../../shared/domain/filings/decide-co-owner.ts";
import type { FilingRecord } from "../../shared/store/filings.ts";
import { endpoint } from "../http/endpoint.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/co-owners.ts";
import { checkAtOnce } from "../steps/check-filing.ts";
import { differingName } from "./acting.ts";
import { changeOwnFiling } from "./change.ts";
import { pointing, refuseFiling } from "./refusal.ts";
import { drafterOf } from "./sign-filing.ts";
import { submission } from "./submission.ts";
import { tell } from "./tell.ts";

/**
 * An owner who does not let the home consents to exactly these terms. When that was all that was
 * missing of a signed lease which its drafter wants submitted, it is submitted with it.
 */
export const consentAsCoOwner = (services: Services) =>
  endpoint(routes.consentAsCoOwner, services, async (input) => {
    const { caller, body, at, today, refuse } = input;
    const outcome = await changeOwnFiling(services, input, 201, async (seen, vault, { actor }) => {
      const decision = decideCoOwnerConsent(seen, body.termsDigest, actor);
      if (decision.kind !== "consent") return refuseFiling(refuse, decision);
      const wrongName = differingName(vault, caller, seen.draft, seen.parties);
      if (wrongName !== undefined) return pointing(refuse, "name-differs", wrongName);
      const { termsDigest } = seen;
      const added = decision.by.map((by) => ({ by, termsDigest, at }));
      const next: FilingRecord = {
        ...seen,
        coOwnerConsents: [...(seen.coOwnerConsents ?? []), ...added],
      };
      if (next.state === "SIGNED" && next.submitWhenSigned === true) {
        const when = { actor: drafterOf(next), at, today, unitBlocked: false };
        const taken = await submission(services, vault, next, when);
        if ("next" in taken) return taken;
        // What else refuses it, submitFiling says to its drafter; the consent holds.
      }
      const news = {
        kind: "filing-co-owner-agreed" as const,
        facts: { building: seen.draft.lease.unit.building },
        sides: ["landlords"] as const,
        version: seen.version + 1,
        at,
      };
      return { next, writes: tell(vault, next, news), reason: "V11" };
    });
    return checkAtOnce(services, input.params.filingId, input.now, outcome);
  });
