import { isOneOf } from "../../shared/domain/filings/facts.ts";
import { filingTransitions } from "../../shared/domain/filings/transitions.ts";
import { outOfOrder } from "../../shared/domain/transitions.ts";
import { endpoint } from "../http/endpoint.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/filing-changes.ts";
import { changeOwnFiling } from "./change.ts";
import { refuseFiling } from "./refusal.ts";
import { BOTH_SIDES, tell } from "./tell.ts";

/** Its drafter takes back what is not on record yet; whoever knew of it is told. */
export const withdrawFiling = (services: Services) =>
  endpoint(routes.withdrawFiling, services, (input) =>
    changeOwnFiling(services, input, 200, (seen, vault, { actor }) => {
      const { caller, at, refuse } = input;
      const refused = outOfOrder(filingTransitions, "withdraw", seen.state);
      if (refused) return refuseFiling(refuse, refused);
      if (!isOneOf(actor, [seen.parties.drafter])) return refuse("not-the-drafter");
      const next = { ...seen, state: "CANCELLED" as const };
      const isKnown = (seen.sentAt ?? seen.submittedAt) !== undefined;
      const news = {
        kind: "filing-withdrawn" as const,
        facts: { building: seen.draft.lease.unit.building },
        sides: BOTH_SIDES,
        except: caller.identityHash,
        version: seen.version + 1,
        at,
      };
      return { next, writes: isKnown ? tell(vault, next, news) : {} };
    }),
  );
