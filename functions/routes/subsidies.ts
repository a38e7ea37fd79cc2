import * as z from "zod";
import { ApplicationId, Jurisdiction } from "../../shared/contract/ids.ts";
import {
  Month,
  OwnSubsidy,
  PayeeAccount,
  SubsidyLine,
  SubsidyReason,
  SubsidyRun,
  SubsidyRunId,
  SubsidyRunState,
} from "../../shared/contract/subsidy.ts";
import { CivilDate } from "../../shared/contract/values.ts";
import type { Capability } from "../capabilities.ts";
import { Cursor, PageSize } from "../http/cursor.ts";
import { EXAMPLE } from "./examples.ts";
import { route } from "./route.ts";

const READ = [
  "read-persons",
  "write-persons",
  "use-keyring",
  "read-applications",
  "read-filings",
  "read-policies",
  "read-subsidies",
] as const satisfies readonly Capability[];
const WRITE = [
  ...READ,
  "write-requests",
  "write-subsidies",
  "write-outbox",
] as const satisfies readonly Capability[];
/** What a run does at once: its public list, its payment file. */
const RUN = [
  ...WRITE,
  "hold-applications",
  "write-public-files",
  "write-sealed-files",
] as const satisfies readonly Capability[];

/** A run's number; a fresh installation has none of this number. */
const EXAMPLE_RUN = "S0000000000000000EXMP";

const ofApplication = z.strictObject({ applicationId: ApplicationId });
const ofRun = z.strictObject({ runId: SubsidyRunId });
const ofLine = z.strictObject({ runId: SubsidyRunId, applicationId: ApplicationId });

/** What an act did to a run. */
const RunStanding = z
  .strictObject({ runId: SubsidyRunId, state: SubsidyRunState })
  .meta({ id: "SubsidyRunStanding" });

export const setPayeeAccount = route({
  operationId: "setPayeeAccount",
  fn: "subsidies",
  method: "POST",
  path: "/api/applications/{applicationId}/payee-account",
  caller: "person",
  may: WRITE,
  params: ofApplication,
  body: PayeeAccount,
  answer: {
    status: 200,
    schema: z
      .strictObject({ applicationId: ApplicationId, enrolledOn: CivilDate })
      .meta({ id: "PayeeStanding" }),
  },
  problems: ["subsidy-not-wanted", "subsidy-not-open", "account-not-own"],
  write: true,
  summary: {
    zh: "登记租赁补贴收款账户（须为申请人本人账户）",
    en: "The account for the rent subsidy: the applicant's own",
  },
  example: {
    as: "tenant-chen",
    params: { applicationId: EXAMPLE.submitted },
    body: { accountName: "陈思远", bank: "泉州示例银行丰泽支行", accountNo: "6200000000000000000" },
  },
});

export const getMySubsidy = route({
  operationId: "getMySubsidy",
  fn: "subsidies",
  method: "GET",
  path: "/api/applications/{applicationId}/subsidy",
  caller: "person",
  may: READ,
  params: ofApplication,
  answer: { status: 200, schema: OwnSubsidy },
  problems: ["subsidy-not-open"],
  summary: {
    zh: "我的租赁补贴：条件、发放明细、不发原因",
    en: "One's rent subsidy: conditions, payments, reasons",
  },
  example: { as: "tenant-chen", params: { applicationId: EXAMPLE.submitted } },
});

export const startSubsidyRun = route({
  operationId: "startSubsidyRun",
  fn: "subsidies",
  method: "POST",
  path: "/api/office/subsidy-runs",
  caller: { roles: ["reviewer"] },
  may: RUN,
  body: z.strictObject({ jurisdiction: Jurisdiction, month: Month }).meta({ id: "SubsidyRunPlan" }),
  answer: { status: 201, schema: RunStanding },
  problems: ["month-not-begun", "subsidy-not-open", "subsidy-run-under-way"],
  write: true,
  summary: {
    zh: "编制当月租赁补贴发放清单并公示",
    en: "Make the month's list of rent subsidies and put it in publicity",
  },
  example: { as: "reviewer-fengze", body: { jurisdiction: "350503", month: "2026-01" } },
});

export const listSubsidyRuns = route({
  operationId: "listSubsidyRuns",
  fn: "subsidies",
  method: "GET",
  path: "/api/office/subsidy-runs",
  caller: { roles: ["reviewer", "approver", "city-officer", "discipline", "auditor"] },
  may: READ,
  query: z.strictObject({ jurisdiction: Jurisdiction.optional(), cursor: Cursor.optional() }),
  answer: {
    status: 200,
    schema: z
      .strictObject({ runs: z.array(SubsidyRun).max(50), next: z.string().optional() })
      .meta({ id: "SubsidyRuns" }),
  },
  problems: [],
  summary: { zh: "租赁补贴各期清单", en: "Runs of rent subsidies, the latest month first" },
  example: { as: "reviewer-fengze" },
});

