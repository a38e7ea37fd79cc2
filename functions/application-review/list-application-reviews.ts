import { listReviews, type ReviewStep } from "../../shared/store/applications.ts";
import { summaryOf } from "../applications/summary.ts";
import { BAD_CURSOR, makeCursor, readCursor } from "../http/cursor.ts";
import type { Caller } from "../http/caller.ts";
import { endpoint, ok } from "../http/endpoint.ts";
import { listed } from "../http/jurisdiction.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/application-review.ts";

const PAGE = 20;

/** Officers of a district see every step; the city's, what is to be reconsidered. */
export const maySee = ({ roles }: Pick<Caller, "roles">, step: ReviewStep | undefined): boolean =>
  step === "reconsideration" ||
  roles.some((role) => role === "clerk" || role === "reviewer" || role === "approver");

/**
 * Applications that wait for one step in a jurisdiction, the most urgent first: the officer's own,
 * or for the city's officers the one they name. Another's is an empty list.
 */
export const listApplicationReviews = (services: Services) =>
  endpoint(routes.listApplicationReviews, services, async ({ query, caller, refuse }) => {
    const { step, limit = PAGE, cursor } = query;
    const jurisdiction = listed(caller, query.jurisdiction);
    if (!jurisdiction || !maySee(caller, step)) return ok({ applications: [] });

    const vault = await services.vault();
    const { operationId } = routes.listApplicationReviews;
    const scope = { caller: caller.sub, operation: operationId, asked: { step, jurisdiction } };
    const after = cursor === undefined ? undefined : readCursor(vault, scope, cursor);
    if (cursor !== undefined && !after) return refuse("invalid-request", BAD_CURSOR);

    const page = await listReviews(
      services.table,
      { jurisdiction, step },
      { limit, ...(after && { after }) },
    );
    return ok({
      applications: page.applications.map(summaryOf),
      ...(page.next && { next: makeCursor(vault, scope, page.next) }),
    });
  });
