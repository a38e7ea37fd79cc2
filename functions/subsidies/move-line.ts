import { decideLine } from "../../shared/domain/subsidies/decide-run.ts";
import { findApplication, messageToApplicant } from "../../shared/store/applications.ts";
import { keys } from "../../shared/store/keys.ts";
import { requestRecord } from "../../shared/store/requests.ts";
import {
  findLine,
  findPayee,
  lineWrite,
  paidMonths,
  payeeActs,
  payMonth,
  type StoredLine,
} from "../../shared/store/subsidies.ts";
import { transact, unchanged, type Write } from "../../shared/store/transact.ts";
import { decideAgain, standing } from "../http/attempts.ts";
import { endpoint, type Input, type Outcome } from "../http/endpoint.ts";
import { refused } from "../http/refused.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/subsidies.ts";
import { runAfterAct } from "../steps/subsidy-run.ts";
import { isOwnHousehold, runInCharge } from "./standing.ts";

type Given = Input<typeof routes.strikeSubsidyLine> | Input<typeof routes.returnSubsidy>;

/** Changes one household's line, with the reason it is told. */
function changeLine(
  services: Services,
  input: Given,
  event: "strike" | "return",
): Promise<Outcome> {
  const { table } = services;
  const { params, body, caller, now, at, refuse } = input;
  return decideAgain(async () => {
    const run = await runInCharge(table, caller, params.runId);
    const [line, payee, seen] = await Promise.all([
      findLine(table, params.runId, params.applicationId),
      findPayee(table, params.applicationId),
      findApplication(table, params.applicationId),
    ]);
    if (!run || !line || !payee || !seen) return refuse("not-found");
    const isOwn = await isOwnHousehold(table, caller, params.applicationId);
    const decision = decideLine(event, { state: run.state, line: line.state, isOwn });
    if (decision.kind !== "change") return refused(refuse, decision);
    const vault = await services.vault();
    const at_ = keys.subsidyLine(run.runId, line.applicationId);
    const { version, ...kept } = line;
    const answer = { status: 200, body: { runId: run.runId, state: run.state } };
    const held = line.months.map(({ month }) => ({ month, because: "STRUCK" as const }));
    const next = {
      ...kept,
      state: decision.to,
      reasonSealed: vault.seal(body.reason, at_, "reason"),
      ...(event === "strike" && { fen: 0, months: [], held: [...line.held, ...held] }),
    };
    const failed = await transact(table, {
      request: requestRecord(input.request, answer, now),
      line: lineWrite(next, version),
      // The list must not be released meanwhile: what is struck off then would still be paid.
      run: unchanged(keys.subsidyRun(run.runId), run.version),
      ...payeeActs(payee, input.act(`${decision.to} ${line.month}`)),
      ...(event === "return" && (await openMonths(services, line))),
      message: messageToApplicant(vault, seen, {
        kind: event === "strike" ? "subsidy-struck" : "subsidy-returned",
        cause: `${line.applicationId} ${event} ${run.runId}`,
        facts: { receiptNo: line.receiptNo, month: line.month },
        at,
      }),
    });
    return standing(failed) ?? answer;
  });
}

/** What the bank sent back may be paid again, by a later run. */
async function openMonths(
  { table }: Services,
  { applicationId, runId }: StoredLine,
): Promise<Record<string, Write>> {
  const paid = await paidMonths(table, applicationId);
  const own = paid.filter((one) => one.runId === runId);
  const writes = own.map((one) => {
    const { version: _, ...month } = one;
    return [`month ${one.month}`, payMonth(applicationId, { ...month, returned: true }, one)];
  });
  return Object.fromEntries(writes) as Record<string, Write>;
}

/** Strikes a household off a list that is public. */
export const strikeSubsidyLine = (services: Services) =>
  endpoint(routes.strikeSubsidyLine, services, async (input) => {
    const outcome = await changeLine(services, input, "strike");
    await runAfterAct(services, input.params.runId, input.now);
    return outcome;
  });

/** Notes that the bank sent a payment back. */
export const returnSubsidy = (services: Services) =>
  endpoint(routes.returnSubsidy, services, (input) => changeLine(services, input, "return"));
