import type { VillageProofCheck } from "../../shared/contract/village-proof.ts";
import { unitAfter } from "../../shared/domain/filings/units.ts";
import { decideVillageCheck } from "../../shared/domain/filings/village-proofs.ts";
import type { Vault } from "../../shared/store/sealing.ts";
import { findUnit, moveUnit } from "../../shared/store/units.ts";
import type { VillageProofRecord } from "../../shared/store/village-proofs.ts";
import { actorOf } from "../filings/acting.ts";
import { endpoint } from "../http/endpoint.ts";
import { refused } from "../http/refused.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/village-proofs.ts";
import { changeProof, tellHolders, type ProofChange } from "./change-proof.ts";
import { factsOfProof, isBeforeClerk } from "./proof-office.ts";

/**
 * The subdistrict's check. Confirmed, the home is verified or declared from the same moment: leases of
 * it by the same holders are filed without another look at its title.
 */
export const checkVillageProof = (services: Services) =>
  endpoint(routes.checkVillageProof, services, (input) => {
    const { body, caller, at, refuse } = input;
    return changeProof(
      services,
      input,
      (seen) => isBeforeClerk(caller, seen),
      async (seen, vault) => {
        const { flatId } = seen.home;
        const unit = await findUnit(services.table, flatId);
        const decision = decideVillageCheck(factsOfProof(seen), body, actorOf(caller), unit);
        if (decision.kind === "refuse" && body.decision === "REFUSE")
          return refusedProof(vault, seen, body, { at, by: caller.sub });
        if (decision.kind === "refuse") throw new Error("What is decided is what was said");
        if (decision.kind !== "confirm" || body.decision !== "CONFIRM")
          return refused(refuse, decision as Exclude<typeof decision, { kind: "confirm" }>);
        const said = {
          source: `village-proof ${seen.proofId}`,
          at,
          holders: seen.holderHashes,
          jurisdiction: seen.jurisdiction,
        };
        const known = unitAfter(decision.event, unit, said);
        const next = {
          ...seen,
          state: "CONFIRMED" as const,
          ...{ decidedAt: at, decidedBy: caller.sub, verifiedAs: body.as },
          ...(body.registerNo !== undefined && { registerNo: body.registerNo }),
        };
        const news = {
          kind: "village-proof-confirmed" as const,
          facts: { building: seen.home.building },
          ...{ version: seen.version + 1, at },
        };
        return {
          next,
          reason: body.as,
          writes: {
            ...tellHolders(vault, next, news),
            ...(known && moveUnit(flatId, known, unit, { reason: body.as, by: caller.sub })),
          },
        };
      },
    );
  });

function refusedProof(
  vault: Vault,
  seen: VillageProofRecord,
  { reasonCode, reason }: Extract<VillageProofCheck, { decision: "REFUSE" }>,
  { at, by }: { readonly at: string; readonly by: string },
): ProofChange {
  const refusal = { by: "SUBDISTRICT" as const, reasonCode, reason };
  const next = { ...seen, state: "REFUSED" as const, decidedAt: at, decidedBy: by, refusal };
  const news = {
    kind: "village-proof-refused" as const,
    facts: { building: seen.home.building },
    ...{ version: seen.version + 1, at },
  };
  return { next, writes: tellHolders(vault, next, news), reason: reasonCode };
}
