import { decideConfirm } from "../../shared/domain/filings/decide-pending.ts";
import type { Actor } from "../../shared/domain/filings/facts.ts";
import type { FilingRecord } from "../../shared/store/filings.ts";
import { readFlat } from "../../shared/store/flats.ts";
import type { Vault } from "../../shared/store/sealing.ts";
import { endpoint } from "../http/endpoint.ts";
import type { Reply } from "../http/problem.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/filing-changes.ts";
import { checkChangeAtOnce } from "../steps/check-change.ts";
import { differingName } from "./acting.ts";
import { changeOwnFiling, type Acting, type Change } from "./change.ts";
import { pointing, refuseFiling } from "./refusal.ts";
import { takeEnd } from "./take-change.ts";

type Confirming = Acting & {
  readonly actor: Actor;
  readonly body: { readonly termsDigest: string };
};

/** A confirmation of exactly what is proposed. After the last one its checks follow at once. */
export const confirmChange = (services: Services) =>
  endpoint(routes.confirmChange, services, async (input) => {
    const outcome = await changeOwnFiling(services, input, 201, (seen, vault, { actor }) =>
      confirm(services, { ...input, actor }, seen, vault),
    );
    return checkChangeAtOnce(services, input.params.filingId, input.now, outcome);
  });

async function confirm(
  { table }: Services,
  { actor, caller, body, at, today, refuse }: Confirming,
  seen: FilingRecord,
  vault: Vault,
): Promise<Change | Reply> {
  const decision = decideConfirm(seen, body.termsDigest, actor, { today, at });
  if (decision.kind !== "confirm") return refuseFiling(refuse, decision);
  const { pendingChange } = seen;
  if (!pendingChange) throw new Error("What is not proposed cannot be confirmed");
  const wrongName = differingName(vault, caller, pendingChange.draft, pendingChange.parties);
  if (wrongName !== undefined) return pointing(refuse, "name-differs", wrongName);

  const confirmations = [...pendingChange.confirmations, ...decision.added];
  const reason = pendingChange.kind;
  const confirmed = { ...pendingChange, confirmations };
  if (!decision.complete) return { next: { ...seen, pendingChange: confirmed }, reason };
  if (reason === "END") {
    const flat = await readFlat(table, seen.draft.lease.unit.flatId);
    return { ...takeEnd(vault, seen, confirmed, { flat, today, at }), reason };
  }
  const { confirmBy: _, ...rest } = confirmed;
  const submitted = { ...rest, state: "SUBMITTED" as const, submittedAt: at };
  return { next: { ...seen, pendingChange: submitted }, reason };
}
