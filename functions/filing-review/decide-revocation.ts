import { addDays } from "../../shared/domain/calendar/days.ts";
import { decideRevocation as decide } from "../../shared/domain/filings/decide-revocation.ts";
import { markCertificate } from "../../shared/store/certificates.ts";
import type { FilingRecord, NextFiling } from "../../shared/store/filings.ts";
import { dropTerm, readFlat } from "../../shared/store/flats.ts";
import type { Vault } from "../../shared/store/sealing.ts";
import type { Write } from "../../shared/store/transact.ts";
import { groundOn } from "../filings/acting.ts";
import { changeFiling, type Change } from "../filings/change.ts";
import { refuseFiling } from "../filings/refusal.ts";
import { dropChange, endingSubleases } from "../filings/take-change.ts";
import { BOTH_SIDES, tell } from "../filings/tell.ts";
import { endpoint } from "../http/endpoint.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/filing-review.ts";
import { isBefore } from "./get-filing-review.ts";
import { officerOf, withoutClaim } from "./officer.ts";

/** An approver, not who proposed it, decides on a revocation once its parties had their time. */
export const decideRevocation = (services: Services) =>
  endpoint(routes.decideRevocation, services, (input) => {
    const { body, caller, at, today, refuse } = input;
    return changeFiling(
      services,
      input,
      { may: (seen) => isBefore(caller, seen) },
      async (seen, vault) => {
        const revokes = body.decision === "REVOKE";
        const decision = decide(seen, revokes, officerOf(caller), groundOn(today));
        if (decision.kind !== "revoke" && decision.kind !== "dismiss")
          return refuseFiling(refuse, decision);
        const { revocation } = seen;
        if (!revocation) throw new Error("Nobody decides on what is not proposed");
        const word = { revoked: revokes, reason: body.reason, by: caller.sub, at };
        const decided = { ...seen, revocation: { ...revocation, decision: word } };
        const change = revokes
          ? await revoke(services, vault, decided, { at, today })
          : { next: decided, writes: news(vault, seen, at, "filing-revocation-dismissed") };
        return { ...change, next: withoutClaim(change.next), reason: revocation.reasonCode };
      },
    );
  });

/** Off the record: its certificate says so, the flat is free, what was proposed for it is gone. */
async function revoke(
  { table }: Services,
  vault: Vault,
  seen: FilingRecord,
  { at, today }: { readonly at: string; readonly today: string },
): Promise<Change> {
  const { certificate, pendingChange, filingId, draft } = seen;
  if (!certificate) throw new Error("Only a filing on record is revoked");
  const { flatId } = draft.lease.unit;
  const flat = await readFlat(table, flatId);
  const hasTerm = flat.terms.some((term) => term.filingId === filingId);
  const rest: NextFiling = pendingChange
    ? dropChange(seen, pendingChange, { outcome: "OVERTAKEN", at })
    : seen;
  return {
    next: {
      ...rest,
      state: "REVOKED",
      certificate: { ...certificate, status: "REVOKED" },
      // Nobody lets onward under a lease that is off the record: the day before is their last.
      ...endingSubleases(filingId, addDays(today, -1), flat),
    },
    writes: {
      certificateBefore: markCertificate(certificate.certificateNo, "REVOKED"),
      ...(hasTerm && dropTerm(flatId, filingId, flat)),
      ...news(vault, seen, at, "filing-revoked"),
    },
  };
}

const news = (
  vault: Vault,
  seen: FilingRecord,
  at: string,
  kind: "filing-revoked" | "filing-revocation-dismissed",
): Record<string, Write> =>
  tell(vault, seen, {
    kind,
    facts: { building: seen.draft.lease.unit.building },
    sides: BOTH_SIDES,
    version: seen.version + 1,
    at,
  });
