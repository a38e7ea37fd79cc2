import { findScheme, listHomes } from "../../shared/store/schemes.ts";
import { endpoint, ok } from "../http/endpoint.ts";
import { covers } from "../http/jurisdiction.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/schemes.ts";
import { publicScheme } from "../steps/publish-scheme.ts";

/** A scheme as officers read it, while it is still a draft too. */
export const getOfficeScheme = (services: Services) =>
  endpoint(routes.getOfficeScheme, services, async ({ params, caller, refuse }) => {
    const scheme = await findScheme(services.table, params.schemeId);
    if (!scheme || !covers(caller, scheme.jurisdiction)) return refuse("not-found");
    const homes = (await listHomes(services.table, params.schemeId)).map(({ home }) => home);
    return ok(publicScheme(scheme, homes.length > 0 ? homes : undefined));
  });
