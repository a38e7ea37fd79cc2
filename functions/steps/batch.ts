import type { BatchCounts } from "../../shared/contract/batch.ts";
import { columns } from "../../shared/domain/batches/columns.ts";
import { instantText } from "../../shared/domain/calendar/instants.ts";
import { describeError, log } from "../../shared/platform/log.ts";
import type { Act } from "../../shared/store/audit.ts";
import {
  emptyParts,
  findBatch,
  listRows,
  moveBatch,
  newRow,
  readPart,
  ROWS_PER_PART,
  type BatchRecord,
  type NextBatch,
  type StoredRow,
  type WaitingRow,
} from "../../shared/store/batches.ts";
import { findPerson } from "../../shared/store/persons.ts";
import { TableBusy, transact } from "../../shared/store/transact.ts";
import { Role } from "../../shared/contract/ids.ts";
import { fileRow, type Filing } from "../batches/file-row.ts";
import type { Services } from "../http/services.ts";
import { isTransient } from "../http/transient.ts";
import type { Step } from "./step.ts";

/** What a tick gives one batch at a time: the clock comes again, and others get their turn. */
const PORTION_MS = 4_000;
/** Rows looked at together; a portion ends between two windows. */
const WINDOW = 20;
/** Rows under way at once: the register may take two seconds for each. */
const AT_ONCE = 10;
const MOST_ERRORS = 20;

/** The next portion of a batch. */
export const batchStep: Step = async (services, { pk }, now) => {
  await takePortion(services, pk.slice("BATCH#".length), now, PORTION_MS);
};

/**
 * Takes rows of a batch, as many as the time allows, and says how far it is. Cut off anywhere, the
 * next portion begins at the last window that was counted and finds what was entered of it.
 *
 * @param forMs - after that long no new window is begun
 * @returns whether there is more to do at once
 * @throws TableBusy, or what the table says, when it does not answer
 */
export async function takePortion(
  services: Services,
  batchId: string,
  now: number,
  forMs: number,
): Promise<boolean> {
  const seen = await findBatch(services.table, batchId);
  if (seen?.state !== "RUNNING") return false;
  const { version: _version, auditHead: _auditHead, ...rest } = seen;
  if (seen.done === seen.total) {
    // Only now is no row left that could need them.
    await emptyParts(services.sealedFiles, seen.partsId, seen.total);
    return move(services, seen, { ...rest, state: "DONE", finishedAt: instantText(now) }, now);
  }
  const filing = await filingFor(services, seen, now);
  if (!filing)
    return move(services, seen, { ...rest, state: "STOPPED", finishedAt: instantText(now) }, now);
  const stopAt = performance.now() + forMs;
  const parts = partsOf(services, seen.partsId);
  let next: NextBatch = rest;
  try {
    do next = await takeWindow(filing, next, parts);
    while (next.done < next.total && performance.now() < stopAt);
  } catch (error) {
    // What was counted before stays counted; the rest is the next portion's.
    if (next.done === seen.done || !isPassing(error)) throw error;
    log("warn", "batch-waits", { item: `BATCH#${batchId}`, ...describeError(error) });
  }
  return move(services, seen, next, now);
}

const isPassing = (error: unknown): boolean => error instanceof TableBusy || isTransient(error);

/** Commits how far the batch is; another portion that was faster stands. */
async function move(
  { table }: Services,
  seen: BatchRecord,
  next: NextBatch,
  now: number,
): Promise<boolean> {
  const at = instantText(now);
  const act: Act = {
    ...{ actor: "system", role: "system", action: "takeBatch", at },
    outcome: next.state,
  };
  const goesOn = next.state === "RUNNING";
  const dueAt = goesOn ? at : undefined;
  const failed = await transact(table, moveBatch(next, seen, { act, dueAt }));
  if (failed.size > 0) log("info", "batch-overtaken", { item: `BATCH#${seen.batchId}` });
  return goesOn && failed.size === 0;
}

/** The sender as they are now: rights lost since end the batch. */
async function filingFor(
  services: Services,
  { owner, role, batchId, source }: BatchRecord,
  now: number,
): Promise<Filing | undefined> {
  const person = await findPerson(services.table, owner);
  if (!person || person.disabled || !person.roles.includes(role)) return undefined;
  return {
    services,
    vault: await services.vault(),
    caller: {
      sub: person.sub,
      roles: Role.options.filter((one) => person.roles.includes(one)),
      ...(person.jurisdiction !== undefined && { jurisdiction: person.jurisdiction }),
      identityHash: person.identityHash,
      person,
      via: "token",
    },
    ...{ role, batchId, now },
    columnOf: source === "API" ? (pointer) => pointer : headerOf,
  };
}

