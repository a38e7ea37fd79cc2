/** Many leases at once, as a table or as JSON: what is sent in, and what became of each row. */
import * as z from "zod";
import { FilingId } from "./ids.ts";
import { ruleTexts, type RuleCode } from "./rule-texts.ts";
import { Instant, text } from "./values.ts";

export const BatchId = z
  .string()
  .regex(/^B[0-9A-HJKMNP-TV-Z]{20}$/)
  .meta({ id: "BatchId", description: "A batch: B and 20 characters of Crockford base 32" });
export type BatchId = z.infer<typeof BatchId>;

/** Chosen by the caller, once for each lease: the same lease sent again is not filed again. */
export const ExternalId = text(1, 64).meta({
  id: "ExternalId",
  description: "The caller's own number of the lease; unique per caller",
});
export type ExternalId = z.infer<typeof ExternalId>;

/** Rows of one file (domain rulebook 13). */
export const MOST_ROWS = 5_000;
/** Leases of one call. */
export const MOST_LEASES = 500;
/** As base64 within JSON it must fit the 6 MB that a function takes in. */
export const MOST_FILE_BYTES = 4_000_000;

export const BatchUpload = z
  .strictObject({
    file: z
      .string()
      .min(4)
      .max(Math.ceil(MOST_FILE_BYTES / 3) * 4)
      .regex(/^[A-Za-z0-9+/]*={0,2}$/)
      .meta({ description: "CSV (UTF-8 or GB18030) or XLSX of at most 4,000,000 bytes, base64" }),
  })
  .refine(({ file }) => file.length % 4 === 0, { path: ["file"] })
  .meta({ id: "BatchUpload", description: "What kind of file it is, its bytes say" });
export type BatchUpload = z.infer<typeof BatchUpload>;

export const LeaseBatch = z
  .strictObject({
    leases: z
      .array(
        z.strictObject({
          externalId: ExternalId,
          filing: z.record(z.string(), z.unknown()).meta({
            description:
              "A FilingDraft. Each is judged by itself: a wrong one is its row's outcome",
          }),
        }),
      )
      .min(1)
      .max(MOST_LEASES),
  })
  .meta({ id: "LeaseBatch" });
export type LeaseBatch = z.infer<typeof LeaseBatch>;

/** `STOPPED`: its sender may no longer file; what was done stays. */
export const BatchState = z.enum(["RUNNING", "DONE", "STOPPED"]).meta({ id: "BatchState" });
export type BatchState = z.infer<typeof BatchState>;

export const BatchSource = z.enum(["CSV", "XLSX", "API"]).meta({ id: "BatchSource" });
export type BatchSource = z.infer<typeof BatchSource>;

/** `REPEATED`: filed before under the same external id; `filingId` is that first filing. */
export const RowOutcome = z
  .enum(["FILED", "UNDER_REVIEW", "SUBMITTED", "TO_SIGN", "REPEATED", "REFUSED"])
  .meta({ id: "RowOutcome" });
export type RowOutcome = z.infer<typeof RowOutcome>;

export const outcomeTexts = {
  FILED: { zh: "已备案", en: "On record" },
  UNDER_REVIEW: { zh: "已受理，人工核验中", en: "Taken in; an officer checks it" },
  SUBMITTED: { zh: "已受理，待核验", en: "Taken in; its checks follow" },
  TO_SIGN: { zh: "已发送，待各方签署", en: "Sent to its parties for signature" },
  REPEATED: { zh: "此前已提交，未重复办理", en: "Sent before; nothing was done again" },
  REFUSED: {
    zh: "未受理，请修改后重新上传此行",
    en: "Not taken in; correct this row and send it again",
  },
} as const satisfies Record<RowOutcome, { zh: string; en: string }>;

