import { findApplication } from "../../shared/store/applications.ts";
import { findAllocation, type StoredAllocation } from "../../shared/store/allocations.ts";
import type { Table } from "../../shared/store/table.ts";
import type { Caller } from "../http/caller.ts";

/** A chosen home as its household and the operator read it. */
export function leaseProgress({
  allocationId,
  auditHead: _,
  schemeId: __,
  jurisdiction: ___,
  leasedBy: ____,
  ...rest
}: StoredAllocation): Record<string, unknown> {
  return { id: allocationId, ...rest };
}

/** The caller's own allocation; undefined when there is none, or it is someone else's. */
export async function ownAllocation(
  table: Table,
  caller: Caller,
  allocationId: string,
): Promise<StoredAllocation | undefined> {
  const found = await findAllocation(table, allocationId);
  const application = found && (await findApplication(table, found.applicationId));
  return application?.applicant.hash === caller.identityHash ? found : undefined;
}
