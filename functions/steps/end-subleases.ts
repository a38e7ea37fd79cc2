import type { Ended } from "../../shared/contract/filing-life.ts";
import { subleasesBeyond } from "../../shared/domain/filings/overlap.ts";
import { stateOn } from "../../shared/domain/filings/facts.ts";
import { findFiling, moveFiling, type FilingRecord } from "../../shared/store/filings.ts";
import { readFlat } from "../../shared/store/flats.ts";
import type { Vault } from "../../shared/store/sealing.ts";
import { pause, TableBusy, transact } from "../../shared/store/transact.ts";
import { dropChange, endOn } from "../filings/take-change.ts";
import type { Services } from "../http/services.ts";

const ROUNDS = 8;

type When = { readonly at: string; readonly today: string };

/**
 * Ends the subleases that outlast the lease they are under: nobody can let onward what they no longer
 * rent (CC 717). Each in its own transaction, its parties told; done again it changes nothing. Those
 * under them follow by the same step.
 *
 * @param head - the lease that has ended, or has a last day now: `endsSubleases`
 * @throws TableBusy when others keep getting in between: the clock comes again
 */
export async function endSubleases(
  services: Services,
  vault: Vault,
  head: FilingRecord,
  when: When,
): Promise<void> {
  const { filingId, endsSubleases: lastDay, draft } = head;
  if (lastDay === undefined) return;
  const { terms } = await readFlat(services.table, draft.lease.unit.flatId);
  for (const term of subleasesBeyond(filingId, lastDay, terms))
    await endSublease(services, vault, term.filingId, { ...when, lastDay });
}

async function endSublease(
  { table }: Services,
  vault: Vault,
  filingId: string,
  { at, today, lastDay }: When & { readonly lastDay: string },
): Promise<void> {
  for (let round = 1; round <= ROUNDS; round++) {
    const seen = await findFiling(table, vault, filingId);
    if (!seen || stateOn(seen, today) !== "FILED") return;
    if (seen.ended && seen.ended.on <= lastDay) return;
    const flat = await readFlat(table, seen.draft.lease.unit.flatId);
    const ended: Ended = {
      ...{ on: lastDay, basis: "HEAD_LEASE", reasonCode: "HEAD_ENDED" },
      ...{ reportedAt: at, late: false },
    };
    const rest = seen.pendingChange
      ? dropChange(seen, seen.pendingChange, { outcome: "OVERTAKEN", at })
      : seen;
    const { next, writes } = endOn(vault, seen, { rest, ended }, { flat, today, at });
    const failed = await transact(table, {
      ...moveFiling(vault, next, seen, {
        ...{ actor: "system", role: "system", action: "endSubleases", at },
        ...{ reason: "CC 717", outcome: next.state },
      }),
      ...writes,
    });
    if (failed.size === 0) return;
    await pause(round);
  }
  throw new TableBusy();
}
