import * as z from "zod";
import {
  BatchId,
  BatchRow,
  BatchState,
  BatchUpload,
  FilingBatch,
  LeaseBatch,
  MOST_FILE_BYTES,
} from "../../shared/contract/batch.ts";
import { columns } from "../../shared/domain/batches/columns.ts";
import { csvText } from "../../shared/domain/batches/csv-text.ts";
import type { Capability } from "../capabilities.ts";
import { Cursor } from "../http/cursor.ts";
import { EXAMPLE, EXAMPLE_DRAFT } from "./examples.ts";
import { route } from "./route.ts";

const READ: readonly Capability[] = [
  "read-persons",
  "write-persons",
  "use-keyring",
  "read-batches",
];
/** The request takes the first rows itself; the clock does the rest. */
const WRITE: readonly Capability[] = [
  ...READ,
  "write-requests",
  "write-batches",
  "read-filings",
  "write-filings",
  "write-certificates",
  "write-outbox",
  "read-sealed-files",
  "write-sealed-files",
];

/** Who files many leases: those who let them, and those who broker them. */
const caller = { roles: ["enterprise", "broker"] } as const;
const params = z.strictObject({ batchId: BatchId });

const example = { as: "enterprise-anju", params: { batchId: EXAMPLE.batch } } as const;

/** A table of one row whose rent is not filled in: it says so, and files nothing. */
const NEEDED = columns.filter(({ required }) => required);
const EXAMPLE_TABLE = Buffer.from(
  csvText([
    NEEDED.map(({ header }) => header),
    NEEDED.map(({ reading, example: cell }) => (reading.as === "yuan" ? "" : cell)),
  ]),
).toString("base64");

export const BatchBegun = z
  .strictObject({ batchId: BatchId, state: BatchState, total: z.int().positive() })
  .meta({ id: "BatchBegun" });

export const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

export const uploadFilingBatch = route({
  operationId: "uploadFilingBatch",
  fn: "imports",
  method: "POST",
  path: "/api/filing-batches",
  caller,
  may: WRITE,
  body: BatchUpload,
  // Base64 is a third longer than its bytes; the rest of the body is a few characters.
  mostBytes: Math.ceil(MOST_FILE_BYTES / 3) * 4 + 1_000,
  answer: { status: 202, schema: BatchBegun },
  problems: [
    "file-type-unknown",
    "file-damaged",
    "file-unpacks-too-large",
    "too-many-rows",
    "no-rows",
    "header-wrong",
    "merged-cells",
  ],
  write: true,
  summary: { zh: "批量备案：上传表格", en: "File many leases: send a table" },
  example: { as: "enterprise-anju", body: { file: EXAMPLE_TABLE } },
});

export const uploadLeases = route({
  operationId: "uploadLeases",
  fn: "imports",
  method: "POST",
  path: "/api/filing-batches/leases",
  caller,
  may: WRITE,
  body: LeaseBatch,
  mostBytes: 3_000_000,
  answer: { status: 202, schema: BatchBegun },
  problems: [],
  write: true,
  summary: { zh: "批量备案：接口提交", en: "File many leases: as JSON" },
  example: {
    as: "enterprise-anju",
    body: { leases: [{ externalId: "HT-2026-0001", filing: EXAMPLE_DRAFT }] },
  },
});

export const getFilingBatch = route({
  operationId: "getFilingBatch",
  fn: "imports",
  method: "GET",
  path: "/api/filing-batches/{batchId}",
  caller,
  may: READ,
  params,
  answer: { status: 200, schema: FilingBatch },
  problems: [],
  summary: { zh: "批量备案进度", en: "How far a batch is" },
  example,
});

export const listBatchRows = route({
  operationId: "listBatchRows",
  fn: "imports",
  method: "GET",
  path: "/api/filing-batches/{batchId}/rows",
  caller,
  may: READ,
  params,
  query: z.strictObject({ cursor: Cursor.optional() }),
  answer: {
    status: 200,
    schema: z.strictObject({ rows: z.array(BatchRow), next: Cursor.optional() }),
  },
  problems: [],
  summary: { zh: "批量备案逐行结果", en: "What became of each row" },
  example,
});

export const getBatchResult = route({
  operationId: "getBatchResult",
  fn: "imports",
  method: "GET",
  path: "/api/filing-batches/{batchId}/result.csv",
  caller,
  may: READ,
  params,
  answer: { status: 200, schema: z.string(), type: "text/csv" },
  problems: [],
  summary: { zh: "批量备案结果文件", en: "What became of each row, as a file" },
  example,
});

export const getCsvTemplate = route({
  operationId: "getCsvTemplate",
  fn: "imports",
  method: "GET",
  path: "/api/filing-batches/template.csv",
  caller,
  may: READ,
  answer: { status: 200, schema: z.string(), type: "text/csv" },
  problems: [],
  summary: { zh: "批量备案模板（CSV）", en: "The template, as CSV" },
  example: { as: "enterprise-anju" },
});

export const getXlsxTemplate = route({
  operationId: "getXlsxTemplate",
  fn: "imports",
  method: "GET",
  path: "/api/filing-batches/template.xlsx",
  caller,
  may: READ,
  answer: { status: 200, schema: z.string(), type: XLSX },
  problems: [],
  summary: { zh: "批量备案模板（XLSX）", en: "The template, as XLSX, with how to fill it in" },
  example: { as: "enterprise-anju" },
});
