import { unitView } from "../../shared/domain/filings/units.ts";
import { unitHistory } from "../../shared/store/units.ts";
import { endpoint, ok } from "../http/endpoint.ts";
import { covers } from "../http/jurisdiction.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/units.ts";

/** What is known of a home, the latest first. It names nobody: holders are keyed hashes. */
export const getUnit = (services: Services) =>
  endpoint(routes.getUnit, services, async ({ params, caller, at, refuse }) => {
    const { flatId } = params;
    const versions = await unitHistory(services.table, flatId);
    const [now] = versions;
    if (!now || !covers(caller, now.jurisdiction)) return refuse("not-found");
    return ok({
      flatId,
      verification: unitView(now, at),
      history: versions.map((one) => ({
        ...unitView(one, at),
        ...(one.reason !== undefined && { reason: one.reason }),
      })),
    });
  });
