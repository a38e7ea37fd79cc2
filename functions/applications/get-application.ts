import { findApplication } from "../../shared/store/applications.ts";
import { endpoint, ok } from "../http/endpoint.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/applications.ts";
import { mayRead } from "./own-case.ts";
import { presentState } from "./present-state.ts";
import { progressOf } from "./summary.ts";

/** An application of one's own, or one's household's as co-applicant, and how far it is. */
export const getApplication = (services: Services) =>
  endpoint(routes.getApplication, services, async ({ params, caller, refuse }) => {
    const { table } = services;
    const application = await findApplication(table, params.applicationId);
    if (!application || !mayRead(application, caller.identityHash)) return refuse("not-found");
    const state = await presentState(table, application);
    return ok({ ...progressOf(await services.vault(), application), state });
  });
