import { decideRelease } from "../../shared/domain/filings/decide-review-claim.ts";
import { groundOn } from "../filings/acting.ts";
import { changeFiling } from "../filings/change.ts";
import { refuseFiling } from "../filings/refusal.ts";
import { endpoint } from "../http/endpoint.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/filing-review.ts";
import { isBefore } from "./get-filing-review.ts";
import { claimAnswer, officerOf, withoutClaim } from "./officer.ts";

/** Who has a case gives it back: it is anybody's again. */
export const releaseFiling = (services: Services) =>
  endpoint(routes.releaseFiling, services, (input) => {
    const { caller, today, refuse } = input;
    return changeFiling(services, input, { may: (seen) => isBefore(caller, seen) }, (seen) => {
      const decision = decideRelease(seen, officerOf(caller), groundOn(today));
      if (decision.kind !== "release") return refuseFiling(refuse, decision);
      return { next: withoutClaim(seen), answer: claimAnswer(seen) };
    });
  });
