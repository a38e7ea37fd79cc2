import { contractMark } from "../../shared/domain/certificates/contract-text.ts";
import { decideEdit } from "../../shared/domain/filings/decide-draft.ts";
import { subleaseRefusal } from "../../shared/domain/filings/subleases.ts";
import { partyHashes, termsDigest } from "../../shared/store/filings.ts";
import { endpoint } from "../http/endpoint.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/filings.ts";
import { differingName, groundOn, keptFiler } from "./acting.ts";
import { changeOwnFiling } from "./change.ts";
import { headLeaseOf } from "./head-lease.ts";
import { pointing, refuseFiling } from "./refusal.ts";

/** Replaces a draft by another; who no longer stands in it no longer sees it. */
export const amendFiling = (services: Services) =>
  endpoint(routes.amendFiling, services, (input) => {
    const { body: draft, caller, refuse } = input;
    return changeOwnFiling(services, input, 200, async (seen, vault, { actor }) => {
      const hashes = partyHashes(vault, draft);
      const ground = groundOn(input.today);
      const decision = decideEdit(seen, draft, hashes, actor, ground);
      if (decision.kind !== "draft") return refuseFiling(refuse, decision);
      const head = await headLeaseOf(services.table, vault, draft);
      const wrongHead = subleaseRefusal(draft, hashes, head, input.today);
      if (wrongHead) return refuseFiling(refuse, wrongHead);
      const wrongName = differingName(vault, caller, draft, hashes);
      if (wrongName !== undefined) return pointing(refuse, "name-differs", wrongName);
      // Until it is sent again it is the drafter's own: others may be named in it now.
      const { wrongField: _, sentAt: __, ...rest } = seen;
      return {
        next: {
          ...rest,
          draft,
          parties: { drafter: decision.drafter, ...hashes },
          legalBasis: decision.legalBasis,
          filer: keptFiler(decision.filer, caller),
          termsDigest: termsDigest(vault, draft),
          contractText: contractMark(draft),
          signatures: [],
        },
        notices: decision.notices,
      };
    });
  });