/** What can be wrong with a cell or a row before any rule of filing is asked. */
export const rowFaultTexts = {
  required: { zh: "此项必填", en: "Must be filled in" },
  "bad-form": { zh: "格式不正确", en: "Not in the right form" },
  "bad-word": {
    zh: "不是可选的值，请参照模板的填写说明",
    en: "Not one of the words of the template",
  },
  "bad-date": { zh: "日期无效，请填写如 2026-03-01", en: "No such date; write 2026-03-01" },
  "bad-amount": {
    zh: "金额须大于 0，单位为元，最多两位小数",
    en: "An amount above 0 in yuan with at most two decimals",
  },
  "bad-number": { zh: "不是有效的数字", en: "Not a valid number" },
  "out-of-range": { zh: "超出允许的范围", en: "Beyond what is allowed" },
  "number-cell": {
    zh: "该列须设为文本格式后重新录入：数字格式会丢失证件号码等的末位",
    en: "Format the column as text and enter it again: as a number it loses digits",
  },
  "date-cell": { zh: "该列须为文本，不能是日期", en: "Must be text, not a date" },
  "formula-cell": { zh: "不接受公式，请粘贴为数值", en: "No formulas; paste the value" },
  "error-cell": { zh: "单元格有错误值", en: "The cell holds an error value" },
  "same-unit-in-file": {
    zh: "与本文件中另一行是同一房屋（房间）且租期重叠",
    en: "Another row of this file lets the same home at the same time",
  },
  "external-id-twice": {
    zh: "外部编号在本文件中重复且内容不同",
    en: "Another row of this file has this external id, with other content",
  },
  "external-id-reused": {
    zh: "该外部编号此前已用于另一份合同",
    en: "This external id was used before, for another lease",
  },
  "row-failed": {
    zh: "系统未能处理此行，请用同一外部编号重新上传",
    en: "The system could not take this row; send it again under the same external id",
  },
} as const;
export type RowFaultCode = keyof typeof rowFaultTexts | RuleCode;

const isRule = (code: string): code is RuleCode => Object.hasOwn(ruleTexts, code);
const isRowFault = (code: string): code is keyof typeof rowFaultTexts =>
  Object.hasOwn(rowFaultTexts, code);

/** The words of a fault of a cell or of a rule of the rulebook; undefined: another refusal. */
export const faultWords = (code: string): { zh: string; en: string } | undefined => {
  if (isRule(code)) return ruleTexts[code];
  return isRowFault(code) ? rowFaultTexts[code] : undefined;
};

/** One thing that is wrong with a row: in a file `column` is its header, of a lease its pointer. */
export const RowFault = z
  .strictObject({
    column: z.string().max(100).optional(),
    code: z.string().max(40).meta({ description: "Code of the rulebook (V01 …) or kind of fault" }),
    zh: z.string(),
    en: z.string(),
  })
  .meta({ id: "RowFault" });
export type RowFault = z.infer<typeof RowFault>;

/** A row is numbered as its table shows it, the header being 1; a lease by its place, from 1. */
export const BatchRow = z
  .strictObject({
    row: z.int().positive(),
    externalId: z.string().optional(),
    outcome: RowOutcome,
    zh: z.string(),
    en: z.string(),
    faults: z.array(RowFault).max(20).optional(),
    otherRow: z.int().positive().optional().meta({ description: "The row it collides with" }),
    notices: z.array(z.string()).optional().meta({ description: "Accepted, but told: V26, V22" }),
    filingId: FilingId.optional(),
  })
  .meta({ id: "BatchRow" });
export type BatchRow = z.infer<typeof BatchRow>;

const Count = z.int().min(0);
export const BatchCounts = z
  .strictObject({
    FILED: Count,
    UNDER_REVIEW: Count,
    SUBMITTED: Count,
    TO_SIGN: Count,
    REPEATED: Count,
    REFUSED: Count,
  })
  .meta({ id: "BatchCounts", description: "Rows by what became of them when they were taken" });
export type BatchCounts = z.infer<typeof BatchCounts>;

export const FilingBatch = z
  .strictObject({
    batchId: BatchId,
    state: BatchState,
    source: BatchSource,
    total: z.int().positive(),
    done: z.int().min(0),
    progress: z.int().min(0).max(100).meta({ description: "Per cent" }),
    counts: BatchCounts,
    firstErrors: z.array(RowFault.extend({ row: z.int().positive() })).max(20),
    createdAt: Instant,
    finishedAt: Instant.optional(),
  })
  .meta({ id: "FilingBatch", description: "How far a batch is" });
export type FilingBatch = z.infer<typeof FilingBatch>;
