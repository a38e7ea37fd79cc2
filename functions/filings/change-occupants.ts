import { contractMark } from "../../shared/domain/certificates/contract-text.ts";
import { decideOccupants } from "../../shared/domain/filings/decide-occupants.ts";
import { termsDigest } from "../../shared/store/filings.ts";
import { endpoint } from "../http/endpoint.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/filing-changes.ts";
import { groundOn } from "./acting.ts";
import { changeOwnFiling } from "./change.ts";
import { refuseFiling } from "./refusal.ts";
import { BOTH_SIDES, tell } from "./tell.ts";

/** Who moved in and who left: on record at once, the other side told. R812 37. */
export const changeOccupants = (services: Services) =>
  endpoint(routes.changeOccupants, services, (input) =>
    changeOwnFiling(services, input, 200, (seen, vault, { actor }) => {
      const { body, caller, at, today, refuse } = input;
      const decision = decideOccupants(seen, body, actor, groundOn(today));
      if (decision.kind !== "move") return refuseFiling(refuse, decision);
      const { draft, left } = decision;
      const next = {
        ...seen,
        draft,
        termsDigest: termsDigest(vault, draft),
        contractText: contractMark(draft),
        formerOccupants: [...(seen.formerOccupants ?? []), ...left],
      };
      const news = {
        kind: "filing-occupants" as const,
        facts: { building: draft.lease.unit.building },
        sides: BOTH_SIDES,
        except: caller.identityHash,
        version: seen.version + 1,
        at,
      };
      return { next, writes: tell(vault, next, news) };
    }),
  );
