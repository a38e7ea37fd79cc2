import { Programme } from "../../shared/contract/application.ts";
import type { EligibilityAnswer } from "../../shared/contract/eligibility.ts";
import { resultOf } from "../../shared/domain/eligibility/evaluate.ts";
import { countPoints } from "../../shared/domain/points/count.ts";
import { pointsTableAt, policyAt } from "../../shared/store/policies.ts";
import { endpoint, ok } from "../http/endpoint.ts";
import { refused } from "../http/refused.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/eligibility.ts";

/**
 * 试算: the engine of the application, on what someone says of a household. No name is asked, nothing
 * is kept, and this Lambda could keep nothing.
 */
export const tryEligibility = (services: Services) =>
  endpoint(routes.tryEligibility, services, async ({ body, today, refuse }) => {
    const { jurisdiction, programme, facts, on = today } = body;
    const asked = programme === undefined ? Programme.options : [programme];
    const where = { area: jurisdiction, day: on };
    const found = await Promise.all(asked.map((one) => policyAt(services.table, one, where)));
    const policies = found.filter((policy) => policy !== undefined);
    if (policies.length === 0 && programme !== undefined)
      return refused(refuse, { kind: "programme-not-open", pointer: "/programme" });
    const answer: EligibilityAnswer = {
      ...{ jurisdiction, on },
      results: policies.map((policy) => resultOf(facts, policy, { on })),
    };
    return ok(answer);
  });

/** Points of what someone says, line by line. */
export const tryPoints = (services: Services) =>
  endpoint(routes.tryPoints, services, async ({ body, today, refuse }) => {
    const { jurisdiction, purpose, facts } = body;
    const where = { area: jurisdiction, day: today };
    const table = await pointsTableAt(services.table, purpose, where);
    if (!table) return refuse("no-points-table");
    return ok(countPoints(table, facts, { on: today, here: [jurisdiction] }));
  });
