import { endpoint } from "../http/endpoint.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/filing-changes.ts";
import { propose } from "./propose.ts";

/** The term is over and the tenant stays: the lease goes on without end. CC 734. */
export const declareHoldingOver = (services: Services) =>
  endpoint(routes.declareHoldingOver, services, (input) =>
    propose(services, input, () => ({ kind: "HOLDING_OVER" })),
  );
