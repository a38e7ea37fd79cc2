import { findFiling, moveFiling } from "../../shared/store/filings.ts";
import { transact } from "../../shared/store/transact.ts";
import { viewFiling } from "../filings/view.ts";
import { decideAgain, MOVED } from "../http/attempts.ts";
import { endpoint, ok } from "../http/endpoint.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/counter.ts";
import { isEnteredBy } from "./at-counter.ts";

/** A lease the clerk has entered, in full, to print and to show; that it was read is on record first. */
export const getCounterFiling = (services: Services) =>
  endpoint(routes.getCounterFiling, services, (input) =>
    decideAgain(async () => {
      const { table } = services;
      const vault = await services.vault();
      const seen = await findFiling(table, vault, input.params.filingId);
      if (!seen || !isEnteredBy(input.caller, seen)) return input.refuse("not-found");
      const failed = await transact(table, { ...moveFiling(vault, seen, seen, input.act("READ")) });
      if (failed.size > 0) return MOVED;
      return ok(viewFiling({ ...seen, version: seen.version + 1 }, "bureau", input.today));
    }),
  );
