import { endpoint, ok } from "../http/endpoint.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/leases.ts";
import { leaseProgress, ownAllocation } from "./view.ts";

/** One's chosen home, up to the number of the lease's certificate. */
export const getAllocation = (services: Services) =>
  endpoint(routes.getAllocation, services, async ({ params, caller, refuse }) => {
    const found = await ownAllocation(services.table, caller, params.allocationId);
    return found ? ok(leaseProgress(found)) : refuse("not-found");
  });
