import { applicationsOf } from "../../shared/store/applications.ts";
import { endpoint, ok } from "../http/endpoint.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/applications.ts";
import { mayRead } from "./own-case.ts";
import { summaryOf } from "./summary.ts";

/** The caller's own applications, as applicant or with one; a household they left is not theirs. */
export const getMyApplications = (services: Services) =>
  endpoint(routes.getMyApplications, services, async ({ caller }) => {
    const applications = await applicationsOf(services.table, caller.identityHash);
    const own = applications.filter((one) => mayRead(one, caller.identityHash));
    return ok({ applications: own.map(summaryOf) });
  });
