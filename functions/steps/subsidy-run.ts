import { civilDay, instantText } from "../../shared/domain/calendar/instants.ts";
import {
  chinaCalendar,
  deadline,
  workingDayEnd,
} from "../../shared/domain/calendar/working-days.ts";
import { decideSubsidy } from "../../shared/domain/subsidies/decide-subsidy.ts";
import { maskIdNumber, maskName } from "../../shared/domain/identity/masks.ts";
import { describeError, log } from "../../shared/platform/log.ts";
import { findApplication, openApplicant } from "../../shared/store/applications.ts";
import { withoutChain, type Act } from "../../shared/store/audit.ts";
import { policyAt } from "../../shared/store/policies.ts";
import {
  everyLine,
  findLine,
  findPayee,
  findRun,
  lineWrites,
  listPayees,
  payeeActs,
  runWrites,
  type StoredLine,
  type StoredRun,
} from "../../shared/store/subsidies.ts";
import { pause, TableBusy, transact } from "../../shared/store/transact.ts";
import type { Services } from "../http/services.ts";
import type { Step } from "./step.ts";
import { subsidyFacts, subsidyPolicies } from "./subsidy-facts.ts";
import { publishSubsidies } from "./subsidy-files.ts";
import { payLines } from "./subsidy-payment.ts";

/** Brings a run to where it can be: its list made and published, its payments made, names removed. */
export const subsidyRunStep: Step = async (services, { pk }, now) => {
  const run = await findRun(services.table, pk.slice("SUBSIDYRUN#".length));
  if (run) await bringUpRun(services, run, now);
};

/** As the act that caused it; what is left over is the clock's to repair. */
export async function runAfterAct(services: Services, runId: string, now: number): Promise<void> {
  try {
    const run = await findRun(services.table, runId);
    if (run) await bringUpRun(services, run, now);
  } catch (error) {
    log("warn", "left-to-the-clock", { step: "SUBSIDYRUN", ...describeError(error) });
  }
}

async function bringUpRun(services: Services, run: StoredRun, now: number): Promise<void> {
  if (run.state === "PREPARING") await prepare(services, run, now);
  else if (run.state === "RELEASING") await payLines(services, run, now);
  else await publishSubsidies(services, run, now);
}

/** So many households are looked at together. */
const AT_ONCE = 8;

/** Makes a line for everyone with an account, then the list public. Cut off, it goes on where it was. */
async function prepare(services: Services, run: StoredRun, now: number): Promise<void> {
  const { table } = services;
  const policyOfMonth = await subsidyPolicies(services, run.jurisdiction, run.month);
  let after: string | undefined;
  do {
    const page = await listPayees(table, run.jurisdiction, after);
    const waiting = [...page.ids];
    const worker = async () => {
      for (let id = waiting.shift(); id !== undefined; id = waiting.shift())
        await listHousehold(services, run, { applicationId: id, policyOfMonth, now });
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    after = page.next;
  } while (after !== undefined);
  await makePublic(services, run, now);
}

type Household = {
  readonly applicationId: string;
  readonly policyOfMonth: Awaited<ReturnType<typeof subsidyPolicies>>;
  readonly now: number;
};

const ROUNDS = 6;

async function listHousehold(
  services: Services,
  { runId, month, startedAt }: StoredRun,
  { applicationId, policyOfMonth, now }: Household,
): Promise<void> {
  const { table } = services;
  for (let round = 1; round <= ROUNDS; round++) {
    const [before, payee, seen] = await Promise.all([
      findLine(table, runId, applicationId),
      findPayee(table, applicationId),
      findApplication(table, applicationId),
    ]);
    if (before || !payee || !seen) return;
    const due = decideSubsidy(await subsidyFacts(services, seen, payee), month, policyOfMonth);
    // Who is off the list for good is told nothing month after month.
    const isGone = due.held.every(({ because }) => because === "NOT_WAITING");
    if (due.months.length === 0 && isGone) return;
    const { name, idNumber } = openApplicant(await services.vault(), seen);
    const state = due.months.length > 0 ? "LISTED" : "HELD";
    const line: StoredLine = {
      ...{ version: 1, runId, month, applicationId, receiptNo: seen.receiptNo, state, ...due },
      ...{ householdSize: seen.householdSize, months: [...due.months], held: [...due.held] },
      ...{ name: maskName(name), idNumber: maskIdNumber(idNumber), at: startedAt },
    };
    const act: Act = {
      ...{ actor: "system", role: "system", action: "list-subsidy" },
      ...{ at: instantText(now), outcome: `${state} ${month}` },
    };
    const failed = await transact(table, { ...lineWrites(line), ...payeeActs(payee, act) });
    if (failed.size === 0) return;
    await pause(round);
  }
  throw new TableBusy();
}

async function makePublic(services: Services, run: StoredRun, now: number): Promise<void> {
  const { table } = services;
  const today = civilDay(now);
  const lines = (await everyLine(table, run.runId)).filter(({ state }) => state === "LISTED");
  const policy = await policyAt(table, "RENT_SUBSIDY", { area: run.jurisdiction, day: today });
  const days = policy?.deadlines.publicity.value ?? 7;
  const { on, provisional } = deadline(workingDayEnd(today, days, chinaCalendar), chinaCalendar);
  const listed = {
    households: lines.length,
    fen: lines.reduce((sum, { fen }) => sum + fen, 0),
  };
  const at = instantText(now);
  const next: StoredRun = {
    ...run,
    ...{ state: "PUBLICITY", listed, publicity: { from: today, until: on, provisional } },
  };
  const act: Act = {
    ...{ actor: "system", role: "system", action: "publish-subsidies", at, reason: "O11-9" },
    outcome: `PUBLICITY ${String(listed.households)} ${String(listed.fen)}`,
  };
  const failed = await transact(table, runWrites(withoutChain(next), run, { act, dueAt: at }));
  if (failed.size > 0) return;
  const published = await findRun(table, run.runId);
  if (published) await publishSubsidies(services, published, now);
}
