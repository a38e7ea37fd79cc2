import type { ApplicationState } from "../../shared/contract/application.ts";
import type { StoredApplication } from "../../shared/store/applications.ts";
import { findScheme } from "../../shared/store/schemes.ts";
import type { Table } from "../../shared/store/table.ts";
import { endpoint, ok } from "../http/endpoint.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/applications.ts";
import { ownApplication } from "./own-application.ts";
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

/**
 * Where an application stands when its scheme has gone on and its own record will follow: a void
 * draw leaves everyone on the waiting list, the end of the window begins the recheck.
 */
async function presentState(
  table: Table,
  { state, schemeId, drawId }: StoredApplication,
): Promise<ApplicationState> {
  if ((state !== "INTENT" && state !== "IN_ROSTER") || schemeId === undefined) return state;
  const scheme = await findScheme(table, schemeId);
  if (scheme?.state === "VOID" || scheme?.drawId !== drawId) return "WAITLISTED";
  return state === "INTENT" && scheme?.state === "RECHECKING" ? "RECHECK" : state;
}
