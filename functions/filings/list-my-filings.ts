import type * as z from "zod";
import { FilingId } from "../../shared/contract/ids.ts";
import { findFiling, listPartyFilings, type FilingRecord } from "../../shared/store/filings.ts";
import { makeCursor, readCursor } from "../http/cursor.ts";
import { endpoint, ok } from "../http/endpoint.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/filings.ts";
import { actorOf, isShownTo } from "./acting.ts";
import { badCursor } from "./refusal.ts";

const PAGE = 20;

/** The filings to which the caller is party, by id; a page may be short before the last. */
export const listMyFilings = (services: Services) =>
  endpoint(routes.listMyFilings, services, async ({ query, caller, refuse }) => {
    const vault = await services.vault();
    const scope = { caller: caller.sub, operation: "listMyFilings", asked: {} };
    const place = query.cursor === undefined ? {} : readCursor(vault, scope, query.cursor);
    if (!place) return badCursor(refuse);

    const { table } = services;
    const { filingIds, more } = await listPartyFilings(table, caller.identityHash, {
      limit: PAGE,
      ...(place.after !== undefined && { after: FilingId.parse(place.after) }),
    });
    const found = await Promise.all(filingIds.map((id) => findFiling(table, vault, id)));
    const actor = actorOf(caller);
    const known = found.filter((one) => one !== undefined).filter((one) => isShownTo(one, actor));
    const last = filingIds.at(-1);
    return ok({
      filings: known.map(summary),
      ...(more && last !== undefined && { next: makeCursor(vault, scope, { after: last }) }),
    });
  });

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
