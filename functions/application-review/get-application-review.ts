import { applicationWrites, findApplication, reviewStep } from "../../shared/store/applications.ts";
import { transact } from "../../shared/store/transact.ts";
import { progressOf } from "../applications/summary.ts";
import { decideAgain, MOVED } from "../http/attempts.ts";
import { endpoint, ok } from "../http/endpoint.ts";
import { covers } from "../http/jurisdiction.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/application-review.ts";
import { maySee } from "./list-application-reviews.ts";
import { dueAgain } from "../steps/joint-check.ts";

/** An application in full, its people too: that it was read is on record before it is shown. */
export const getApplicationReview = (services: Services) =>
  endpoint(routes.getApplicationReview, services, (input) =>
    decideAgain(async () => {
      const { params, caller, refuse, act, now } = input;
      const seen = await findApplication(services.table, params.applicationId);
      if (!seen || !covers(caller, seen.jurisdiction) || !maySee(caller, reviewStep(seen)))
        return refuse("not-found");
      const { version: _, auditHead: __, ...record } = seen;
      const failed = await transact(
        services.table,
        applicationWrites(record, seen, { act: act("read"), ...dueAgain(seen, now) }),
      );
      if (failed.size > 0) return MOVED;
      const view = progressOf(await services.vault(), seen);
      return ok({ ...view, version: seen.version + 1 });
    }),
  );
