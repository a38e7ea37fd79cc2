import type { ApplicationState } from "../../shared/contract/application.ts";
import type { StoredApplication } from "../../shared/store/applications.ts";
import { findScheme } from "../../shared/store/schemes.ts";
import type { Table } from "../../shared/store/table.ts";

/**
 * Where an application stands when its scheme has gone on and its own record will follow: a void
 * draw leaves everyone on the waiting list, the end of the window begins the recheck.
 */
export async function presentState(
  table: Table,
  { state, schemeId, drawId }: StoredApplication,
): Promise<ApplicationState> {
  if ((state !== "INTENT" && state !== "IN_ROSTER") || schemeId === undefined) return state;
  const scheme = await findScheme(table, schemeId);
  if (scheme?.state === "VOID" || scheme?.drawId !== drawId) return "WAITLISTED";
  return state === "INTENT" && scheme?.state === "RECHECKING" ? "RECHECK" : state;
}
