import { decideRelease, subsidyTransitions } from "../../shared/domain/subsidies/decide-run.ts";
import { outOfOrder } from "../../shared/domain/transitions.ts";
import { applicationsOf } from "../../shared/store/applications.ts";
import { withoutChain } from "../../shared/store/audit.ts";
import { keys } from "../../shared/store/keys.ts";
import { requestRecord } from "../../shared/store/requests.ts";
import { findLine, runWrites, type StoredRun } from "../../shared/store/subsidies.ts";
import { transact } from "../../shared/store/transact.ts";
import { decideAgain, standing } from "../http/attempts.ts";
import type { Caller } from "../http/caller.ts";
import { endpoint } from "../http/endpoint.ts";
import { refused } from "../http/refused.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/subsidies.ts";
import { runAfterAct } from "../steps/subsidy-run.ts";
import { runInCharge } from "./standing.ts";

/** Another officer releases what was public; it is paid at once, the clock goes on where it stops. */
export const releaseSubsidyRun = (services: Services) =>
  endpoint(routes.releaseSubsidyRun, services, async (input) => {
    const { table } = services;
    const { params, caller, today, now, at, refuse } = input;
    const outcome = await decideAgain(async () => {
      const run = await runInCharge(table, caller, params.runId);
      if (!run) return refuse("not-found");
      const decision = decideRelease({
        ...{ state: run.state, startedBy: run.startedBy, officer: caller.sub, today },
        isPayee: await isPayee(services, caller, run),
        until: run.publicity?.until,
      });
      if (decision.kind !== "release") return refused(refuse, decision);
      const next: StoredRun = { ...run, state: "RELEASING", releasedBy: caller.sub };
      const answer = { status: 200, body: { runId: run.runId, state: next.state } };
      const failed = await transact(table, {
        request: requestRecord(input.request, answer, now),
        ...runWrites(withoutChain(next), run, { act: input.act(next.state), dueAt: at }),
      });
      return standing(failed) ?? answer;
    });
    await runAfterAct(services, params.runId, now);
    return outcome;
  });

/** Whether the officer's own household is in the list. */
async function isPayee(
  { table }: Services,
  caller: Caller,
  { runId }: StoredRun,
): Promise<boolean> {
  const own = await applicationsOf(table, caller.identityHash);
  const lines = await Promise.all(own.map((one) => findLine(table, runId, one.applicationId)));
  return lines.some((line) => line !== undefined);
}

/** Takes a list back before anything is paid. */
export const cancelSubsidyRun = (services: Services) =>
  endpoint(routes.cancelSubsidyRun, services, (input) =>
    decideAgain(async () => {
      const { table } = services;
      const { params, body, caller, now, at, refuse } = input;
      const run = await runInCharge(table, caller, params.runId);
      if (!run) return refuse("not-found");
      const wrong = outOfOrder(subsidyTransitions, "cancel", run.state);
      if (wrong) return refused(refuse, wrong);
      const vault = await services.vault();
      const reasonSealed = vault.seal(body.reason, keys.subsidyRun(run.runId), "reason");
      const next: StoredRun = { ...run, state: "CANCELLED", reasonSealed };
      const answer = { status: 200, body: { runId: run.runId, state: next.state } };
      const failed = await transact(table, {
        request: requestRecord(input.request, answer, now),
        ...runWrites(withoutChain(next), run, { act: input.act(next.state), dueAt: at }),
      });
      return standing(failed) ?? answer;
    }),
  );
