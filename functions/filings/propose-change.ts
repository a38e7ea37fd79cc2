import { endpoint } from "../http/endpoint.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/filing-changes.ts";
import { propose } from "./propose.ts";

/** New terms of a lease on record. O6 19. */
export const proposeChange = (services: Services) =>
  endpoint(routes.proposeChange, services, (input) =>
    propose(services, input, () => ({ kind: "CHANGE", body: input.body })),
  );
