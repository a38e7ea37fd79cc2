import { decideDoubt } from "../../shared/domain/filings/decide-pending.ts";
import { endpoint } from "../http/endpoint.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/filing-changes.ts";
import { changeOwnFiling } from "./change.ts";
import { refuseFiling } from "./refusal.ts";
import { dropChange } from "./take-change.ts";
import { BOTH_SIDES, tell } from "./tell.ts";

/** Someone asked to confirm points at what is wrong: the proposal is dropped, the others told. */
export const doubtChange = (services: Services) =>
  endpoint(routes.doubtChange, services, (input) =>
    changeOwnFiling(services, input, 201, (seen, vault, { actor }) => {
      const { body: wrongField, caller, at, today, refuse } = input;
      const decision = decideDoubt(seen, wrongField, actor, today);
      if (decision.kind !== "drop") return refuseFiling(refuse, decision);
      const { pendingChange } = seen;
      if (!pendingChange) throw new Error("What is not proposed cannot be wrong");
      const { pointer, reason } = wrongField;
      const next = dropChange(seen, pendingChange, { outcome: "WRONG_FIELD", at, pointer, reason });
      const news = {
        kind: "filing-change-returned" as const,
        facts: { building: seen.draft.lease.unit.building },
        sides: BOTH_SIDES,
        except: caller.identityHash,
        version: seen.version + 1,
        at,
      };
      return { next, writes: tell(vault, next, news), reason: pointer };
    }),
  );
