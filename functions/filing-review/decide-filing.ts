import type { FilingDecision } from "../../shared/contract/filing.ts";
import type { Gap } from "../../shared/contract/filing-review.ts";
import { decideReview } from "../../shared/domain/filings/decide-review.ts";
import type { FilingRecord, NextFiling } from "../../shared/store/filings.ts";
import { readFlat } from "../../shared/store/flats.ts";
import type { Vault } from "../../shared/store/sealing.ts";
import { groundOn } from "../filings/acting.ts";
import { changeFiling, type Change } from "../filings/change.ts";
import { markFor, putOnRecord, type CertificateMark } from "../filings/put-on-record.ts";
import { refuseFiling } from "../filings/refusal.ts";
import { BOTH_SIDES, tell } from "../filings/tell.ts";
import { endpoint } from "../http/endpoint.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/filing-review.ts";
import { isBefore } from "./get-filing-review.ts";
import { officerOf, withoutClaim } from "./officer.ts";

/** The reviewer's word: on record with its certificate, back with one full list of gaps, or refused. */
export const decideFiling = (services: Services) =>
  endpoint(routes.decideFiling, services, async (input) => {
    const { body, caller, at, today, refuse } = input;
    let mark: Promise<CertificateMark> | undefined;
    return changeFiling(
      services,
      input,
      { may: (seen) => isBefore(caller, seen) },
      async (seen, vault) => {
        const flat = await readFlat(services.table, seen.draft.lease.unit.flatId);
        const facts = { ...groundOn(today), officer: officerOf(caller), inForce: flat.terms };
        const decision = decideReview(seen.filingId, seen, body, facts);
        if (decision.kind === "refuse" && body.decision === "REFUSE")
          return refused(vault, seen, body, at);
        if (decision.kind === "correct" && body.decision === "REQUEST_CORRECTION")
          return returned(vault, seen, {
            ...{ gaps: body.gaps, resubmitBy: decision.resubmitBy },
            ...{ at, by: caller.sub },
          });
        if (decision.kind === "refuse" || decision.kind === "correct")
          throw new Error("What is decided is what was said");
        if (decision.kind !== "file") return refuseFiling(refuse, decision);
        mark ??= markFor(services, seen, today);
        return putOnRecord(vault, withoutClaim(seen), await mark, { flat, today, at });
      },
    );
  });

function refused(
  vault: Vault,
  seen: FilingRecord,
  { reasonCode, reason }: Extract<FilingDecision, { decision: "REFUSE" }>,
  at: string,
): Change {
  const refusal = { reasonCode, reason };
  const next: NextFiling = { ...withoutClaim(seen), state: "REFUSED", refusal };
  const news = {
    kind: "filing-refused" as const,
    facts: {},
    sides: BOTH_SIDES,
    version: seen.version + 1,
    at,
  };
  return { next, writes: tell(vault, next, news), reason: reasonCode };
}

/** Back to its parties with the list; from here the review clock stands still. */
export function returned(
  vault: Vault,
  seen: FilingRecord,
  {
    gaps,
    resubmitBy,
    at,
    by,
  }: { gaps: readonly Gap[]; resubmitBy: string; at: string; by: string },
): Change & { readonly next: NextFiling } {
  const correction = { gaps, requestedAt: at, by, resubmitBy };
  const next: NextFiling = { ...withoutClaim(seen), state: "CORRECTION", correction };
  const news = {
    kind: "filing-correction" as const,
    facts: { building: seen.draft.lease.unit.building, resubmitBy },
    sides: BOTH_SIDES,
    version: seen.version + 1,
    at,
  };
  return { next, writes: tell(vault, next, news), reason: "O6 16" };
}
