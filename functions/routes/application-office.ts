import * as z from "zod";
import {
  MeasureDecision,
  MeasureProposal,
  ObjectionAnswer,
  PublicityObjectionView,
  ReconsiderationAnswer,
} from "../../shared/contract/application-process.ts";
import { ReviewNote } from "../../shared/contract/application.ts";
import { ApplicationId, ObjectionId } from "../../shared/contract/ids.ts";
import type { Capability } from "../capabilities.ts";
import { CaseStanding } from "./application-review.ts";
import { EXAMPLE } from "./examples.ts";
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

const REVIEWER = { roles: ["reviewer"] } as const;
const APPROVER = { roles: ["approver"] } as const;
const DECIDERS = { roles: ["reviewer", "approver", "city-officer"] } as const;

const act = { fn: "application-review", method: "POST", params, write: true } as const;
const answer = { status: 200, schema: CaseStanding } as const;
const reviewed = { applicationId: EXAMPLE.reviewed } as const;

export const answerReconsideration = route({
  ...act,
  operationId: "answerReconsideration",
  path: "/api/office/applications/{applicationId}/reconsideration",
  caller: DECIDERS,
  may: WRITE,
  body: ReconsiderationAnswer,
  answer,
  problems: ["out-of-step", "own-case", "no-reconsideration-asked", "needs-other-officer"],
  summary: {
    zh: "复核答复（由未参与原决定的人员作出）",
    en: "Answer a reconsideration: by an officer who had no part in the refusal",
  },
  example: {
    as: "officer-city-1",
    params: reviewed,
    body: { outcome: "REOPEN", reason: "收入证明确有更正" },
  },
});

export const listPublicityObjections = route({
  operationId: "listPublicityObjections",
  fn: "application-review",
  method: "GET",
  path: "/api/office/applications/{applicationId}/objections",
  caller: DECIDERS,
  may: [...READ, "write-applications"],
  params,
  answer: {
    status: 200,
    schema: z
      .strictObject({ objections: z.array(PublicityObjectionView).max(300) })
      .meta({ id: "CasePublicityObjections" }),
  },
  problems: [],
  summary: { zh: "公示异议", en: "Objections to a household in publicity, without their authors" },
  example: { as: "reviewer-fengze", params: reviewed },
});

export const answerPublicityObjection = route({
  ...act,
  operationId: "answerPublicityObjection",
  path: "/api/office/applications/{applicationId}/objections/{objectionId}/decision",
  caller: APPROVER,
  may: [
    ...WRITE,
    ...(["read-notices", "write-notices", "read-queues", "write-public-files"] as const),
    "write-waitlists",
  ],
  params: z.strictObject({ applicationId: ApplicationId, objectionId: ObjectionId }),
  body: ObjectionAnswer,
  answer,
  problems: ["out-of-step", "own-case", "own-objection", "objection-answered"],
  summary: { zh: "答复公示异议（书面告知双方）", en: "Answer an objection in writing, to both" },
  example: {
    as: "approver-fengze",
    params: { ...reviewed, objectionId: EXAMPLE.objection },
    body: { outcome: "DISMISSED", reason: "经核实，该住房已于两年前出售" },
  },
});

export const passReview = route({
  ...act,
  operationId: "passReview",
  path: "/api/office/applications/{applicationId}/yearly-review",
  caller: REVIEWER,
  may: WRITE,
  body: z.strictObject({ note: ReviewNote }).meta({ id: "PassedReview" }),
  answer,
  problems: ["out-of-step", "own-case", "no-review-open", "conditions-not-met"],
  summary: {
    zh: "轮候复核通过",
    en: "End a waiting household's review: every condition is met, as the agencies say now",
  },
  example: { as: "reviewer-fengze", params: reviewed, body: { note: "各部门核查一致" } },
});

export const proposeMeasure = route({
  ...act,
  operationId: "proposeMeasure",
  path: "/api/office/applications/{applicationId}/measures",
  caller: REVIEWER,
  may: WRITE,
  body: MeasureProposal,
  answer,
  problems: ["out-of-step", "own-case", "measure-pending", "barred-places-wrong"],
  summary: {
    zh: "拟中止轮候、取消资格或限制申请",
    en: "Propose to suspend, cancel or bar; the household is told and may answer",
  },
  example: {
    as: "reviewer-fengze",
    params: reviewed,
    body: { measure: "BAR", reason: "提交的收入证明系伪造", barredPlaces: [0] },
  },
});

export const decideMeasure = route({
  ...act,
  operationId: "decideMeasure",
  path: "/api/office/applications/{applicationId}/measures/decision",
  caller: APPROVER,
  may: [...WRITE, "read-schemes", "write-intents"],
  body: MeasureDecision,
  answer,
  problems: [
    ...(["out-of-step", "own-case", "no-measure-pending"] as const),
    ...(["needs-second-person", "not-heard-yet"] as const),
  ],
  summary: { zh: "决定中止、取消或限制申请", en: "Another person decides a proposed measure" },
  example: {
    as: "approver-fengze",
    params: reviewed,
    body: { decision: "CONFIRM", reason: "经核查并听取陈述，情况属实" },
  },
});
