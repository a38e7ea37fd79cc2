import { createHash } from "node:crypto";
import { instantText } from "../../shared/domain/calendar/instants.ts";
import { decideSubsidy, stillDue } from "../../shared/domain/subsidies/decide-subsidy.ts";
import { paymentFile } from "../../shared/domain/subsidies/payment-file.ts";
import { findApplication, messageToApplicant } from "../../shared/store/applications.ts";
import { withoutChain, type Act } from "../../shared/store/audit.ts";
import { keys } from "../../shared/store/keys.ts";
import {
  everyLine,
  findLine,
  findPayee,
  findRun,
  lineWrite,
  openAccount,
  paidMonths,
  payeeActs,
  payMonth,
  runWrites,
  sealAccount,
  type StoredLine,
  type StoredPayee,
  type StoredRun,
} from "../../shared/store/subsidies.ts";
import { pause, TableBusy, transact, unchanged, type Write } from "../../shared/store/transact.ts";
import type { Services } from "../http/services.ts";
import { subsidyFacts, subsidyPolicies } from "./subsidy-facts.ts";
import { publishSubsidies } from "./subsidy-files.ts";

/** Where a run's payment file lies: under seal within the bucket that is not public. */
export const paymentPath = (runId: string): string => `sealed/subsidies/${runId}`;

const ROUNDS = 6;
const AT_ONCE = 8;

/**
 * Settles every line of a released run: what is still due is paid, each month of each household once
 * ever; then makes the bank's file. Done again, it pays nobody again and makes the same file.
 */
export async function payLines(services: Services, run: StoredRun, now: number): Promise<void> {
  const waiting = (await everyLine(services.table, run.runId)).filter(
    ({ state }) => state === "LISTED",
  );
  const policies = await subsidyPolicies(services, run.jurisdiction, run.month);
  const worker = async () => {
    for (let line = waiting.shift(); line; line = waiting.shift())
      await payLine(services, run, { applicationId: line.applicationId, policies, now });
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  await finish(services, run, now);
}

type Paying = {
  readonly applicationId: string;
  readonly policies: Awaited<ReturnType<typeof subsidyPolicies>>;
  readonly now: number;
};

async function payLine(
  services: Services,
  run: StoredRun,
  { applicationId, policies, now }: Paying,
): Promise<void> {
  const { table } = services;
  for (let round = 1; round <= ROUNDS; round++) {
    const [line, payee, seen] = await Promise.all([
      findLine(table, run.runId, applicationId),
      findPayee(table, applicationId),
      findApplication(table, applicationId),
    ]);
    if (line?.state !== "LISTED" || !payee || !seen) return;
    const facts = await subsidyFacts(services, seen, payee);
    const due = stillDue(line.months, decideSubsidy(facts, run.month, policies));
    const next: StoredLine = {
      ...line,
      state: due.months.length > 0 ? "PAID" : "STOPPED",
      ...{ fen: due.fen, months: [...due.months], held: [...line.held, ...due.held] },
    };
    const at = instantText(now);
    const failed = await transact(table, {
      ...(await paying(services, next, payee)),
      ...payeeActs(payee, actOf(next, at)),
      // What was looked at is what is paid on: a household that moved on meanwhile is looked at again.
      application: unchanged(keys.application(applicationId), seen.version),
      ...(next.state === "PAID" && {
        message: messageToApplicant(await services.vault(), seen, {
          ...{ kind: "subsidy-paid", cause: `${applicationId} subsidy ${run.runId}`, at },
          facts: { receiptNo: seen.receiptNo, month: run.month },
        }),
      }),
    });
    if (failed.size === 0) return;
    await pause(round);
  }
  throw new TableBusy();
}

const actOf = (line: StoredLine, at: string): Act => ({
  ...{ actor: "system", role: "system", action: "pay-subsidy", at, reason: "QZ-2023" },
  outcome: `${line.state} ${line.month} ${String(line.fen)}`,
});

/** The line as paid, with the account it goes to, and the lock of every month. */
async function paying(
  { table, vault: open }: Services,
  next: StoredLine,
  payee: StoredPayee,
): Promise<Record<string, Write>> {
  const { version, ...line } = next;
  if (next.state !== "PAID") return { line: lineWrite(line, version) };
  const { runId, applicationId } = next;
  const vault = await open();
  const account = openAccount(vault, keys.subsidy(applicationId), payee.accountSealed);
  const accountSealed = sealAccount(vault, keys.subsidyLine(runId, applicationId), account);
  const before = await paidMonths(table, applicationId);
  const locks = next.months.map(({ month, fen }) => [
    `month ${month}`,
    payMonth(
      applicationId,
      { month, runId, fen },
      before.find((one) => one.month === month && one.returned === true),
    ),
  ]);
  return {
    line: lineWrite({ ...line, accountSealed }, version),
    ...(Object.fromEntries(locks) as Record<string, Write>),
  };
}

async function finish(services: Services, run: StoredRun, now: number): Promise<void> {
  const { table } = services;
  const lines = await everyLine(table, run.runId);
  if (lines.some(({ state }) => state === "LISTED")) return;
  const vault = await services.vault();
  const payments = lines
    .filter(({ state }) => state === "PAID")
    .map(({ applicationId, accountSealed = "", receiptNo, fen, months }) => ({
      ...openAccount(vault, keys.subsidyLine(run.runId, applicationId), accountSealed),
      ...{ receiptNo, fen, months: months.map(({ month }) => month) },
    }));
  const { text, households, fen } = paymentFile(payments);
  const sealed = vault.seal(text, keys.subsidyRun(run.runId), "payment-file");
  await services.sealedFiles.write(paymentPath(run.runId), sealed, "text/plain");
  const fileDigest = createHash("sha256").update(text).digest("hex");
  const at = instantText(now);
  const act: Act = {
    ...{ actor: "system", role: "system", action: "make-payment-file", at },
    outcome: `RELEASED ${String(households)} ${String(fen)}`,
  };
  const next: StoredRun = { ...run, state: "RELEASED", paid: { households, fen }, fileDigest };
  const writes = runWrites(withoutChain(next), run, { act, dueAt: at });
  if ((await transact(table, writes)).size > 0) return;
  const released = await findRun(table, run.runId);
  if (released) await publishSubsidies(services, released, now);
}
