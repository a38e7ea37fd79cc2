import { findFiling } from "../../shared/store/filings.ts";
import { endpoint, ok } from "../http/endpoint.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/filings.ts";
import { isShownTo, mandatesOf, standIn } from "./acting.ts";
import { viewFiling } from "./view.ts";

/** A filing as its party sees it: the own side in full, the other masked. */
export const getFiling = (services: Services) =>
  endpoint(routes.getFiling, services, async ({ params, caller, today, refuse }) => {
    const [found, held] = await Promise.all([
      findFiling(services.table, await services.vault(), params.filingId),
      mandatesOf(services, caller),
    ]);
    if (!found) return refuse("not-found");
    const { actor } = standIn(caller, held, "getFiling", { ...found, today });
    return isShownTo(found, actor) ? ok(viewFiling(found, actor, today)) : refuse("not-found");
  });
