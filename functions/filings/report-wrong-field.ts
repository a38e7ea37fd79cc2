import { decideCorrect } from "../../shared/domain/filings/decide-signing.ts";
import type { FilingRecord, NextFiling } from "../../shared/store/filings.ts";
import { endpoint } from "../http/endpoint.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/filings.ts";
import { changeOwnFiling } from "./change.ts";
import { refuseFiling } from "./refusal.ts";
import { BOTH_SIDES, tell } from "./tell.ts";

/** A signatory points at what is wrong: a draft again, all signatures void, the others told. */
export const reportWrongField = (services: Services) =>
  endpoint(routes.reportWrongField, services, (input) =>
    changeOwnFiling(services, input, 201, (seen, vault, { actor }) => {
      const { body: wrongField, caller, at, refuse } = input;
      const decision = decideCorrect(seen, actor, wrongField);
      if (decision.kind !== "reopen") return refuseFiling(refuse, decision);
      const next: NextFiling = { ...reopened(seen), signatures: [], wrongField };
      const news = {
        kind: "filing-wrong-field" as const,
        facts: { building: seen.draft.lease.unit.building },
        sides: BOTH_SIDES,
        except: caller.identityHash,
        version: seen.version + 1,
        at,
      };
      return { next, writes: tell(vault, next, news), reason: wrongField.pointer };
    }),
  );

/** A draft again; what the bureau has before it goes back into its correction, with time for it. */
function reopened({ signBy, ...rest }: FilingRecord): NextFiling {
  const { correction, submittedAt } = rest;
  if (!correction || submittedAt === undefined) return { ...rest, state: "DRAFT" };
  const { resubmittedAt: _, ...open } = correction;
  const { resubmitBy } = correction;
  const last = signBy !== undefined && signBy > resubmitBy ? signBy : resubmitBy;
  return { ...rest, state: "CORRECTION", correction: { ...open, resubmitBy: last } };
}
