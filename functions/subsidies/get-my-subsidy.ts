import type { OwnSubsidy } from "../../shared/contract/subsidy.ts";
import { subsidyConditions } from "../../shared/domain/subsidies/decide-subsidy.ts";
import { leaseOfMonth } from "../../shared/domain/subsidies/leases.ts";
import { monthOf } from "../../shared/domain/subsidies/months.ts";
import { findApplication } from "../../shared/store/applications.ts";
import { keys } from "../../shared/store/keys.ts";
import { policyAt } from "../../shared/store/policies.ts";
import type { Vault } from "../../shared/store/sealing.ts";
import {
  findPayee,
  linesOf,
  openAccount,
  type StoredLine,
  type StoredPayee,
} from "../../shared/store/subsidies.ts";
import { endpoint, ok } from "../http/endpoint.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/subsidies.ts";
import { subsidyFacts } from "../steps/subsidy-facts.ts";

const MOST_RUNS = 200;

/** What one's household was paid, why it was not, and every condition as it is today. */
export const getMySubsidy = (services: Services) =>
  endpoint(routes.getMySubsidy, services, async ({ params, caller, today, refuse }) => {
    const { table } = services;
    const seen = await findApplication(table, params.applicationId);
    if (seen?.applicant.hash !== caller.identityHash) return refuse("not-found");
    const { applicationId, jurisdiction } = seen;
    const [policy, payee, lines] = await Promise.all([
      policyAt(table, "RENT_SUBSIDY", { area: jurisdiction, day: today }),
      findPayee(table, applicationId),
      linesOf(table, applicationId, MOST_RUNS),
    ]);
    if (!policy) return refuse("subsidy-not-open");
    const facts = await subsidyFacts(services, seen, payee ?? { enrolledOn: today });
    const vault = await services.vault();
    const hasLease = leaseOfMonth(facts.filings, monthOf(today), {
      people: facts.people,
      waiting: [{ from: today, until: today }],
    });
    const answer: OwnSubsidy = {
      applicationId,
      ...(payee && { account: accountView(vault, payee) }),
      conditions: subsidyConditions(policy, facts, { on: today, hasLease: hasLease !== undefined }),
      runs: lines.map((line) => outcomeOf(vault, line)),
    };
    return ok(answer);
  });

/** Enough to know one's own account by, and no more. */
function accountView(vault: Vault, { applicationId, accountSealed }: StoredPayee) {
  const { bank, accountNo } = openAccount(vault, keys.subsidy(applicationId), accountSealed);
  return { bank, accountNo: accountNo.slice(-4) };
}

function outcomeOf(vault: Vault, line: StoredLine): OwnSubsidy["runs"][number] {
  const { runId, applicationId, month, state, at, fen, months, held, reasonSealed } = line;
  const reason =
    reasonSealed === undefined
      ? undefined
      : vault.open(reasonSealed, keys.subsidyLine(runId, applicationId), "reason");
  return {
    ...{ runId, month, state, at, fen, months, held },
    ...(reason !== undefined && { reason }),
  };
}
