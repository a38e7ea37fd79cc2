import { decideProposal, type Proposal } from "../../shared/domain/filings/decide-change.ts";
import { changeDigest, partyRows, type FilingRecord } from "../../shared/store/filings.ts";
import { readFlat } from "../../shared/store/flats.ts";
import type { Vault } from "../../shared/store/sealing.ts";
import type { Write } from "../../shared/store/transact.ts";
import type { Outcome } from "../http/endpoint.ts";
import type { Services } from "../http/services.ts";
import { checkChangeAtOnce } from "../steps/check-change.ts";
import { differingName, groundOn } from "./acting.ts";
import { changeOwnFiling, type Acting } from "./change.ts";
import { headLeaseOf } from "./head-lease.ts";
import { pointing, refuseFiling } from "./refusal.ts";
import { BOTH_SIDES, tell } from "./tell.ts";

type Proposing = Acting & { readonly params: { readonly filingId: string } };

/**
 * Writes down what a party proposes and asks the others. When nobody else need confirm, its checks
 * follow at once.
 *
 * @param proposalOf - may need the vault, to name new parties by their keyed hash
 */
export async function propose(
  services: Services,
  input: Proposing,
  proposalOf: (vault: Vault) => Proposal,
): Promise<Outcome> {
  const { caller, at, today, refuse } = input;
  const outcome = await changeOwnFiling(services, input, 201, async (seen, vault, { actor }) => {
    const { terms: inForce } = await readFlat(services.table, seen.draft.lease.unit.flatId);
    const head = await headLeaseOf(services.table, vault, seen.draft);
    const facts = { ...groundOn(today), inForce, at, head };
    const decision = decideProposal(seen.filingId, seen, proposalOf(vault), actor, facts);
    if (decision.kind !== "propose") return refuseFiling(refuse, decision);
    const { change, notices } = decision;
    const wrongName = differingName(vault, caller, change.draft, change.parties);
    if (wrongName !== undefined) return pointing(refuse, "name-differs", wrongName);
    const pendingChange = { ...change, termsDigest: changeDigest(vault, change) };
    const next = { ...seen, pendingChange };
    return { next, notices, reason: change.kind, writes: news(vault, next, caller.identityHash) };
  });
  return checkChangeAtOnce(services, input.params.filingId, input.now, outcome);
}

type WithChange = FilingRecord & { pendingChange: NonNullable<FilingRecord["pendingChange"]> };

/** Those who must confirm, or may object, are told; new owners find the filing among theirs. */
function news(vault: Vault, next: WithChange, except: string): Record<string, Write> {
  const { filingId, draft, pendingChange, version } = next;
  const { kind, proposedAt: at, confirmBy, objectBy, end } = pendingChange;
  const { building } = draft.lease.unit;
  const told = { sides: BOTH_SIDES, except, version: version + 1, at };
  const asked = { ...next, draft: pendingChange.draft, parties: pendingChange.parties };
  return {
    ...(kind === "LANDLORD_TRANSFER" && {
      ...partyRows({ landlords: pendingChange.parties.landlords, tenants: [] }, filingId, at),
      ...toldBefore(
        tell(vault, next, { kind: "filing-transfer-reported", ...told, facts: { building } }),
      ),
    }),
    ...(confirmBy !== undefined &&
      tell(vault, asked, {
        kind: "filing-change-proposed",
        facts: { building, confirmBy },
        ...told,
        // Nobody asks the tenants whether the home was sold.
        ...(kind === "LANDLORD_TRANSFER" && { sides: ["landlords"] }),
      })),
    ...(objectBy !== undefined &&
      end &&
      tell(vault, asked, {
        kind: "filing-end-reported",
        facts: { building, on: end.on, objectBy },
        ...told,
      })),
  };
}

/** Old and new owners have the same places: their messages are told apart by name. */
const toldBefore = (writes: Record<string, Write>): Record<string, Write> =>
  Object.fromEntries(Object.entries(writes).map(([name, write]) => [`${name} before`, write]));
