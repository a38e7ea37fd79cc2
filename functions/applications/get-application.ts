import { endpoint, ok } from "../http/endpoint.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/applications.ts";
import { ownApplication } from "./own-application.ts";
import { presentState } from "./present-state.ts";
import { progressOf } from "./summary.ts";

/** An application of one's own, and how far it is. */
export const getApplication = (services: Services) =>
  endpoint(routes.getApplication, services, async ({ params, caller, refuse }) => {
    const { table } = services;
    const application = await ownApplication(table, caller, params.applicationId);
    if (!application) return refuse("not-found");
    const state = await presentState(table, application);
    return ok({ ...progressOf(await services.vault(), application), state });
  });
