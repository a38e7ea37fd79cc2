import type { PolicyLine } from "../../shared/contract/policy-version.ts";
import { governingVersion } from "../../shared/domain/policy/eligibility-policy.ts";
import {
  contentOf,
  findPolicy,
  listPolicies as allLines,
  shippedPolicy,
} from "../../shared/store/policies.ts";
import { endpoint, ok } from "../http/endpoint.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/eligibility.ts";

/** What was put in force, for everyone to read; drafts are not there yet. */
export const listPolicies = (services: Services) =>
  endpoint(routes.listPolicies, services, async ({ query, today }) => {
    const { jurisdiction, on = today } = query;
    const lines = (await allLines(services.table)).filter(({ state }) => state === "IN_FORCE");
    if (jurisdiction === undefined) return ok({ policies: lines });
    const bySubject = Map.groupBy(lines, ({ subject }) => subject);
    const governing = [...bySubject.values()].flatMap((versions): PolicyLine[] => {
      const one = governingVersion(versions, jurisdiction, on);
      return one ? [one] : [];
    });
    return ok({ policies: governing });
  });

/** One version in force, later or earlier: the data decisions are made by. */
export const getPolicy = (services: Services) =>
  endpoint(routes.getPolicy, services, async ({ params: { version }, refuse }) => {
    const shipped = shippedPolicy(version);
    if (shipped) return ok({ version, state: "IN_FORCE", shipped: true, content: shipped });
    const found = await findPolicy(services.table, version);
    if (found?.state !== "IN_FORCE") return refuse("not-found");
    const { putInForceAt } = found;
    return ok({
      ...{ version, state: found.state, shipped: false, content: contentOf(found) },
      ...(putInForceAt !== undefined && { putInForceAt }),
    });
  });
