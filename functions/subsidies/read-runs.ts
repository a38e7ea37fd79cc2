import { findRun, listLines, listRuns } from "../../shared/store/subsidies.ts";
import { BAD_CURSOR, makeCursor, readCursor } from "../http/cursor.ts";
import { endpoint, ok } from "../http/endpoint.ts";
import { listed } from "../http/jurisdiction.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/subsidies.ts";
import { lineView, runInCharge, runView } from "./standing.ts";

const RUNS = 50;
const LINES = 100;

/** The runs of the officer's jurisdiction, or of one they name and are in charge of. */
export const listSubsidyRuns = (services: Services) =>
  endpoint(routes.listSubsidyRuns, services, async ({ query, caller, refuse }) => {
    const { operationId: operation } = routes.listSubsidyRuns;
    const vault = await services.vault();
    const { cursor, jurisdiction } = query;
    const scope = { caller: caller.sub, operation, asked: { jurisdiction } };
    const place = cursor === undefined ? {} : readCursor(vault, scope, cursor);
    if (!place) return refuse("invalid-request", BAD_CURSOR);
    const isWatcher = caller.roles.some((role) => role === "discipline" || role === "auditor");
    const area =
      isWatcher && jurisdiction !== undefined ? jurisdiction : listed(caller, jurisdiction);
    if (area === undefined) return ok({ runs: [] });
    const page = await listRuns(services.table, area, {
      limit: RUNS,
      ...(typeof place.after === "string" && { after: place.after }),
    });
    return ok({
      runs: page.runs.map(runView),
      ...(page.next !== undefined && { next: makeCursor(vault, scope, { after: page.next }) }),
    });
  });

/** A run with a page of its households. */
export const getSubsidyRun = (services: Services) =>
  endpoint(routes.getSubsidyRun, services, async ({ params, query, caller, refuse }) => {
    const { table } = services;
    const run = await runInCharge(table, caller, params.runId, { reading: true });
    if (!run) return refuse("not-found");
    const { operationId: operation } = routes.getSubsidyRun;
    const vault = await services.vault();
    const { limit = LINES, cursor } = query;
    const scope = { caller: caller.sub, operation, asked: { ...params } };
    const place = cursor === undefined ? {} : readCursor(vault, scope, cursor);
    if (!place) return refuse("invalid-request", BAD_CURSOR);
    const page = await listLines(table, run.runId, {
      limit,
      ...(typeof place.after === "string" && { after: place.after }),
    });
    const now = (await findRun(table, run.runId)) ?? run;
    return ok({
      ...runView(now),
      lines: page.lines.map(lineView),
      ...(page.next !== undefined && { next: makeCursor(vault, scope, { after: page.next }) }),
    });
  });
