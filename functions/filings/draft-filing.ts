import { contractMark } from "../../shared/domain/certificates/contract-text.ts";
import { decideDraft } from "../../shared/domain/filings/decide-draft.ts";
import { idOf } from "../../shared/platform/ids.ts";
import {
  moveFiling,
  partyHashes,
  partyRow,
  termsDigest,
  type NextFiling,
} from "../../shared/store/filings.ts";
import { requestRecord } from "../../shared/store/requests.ts";
import { transact } from "../../shared/store/transact.ts";
import { decideAgain, standing } from "../http/attempts.ts";
import { endpoint } from "../http/endpoint.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/filings.ts";
import { actorOf, differingName, groundOn } from "./acting.ts";
import { standingOf } from "./change.ts";
import { pointing, refuseFiling } from "./refusal.ts";

/** A new draft, known to its drafter alone until it is sent or submitted. */
export const draftFiling = (services: Services) =>
  endpoint(routes.draftFiling, services, async (input) => {
    const { body: draft, caller, at, refuse } = input;
    const vault = await services.vault();
    const hashes = partyHashes(vault, draft);
    const decision = decideDraft(draft, hashes, actorOf(caller), groundOn(input.today));
    if (decision.kind !== "draft") return refuseFiling(refuse, decision);
    const wrongName = differingName(vault, caller, draft, hashes);
    if (wrongName !== undefined) return pointing(refuse, "name-differs", wrongName);

    return decideAgain(async () => {
      const next: NextFiling = {
        filingId: idOf("F", input.request),
        state: "DRAFT",
        draft,
        parties: { drafter: caller.identityHash, ...hashes },
        legalBasis: decision.legalBasis,
        termsDigest: termsDigest(vault, draft),
        contractText: contractMark(draft),
        signatures: [],
        createdAt: at,
      };
      const answer = standingOf({ next, notices: decision.notices }, 1, 201);
      const failed = await transact(services.table, {
        request: requestRecord(input.request, answer, input.now),
        ...moveFiling(vault, next, undefined, input.act("DRAFT")),
        party: partyRow(caller.identityHash, next.filingId, at),
      });
      return standing(failed) ?? answer;
    });
  });
