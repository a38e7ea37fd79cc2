import { decideStart } from "../../shared/domain/subsidies/decide-run.ts";
import { firstDay } from "../../shared/domain/subsidies/months.ts";
import { idOf } from "../../shared/platform/ids.ts";
import { policyAt } from "../../shared/store/policies.ts";
import { requestRecord } from "../../shared/store/requests.ts";
import { runUnderWay, runWrites, takeArea } from "../../shared/store/subsidies.ts";
import { transact } from "../../shared/store/transact.ts";
import { decideAgain, standing } from "../http/attempts.ts";
import { endpoint } from "../http/endpoint.ts";
import { covers } from "../http/jurisdiction.ts";
import { refused } from "../http/refused.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/subsidies.ts";
import { runAfterAct } from "../steps/subsidy-run.ts";

/** Starts a month's run: the list is made and made public at once, the clock goes on where it stops. */
export const startSubsidyRun = (services: Services) =>
  endpoint(routes.startSubsidyRun, services, async (input) => {
    const { table } = services;
    const { body, caller, today, now, at, refuse } = input;
    const { jurisdiction, month } = body;
    if (!covers(caller, jurisdiction)) return refuse("not-found");
    const runId = idOf("S", input.request);
    const outcome = await decideAgain(async () => {
      const [policy, underWay] = await Promise.all([
        policyAt(table, "RENT_SUBSIDY", { area: jurisdiction, day: firstDay(month) }),
        runUnderWay(table, jurisdiction),
      ]);
      const decision = decideStart(month, { today, isOpen: policy !== undefined, underWay });
      if (decision.kind !== "start") return refused(refuse, decision);
      const state = "PREPARING" as const;
      const run = { runId, jurisdiction, month, state, startedBy: caller.sub, startedAt: at };
      const answer = {
        ...{ status: 201, body: { runId, state } },
        location: `/api/office/subsidy-runs/${runId}`,
      };
      const failed = await transact(table, {
        request: requestRecord(input.request, answer, now),
        ...runWrites(run, undefined, { act: input.act(state), dueAt: at }),
        area: takeArea(jurisdiction, runId),
      });
      return standing(failed) ?? answer;
    });
    await runAfterAct(services, runId, now);
    return outcome;
  });
