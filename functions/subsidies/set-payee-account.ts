import { decideAccount } from "../../shared/domain/subsidies/decide-run.ts";
import {
  findApplication,
  messageToApplicant,
  openApplicant,
} from "../../shared/store/applications.ts";
import { keys } from "../../shared/store/keys.ts";
import { policyAt } from "../../shared/store/policies.ts";
import { requestRecord } from "../../shared/store/requests.ts";
import { findPayee, payeeWrites, sealAccount } from "../../shared/store/subsidies.ts";
import { transact } from "../../shared/store/transact.ts";
import { decideAgain, standing } from "../http/attempts.ts";
import { endpoint } from "../http/endpoint.ts";
import { refused } from "../http/refused.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/subsidies.ts";

/** Takes down the account a household's subsidy goes to; the household is told on its phone. */
export const setPayeeAccount = (services: Services) =>
  endpoint(routes.setPayeeAccount, services, (input) =>
    decideAgain(async () => {
      const { table } = services;
      const { params, body, caller, today, at, now, refuse } = input;
      const seen = await findApplication(table, params.applicationId);
      if (seen?.applicant.hash !== caller.identityHash) return refuse("not-found");
      const { applicationId, jurisdiction, receiptNo, wants, state } = seen;
      const vault = await services.vault();
      const policy = await policyAt(table, "RENT_SUBSIDY", { area: jurisdiction, day: today });
      const { name } = openApplicant(vault, seen);
      const decision = decideAccount(body, { wants, state, name, isOpen: policy !== undefined });
      if (decision.kind !== "take") return refused(refuse, decision);

      const before = await findPayee(table, applicationId);
      const enrolledOn = before?.enrolledOn ?? today;
      const accountSealed = sealAccount(vault, keys.subsidy(applicationId), body);
      const payee = { applicationId, jurisdiction, enrolledOn, accountSealed };
      const answer = { status: 200, body: { applicationId, enrolledOn } };
      const failed = await transact(table, {
        request: requestRecord(input.request, answer, now),
        ...payeeWrites(payee, before, input.act(before ? "CHANGED" : "TAKEN")),
        message: messageToApplicant(vault, seen, {
          kind: "subsidy-account",
          cause: `${applicationId} account ${String(before?.version ?? 0)}`,
          facts: { receiptNo },
          at,
        }),
      });
      return standing(failed) ?? answer;
    }),
  );
