import { writtenDecisions } from "../../shared/domain/applications/written-decisions.ts";
import { civilDay, epochMsOf } from "../../shared/domain/calendar/instants.ts";
import { findApplication } from "../../shared/store/applications.ts";
import { endpoint, ok } from "../http/endpoint.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/application-cases.ts";
import { mayRead } from "./own-case.ts";
import { progressOf } from "./summary.ts";
import { ApplicationProgress } from "../routes/applications.ts";

/** The decisions on one's application in writing: reasons, article, what one can do. */
export const getWrittenDecisions = (services: Services) =>
  endpoint(routes.getWrittenDecisions, services, async ({ params, caller, refuse }) => {
    const seen = await findApplication(services.table, params.applicationId);
    if (!seen || !mayRead(seen, caller.identityHash)) return refuse("not-found");
    const view = ApplicationProgress.parse(progressOf(await services.vault(), seen));
    const { receiptNo, form, decisions, conditions, state, dueOn } = view;
    return ok({
      documents: writtenDecisions({
        ...{ receiptNo, state, dueOn, programme: form.programme, name: form.applicant.name },
        conditions: conditions ?? [],
        barredUntil: seen.barredUntil,
        decisions: decisions.map((one) => ({ ...one, on: civilDay(epochMsOf(one.at)) })),
      }),
    });
  });
