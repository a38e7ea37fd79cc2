import { findFiling } from "../../shared/store/filings.ts";
import { endpoint, ok } from "../http/endpoint.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/filings.ts";
import { actorOf, isShownTo } from "./acting.ts";
import { viewFiling } from "./view.ts";

/** A filing as its party sees it: the own side in full, the other masked. */
export const getFiling = (services: Services) =>
  endpoint(routes.getFiling, services, async ({ params, caller, today, refuse }) => {
    const actor = actorOf(caller);
    const found = await findFiling(services.table, await services.vault(), params.filingId);
    return found && isShownTo(found, actor)
      ? ok(viewFiling(found, actor, today))
      : refuse("not-found");
  });
