import { endpoint } from "../http/endpoint.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/filing-changes.ts";
import { propose } from "./propose.ts";

/** A lease ends before its time, by agreement or with proof. O6 19; R812 12. */
export const endLease = (services: Services) =>
  endpoint(routes.endLease, services, (input) =>
    propose(services, input, () => ({ kind: "END", body: input.body })),
  );
