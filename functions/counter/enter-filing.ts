import { contractMark } from "../../shared/domain/certificates/contract-text.ts";
import type { FilingDraft } from "../../shared/contract/filing.ts";
import { counterRefusal } from "../../shared/domain/filings/decide-counter.ts";
import { decideDraft } from "../../shared/domain/filings/decide-draft.ts";
import { actorIn } from "../../shared/domain/filings/facts.ts";
import { filerOf } from "../../shared/domain/filings/filer.ts";
import { subleaseRefusal } from "../../shared/domain/filings/subleases.ts";
import { idOf } from "../../shared/platform/ids.ts";
import {
  moveFiling,
  partyHashes,
  partyRow,
  termsDigest,
  type NextFiling,
} from "../../shared/store/filings.ts";
import { identityHash } from "../../shared/store/persons.ts";
import { requestRecord } from "../../shared/store/requests.ts";
import { transact } from "../../shared/store/transact.ts";
import { actorOf, groundOn } from "../filings/acting.ts";
import { standingOf } from "../filings/change.ts";
import { headLeaseOf } from "../filings/head-lease.ts";
import { pointing } from "../filings/refusal.ts";
import { decideAgain, standing } from "../http/attempts.ts";
import { endpoint } from "../http/endpoint.ts";
import { covers } from "../http/jurisdiction.ts";
import { refused } from "../http/refused.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/counter.ts";
import { personAtCounter } from "./at-counter.ts";

/**
 * A clerk enters a lease for someone who stands at the counter, in that person's name. It is not
 * submitted before the person has confirmed it; who entered it stays with it, and never reviews it.
 */
export const enterFiling = (services: Services) =>
  endpoint(routes.enterFiling, services, async (input) => {
    const { body, caller, at, refuse } = input;
    const { person, draft } = body;
    const vault = await services.vault();
    const hashes = partyHashes(vault, draft);
    const wrong = counterRefusal(draft, hashes, {
      clerk: actorIn(actorOf(caller), hashes),
      inCharge: covers(caller, draft.jurisdiction),
    });
    if (wrong) return refused(refuse, wrong);
    const own = identityHash(vault, person.idType, person.idNumber);
    const actor = actorIn(personAtCounter(own), hashes);
    const decision = decideDraft(draft, hashes, actor, groundOn(input.today));
    if (decision.kind !== "draft") return refused(refuse, inDraft(decision));
    const head = await headLeaseOf(services.table, vault, draft);
    const wrongHead = subleaseRefusal(draft, hashes, head, input.today);
    if (wrongHead) return refused(refuse, inDraft(wrongHead));
    const named = namedAs(draft, hashes, own);
    if (named !== undefined && named !== person.name)
      return pointing(refuse, "name-differs", "/person/name");

    return decideAgain(async () => {
      const next: NextFiling = {
        filingId: idOf("F", input.request),
        state: "DRAFT",
        draft,
        parties: { drafter: decision.drafter, ...hashes },
        legalBasis: decision.legalBasis,
        filer: { ...filerOf(draft, { capacity: "COUNTER" }), by: own, clerk: caller.sub },
        termsDigest: termsDigest(vault, draft),
        contractText: contractMark(draft),
        signatures: [],
        createdAt: at,
      };
      const answer = {
        ...standingOf({ next, notices: decision.notices }, 1, 201),
        location: `/api/office/counter/filings/${next.filingId}`,
      };
      const failed = await transact(services.table, {
        request: requestRecord(input.request, answer, input.now),
        ...moveFiling(vault, next, undefined, input.act("DRAFT", "COUNTER")),
        party: partyRow(decision.drafter, next.filingId, at),
      });
      return standing(failed, "filing") ?? answer;
    });
  });

/** The name under which the person at the counter stands in the lease, as party or guardian. */
function namedAs(
  draft: FilingDraft,
  { landlords, tenants, guardians = [] }: ReturnType<typeof partyHashes>,
  own: string,
): string | undefined {
  const ward = guardians.find(({ by }) => by === own)?.of;
  const all = [...draft.landlords, ...draft.tenants];
  const at = [...landlords, ...tenants].findIndex((hash) => hash === own || hash === ward);
  const party = all[at];
  if (party?.kind !== "person") return undefined;
  return ward === undefined ? party.name : party.guardian?.name;
}

/** The draft is a member of the body here. */
const inDraft = <R extends { readonly kind: string }>(refusal: R): R =>
  "pointer" in refusal && typeof refusal.pointer === "string"
    ? { ...refusal, pointer: `/draft${refusal.pointer}` }
    : refusal;
