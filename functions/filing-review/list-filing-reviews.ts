import type * as z from "zod";
import {
  findFiling,
  listReviews,
  QueuePosition,
  type FilingRecord,
} from "../../shared/store/filings.ts";
import { badCursor } from "../filings/refusal.ts";
import { makeCursor, readCursor } from "../http/cursor.ts";
import { endpoint, ok } from "../http/endpoint.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/filing-review.ts";
import { districtsOf } from "./districts.ts";

const PAGE = 20;

/** What waits for a reviewer in the caller's district: no names, so reading it is no view of them. */
export const listFilingReviews = (services: Services) =>
  endpoint(routes.listFilingReviews, services, async ({ query, caller, refuse }) => {
    const { table } = services;
    const vault = await services.vault();
    const asked = { jurisdiction: caller.jurisdiction };
    const scope = { caller: caller.sub, operation: "listFilingReviews", asked };
    const place = query.cursor === undefined ? {} : readCursor(vault, scope, query.cursor);
    if (!place) return badCursor(refuse);

    const after = QueuePosition.safeParse(place).data;
    const districts = districtsOf(caller);
    const { places, more } = await listReviews(table, {
      districts,
      limit: PAGE,
      ...(after && { after }),
    });
    const found = await Promise.all(
      places.map(({ filingId }) => findFiling(table, vault, filingId)),
    );
    const last = places.at(-1);
    return ok({
      filings: found.flatMap((one) => (one ? summary(one) : [])),
      ...(more && last && { next: makeCursor(vault, scope, last) }),
    });
  });

/** None for a filing that was decided a moment ago: the index lags. */
function summary(record: FilingRecord): z.infer<typeof routes.FilingReviewSummary>[] {
  const { filingId, state, draft, submittedAt, dueOn, provisional = false, checks = [] } = record;
  if (state !== "UNDER_REVIEW" || submittedAt === undefined || dueOn === undefined) return [];
  const because = checks.filter(({ verdict }) => verdict !== "agree");
  return [
    {
      id: filingId,
      jurisdiction: draft.jurisdiction,
      building: draft.lease.unit.building,
      submittedAt,
      dueOn,
      provisional,
      because,
    },
  ];
}
