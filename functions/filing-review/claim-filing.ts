import { decideClaim } from "../../shared/domain/filings/decide-review-claim.ts";
import { claimOn } from "../../shared/domain/filings/review-facts.ts";
import { groundOn } from "../filings/acting.ts";
import { changeFiling } from "../filings/change.ts";
import { refuseFiling } from "../filings/refusal.ts";
import { endpoint } from "../http/endpoint.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/filing-review.ts";
import { isBefore } from "./get-filing-review.ts";
import { claimAnswer, officerOf } from "./officer.ts";

/** A reviewer takes a case, so that no other decides it meanwhile. */
export const claimFiling = (services: Services) =>
  endpoint(routes.claimFiling, services, (input) => {
    const { caller, at, today, refuse } = input;
    return changeFiling(services, input, { may: (seen) => isBefore(caller, seen) }, (seen) => {
      const ground = groundOn(today);
      const decision = decideClaim(seen, officerOf(caller), ground);
      if (decision.kind !== "claim") return refuseFiling(refuse, decision);
      const next = decision.renewed ? { ...seen, claimedBy: caller.sub, claimedAt: at } : seen;
      return { next, answer: claimAnswer(seen, claimOn(next, ground)) };
    });
  });
