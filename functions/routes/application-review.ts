import * as z from "zod";
import { RecheckDecision } from "../../shared/contract/allotment.ts";
import {
  ApplicationState,
  FinalDecision,
  FirstReview,
  ManualFinding,
  Recommendation,
  ReviewNote,
} from "../../shared/contract/application.ts";
import { AcceptanceDecision } from "../../shared/contract/application-process.ts";
import {
  ApplicationId,
  Jurisdiction,
  PoolId,
  Receipt,
  SchemeId,
} from "../../shared/contract/ids.ts";
import { Problem } from "../../shared/contract/problem.ts";
import { CivilDate, Instant } from "../../shared/contract/values.ts";
import { REVIEW_STEPS } from "../../shared/store/applications.ts";
import type { Capability } from "../capabilities.ts";
import { Cursor, PageSize } from "../http/cursor.ts";
import { ApplicationProgress, ApplicationSummary } from "./applications.ts";
import { EXAMPLE } from "./examples.ts";
import { route } from "./route.ts";

const params = z.strictObject({ applicationId: ApplicationId });
const schemeParams = z.strictObject({ schemeId: SchemeId });
const limit = PageSize.optional();

/** Where a case stands after an officer's act. */
export const CaseStanding = z
  .strictObject({
    applicationId: ApplicationId,
    state: ApplicationState,
    dueOn: CivilDate.optional().meta({ description: "Last day of whoever is next" }),
    provisional: z.boolean().optional(),
  })
  .meta({ id: "CaseStanding" });

/** What became of each case of a batch: done, or refused as it would be alone. */
export const BatchOutcomes = z
  .strictObject({
    outcomes: z.array(
      z.union([
        z.strictObject({ applicationId: ApplicationId, state: ApplicationState }),
        z.strictObject({ applicationId: ApplicationId, problem: Problem }),
      ]),
    ),
  })
  .meta({ id: "BatchOutcomes", description: "One outcome for each case, in the order sent" });

/** Four writes a case and a few more make a transaction of at most 100. */
const MOST_CASES = 20;
/** Five writes an intent. */
const MOST_INTENTS = 19;

const distinct = (values: readonly string[]): boolean => new Set(values).size === values.length;
const cases = z
  .array(ApplicationId)
  .min(1)
  .max(MOST_CASES)
  .refine(distinct)
  .meta({ description: "At most 20, each once" });

const batch = <N extends z.ZodType>(id: string, note: N) =>
  z.strictObject({ applicationIds: cases, note }).meta({ id });

const READ = [
  "read-persons",
  "write-persons",
  "use-keyring",
  "read-applications",
  "read-policies",
] as const satisfies readonly Capability[];
const WRITE = [
  ...READ,
  "write-requests",
  "write-applications",
  "write-outbox",
] as const satisfies readonly Capability[];

/** The day's notice is published by the act that adds to it. */
const NOTICES = [
  "read-notices",
  "write-notices",
  "read-queues",
  "write-public-files",
] as const satisfies readonly Capability[];

const CLERK = { roles: ["clerk"] } as const;
const REVIEWER = { roles: ["reviewer"] } as const;
const APPROVER = { roles: ["approver"] } as const;
/** The city's officers are shown the refusals that are to be reconsidered, and nothing else. */
const OFFICE_AND_CITY = { roles: ["clerk", "reviewer", "approver", "city-officer"] } as const;
const RECHECKERS = { roles: ["reviewer", "approver", "city-officer"] } as const;

export const listApplicationReviews = route({
  operationId: "listApplicationReviews",
  fn: "application-review",
  method: "GET",
  path: "/api/office/applications",
  caller: OFFICE_AND_CITY,
  may: [...READ, "read-queues"],
  query: z.strictObject({
    step: z.enum(REVIEW_STEPS),
    jurisdiction: Jurisdiction.optional(),
    limit,
    cursor: Cursor.optional(),
  }),
  answer: {
    status: 200,
    schema: z
      .strictObject({ applications: z.array(ApplicationSummary), next: Cursor.optional() })
      .meta({ id: "ApplicationReviews" }),
  },
  problems: [],
  summary: { zh: "申请审核待办", en: "Applications waiting, the most urgent first" },
  example: { as: "clerk-fengze", query: { step: "accept" } },
});