/** Under which header a member stands; of one that has none, the nearest that has. */
function headerOf(pointer: string): string {
  const steps = pointer.split("/");
  for (let depth = steps.length; depth > 1; depth--) {
    const at = steps.slice(0, depth).join("/");
    const column = columns.find((one) => one.pointer === at || one.pointer.startsWith(`${at}/`));
    if (column) return column.header;
  }
  return pointer;
}

type Parts = (part: number) => Promise<readonly WaitingRow[]>;

/** Reads the waiting rows part by part; the last one read is kept. */
function partsOf(services: Services, partsId: string): Parts {
  let last: { readonly part: number; readonly rows: readonly WaitingRow[] } | undefined;
  return async (part) => {
    if (last?.part !== part)
      last = {
        part,
        rows: await readPart(services.sealedFiles, await services.vault(), partsId, part),
      };
    return last.rows;
  };
}

async function takeWindow(filing: Filing, batch: NextBatch, parts: Parts): Promise<NextBatch> {
  const { services, vault, batchId } = filing;
  const from = batch.done;
  const part = await parts(Math.floor(from / ROWS_PER_PART));
  const rows = part.slice(from % ROWS_PER_PART, (from % ROWS_PER_PART) + WINDOW);
  const known = new Map(
    (await listRows(services.table, vault, batchId, { from, limit: rows.length })).map(
      ({ place, row }) => [place, row],
    ),
  );
  const taken = await takeAll(
    filing,
    rows.map((row, at) => ({ place: from + at, row })),
    known,
  );
  return counted(batch, taken);
}

type Placed = { readonly place: number; readonly row: WaitingRow };

/** Rows of one flat follow each other, others go side by side: no two meet at a flat's lock. */
async function takeAll(
  filing: Filing,
  rows: readonly Placed[],
  known: ReadonlyMap<number, StoredRow>,
): Promise<readonly StoredRow[]> {
  const outcomes = new Map<number, StoredRow>();
  const groups = [
    ...Map.groupBy(rows, ({ place, row }) => row.draft?.lease.unit.flatId ?? place).values(),
  ];
  const failures: unknown[] = [];
  const worker = async (): Promise<void> => {
    for (let group = groups.shift(); group && failures.length === 0; group = groups.shift())
      for (const { place, row } of group)
        outcomes.set(place, await takeRow(filing, place, row, known.get(place)));
  };
  // Nothing is under way any more when this ends, well or not.
  const noted = (error: unknown): void => void failures.push(error);
  await Promise.all(Array.from({ length: AT_ONCE }, () => worker().catch(noted)));
  if (failures.length > 0) throw failures[0];
  return rows.flatMap(({ place }) => outcomes.get(place) ?? []);
}

/** One row that breaks the machine must not hold up the others: it is refused, and its cause logged. */
async function takeRow(
  filing: Filing,
  place: number,
  waiting: WaitingRow,
  known: StoredRow | undefined,
): Promise<StoredRow> {
  try {
    return await fileRow(filing, place, waiting, known);
  } catch (error) {
    if (isPassing(error)) throw error;
    log("error", "row-failed", {
      item: `BATCH#${filing.batchId}`,
      count: place,
      ...describeError(error),
    });
    if (known) return known;
    const { row, externalId } = waiting;
    const failed: StoredRow = {
      ...{ row, outcome: "REFUSED", faults: [{ code: "row-failed" }], settled: true },
      ...(externalId !== undefined && { externalId }),
    };
    const { services, vault, batchId } = filing;
    await transact(services.table, { row: newRow(vault, batchId, place, failed) });
    return failed;
  }
}

function counted(batch: NextBatch, taken: readonly StoredRow[]): NextBatch {
  const counts: BatchCounts = { ...batch.counts };
  for (const { outcome } of taken) counts[outcome] += 1;
  const errors = taken.flatMap(({ row, faults = [] }) =>
    faults.slice(0, 1).map((one) => ({ row, ...one })),
  );
  return {
    ...batch,
    done: batch.done + taken.length,
    counts,
    firstErrors: [...batch.firstErrors, ...errors].slice(0, MOST_ERRORS),
  };
}
