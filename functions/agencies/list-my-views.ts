import type { View } from "../../shared/contract/agency.ts";
import { OFFICE_NAMES, PURPOSE_NAMES } from "../../shared/domain/policy/agency-fields.ts";
import { listViews, type StoredView } from "../../shared/store/views.ts";
import { BAD_CURSOR, makeCursor, readCursor } from "../http/cursor.ts";
import { endpoint, ok } from "../http/endpoint.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/agencies.ts";

const PAGE = 50;

/** 查看记录: by office, never by officer; the latest first. PIPL 45. */
export const listMyViews = (services: Services) =>
  endpoint(routes.listMyViews, services, async ({ query, caller, refuse }) => {
    const vault = await services.vault();
    const scope = { caller: caller.sub, operation: "listMyViews", asked: {} };
    const place = query.cursor === undefined ? {} : readCursor(vault, scope, query.cursor);
    if (!place) return refuse("invalid-request", BAD_CURSOR);
    const { views, next } = await listViews(services.table, caller.identityHash, {
      limit: PAGE,
      ...(typeof place.after === "string" && { after: place.after }),
    });
    return ok({
      views: views.map(asView),
      ...(next !== undefined && { next: makeCursor(vault, scope, { after: next }) }),
    });
  });

const asView = ({ filingId: _, ...view }: StoredView): View => ({
  ...view,
  officeName: OFFICE_NAMES[view.office],
  purposeName: PURPOSE_NAMES[view.purpose],
});
