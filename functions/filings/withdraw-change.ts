import { decideWithdraw } from "../../shared/domain/filings/decide-pending.ts";
import { endpoint } from "../http/endpoint.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/filing-changes.ts";
import { changeOwnFiling } from "./change.ts";
import { refuseFiling } from "./refusal.ts";
import { dropChange } from "./take-change.ts";
import { BOTH_SIDES, tell } from "./tell.ts";

/** The side that proposed it takes it back, until it is taken. */
export const withdrawChange = (services: Services) =>
  endpoint(routes.withdrawChange, services, (input) =>
    changeOwnFiling(services, input, 201, (seen, vault, { actor }) => {
      const { caller, at, refuse } = input;
      const decision = decideWithdraw(seen, actor);
      if (decision.kind !== "drop") return refuseFiling(refuse, decision);
      const { pendingChange } = seen;
      if (!pendingChange) throw new Error("What is not proposed cannot be taken back");
      const next = dropChange(seen, pendingChange, { outcome: "WITHDRAWN", at });
      const news = {
        kind: "filing-change-withdrawn" as const,
        facts: { building: seen.draft.lease.unit.building },
        sides: BOTH_SIDES,
        except: caller.identityHash,
        version: seen.version + 1,
        at,
      };
      return { next, writes: tell(vault, next, news), reason: pendingChange.kind };
    }),
  );
