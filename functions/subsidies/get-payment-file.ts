import { subsidyTransitions } from "../../shared/domain/subsidies/decide-run.ts";
import { outOfOrder } from "../../shared/domain/transitions.ts";
import { withoutChain } from "../../shared/store/audit.ts";
import { keys } from "../../shared/store/keys.ts";
import { runWrites } from "../../shared/store/subsidies.ts";
import { transact } from "../../shared/store/transact.ts";
import { decideAgain, MOVED } from "../http/attempts.ts";
import { endpoint } from "../http/endpoint.ts";
import { refused } from "../http/refused.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/subsidies.ts";
import { paymentPath } from "../steps/subsidy-payment.ts";
import { runInCharge } from "./standing.ts";

/** The bank's file of a released run; who read it, and when, is on record before it is given. */
export const getPaymentFile = (services: Services) =>
  endpoint(routes.getPaymentFile, services, (input) =>
    decideAgain(async () => {
      const { table, sealedFiles } = services;
      const { params, caller, at, refuse } = input;
      const run = await runInCharge(table, caller, params.runId);
      if (!run) return refuse("not-found");
      const wrong = outOfOrder(subsidyTransitions, "read-file", run.state);
      if (wrong) return refused(refuse, wrong);
      const sealed = await sealedFiles.read(paymentPath(run.runId));
      if (!sealed) throw new Error("The payment file of a released run is not there");
      const act = input.act(`read ${run.fileDigest ?? ""}`);
      const writes = runWrites(withoutChain(run), run, { act, dueAt: at });
      if ((await transact(table, writes)).size > 0) return MOVED;
      const vault = await services.vault();
      const at_ = keys.subsidyRun(run.runId);
      const text = vault.open(Buffer.from(sealed).toString("utf8"), at_, "payment-file");
      return {
        statusCode: 200,
        headers: {
          "content-type": "text/csv; charset=utf-8",
          "content-disposition": `attachment; filename="subsidies-${run.month}-${run.runId}.csv"`,
          "cache-control": "no-store",
          "x-content-type-options": "nosniff",
        },
        body: Buffer.from(text, "utf8").toString("base64"),
        isBase64Encoded: true,
      };
    }),
  );
