import { contractMark } from "../../shared/domain/certificates/contract-text.ts";
import { decideDraft } from "../../shared/domain/filings/decide-draft.ts";
import { subleaseRefusal } from "../../shared/domain/filings/subleases.ts";
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
import { differingName, groundOn, keptFiler, mandatesOf, standIn } from "./acting.ts";
import { standingOf } from "./change.ts";
import { headLeaseOf } from "./head-lease.ts";
import { pointing, refuseFiling } from "./refusal.ts";

/** A new draft, known to its drafter alone until it is sent or submitted. */
export const draftFiling = (services: Services) =>
  endpoint(routes.draftFiling, services, async (input) => {
    const { body: draft, caller, at, refuse } = input;
    const vault = await services.vault();
    const hashes = partyHashes(vault, draft);
    const held = await mandatesOf(services, caller);
    const about = { parties: hashes, draft, today: input.today };
    const { actor, under, mandateIds } = standIn(caller, held, "draftFiling", about);
    const decision = decideDraft(draft, hashes, actor, groundOn(input.today));
    if (decision.kind !== "draft") return refuseFiling(refuse, decision);
    const head = await headLeaseOf(services.table, vault, draft);
    const wrongHead = subleaseRefusal(draft, hashes, head, input.today);
    if (wrongHead) return refuseFiling(refuse, wrongHead);
    const wrongName = differingName(vault, caller, draft, hashes);
    if (wrongName !== undefined) return pointing(refuse, "name-differs", wrongName);

    return decideAgain(async () => {
      const next: NextFiling = {
        filingId: idOf("F", input.request),
        state: "DRAFT",
        draft,
        parties: { drafter: decision.drafter, ...hashes },
        legalBasis: decision.legalBasis,
        filer: keptFiler(decision.filer, caller),
        termsDigest: termsDigest(vault, draft),
        contractText: contractMark(draft),
        signatures: [],
        createdAt: at,
      };
      const answer = standingOf({ next, notices: decision.notices }, 1, 201);
      const failed = await transact(services.table, {
        request: requestRecord(input.request, answer, input.now),
        ...moveFiling(vault, next, undefined, input.act("DRAFT", mandateIds[0])),
        party: partyRow(decision.drafter, next.filingId, at),
        ...under,
      });
      return standing(failed, "filing") ?? answer;
    });
  });
