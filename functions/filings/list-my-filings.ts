import * as z from "zod";
import { FilingId } from "../../shared/contract/ids.ts";
import { findFiling, listPartyFilings, type FilingRecord } from "../../shared/store/filings.ts";
import { mandateStateOn } from "../../shared/domain/mandates/decide-mandate.ts";
import type { MandateRow } from "../../shared/store/mandates.ts";
import type { Vault } from "../../shared/store/sealing.ts";
import { makeCursor, readCursor } from "../http/cursor.ts";
import { endpoint, ok } from "../http/endpoint.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/filings.ts";
import type { Caller } from "../http/caller.ts";
import { isShownTo, mandatesOf, standIn } from "./acting.ts";
import { badCursor } from "./refusal.ts";

const PAGE = 20;

/** The filings to which the caller is party, by id; a page may be short before the last. */
export const listMyFilings = (services: Services) =>
  endpoint(routes.listMyFilings, services, async ({ query, caller, today, refuse }) => {
    const vault = await services.vault();
    const scope = { caller: caller.sub, operation: "listMyFilings", asked: {} };
    const place = query.cursor === undefined ? {} : readCursor(vault, scope, query.cursor);
    if (!place) return badCursor(refuse);

    const held = await mandatesOf(services, caller);
    const { filings, next } = await page(services, vault, { caller, held, today, place });
    return ok({
      filings: filings.map(summary),
      ...(next && { next: makeCursor(vault, scope, next) }),
    });
  });

/** A place in the list: behind which filing, in which of the caller's partitions. */
type Place = { readonly list: string; readonly after?: string };
const Place = z.object({ list: z.string().optional(), after: FilingId.optional() });

type Asked = {
  readonly caller: Caller;
  readonly held: readonly MandateRow[];
  readonly today: string;
  readonly place: unknown;
};

/**
 * One page: of the caller's own filings, then of their firm's, then of those who have given them a
 * mandate. A filing that stands in several lists is shown in the first of them.
 */
async function page(
  { table }: Services,
  vault: Vault,
  { caller, held, today, place }: Asked,
): Promise<{ readonly filings: readonly FilingRecord[]; readonly next?: Place }> {
  const { firmHash } = caller.person;
  const live = held.filter(
    (one) => one.agentHash === caller.identityHash && mandateStateOn(one, today) === "ACTIVE",
  );
  const hashes = [
    caller.identityHash,
    ...(firmHash === undefined ? [] : [firmHash]),
    ...live.map(({ principalHash }) => principalHash),
  ];
  const lists = [...new Set(hashes)];
  // The cursor names no one: a mandate by its number, the others by what they are.
  const nameOf = (hash: string) =>
    hash === caller.identityHash
      ? "own"
      : hash === firmHash
        ? "firm"
        : (live.find(({ principalHash }) => principalHash === hash)?.mandateId ?? "");
  const { list = "own", after } = Place.parse(place);
  const at = Math.max(
    0,
    lists.findIndex((hash) => nameOf(hash) === list),
  );
  const hash = lists[at] ?? caller.identityHash;
  const { filingIds, more } = await listPartyFilings(table, hash, {
    limit: PAGE,
    ...(after !== undefined && { after }),
  });
  const found = await Promise.all(filingIds.map((id) => findFiling(table, vault, id)));
  const filings = found
    .filter((one) => one !== undefined)
    .filter((one) =>
      isShownTo(one, standIn(caller, held, "listMyFilings", { ...one, today }).actor),
    )
    .filter((one) => !lists.slice(0, at).some((before) => isNamed(one, before)));
  const last = filingIds.at(-1);
  if (more && last !== undefined) return { filings, next: { list: nameOf(hash), after: last } };
  const following = lists[at + 1];
  return { filings, ...(following !== undefined && { next: { list: nameOf(following) } }) };
}

const isNamed = ({ parties }: FilingRecord, hash: string): boolean =>
  [
    ...[parties.drafter, ...parties.landlords, ...parties.tenants],
    ...(parties.coOwners ?? []),
    ...(parties.guardians ?? []).map(({ by }) => by),
  ].includes(hash);

function summary(record: FilingRecord): z.infer<typeof routes.FilingSummary> {
  const { filingId, state, draft, createdAt, signBy, dueOn, certificate, pendingChange } = record;
  return {
    id: filingId,
    state,
    building: draft.lease.unit.building,
    from: draft.lease.from,
    until: draft.lease.until,
    createdAt,
    ...(state === "TO_SIGN" && signBy !== undefined && { signBy }),
    ...(state === "UNDER_REVIEW" && dueOn !== undefined && { dueOn }),
    ...(certificate && { certificateNo: certificate.certificateNo }),
    ...(pendingChange && { pendingChange: pendingChange.kind }),
  };
}
