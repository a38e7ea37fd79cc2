import type { FilingDecision } from "../../shared/contract/filing.ts";
import { decideReview } from "../../shared/domain/filings/decide-submission.ts";
import type { FilingRecord, NextFiling } from "../../shared/store/filings.ts";
import { readFlat } from "../../shared/store/flats.ts";
import type { Vault } from "../../shared/store/sealing.ts";
import { actorOf } from "../filings/acting.ts";
import { changeFiling, type Change } from "../filings/change.ts";
import { markFor, putOnRecord, type CertificateMark } from "../filings/put-on-record.ts";
import { refuseFiling } from "../filings/refusal.ts";
import { BOTH_SIDES, tell } from "../filings/tell.ts";
import { endpoint } from "../http/endpoint.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/filing-review.ts";
import { isBefore } from "./get-filing-review.ts";

/** The reviewer's word: on record with its certificate, or refused with reasons. */
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
        const facts = { actor: actorOf(caller), inForce: flat.terms };
        const decision = decideReview(seen.filingId, seen, body, facts);
        if (decision.kind !== "file" && decision.kind !== "refuse")
          return refuseFiling(refuse, decision);
        if (body.decision === "REFUSE") return refused(vault, seen, body, at);
        mark ??= markFor(services, seen, today);
        return putOnRecord(vault, seen, await mark, { flat, today, at });
      },
    );
  });

function refused(
  vault: Vault,
  seen: FilingRecord,
  { reasonCode, reason }: Extract<FilingDecision, { decision: "REFUSE" }>,
  at: string,
): Change {
  const next: NextFiling = { ...seen, state: "REFUSED", refusal: { reasonCode, reason } };
  const news = {
    kind: "filing-refused" as const,
    facts: {},
    sides: BOTH_SIDES,
    version: seen.version + 1,
    at,
  };
  return { next, writes: tell(vault, next, news), reason: reasonCode };
}
