import { randomUUID } from "node:crypto";
import { isOneOf } from "../../shared/domain/filings/facts.ts";
import { transact } from "../../shared/store/transact.ts";
import { findVillageProof, moveVillageProof } from "../../shared/store/village-proofs.ts";
import { viewRows, type StoredView } from "../../shared/store/views.ts";
import { actorOf } from "../filings/acting.ts";
import { decideAgain, MOVED } from "../http/attempts.ts";
import { endpoint, ok } from "../http/endpoint.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/village-proofs.ts";
import { isBeforeClerk, isOfVillage } from "./proof-office.ts";
import { viewProof } from "./proof-view.ts";

/** A request in full, for who has it before them: that it was read is on record before it is shown. */
export const getVillageProofCase = (services: Services) =>
  endpoint(routes.getVillageProofCase, services, (input) =>
    decideAgain(async () => {
      const { params, caller, refuse } = input;
      const { table } = services;
      const vault = await services.vault();
      const seen = await findVillageProof(table, vault, params.proofId);
      if (!seen || !(isOfVillage(caller, seen) || isBeforeClerk(caller, seen)))
        return refuse("not-found");
      if (isOneOf(actorOf(caller), seen.holderHashes)) return refuse("own-case");
      const view: StoredView = {
        at: input.at,
        office: isOfVillage(caller, seen) ? "village" : "subdistrict",
        purpose: "VILLAGE_PROOF",
        filingId: seen.proofId,
        fields: ["landlords", "address"],
      };
      const failed = await transact(table, {
        ...moveVillageProof(vault, seen, seen, input.act("READ")),
        ...viewRows(seen.holderHashes, view, randomUUID()),
      });
      if (failed.size > 0) return MOVED;
      return ok(viewProof({ ...seen, version: seen.version + 1 }, "office"));
    }),
  );
