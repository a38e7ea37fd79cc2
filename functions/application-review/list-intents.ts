import { pageOfIntents } from "../../shared/store/intents.ts";
import { findScheme } from "../../shared/store/schemes.ts";
import { BAD_CURSOR, makeCursor, readCursor } from "../http/cursor.ts";
import { endpoint, ok } from "../http/endpoint.ts";
import { covers } from "../http/jurisdiction.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/application-review.ts";

const PAGE = 50;

/** The households of a scheme by numbers alone: the draw officer sees no names. */
export const listIntents = (services: Services) =>
  endpoint(routes.listIntents, services, async ({ params, query, caller, refuse }) => {
    const { schemeId } = params;
    const scheme = await findScheme(services.table, schemeId);
    if (!scheme || !covers(caller, scheme.jurisdiction)) return refuse("not-found");

    const vault = await services.vault();
    const { operationId } = routes.listIntents;
    const scope = { caller: caller.sub, operation: operationId, asked: { schemeId } };
    const { limit = PAGE, cursor } = query;
    const place = cursor === undefined ? undefined : readCursor(vault, scope, cursor);
    if (cursor !== undefined && !place) return refuse("invalid-request", BAD_CURSOR);

    const page = await pageOfIntents(services.table, schemeId, {
      limit,
      ...(place && { after: String(place.after) }),
    });
    return ok({
      intents: page.intents.map((intent) => {
        const { applicationId, state, pools, householdSize, registeredAt, receipt } = intent;
        return {
          ...{ applicationId, state, pools, householdSize, registeredAt },
          ...(receipt !== undefined && { receipt }),
        };
      }),
      ...(page.next !== undefined && { next: makeCursor(vault, scope, { after: page.next }) }),
    });
  });
