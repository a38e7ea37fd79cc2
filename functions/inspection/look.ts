import { decideLook } from "../../shared/domain/schemes/decide-opening.ts";
import { withoutChain, type Act } from "../../shared/store/audit.ts";
import { findOpening, openingWrites } from "../../shared/store/openings.ts";
import { findSchemeOfDraw, type StoredScheme } from "../../shared/store/schemes.ts";
import { pause, TableBusy, transact } from "../../shared/store/transact.ts";
import type { Caller } from "../http/caller.ts";
import { covers } from "../http/jurisdiction.ts";
import type { Reply } from "../http/problem.ts";
import { refused, type DomainRefusal } from "../http/refused.ts";
import type { Services } from "../http/services.ts";

const ROUNDS = 6;

type Looking = {
  readonly params: { readonly drawId: string; readonly openingId: string };
  readonly caller: Caller;
  readonly act: (outcome: string, reason?: string) => Act;
  readonly now: number;
  readonly refuse: (
    kind: DomainRefusal["kind"],
    facts?: Readonly<Record<string, unknown>>,
  ) => Reply;
};

/**
 * Puts a look at opened commitments on record, before anything of them is answered.
 *
 * @param what - which page, for the audit chain
 * @returns the scheme to look into, or the refusal
 * @throws TableBusy when others keep looking at the same moment
 */
export async function onRecord(
  services: Services,
  { params, caller, act, now, refuse }: Looking,
  what: string,
): Promise<{ readonly scheme: StoredScheme } | { readonly reply: Reply }> {
  for (let round = 1; round <= ROUNDS; round++) {
    const scheme = await findSchemeOfDraw(services.table, params.drawId);
    const seen = await findOpening(services.table, params.drawId, params.openingId);
    if (!scheme || !seen || !covers(caller, scheme.jurisdiction))
      return { reply: refuse("not-found") };
    const opening = {
      ...{ state: seen.state, requestedBy: seen.requestedBy, approvedBy: seen.approvedBy },
      approveBy: Date.parse(seen.approveBy),
      openUntil: seen.openUntil === undefined ? undefined : Date.parse(seen.openUntil),
    };
    const decision = decideLook(opening, { reader: caller.sub, now });
    if (decision.kind !== "look") return { reply: refused(refuse, decision) };
    const next = { ...withoutChain(seen), looks: seen.looks + 1 };
    const failed = await transact(services.table, { ...openingWrites(next, seen, act(what)) });
    if (failed.size === 0) return { scheme };
    await pause(round);
  }
  throw new TableBusy();
}
