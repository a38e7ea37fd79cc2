import { listPlaces } from "../../shared/store/waitlists.ts";
import { BAD_CURSOR, makeCursor, readCursor } from "../http/cursor.ts";
import { endpoint, ok } from "../http/endpoint.ts";
import { covers } from "../http/jurisdiction.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/waiting-lists.ts";

const PAGE = 100;

/** One list of the officer's own jurisdiction, by number; of another's, none. */
export const listWaitingPlaces = (services: Services) =>
  endpoint(routes.listWaitingPlaces, services, async ({ params, query, caller, refuse }) => {
    const { limit = PAGE, cursor } = query;
    const vault = await services.vault();
    const { operationId: operation } = routes.listWaitingPlaces;
    const scope = { caller: caller.sub, operation, asked: { ...params } };
    const place = cursor === undefined ? { after: 0 } : readCursor(vault, scope, cursor);
    if (!place) return refuse("invalid-request", BAD_CURSOR);
    if (!isInCharge(caller, params.jurisdiction)) return ok({ places: [] });
    const after = Number(place.after);
    const found = await listPlaces(services.table, params, { after, limit });
    const places = found.map(({ joinedAs: _, sinceMove: __, ...one }) => one);
    const last = places.at(-1);
    return ok({
      places,
      ...(places.length === limit &&
        last && { next: makeCursor(vault, scope, { after: last.waitingNo }) }),
    });
  });

type Officer = Parameters<typeof covers>[0] & { readonly roles: readonly string[] };

/** Discipline and auditors read everywhere (domain rulebook 12). */
const isInCharge = (caller: Officer, jurisdiction: string): boolean =>
  covers(caller, jurisdiction) ||
  caller.roles.some((role) => role === "discipline" || role === "auditor");
