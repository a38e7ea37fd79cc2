import * as z from "zod";
import { ApplicationState } from "../../shared/contract/application.ts";
import {
  Grounds,
  HouseholdChange,
  PublicityObjection,
  PublicityObjectionView,
  Resubmission,
  ReviewAnswer,
  Statement,
  WrittenDecision,
} from "../../shared/contract/application-process.ts";
import { ApplicationId, ObjectionId } from "../../shared/contract/ids.ts";
import { CivilDate, Instant } from "../../shared/contract/values.ts";
import type { Capability } from "../capabilities.ts";
import { EXAMPLE, EXAMPLE_DIGEST, EXAMPLE_FORM } from "./examples.ts";
import { route } from "./route.ts";

const params = z.strictObject({ applicationId: ApplicationId });

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

const act = { fn: "applications", method: "POST", caller: "person", write: true } as const;
const own = { as: "tenant-chen", params: { applicationId: EXAMPLE.submitted } } as const;

/** Where one's case stands after one's act. */
export const OwnStanding = z
  .strictObject({
    applicationId: ApplicationId,
    state: ApplicationState,
    dueOn: CivilDate.optional().meta({ description: "Last day for the answer" }),
    provisional: z.boolean().optional(),
    late: z
      .boolean()
      .optional()
      .meta({ description: "Reported after its days; taken all the same" }),
  })
  .meta({ id: "OwnCaseStanding" });
const answer = { status: 200, schema: OwnStanding } as const;

export const resubmitApplication = route({
  ...act,
  operationId: "resubmitApplication",
  path: "/api/applications/{applicationId}/resubmission",
  may: WRITE,
  params,
  body: Resubmission,
  answer,
  problems: [
    ...(["out-of-step", "correction-over", "household-fixed"] as const),
    ...(["consent-missing", "applicant-not-caller"] as const),
  ],
  summary: { zh: "补正后重新提交申请", en: "Send the form again, its gaps made good" },
  example: { ...own, body: { form: EXAMPLE_FORM, explanation: "已补充收入证明" } },
});

export const withdrawApplication = route({
  ...act,
  operationId: "withdrawApplication",
  path: "/api/applications/{applicationId}/withdrawal",
  may: [...WRITE, "read-schemes", "write-intents"],
  params,
  body: z.strictObject({}),
  answer,
  problems: ["out-of-step"],
  summary: { zh: "撤回申请", en: "Take one's application back" },
  example: { as: "tenant-zheng", params: { applicationId: EXAMPLE.accepted }, body: {} },
});

export const askReconsideration = route({
  ...act,
  operationId: "askReconsideration",
  path: "/api/applications/{applicationId}/reconsideration",
  may: WRITE,
  params,
  body: Grounds,
  answer,
  problems: [
    ...(["out-of-step", "reconsideration-over", "reconsidered-once"] as const),
    "member-already-applied",
  ],
  summary: { zh: "申请复核", en: "Ask for a refusal to be looked at again by another officer" },
  example: { ...own, body: { grounds: "收入证明有误，附更正后的证明，请予复核" } },
});

export const reportHouseholdChange = route({
  ...act,
  operationId: "reportHouseholdChange",
  path: "/api/applications/{applicationId}/changes",
  may: WRITE,
  params,
  body: HouseholdChange,
  answer,
  problems: [
    ...(["out-of-step", "event-not-past", "change-does-not-fit", "not-a-member"] as const),
    ...(["birth-date-not-past", "co-applicant-minor", "member-already-applied"] as const),
    ...(["barred", "household-too-large", "not-the-applicant"] as const),
    "successor-not-co-applicant",
  ],
  summary: {
    zh: "申报家庭变动（出生、死亡、结婚、离婚、分户、收入资产变动）",
    en: "Report a change in one's household; everyone's lock moves with it",
  },
  example: {
    ...own,
    body: {
      ...{ kind: "MEANS", occurredOn: "2026-03-01", joining: [], leaving: [], declaration: true },
      means: { incomeFenPerYear: 3_000_000, assetsFen: 10_000_000, ownedHomes: [] },
      evidence: [{ what: "收入证明", digest: EXAMPLE_DIGEST }],
    },
  },
});

export const answerReview = route({
  ...act,
  operationId: "answerReview",
  path: "/api/applications/{applicationId}/yearly-review",
  may: WRITE,
  params,
  body: ReviewAnswer,
  answer,
  problems: ["out-of-step", "no-review-open", "review-answered"],
  summary: { zh: "年度复核申报", en: "Answer the yearly review of the waiting list" },
  example: { ...own, body: { answer: "UNCHANGED", declaration: true } },
});

export const stateCase = route({
  ...act,
  operationId: "stateCase",
  path: "/api/applications/{applicationId}/statement",
  may: WRITE,
  params,
  body: Statement,
  answer,
  problems: ["no-measure-pending", "statement-over", "case-stated"],
  summary: { zh: "陈述申辩", en: "Be heard before a measure is decided" },
  example: { ...own, body: { statement: "住房已于 2026 年 1 月出售，附登记证明" } },
});

export const getWrittenDecisions = route({
  operationId: "getWrittenDecisions",
  fn: "applications",
  method: "GET",
  path: "/api/applications/{applicationId}/written-decisions",
  caller: "person",
  may: READ,
  params,
  answer: {
    status: 200,
    schema: z
      .strictObject({ documents: z.array(WrittenDecision).max(100) })
      .meta({ id: "WrittenDecisions" }),
  },
  problems: [],
  summary: { zh: "书面决定", en: "The decisions on one's application in writing" },
  example: own,
});

export const objectToPublicity = route({
  ...act,
  operationId: "objectToPublicity",
  path: "/api/publicity-objections",
  may: [...WRITE, "read-notices"],
  body: PublicityObjection,
  answer: {
    status: 201,
    schema: z
      .strictObject({
        objectionId: ObjectionId,
        at: Instant,
        answerBy: CivilDate,
        provisional: z.boolean(),
      })
      .meta({ id: "PublicityObjectionReceipt" }),
  },
  problems: ["not-found", "publicity-objection-closed", "own-household"],
  summary: {
    zh: "对公示名单实名提出异议",
    en: "Object to a line of a published list by one's real name, hidden from the household",
  },
  example: {
    as: "tenant-huang",
    body: {
      ...{ docNo: "350503-20260304", receiptNo: "0123456789AB", ground: "HOUSING" },
      statement: "该家庭在丰泽区另有住房，请予核实",
    },
  },
});

export const listOwnPublicityObjections = route({
  operationId: "listOwnPublicityObjections",
  fn: "applications",
  method: "GET",
  path: "/api/publicity-objections",
  caller: "person",
  may: READ,
  answer: {
    status: 200,
    schema: z
      .strictObject({ objections: z.array(PublicityObjectionView).max(100) })
      .meta({ id: "OwnPublicityObjections" }),
  },
  problems: [],
  summary: { zh: "我提出的公示异议", en: "One's own objections to published lists" },
  example: { as: "tenant-huang" },
});