export const getSubsidyRun = route({
  operationId: "getSubsidyRun",
  fn: "subsidies",
  method: "GET",
  path: "/api/office/subsidy-runs/{runId}",
  caller: { roles: ["reviewer", "approver", "city-officer", "discipline", "auditor"] },
  may: READ,
  params: ofRun,
  query: z.strictObject({ cursor: Cursor.optional(), limit: PageSize.optional() }),
  answer: {
    status: 200,
    schema: SubsidyRun.extend({
      lines: z.array(SubsidyLine).max(100),
      next: z.string().optional(),
    }).meta({ id: "SubsidyRunWithLines" }),
  },
  problems: [],
  summary: { zh: "一期租赁补贴及各户明细", en: "A run of rent subsidies with its households" },
  example: { as: "reviewer-fengze", params: { runId: EXAMPLE_RUN } },
});

export const strikeSubsidyLine = route({
  operationId: "strikeSubsidyLine",
  fn: "subsidies",
  method: "POST",
  path: "/api/office/subsidy-runs/{runId}/lines/{applicationId}/strike",
  caller: { roles: ["reviewer", "approver"] },
  may: RUN,
  params: ofLine,
  body: SubsidyReason,
  answer: { status: 200, schema: RunStanding },
  problems: ["out-of-step", "own-case", "line-out-of-step"],
  write: true,
  summary: {
    zh: "公示期内核减一户（异议成立）",
    en: "Strike a household off while the list is public",
  },
  example: {
    as: "reviewer-fengze",
    params: { runId: EXAMPLE_RUN, applicationId: EXAMPLE.submitted },
    body: { reason: "经核实，该户已不在该住房居住" },
  },
});

export const releaseSubsidyRun = route({
  operationId: "releaseSubsidyRun",
  fn: "subsidies",
  method: "POST",
  path: "/api/office/subsidy-runs/{runId}/release",
  caller: { roles: ["approver"] },
  may: RUN,
  params: ofRun,
  answer: { status: 200, schema: RunStanding },
  problems: ["out-of-step", "needs-second-person", "own-case", "subsidy-publicity-not-over"],
  write: true,
  summary: {
    zh: "公示期满，由另一人核准发放",
    en: "Another officer releases the payments after the publicity",
  },
  example: { as: "approver-fengze", params: { runId: EXAMPLE_RUN } },
});

export const cancelSubsidyRun = route({
  operationId: "cancelSubsidyRun",
  fn: "subsidies",
  method: "POST",
  path: "/api/office/subsidy-runs/{runId}/cancel",
  caller: { roles: ["reviewer", "approver"] },
  may: RUN,
  params: ofRun,
  body: SubsidyReason,
  answer: { status: 200, schema: RunStanding },
  problems: ["out-of-step"],
  write: true,
  summary: { zh: "撤销尚未发放的清单", en: "Cancel a run before anything is paid" },
  example: {
    as: "reviewer-fengze",
    params: { runId: EXAMPLE_RUN },
    body: { reason: "清单编制月份有误" },
  },
});

export const getPaymentFile = route({
  operationId: "getPaymentFile",
  fn: "subsidies",
  method: "GET",
  path: "/api/office/subsidy-runs/{runId}/payment-file",
  caller: { roles: ["approver", "city-officer"] },
  may: [...READ, "write-subsidies", "read-sealed-files"],
  params: ofRun,
  answer: { status: 200, schema: z.string(), type: "text/csv" },
  problems: ["out-of-step"],
  summary: {
    zh: "下载银行代发文件（留痕）",
    en: "The bank's payment file; that it was read is on record first",
  },
  example: { as: "approver-fengze", params: { runId: EXAMPLE_RUN } },
});

export const returnSubsidy = route({
  operationId: "returnSubsidy",
  fn: "subsidies",
  method: "POST",
  path: "/api/office/subsidy-runs/{runId}/lines/{applicationId}/return",
  caller: { roles: ["approver", "city-officer"] },
  may: WRITE,
  params: ofLine,
  body: SubsidyReason,
  answer: { status: 200, schema: RunStanding },
  problems: ["out-of-step", "own-case", "line-out-of-step"],
  write: true,
  summary: {
    zh: "登记银行退回，下期补发",
    en: "The bank sent it back: the next run pays it again",
  },
  example: {
    as: "approver-fengze",
    params: { runId: EXAMPLE_RUN, applicationId: EXAMPLE.submitted },
    body: { reason: "账户已注销" },
  },
});
