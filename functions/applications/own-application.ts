import { findApplication, type StoredApplication } from "../../shared/store/applications.ts";
import type { Table } from "../../shared/store/table.ts";
import type { Caller } from "../http/caller.ts";

/** The caller's own application; undefined when there is none, or it is someone else's. */
export async function ownApplication(
  table: Table,
  caller: Caller,
  applicationId: string,
): Promise<StoredApplication | undefined> {
  const found = await findApplication(table, applicationId);
  return found?.applicant.hash === caller.identityHash ? found : undefined;
}
