import { endpoint } from "../http/endpoint.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/mandates.ts";
import { moveOwnMandate } from "./moving.ts";

/** The agent accepts: from then on, and within its limits, they act in the principal's name. */
export const acceptMandate = (services: Services) =>
  endpoint(routes.acceptMandate, services, (input) => moveOwnMandate(services, input, "accept"));

/** The agent declines. */
export const declineMandate = (services: Services) =>
  endpoint(routes.declineMandate, services, (input) => moveOwnMandate(services, input, "decline"));

/** The principal takes it back, accepted or not; it carries nothing from that moment. */
export const revokeMandate = (services: Services) =>
  endpoint(routes.revokeMandate, services, (input) => moveOwnMandate(services, input, "revoke"));

/** The agent lays it down. */
export const resignMandate = (services: Services) =>
  endpoint(routes.resignMandate, services, (input) => moveOwnMandate(services, input, "resign"));
