import { decideUnit as decide, unitAfter, unitView } from "../../shared/domain/filings/units.ts";
import { requestRecord } from "../../shared/store/requests.ts";
import { findUnit, moveUnit } from "../../shared/store/units.ts";
import { transact } from "../../shared/store/transact.ts";
import { decideAgain, standing } from "../http/attempts.ts";
import { endpoint } from "../http/endpoint.ts";
import { covers } from "../http/jurisdiction.ts";
import { refused } from "../http/refused.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/units.ts";

/**
 * An officer's word on a home. Its history says who, when and why; the officer's reason in words stays
 * with the bureau's files, for the record of a home names nobody.
 */
export const decideUnit = (services: Services) =>
  endpoint(routes.decideUnit, services, (input) =>
    decideAgain(async () => {
      const { params, body, caller, at, now, refuse } = input;
      const { flatId } = params;
      const { table } = services;
      const seen = await findUnit(table, flatId);
      const jurisdiction = seen?.jurisdiction ?? body.jurisdiction;
      if (!covers(caller, jurisdiction) || jurisdiction !== body.jurisdiction)
        return refuse("not-found");
      const decision = decide(seen, body);
      if (decision.kind !== "record") return refused(refuse, decision);
      const holders = seen?.holders ?? [];
      const said = { source: "officer", at, holders, jurisdiction };
      const next = unitAfter(decision.event, seen, said);
      const answer = {
        status: 200 as const,
        body: { flatId, verification: unitView(next ?? seen, at) },
      };
      const failed = await transact(table, {
        request: requestRecord(input.request, answer, now),
        ...(next && moveUnit(flatId, next, seen, { reason: body.reasonCode, by: caller.sub })),
      });
      return standing(failed) ?? answer;
    }),
  );
