import { idOf } from "../../shared/platform/ids.ts";
import type { BatchSource } from "../../shared/contract/batch.ts";
import { describeError, log } from "../../shared/platform/log.ts";
import {
  moveBatch,
  noneYet,
  writeParts,
  type NextBatch,
  type WaitingRow,
} from "../../shared/store/batches.ts";
import { requestRecord, type Answer, type RequestId } from "../../shared/store/requests.ts";
import { TableBusy, transact } from "../../shared/store/transact.ts";
import type { Act } from "../../shared/store/audit.ts";
import type { Caller } from "../http/caller.ts";
import { REPEATED, type Outcome } from "../http/endpoint.ts";
import type { Services } from "../http/services.ts";
import { isTransient } from "../http/transient.ts";
import { takePortion } from "../steps/batch.ts";

type Begin = {
  readonly caller: Caller;
  readonly request: RequestId;
  readonly now: number;
  readonly at: string;
  readonly act: (outcome: string) => Act;
};

/** How long the request itself takes rows: a small batch is done when it is answered. */
const FIRST_PORTION_MS = 1_500;
/** From then on the clock goes on with it, should the request have died. */
const CLOCK_AFTER_MS = 10_000;

/**
 * Takes a batch in: its rows sealed in files, then the batch itself with the answer to this
 * request. The first rows are taken at once; the clock takes the others.
 */
export async function beginBatch(
  services: Services,
  { caller, request, now, at, act }: Begin,
  { source, rows }: { readonly source: BatchSource; readonly rows: readonly WaitingRow[] },
): Promise<Outcome> {
  const vault = await services.vault();
  const batchId = idOf("B", request);
  // The files are written before the request is known to be the first of its key: one of another
  // body must not write over them.
  const partsId = idOf("P", { ...request, key: `${request.key} ${request.bodyHash}` });
  await writeParts(services.sealedFiles, vault, partsId, rows);
  const total = rows.length;
  const answer: Answer = {
    ...{ status: 202, body: { batchId, state: "RUNNING", total } },
    location: `/api/filing-batches/${batchId}`,
  };
  const batch: NextBatch = {
    ...{ batchId, partsId, owner: caller.sub, source, total, done: 0, createdAt: at },
    state: "RUNNING",
    role: caller.roles.includes("enterprise") ? "enterprise" : "broker",
    counts: noneYet(),
    firstErrors: [],
  };
  const dueAt = new Date(now + CLOCK_AFTER_MS).toISOString();
  const failed = await transact(services.table, {
    request: requestRecord(request, answer, now),
    ...moveBatch(batch, undefined, { act: act("RUNNING"), dueAt }),
  });
  if (failed.has("request")) return REPEATED;
  if (failed.size > 0) throw new TableBusy();
  await takeFirst(services, batchId, now);
  return answer;
}

/** The batch is written: whatever comes of its first rows, the clock takes it from there. */
async function takeFirst(services: Services, batchId: string, now: number): Promise<void> {
  const stopAt = performance.now() + FIRST_PORTION_MS;
  try {
    for (let more = true; more && performance.now() < stopAt;)
      more = await takePortion(services, batchId, now, Math.max(0, stopAt - performance.now()));
  } catch (error) {
    if (!(error instanceof TableBusy) && !isTransient(error)) throw error;
    log("warn", "batch-waits", { item: `BATCH#${batchId}`, ...describeError(error) });
  }
}
