import * as z from "zod";
import { ApplicationId, Jurisdiction, ReceiptNo } from "../contract/ids.ts";
import {
  HeldMonth,
  Month,
  PayeeAccount,
  SubsidyLineState,
  SubsidyMonth,
  SubsidyRunId,
  SubsidyRunState,
} from "../contract/subsidy.ts";
import { CivilDate, FenOrZero, Hex64, Instant } from "../contract/values.ts";
import { isOpenRun } from "../domain/subsidies/decide-run.ts";
import { advance, Versioned, withoutChain, type Act } from "./audit.ts";
import { due, keys } from "./keys.ts";
import type { Vault } from "./sealing.ts";
import { list, read, toItem, type Key, type Table } from "./table.ts";
import { put, replace, set, type Write } from "./transact.ts";

/** A household that asks for the subsidy: where it goes. Its chain tells every payment. */
const StoredPayee = Versioned.extend({
  applicationId: ApplicationId,
  jurisdiction: Jurisdiction,
  enrolledOn: CivilDate,
  accountSealed: z.string(),
});
export type StoredPayee = z.infer<typeof StoredPayee>;

export async function findPayee(
  table: Table,
  applicationId: string,
): Promise<StoredPayee | undefined> {
  const found = await read(table, keys.subsidy(applicationId));
  return found && StoredPayee.parse(found);
}

export const sealAccount = (vault: Vault, at: Key, account: PayeeAccount): string =>
  vault.seal(JSON.stringify(account), at, "account");

export const openAccount = (vault: Vault, at: Key, sealed: string): PayeeAccount =>
  PayeeAccount.parse(JSON.parse(vault.open(sealed, at, "account")));

/** The writes that take an account down, or another in its stead. */
export function payeeWrites(
  next: Omit<StoredPayee, "version" | "auditHead">,
  seen: StoredPayee | undefined,
  act: Act,
): Record<string, Write> {
  const { applicationId, jurisdiction } = next;
  const { head, audit } = advance(keys.subsidy(applicationId), next, seen, act);
  const listed = set({ ...keys.subsidyPayee(jurisdiction, applicationId), applicationId });
  return { payee: head, payeeAudit: audit, ...(seen === undefined && { listed }) };
}

/** The writes that put what happened to a household's money on its chain. */
export function payeeActs(seen: StoredPayee, act: Act): Record<string, Write> {
  const { applicationId } = seen;
  const { head, audit } = advance(keys.subsidy(applicationId), withoutChain(seen), seen, act);
  return { payee: head, payeeAudit: audit };
}

const Listed = z.object({ applicationId: ApplicationId });

/** Households of an area with an account, page by page. */
export async function listPayees(
  table: Table,
  jurisdiction: Jurisdiction,
  after: string | undefined,
): Promise<{ readonly ids: readonly string[]; readonly next?: string }> {
  const { items, next } = await list(table, keys.subsidyPayee(jurisdiction, "").pk, {
    limit: 100,
    ...(after !== undefined && { after }),
  });
  return {
    ids: items.map((item) => Listed.parse(item).applicationId),
    ...(next !== undefined && { next }),
  };
}

const StoredPaidMonth = z.object({
  version: z.int().positive(),
  month: Month,
  runId: SubsidyRunId,
  fen: FenOrZero,
  /** The bank sent it back: it may be paid again. */
  returned: z.boolean().optional(),
});
export type StoredPaidMonth = z.infer<typeof StoredPaidMonth>;

/** The months a household was paid, each once: the lock that a second run meets. */
export async function paidMonths(table: Table, applicationId: string): Promise<StoredPaidMonth[]> {
  const { items } = await list(table, keys.subsidy(applicationId).pk, { prefix: "MONTH#" });
  return items.map((item) => StoredPaidMonth.parse(item));
}

/** Pays a month, if nobody has; or again, what the bank returned. */
export const payMonth = (
  applicationId: string,
  paid: Omit<StoredPaidMonth, "version">,
  seen: StoredPaidMonth | undefined,
): Write =>
  replace(
    {
      ...keys.subsidyMonth(applicationId, paid.month),
      ...paid,
      version: (seen?.version ?? 0) + 1,
    },
    seen?.version ?? 0,
  );

/** One household in a run. */
export const StoredLine = z.object({
  version: z.int().positive(),
  runId: SubsidyRunId,
  month: Month,
  applicationId: ApplicationId,
  receiptNo: ReceiptNo,
  householdSize: z.int(),
  /** Masked: what the public list shows. */
  name: z.string(),
  idNumber: z.string(),
  state: SubsidyLineState,
  fen: FenOrZero,
  months: z.array(SubsidyMonth),
  held: z.array(HeldMonth),
  at: Instant,
  /** An officer's words to the household. */
  reasonSealed: z.string().optional(),
  /** The account as it was when it was paid. */
  accountSealed: z.string().optional(),
});
export type StoredLine = z.infer<typeof StoredLine>;

export async function findLine(
  table: Table,
  runId: string,
  applicationId: string,
): Promise<StoredLine | undefined> {
  const found = await read(table, keys.subsidyLine(runId, applicationId));
  return found && StoredLine.parse(found);
}

