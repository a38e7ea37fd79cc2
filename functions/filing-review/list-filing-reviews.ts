import type * as z from "zod";
import { isProvisional, workingDaysLeft } from "../../shared/domain/calendar/working-days.ts";
import { claimOn, reviewWork, type ReviewWork } from "../../shared/domain/filings/review-facts.ts";
import {
  findFiling,
  listReviews,
  QueuePosition,
  type FilingRecord,
} from "../../shared/store/filings.ts";
import { groundOn } from "../filings/acting.ts";
import { badCursor } from "../filings/refusal.ts";
import { makeCursor, readCursor } from "../http/cursor.ts";
import { endpoint, ok } from "../http/endpoint.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/filing-review.ts";
import { districtsOf } from "./districts.ts";

const PAGE = 20;

/** What waits for a reviewer in the caller's district: no names, so reading it is no view of them. */
export const listFilingReviews = (services: Services) =>
  endpoint(routes.listFilingReviews, services, async ({ query, caller, today, refuse }) => {
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
      filings: found.flatMap((one) => (one ? summary(one, today) : [])),
      ...(more && last && { next: makeCursor(vault, scope, last) }),
    });
  });

/** None for a filing that was decided a moment ago: the index lags. */
function summary(
  record: FilingRecord,
  today: string,
): z.infer<typeof routes.FilingReviewSummary>[] {
  const { filingId, draft, submittedAt } = record;
  const [work] = reviewWork(record);
  if (!work || submittedAt === undefined) return [];
  const { kind, dueOn } = work;
  const ground = groundOn(today);
  const claim = claimOn(record, ground);
  return [
    {
      id: filingId,
      jurisdiction: draft.jurisdiction,
      building: draft.lease.unit.building,
      waitsFor: kind,
      submittedAt,
      dueOn,
      workingDaysLeft: workingDaysLeft(today, dueOn, ground.calendar),
      overdue: today > dueOn,
      provisional: isProvisional(dueOn, ground.calendar),
      because: checksOf(record, kind).filter(
        ({ verdict }) => verdict !== "agree" && verdict !== "notice",
      ),
      ...(claim && { claim }),
    },
  ];
}

const checksOf = ({ checks, pendingChange }: FilingRecord, kind: ReviewWork["kind"]) =>
  (kind === "CHANGE" ? pendingChange?.checks : kind === "FILING" ? checks : undefined) ?? [];
