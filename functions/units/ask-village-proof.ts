import { decideAsk } from "../../shared/domain/filings/village-proofs.ts";
import { idOf } from "../../shared/platform/ids.ts";
import { identityHash } from "../../shared/store/persons.ts";
import { requestRecord } from "../../shared/store/requests.ts";
import { findUnit } from "../../shared/store/units.ts";
import { transact } from "../../shared/store/transact.ts";
import {
  moveVillageProof,
  proofRows,
  type NextVillageProof,
} from "../../shared/store/village-proofs.ts";
import { actorOf } from "../filings/acting.ts";
import { decideAgain, standing } from "../http/attempts.ts";
import { endpoint } from "../http/endpoint.ts";
import { refused } from "../http/refused.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/village-proofs.ts";
import { tellHolders } from "./change-proof.ts";
import { standingOfProof } from "./proof-view.ts";

/** A holder asks the village committee to prove a home on collective land. */
export const askVillageProof = (services: Services) =>
  endpoint(routes.askVillageProof, services, (input) =>
    decideAgain(async () => {
      const { body, caller, at, now, request, refuse } = input;
      const { table } = services;
      const vault = await services.vault();
      const holderHashes = body.holders.map(({ idType, idNumber }) =>
        identityHash(vault, idType, idNumber),
      );
      const unit = await findUnit(table, body.home.flatId);
      const decision = decideAsk(body, holderHashes, actorOf(caller), unit);
      if (decision.kind !== "ask") return refused(refuse, decision);
      const { jurisdiction, villageUscc, villageName, home, holders } = body;
      const next: NextVillageProof = {
        proofId: idOf("V", request),
        state: "REQUESTED",
        ...{ jurisdiction, villageUscc, villageName, home, holders, holderHashes },
        asker: caller.identityHash,
        askedAt: at,
      };
      const answer = standingOfProof(next, 1, 201);
      const news = {
        kind: "village-proof-asked" as const,
        facts: { building: home.building },
        ...{ version: 1, at },
      };
      const failed = await transact(table, {
        request: requestRecord(request, answer, now),
        ...moveVillageProof(vault, next, undefined, input.act("REQUESTED")),
        ...proofRows([caller.identityHash, ...holderHashes], next.proofId),
        ...tellHolders(vault, next, news),
      });
      return standing(failed, "proof") ?? answer;
    }),
  );
