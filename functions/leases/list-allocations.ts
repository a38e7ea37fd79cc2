import { listAllocations as listStored } from "../../shared/store/allocations.ts";
import { BAD_CURSOR, makeCursor, readCursor } from "../http/cursor.ts";
import { endpoint, ok } from "../http/endpoint.ts";
import { listed } from "../http/jurisdiction.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/leases.ts";
import { leaseProgress } from "./view.ts";

const PAGE = 20;

/** Allocations that wait for one step in a jurisdiction, by the last day to sign. */
export const listAllocations = (services: Services) =>
  endpoint(routes.listAllocations, services, async ({ query, caller, refuse }) => {
    const { step, limit = PAGE, cursor } = query;
    const jurisdiction = listed(caller, query.jurisdiction);
    if (!jurisdiction) return ok({ allocations: [] });

    const vault = await services.vault();
    const { operationId } = routes.listAllocations;
    const scope = { caller: caller.sub, operation: operationId, asked: { step, jurisdiction } };
    const after = cursor === undefined ? undefined : readCursor(vault, scope, cursor);
    if (cursor !== undefined && !after) return refuse("invalid-request", BAD_CURSOR);

    const page = await listStored(
      services.table,
      { jurisdiction, step },
      { limit, ...(after && { after }) },
    );
    return ok({
      allocations: page.allocations.map(leaseProgress),
      ...(page.next && { next: makeCursor(vault, scope, page.next) }),
    });
  });
