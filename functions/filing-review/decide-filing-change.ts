import type * as z from "zod";
import { decideChangeReview } from "../../shared/domain/filings/decide-pending.ts";
import type { PendingChange } from "../../shared/domain/filings/facts.ts";
import { barOf } from "../../shared/domain/filings/review-facts.ts";
import type { FilingRecord } from "../../shared/store/filings.ts";
import { readFlat } from "../../shared/store/flats.ts";
import type { Vault } from "../../shared/store/sealing.ts";
import { actorOf, groundOn } from "../filings/acting.ts";
import { changeFiling, type Change } from "../filings/change.ts";
import { markFor, type CertificateMark } from "../filings/put-on-record.ts";
import { refuseFiling } from "../filings/refusal.ts";
import { dropChange, takeChange, takeEnd } from "../filings/take-change.ts";
import { BOTH_SIDES, tell } from "../filings/tell.ts";
import { endpoint } from "../http/endpoint.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/filing-changes.ts";
import { isBefore } from "./get-filing-review.ts";
import { officerOf, withoutClaim } from "./officer.ts";

/** The reviewer's word on a change, renewal, transfer or end: taken, or refused with reasons. */
export const decideFilingChange = (services: Services) =>
  endpoint(routes.decideFilingChange, services, async (input) => {
    const { body, caller, at, today, refuse } = input;
    let mark: Promise<CertificateMark> | undefined;
    return changeFiling(
      services,
      input,
      { may: (seen) => isBefore(caller, seen) },
      async (seen, vault) => {
        const flat = await readFlat(services.table, seen.draft.lease.unit.flatId);
        const facts = { actor: actorOf(caller), inForce: flat.terms };
        const take = body.decision === "TAKE";
        const bar = barOf(seen, officerOf(caller), groundOn(today));
        if (bar?.kind === "claimed-by-other") return refuseFiling(refuse, bar);
        const decision = decideChangeReview(seen.filingId, seen, take, facts);
        if (decision.kind !== "take" && decision.kind !== "refuse")
          return refuseFiling(refuse, decision);
        const { pendingChange } = seen;
        if (!pendingChange) throw new Error("What is not proposed is not decided");
        const free = withoutClaim(seen);
        if (body.decision === "REFUSE") return refused(vault, free, pendingChange, { body, at });
        const when = { flat, today, at };
        const reason = pendingChange.kind;
        if (reason === "END") return { ...takeEnd(vault, free, pendingChange, when), reason };
        mark ??= markFor(services, seen, today);
        return { ...takeChange(vault, free, pendingChange, await mark, when), reason };
      },
    );
  });

type Refusing = Extract<z.infer<typeof routes.ChangeDecision>, { decision: "REFUSE" }>;

function refused(
  vault: Vault,
  seen: FilingRecord,
  pending: PendingChange,
  { body, at }: { readonly body: Refusing; readonly at: string },
): Change {
  const why = { outcome: "REFUSED" as const, at, reason: body.reason };
  const next = dropChange(seen, pending, why);
  const news = {
    kind: "filing-change-refused" as const,
    facts: { building: seen.draft.lease.unit.building },
    sides: BOTH_SIDES,
    version: seen.version + 1,
    at,
  };
  return { next, writes: tell(vault, next, news), reason: body.reasonCode };
}