export const getApplicationReview = route({
  operationId: "getApplicationReview",
  fn: "application-review",
  method: "GET",
  path: "/api/office/applications/{applicationId}",
  caller: OFFICE_AND_CITY,
  may: [...READ, "write-applications"],
  params,
  answer: { status: 200, schema: ApplicationProgress },
  problems: [],
  summary: { zh: "审核：查看申请", en: "An application in full; that it was read goes on record" },
  example: { as: "clerk-fengze", params: { applicationId: EXAMPLE.submitted } },
});

export const acceptApplication = route({
  operationId: "acceptApplication",
  fn: "application-review",
  method: "POST",
  path: "/api/office/applications/{applicationId}/accept",
  caller: CLERK,
  may: WRITE,
  params,
  body: AcceptanceDecision,
  answer: { status: 200, schema: CaseStanding },
  problems: ["out-of-step", "own-case", "own-entry", "gaps-listed-once"],
  write: true,
  summary: {
    zh: "街道受理，或一次性告知补正",
    en: "The street's clerk takes an application in, or lists all its gaps at once",
  },
  example: {
    as: "clerk-fengze",
    params: { applicationId: EXAMPLE.submitted },
    body: { decision: "ACCEPT" },
  },
});

export const acceptApplications = route({
  operationId: "acceptApplications",
  fn: "application-review",
  method: "POST",
  path: "/api/office/application-acceptances",
  caller: CLERK,
  may: WRITE,
  body: batch("AcceptanceBatch", ReviewNote.optional()),
  answer: { status: 200, schema: BatchOutcomes },
  problems: [],
  write: true,
  summary: { zh: "批量受理", en: "Takes up to 20 applications in" },
  example: { as: "clerk-fengze", body: { applicationIds: [EXAMPLE.submitted] } },
});

export const firstReviewApplication = route({
  operationId: "firstReviewApplication",
  fn: "application-review",
  method: "POST",
  path: "/api/office/applications/{applicationId}/first-review",
  caller: CLERK,
  may: WRITE,
  params,
  body: FirstReview,
  answer: { status: 200, schema: CaseStanding },
  problems: ["out-of-step", "own-case", "own-entry"],
  write: true,
  summary: {
    zh: "街道初审，随即部门联审",
    en: "First review; the agencies are asked at once",
  },
  example: {
    as: "clerk-fengze",
    params: { applicationId: EXAMPLE.accepted },
    body: { recommendation: "QUALIFIED", note: "材料齐全" },
  },
});

export const firstReviewApplications = route({
  operationId: "firstReviewApplications",
  fn: "application-review",
  method: "POST",
  path: "/api/office/application-first-reviews",
  caller: CLERK,
  may: WRITE,
  body: batch("FirstReviewBatch", ReviewNote),
  answer: { status: 200, schema: BatchOutcomes },
  problems: [],
  write: true,
  summary: {
    zh: "批量初审（认为符合）",
    en: "First review of up to 20 applications found qualified",
  },
  example: { as: "clerk-fengze", body: { applicationIds: [EXAMPLE.accepted], note: "材料齐全" } },
});

export const enterFinding = route({
  operationId: "enterFinding",
  fn: "application-review",
  method: "POST",
  path: "/api/office/applications/{applicationId}/findings",
  caller: REVIEWER,
  may: WRITE,
  params,
  body: ManualFinding,
  answer: { status: 200, schema: CaseStanding },
  problems: ["out-of-step", "own-case", "agency-not-asked", "agency-has-answered"],
  write: true,
  summary: {
    zh: "录入部门书面核查结果",
    en: "Enters what an agency that kept silent answered on paper",
  },
  example: {
    as: "reviewer-fengze",
    params: { applicationId: EXAMPLE.reviewed },
    body: { agency: "income", verdict: "agree", evidence: "收入核对函，2026 年 3 月 2 日" },
  },
});

export const recommendDecision = route({
  operationId: "recommendDecision",
  fn: "application-review",
  method: "POST",
  path: "/api/office/applications/{applicationId}/recommendation",
  caller: REVIEWER,
  may: WRITE,
  params,
  body: Recommendation,
  answer: { status: 200, schema: CaseStanding },
  problems: [
    ...(["out-of-step", "own-case", "own-entry", "needs-second-person"] as const),
    "conditions-not-met",
  ],
  write: true,
  summary: { zh: "复审提出意见", en: "The reviewer recommends" },
  example: {
    as: "reviewer-fengze",
    params: { applicationId: EXAMPLE.reviewed },
    body: { recommendation: "PUBLICISE", note: "符合条件" },
  },
});

