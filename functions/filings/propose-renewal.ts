import { endpoint } from "../http/endpoint.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/filing-changes.ts";
import { propose } from "./propose.ts";

/** A new term right after the old one. O6 19; CC 705. */
export const proposeRenewal = (services: Services) =>
  endpoint(routes.proposeRenewal, services, (input) =>
    propose(services, input, () => ({ kind: "RENEWAL", body: input.body })),
  );
