import { decideEndObjection } from "../../shared/domain/filings/decide-pending.ts";
import { endpoint } from "../http/endpoint.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/filing-changes.ts";
import { groundOn } from "./acting.ts";
import { changeOwnFiling } from "./change.ts";
import { refuseFiling } from "./refusal.ts";
import { BOTH_SIDES, tell } from "./tell.ts";

/** The other side says that the lease does not end so: an officer decides, and it stays on record. */
export const objectToEnd = (services: Services) =>
  endpoint(routes.objectToEnd, services, (input) =>
    changeOwnFiling(services, input, 201, (seen, vault, { actor }) => {
      const { body, at, today, refuse } = input;
      const decision = decideEndObjection(seen, actor, groundOn(today));
      if (decision.kind !== "review") return refuseFiling(refuse, decision);
      if (!seen.pendingChange) throw new Error("Nobody objects to what is not reported");
      const { objectBy: _, ...pending } = seen.pendingChange;
      const { dueOn, provisional } = decision;
      const next = {
        ...seen,
        pendingChange: {
          ...pending,
          ...{ state: "UNDER_REVIEW" as const, objection: body.reason },
          ...{ submittedAt: at, dueOn, provisional },
        },
      };
      const news = {
        kind: "filing-change-under-review" as const,
        facts: { dueOn },
        sides: BOTH_SIDES,
        version: seen.version + 1,
        at,
      };
      return { next, writes: tell(vault, next, news), reason: "OBJECTION" };
    }),
  );
