import {
  faultWords,
  outcomeTexts,
  type BatchRow,
  type FilingBatch,
  type RowFault,
} from "../../shared/contract/batch.ts";
import { csvText } from "../../shared/domain/batches/csv-text.ts";
import {
  findBatch,
  listRows,
  type BatchRecord,
  type StoredRow,
} from "../../shared/store/batches.ts";
import type { Caller } from "../http/caller.ts";
import { BAD_CURSOR, makeCursor, readCursor } from "../http/cursor.ts";
import { endpoint, ok } from "../http/endpoint.ts";
import { problemKinds, problemRow, type Language } from "../http/problem.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/batches.ts";
import { csvReply } from "./file-reply.ts";

const PAGE = 100;

/** A batch is its sender's own. */
async function ownBatch(
  { table }: Services,
  { sub }: Caller,
  batchId: string,
): Promise<BatchRecord | undefined> {
  const found = await findBatch(table, batchId);
  return found?.owner === sub ? found : undefined;
}

export const getFilingBatch = (services: Services) =>
  endpoint(routes.getFilingBatch, services, async ({ params, caller, refuse }) => {
    const found = await ownBatch(services, caller, params.batchId);
    return found ? ok(viewBatch(found)) : refuse("not-found");
  });

function viewBatch(batch: BatchRecord): FilingBatch {
  const { batchId, state, source, total, done, counts, createdAt, finishedAt } = batch;
  return {
    ...{ batchId, state, source, total, done, counts, createdAt },
    progress: Math.floor((100 * done) / total),
    firstErrors: batch.firstErrors.map(({ row, ...fault }) => ({ row, ...inWords(fault) })),
    ...(finishedAt !== undefined && { finishedAt }),
  };
}

/** What became of each row so far, in the order of the file. */
export const listBatchRows = (services: Services) =>
  endpoint(routes.listBatchRows, services, async ({ params, query, caller, refuse }) => {
    const found = await ownBatch(services, caller, params.batchId);
    if (!found) return refuse("not-found");
    const vault = await services.vault();
    const asked = { batchId: params.batchId };
    const scope = { caller: caller.sub, operation: "listBatchRows", asked };
    const place = query.cursor === undefined ? { from: 0 } : readCursor(vault, scope, query.cursor);
    if (!place) return refuse("invalid-request", BAD_CURSOR);
    const from = Number(place.from);
    const upTo = Math.min(found.done, from + PAGE);
    // Rows that the portion under way has entered already are not counted yet: they come later.
    const rows = await rowsBetween(services, found.batchId, from, upTo);
    return ok({
      rows: rows.map(viewRow),
      ...(upTo < found.done && { next: makeCursor(vault, scope, { from: upTo }) }),
    });
  });

async function rowsBetween(
  services: Services,
  batchId: string,
  from: number,
  upTo: number,
): Promise<readonly StoredRow[]> {
  if (from >= upTo) return [];
  const vault = await services.vault();
  const listed = await listRows(services.table, vault, batchId, { from, limit: upTo - from });
  return listed.filter(({ place }) => place < upTo).map(({ row }) => row);
}

function viewRow(stored: StoredRow): BatchRow {
  const { row, externalId, outcome, faults, otherRow, notices, filingId } = stored;
  return {
    ...{ row, outcome, ...outcomeTexts[outcome] },
    ...(externalId !== undefined && { externalId }),
    ...(faults && { faults: faults.map(inWords) }),
    ...(otherRow !== undefined && { otherRow }),
    ...(notices && { notices }),
    ...(filingId !== undefined && { filingId }),
  };
}

function inWords({ column, code }: { column?: string | undefined; code: string }): RowFault {
  const kind = problemKinds.find((one) => one === code);
  const { zh, en } = faultWords(code) ?? (kind ? problemRow(kind) : UNKNOWN);
  return { ...(column !== undefined && { column }), code, zh, en };
}
/** A code that is no longer in use. */
const UNKNOWN = { zh: "此行有误", en: "This row is wrong" };

/** What became of each row so far, as a file: the first fault of a row, and how many more it has. */
export const getBatchResult = (services: Services) =>
  endpoint(routes.getBatchResult, services, async ({ params, caller, refuse, language }) => {
    const found = await ownBatch(services, caller, params.batchId);
    if (!found) return refuse("not-found");
    const rows = await rowsBetween(services, found.batchId, 0, found.done);
    const text = csvText([
      RESULT_HEADER[language],
      ...rows.map((row) => resultLine(row, language)),
    ]);
    return csvReply(text, `result-${found.batchId}`);
  });

const RESULT_HEADER: Record<Language, readonly string[]> = {
  zh: [
    "行号",
    "外部编号",
    "结果",
    "结果说明",
    "列",
    "代码",
    "原因",
    "其他问题数",
    "相关行",
    "备案申请号",
  ],
  en: [
    ...["row", "external id", "outcome", "meaning", "column", "code", "reason", "more faults"],
    ...["other row", "filing"],
  ],
};

function resultLine(stored: StoredRow, language: Language): string[] {
  const { row, externalId, outcome, faults, otherRow, filingId, ...texts } = viewRow(stored);
  const [first, ...more] = faults ?? [];
  return [
    ...[String(row), externalId ?? "", outcome, texts[language]],
    ...[first?.column ?? "", first?.code ?? "", first?.[language] ?? ""],
    ...[more.length > 0 ? String(more.length) : "", otherRow === undefined ? "" : String(otherRow)],
    filingId ?? "",
  ];
}
