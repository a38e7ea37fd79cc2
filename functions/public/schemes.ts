import {
  findScheme,
  findSchemeOfDraw,
  listHomes,
  listSchemes as pageOfSchemes,
} from "../../shared/store/schemes.ts";
import { endpoint, ok } from "../http/endpoint.ts";
import type { Services } from "../http/services.ts";
import * as drawRoutes from "../routes/draws.ts";
import * as routes from "../routes/schemes.ts";
import { liveState } from "../steps/live-draw.ts";
import { publicScheme } from "../steps/publish-scheme.ts";

const PAGE = 50;

/** Published schemes; only those are in the list. */
export const listSchemes = (services: Services) =>
  endpoint(routes.listSchemes, services, async ({ query: { after } }) =>
    ok(await pageOfSchemes(services.table, { limit: PAGE, ...(after !== undefined && { after }) })),
  );

/** A published scheme; a draft is not there yet. */
export const getScheme = (services: Services) =>
  endpoint(routes.getScheme, services, async ({ params, refuse }) => {
    const scheme = await findScheme(services.table, params.schemeId);
    if (!scheme?.notice) return refuse("not-found");
    const homes = (await listHomes(services.table, params.schemeId)).map(({ home }) => home);
    return ok(publicScheme(scheme, homes));
  });

/** Where a draw stands: the same as its public file `live.json`, as it is this moment. */
export const getDraw = (services: Services) =>
  endpoint(drawRoutes.getDraw, services, async ({ params, refuse }) => {
    const scheme = await findSchemeOfDraw(services.table, params.drawId);
    return scheme ? ok(await liveState(services, scheme)) : refuse("not-found");
  });
