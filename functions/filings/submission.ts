import { decideSubmit, type SubmitRefusal } from "../../shared/domain/filings/decide-submission.ts";
import type { Actor } from "../../shared/domain/filings/facts.ts";
import {
  submittedSubleaseRefusal,
  type SubleaseRefusal,
} from "../../shared/domain/filings/subleases.ts";
import { partyRows, type FilingRecord, type NextFiling } from "../../shared/store/filings.ts";
import { readFlat } from "../../shared/store/flats.ts";
import type { Vault } from "../../shared/store/sealing.ts";
import { findUnit } from "../../shared/store/units.ts";
import type { Services } from "../http/services.ts";
import { groundOn } from "./acting.ts";
import { headLeaseOf } from "./head-lease.ts";
import type { Change } from "./change.ts";
import { tell } from "./tell.ts";

type When = { readonly at: string; readonly today: string };

/**
 * Takes a filing in, as it stands after this act: the date of submission is what every later
 * deadline counts from.
 *
 * @param filing - in state DRAFT (paper) or SIGNED, signatures of this act included
 * @param facts - `unitBlocked`: the register says that it may not be let
 */
export async function submission(
  { table }: Services,
  vault: Vault,
  filing: FilingRecord,
  {
    actor,
    at,
    today,
    unitBlocked,
  }: When & { readonly actor: Actor; readonly unitBlocked: boolean },
): Promise<Change | SubmitRefusal | SubleaseRefusal> {
  const { filingId, draft, parties, version } = filing;
  const { flatId } = draft.lease.unit;
  const [{ terms: inForce }, unit, head] = await Promise.all([
    readFlat(table, flatId),
    findUnit(table, flatId),
    headLeaseOf(table, vault, draft),
  ]);
  const ground = groundOn(today);
  const facts = { ...ground, inForce, unitBlocked: unitBlocked || unit?.state === "BLOCKED" };
  const decision = decideSubmit(filingId, filing, actor, facts);
  if (decision.kind !== "submit") return decision;
  const wrong = submittedSubleaseRefusal(draft, parties, head, ground);
  if (wrong) return wrong;

  const { late, notices, landlordObjectsBy: objectBy } = decision;
  const next: NextFiling = {
    ...filing,
    state: "SUBMITTED",
    submittedAt: at,
    // Of the 30 days the first submission counts, whatever is corrected since.
    late: filing.late ?? late,
    ...(objectBy !== undefined && { objectBy }),
  };
  return {
    next,
    notices,
    writes: {
      ...partyRows(parties, filingId, at),
      ...(objectBy !== undefined &&
        tell(vault, next, {
          kind: "filing-by-tenant",
          facts: { building: draft.lease.unit.building, objectBy },
          sides: ["landlords"],
          version: version + 1,
          at,
        })),
    },
  };
}