/** A new line, and the household's way to it. */
export function lineWrites(line: StoredLine): Record<string, Write> {
  const { runId, applicationId, at } = line;
  return {
    line: put({ ...keys.subsidyLine(runId, applicationId), ...line }),
    outcome: put({ ...keys.subsidyOutcome(applicationId, at, runId), runId }),
  };
}

/** A line as it is now, if nobody changed it meanwhile. */
export const lineWrite = (next: Omit<StoredLine, "version">, seen: number): Write =>
  replace(
    { ...keys.subsidyLine(next.runId, next.applicationId), ...next, version: seen + 1 },
    seen,
  );

/** Lines of a run by application, page by page. */
export async function listLines(
  table: Table,
  runId: string,
  { after, limit }: { after?: string; limit: number },
): Promise<{ readonly lines: readonly StoredLine[]; readonly next?: string }> {
  const { items, next } = await list(table, keys.subsidyRun(runId).pk, {
    prefix: "LINE#",
    limit,
    ...(after !== undefined && { after }),
  });
  return {
    lines: items.map((item) => StoredLine.parse(item)),
    ...(next !== undefined && { next }),
  };
}

/** Every line of a run. */
export async function everyLine(table: Table, runId: string): Promise<StoredLine[]> {
  const { items } = await list(table, keys.subsidyRun(runId).pk, { prefix: "LINE#" });
  return items.map((item) => StoredLine.parse(item));
}

const Outcome = z.object({ runId: SubsidyRunId });

/** What runs said of a household, the latest first. */
export async function linesOf(
  table: Table,
  applicationId: string,
  limit: number,
): Promise<StoredLine[]> {
  const { items } = await list(table, keys.subsidy(applicationId).pk, {
    ...{ prefix: "RUN#", descending: true, limit },
  });
  const lines = await Promise.all(
    items.map((item) => findLine(table, Outcome.parse(item).runId, applicationId)),
  );
  return lines.filter((line) => line !== undefined);
}

const Sum = z.object({ households: z.int(), fen: FenOrZero });

/** A run of subsidies. */
export const StoredRun = Versioned.extend({
  runId: SubsidyRunId,
  jurisdiction: Jurisdiction,
  month: Month,
  state: SubsidyRunState,
  startedBy: z.string(),
  startedAt: Instant,
  publicity: z.object({ from: CivilDate, until: CivilDate, provisional: z.boolean() }).optional(),
  listed: Sum.optional(),
  releasedBy: z.string().optional(),
  paid: Sum.optional(),
  fileDigest: Hex64.optional(),
  reasonSealed: z.string().optional(),
});
export type StoredRun = z.infer<typeof StoredRun>;

export async function findRun(table: Table, runId: string): Promise<StoredRun | undefined> {
  const found = await read(table, keys.subsidyRun(runId));
  return found && StoredRun.parse(found);
}

/** @param dueAt - when the clock must look at it; undefined: people are next, or nobody */
export function runWrites(
  next: Omit<StoredRun, "version" | "auditHead">,
  seen: StoredRun | undefined,
  { act, dueAt }: { act: Act; dueAt?: string },
): Record<string, Write> {
  const { runId, jurisdiction, month, state } = next;
  const item = { ...next, ...(dueAt !== undefined && due(runId, dueAt)) };
  const { head, audit } = advance(keys.subsidyRun(runId), item, seen, act);
  return {
    run: head,
    runAudit: audit,
    ...(seen === undefined && {
      runListed: put({ ...keys.subsidyRunListed(jurisdiction, month, runId), runId }),
    }),
    ...(seen !== undefined &&
      isOpenRun(seen.state) &&
      !isOpenRun(state) && { runLock: set({ ...keys.subsidyRuns(jurisdiction), version: 1 }) }),
  };
}

/** Takes the area for a run, if no other has it. */
export const takeArea =
  (jurisdiction: Jurisdiction, runId: string): Write =>
  (TableName) => ({
    Put: {
      TableName,
      Item: toItem({ ...keys.subsidyRuns(jurisdiction), version: 1, runId }),
      ConditionExpression: "attribute_not_exists(runId)",
    },
  });

const Lock = z.object({ runId: SubsidyRunId.optional() });

/** The run that is under way in an area, if any. */
export async function runUnderWay(
  table: Table,
  jurisdiction: Jurisdiction,
): Promise<string | undefined> {
  const found = await read(table, keys.subsidyRuns(jurisdiction));
  return found && Lock.parse(found).runId;
}

/** The runs of an area, the latest month first. */
export async function listRuns(
  table: Table,
  jurisdiction: Jurisdiction,
  { after, limit }: { after?: string; limit: number },
): Promise<{ readonly runs: readonly StoredRun[]; readonly next?: string }> {
  const { items, next } = await list(table, keys.subsidyRuns(jurisdiction).pk, {
    ...{ prefix: "RUN#", descending: true, limit },
    ...(after !== undefined && { after }),
  });
  const runs = await Promise.all(items.map((item) => findRun(table, Outcome.parse(item).runId)));
  return {
    runs: runs.filter((run) => run !== undefined),
    ...(next !== undefined && { next }),
  };
}
