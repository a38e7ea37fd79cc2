import { isOneOf } from "../../shared/domain/filings/facts.ts";
import { decideProofWithdrawal } from "../../shared/domain/filings/village-proofs.ts";
import {
  findVillageProof,
  listPartyProofs,
  type VillageProofRecord,
} from "../../shared/store/village-proofs.ts";
import { actorOf } from "../filings/acting.ts";
import type { Caller } from "../http/caller.ts";
import { endpoint, ok } from "../http/endpoint.ts";
import { refused } from "../http/refused.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/village-proofs.ts";
import { changeProof } from "./change-proof.ts";
import { factsOfProof } from "./proof-office.ts";
import { summaryOf, viewProof } from "./proof-view.ts";

const isTheirs = (caller: Caller, { asker, holderHashes }: VillageProofRecord): boolean =>
  isOneOf(actorOf(caller), [asker, ...holderHashes]);

/** The proofs in which the caller is named. */
export const listMyVillageProofs = (services: Services) =>
  endpoint(routes.listMyVillageProofs, services, async ({ caller }) => {
    const { table } = services;
    const vault = await services.vault();
    const ids = await listPartyProofs(table, caller.identityHash);
    const found = await Promise.all(ids.map((id) => findVillageProof(table, vault, id)));
    return ok({ proofs: found.flatMap((one) => (one ? [summaryOf(one)] : [])) });
  });

export const getVillageProof = (services: Services) =>
  endpoint(routes.getVillageProof, services, async ({ params, caller, refuse }) => {
    const found = await findVillageProof(services.table, await services.vault(), params.proofId);
    return found && isTheirs(caller, found)
      ? ok(viewProof(found, actorOf(caller)))
      : refuse("not-found");
  });

/** The asker takes it back before it is decided. */
export const withdrawVillageProof = (services: Services) =>
  endpoint(routes.withdrawVillageProof, services, (input) =>
    changeProof(
      services,
      input,
      (seen) => isTheirs(input.caller, seen),
      (seen) => {
        const decision = decideProofWithdrawal(factsOfProof(seen), actorOf(input.caller));
        if (decision.kind !== "withdraw") return refused(input.refuse, decision);
        return { next: { ...seen, state: "WITHDRAWN", decidedAt: input.at } };
      },
    ),
  );