export const recommendDecisions = route({
  operationId: "recommendDecisions",
  fn: "application-review",
  method: "POST",
  path: "/api/office/application-recommendations",
  caller: REVIEWER,
  may: WRITE,
  body: batch("RecommendationBatch", ReviewNote),
  answer: { status: 200, schema: BatchOutcomes },
  problems: [],
  write: true,
  summary: {
    zh: "批量提出公示意见",
    en: "Recommends up to 20 applications for publicity",
  },
  example: {
    as: "reviewer-fengze",
    body: { applicationIds: [EXAMPLE.reviewed], note: "符合条件" },
  },
});

export const decideApplication = route({
  operationId: "decideApplication",
  fn: "application-review",
  method: "POST",
  path: "/api/office/applications/{applicationId}/decision",
  caller: APPROVER,
  may: [...WRITE, ...NOTICES],
  params,
  body: FinalDecision,
  answer: { status: 200, schema: CaseStanding },
  problems: [
    "out-of-step",
    "own-case",
    "not-recommended-yet",
    "needs-second-person",
    "conditions-not-met",
  ],
  write: true,
  summary: {
    zh: "审批：公示或书面驳回",
    en: "Another person decides: publicity, or a reasoned refusal",
  },
  example: {
    as: "approver-fengze",
    params: { applicationId: EXAMPLE.recommended },
    body: { decision: "PUBLICISE" },
  },
});

export const decideApplications = route({
  operationId: "decideApplications",
  fn: "application-review",
  method: "POST",
  path: "/api/office/application-decisions",
  caller: APPROVER,
  may: [...WRITE, ...NOTICES],
  body: batch("DecisionBatch", ReviewNote.optional()),
  answer: { status: 200, schema: BatchOutcomes },
  problems: [],
  write: true,
  summary: { zh: "批量审批公示", en: "Decides on publicity for up to 20 applications" },
  example: { as: "approver-fengze", body: { applicationIds: [EXAMPLE.recommended] } },
});

export const recheckIntents = route({
  operationId: "recheckIntents",
  fn: "application-review",
  method: "POST",
  path: "/api/office/schemes/{schemeId}/rechecks",
  caller: RECHECKERS,
  may: [...WRITE, "read-schemes", "write-intents"],
  params: schemeParams,
  body: z
    .strictObject({ decisions: z.array(RecheckDecision).min(1).max(MOST_INTENTS) })
    .refine(({ decisions }) => distinct(decisions.map((one) => one.applicationId)), {
      path: ["decisions"],
    })
    .meta({ id: "RecheckBatch", description: "At most 19, each household once" }),
  answer: { status: 200, schema: BatchOutcomes },
  problems: [],
  write: true,
  summary: {
    zh: "意向复审；通过的列入名册",
    en: "Rechecks households of a scheme; who passes enters the roster",
  },
  example: {
    as: "reviewer-fengze",
    params: { schemeId: EXAMPLE.scheme },
    body: { decisions: [{ applicationId: EXAMPLE.reviewed, outcome: "QUALIFIED" }] },
  },
});

/** One household of a scheme, by numbers only. */
export const IntentLine = z
  .strictObject({
    applicationId: ApplicationId,
    state: z.enum(["REGISTERED", "PASSED", "FAILED", "REMOVED"]),
    pools: z.array(PoolId),
    householdSize: z.int().positive(),
    registeredAt: Instant,
    receipt: Receipt.optional(),
  })
  .meta({ id: "IntentLine", description: "No name, no number of a person" });

export const listIntents = route({
  operationId: "listIntents",
  fn: "application-review",
  method: "GET",
  path: "/api/office/schemes/{schemeId}/intents",
  caller: {
    roles: ["reviewer", "approver", "city-officer", "draw-officer", "notary", "discipline"],
  },
  may: [...READ, "read-schemes"],
  params: schemeParams,
  query: z.strictObject({ limit, cursor: Cursor.optional() }),
  answer: {
    status: 200,
    schema: z
      .strictObject({ intents: z.array(IntentLine), next: Cursor.optional() })
      .meta({ id: "IntentList" }),
  },
  problems: [],
  summary: { zh: "方案的意向登记", en: "Intents of a scheme, without names" },
  example: { as: "reviewer-fengze", params: { schemeId: EXAMPLE.scheme } },
});
