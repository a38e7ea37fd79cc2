import type { RevocationProposal } from "../../shared/contract/filing-review.ts";
import { decideProposeRevocation } from "../../shared/domain/filings/decide-revocation.ts";
import type { FilingRecord, NextFiling } from "../../shared/store/filings.ts";
import type { Vault } from "../../shared/store/sealing.ts";
import type { Write } from "../../shared/store/transact.ts";
import { groundOn } from "../filings/acting.ts";
import { changeFiling } from "../filings/change.ts";
import { refuseFiling } from "../filings/refusal.ts";
import { BOTH_SIDES, tell } from "../filings/tell.ts";
import { endpoint } from "../http/endpoint.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/filing-review.ts";
import { isBefore } from "./get-filing-review.ts";
import { officerOf, withoutClaim } from "./officer.ts";

/** A reviewer proposes to revoke a filing: its parties are told why and heard first. */
export const proposeRevocation = (services: Services) =>
  endpoint(routes.proposeRevocation, services, (input) => {
    const { body, caller, at, today, refuse } = input;
    return changeFiling(
      services,
      input,
      { may: (seen) => isBefore(caller, seen), status: 201 },
      (seen, vault) => {
        const decision = decideProposeRevocation(seen, officerOf(caller), groundOn(today));
        if (decision.kind !== "hear") return refuseFiling(refuse, decision);
        const hearing = { ...decision, at, by: caller.sub };
        return {
          ...openHearing(vault, withoutClaim(seen), body, hearing),
          reason: body.reasonCode,
        };
      },
    );
  });

/** Puts a proposal on record and tells the parties until when they are heard. */
export function openHearing(
  vault: Vault,
  seen: FilingRecord,
  { reasonCode, reason }: RevocationProposal,
  { heardBy, dueOn, at, by }: { heardBy: string; dueOn: string; at: string; by: string },
): { readonly next: NextFiling; readonly writes: Record<string, Write> } {
  const revocation = {
    ...{ reasonCode, reason, proposedBy: by, proposedAt: at },
    ...{ heardBy, dueOn, statements: [] },
  };
  const writes = tell(vault, seen, {
    kind: "filing-revocation-proposed",
    facts: { building: seen.draft.lease.unit.building, heardBy },
    sides: BOTH_SIDES,
    version: seen.version + 1,
    at,
  });
  return { next: { ...seen, revocation }, writes };
}
