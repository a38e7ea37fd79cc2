import { civilDay, instantText } from "../../shared/domain/calendar/instants.ts";
import { filingTransitions } from "../../shared/domain/filings/transitions.ts";
import { outOfOrder } from "../../shared/domain/transitions.ts";
import { log } from "../../shared/platform/log.ts";
import { findFiling, moveFiling, type NextFiling } from "../../shared/store/filings.ts";
import { transact } from "../../shared/store/transact.ts";
import { BOTH_SIDES, tell } from "../filings/tell.ts";
import type { Services } from "../http/services.ts";

/**
 * A filing whose gaps were not made good in time, or whose corrected text was not signed in time,
 * has lapsed. It held no term of the flat, so there is none to release; its parties are told.
 *
 * @param now - ms since 1970
 */
export async function lapseCorrection(
  services: Services,
  filingId: string,
  now: number,
): Promise<void> {
  const vault = await services.vault();
  const seen = await findFiling(services.table, vault, filingId);
  if (!seen || outOfOrder(filingTransitions, "lapseCorrection", seen.state)) return;
  if (seen.submittedAt === undefined) return;
  const last = seen.state === "TO_SIGN" ? seen.signBy : seen.correction?.resubmitBy;
  if (last === undefined || civilDay(now) <= last) return;
  const at = instantText(now);
  const next: NextFiling = { ...seen, state: "LAPSED" };
  const failed = await transact(services.table, {
    ...moveFiling(vault, next, seen, {
      ...{ actor: "system", role: "system", action: "lapseCorrection", at },
      ...{ reason: "O6 16", outcome: "LAPSED" },
    }),
    ...tell(vault, next, {
      kind: "filing-correction-lapsed",
      facts: { building: seen.draft.lease.unit.building },
      sides: BOTH_SIDES,
      version: seen.version + 1,
      at,
    }),
  });
  // Someone acted a moment before: the clock comes again if it is still due.
  if (failed.size > 0) log("info", "lapse-overtaken", { item: `FILING#${filingId}` });
}
