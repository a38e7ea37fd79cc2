import * as z from "zod";
import { Filing, FilingCheck, FilingDecision } from "../../shared/contract/filing.ts";
import {
  Claim,
  ObjectionDecision,
  OfficerSub,
  RevocationDecision,
  RevocationProposal,
} from "../../shared/contract/filing-review.ts";
import { FilingId, Jurisdiction, ObjectionId } from "../../shared/contract/ids.ts";
import { CivilDate, Instant } from "../../shared/contract/values.ts";
import type { Capability } from "../capabilities.ts";
import { Cursor } from "../http/cursor.ts";
import { FilingStanding } from "./filings.ts";
import { EXAMPLE } from "./examples.ts";
import { route } from "./route.ts";

const params = z.strictObject({ filingId: FilingId });
const officers = { roles: ["reviewer", "approver"] } as const;
const reviewers = { roles: ["reviewer"] } as const;
const approvers = { roles: ["approver"] } as const;

/** A filing in which something waits for an officer. Says nothing of its people. */
export const FilingReviewSummary = z
  .strictObject({
    id: FilingId,
    jurisdiction: Jurisdiction,
    building: z.string(),
    waitsFor: z
      .enum(["FILING", "CHANGE", "OBJECTION", "REVOCATION"])
      .meta({ description: "The most urgent thing to decide" }),
    submittedAt: Instant,
    dueOn: CivilDate.meta({ description: "Last day for it" }),
    workingDaysLeft: z.int().meta({
      description: "After today up to that day; 0 on the day itself, negative when over",
    }),
    overdue: z.boolean(),
    provisional: z.boolean(),
    because: z.array(FilingCheck).meta({ description: "The checks that did not agree" }),
    claim: Claim.optional().meta({ description: "Who has taken it; absent: anybody's" }),
  })
  .meta({ id: "FilingReviewSummary" });

const MAY: readonly Capability[] = [
  "read-persons",
  "write-persons",
  "use-keyring",
  "write-requests",
  "read-queues",
  "read-filings",
  "write-filings",
  "write-certificates",
  "write-outbox",
  "write-views",
];

export const listFilingReviews = route({
  operationId: "listFilingReviews",
  fn: "filing-review",
  method: "GET",
  path: "/api/office/filings",
  caller: officers,
  may: MAY,
  query: z.strictObject({ cursor: Cursor.optional() }),
  answer: {
    status: 200,
    schema: z.strictObject({ filings: z.array(FilingReviewSummary), next: Cursor.optional() }),
  },
  problems: [],
  summary: {
    zh: "待核验备案",
    en: "What waits in the caller's district, by time left, what is overdue first",
  },
  example: { as: "reviewer-fengze" },
});

export const getFilingReview = route({
  operationId: "getFilingReview",
  fn: "filing-review",
  method: "GET",
  path: "/api/office/filings/{filingId}",
  caller: officers,
  may: MAY,
  params,
  answer: { status: 200, schema: Filing },
  problems: ["own-case"],
  summary: { zh: "核验备案", en: "A filing in full; that it was read goes on record first" },
  example: { as: "reviewer-fengze", params: { filingId: EXAMPLE.toReview } },
});

const act = { fn: "filing-review", method: "POST", may: MAY, params, write: true } as const;

export const decideFiling = route({
  ...act,
  operationId: "decideFiling",
  path: "/api/office/filings/{filingId}/decision",
  caller: reviewers,
  body: FilingDecision,
  answer: { status: 200, schema: FilingStanding },
  problems: [
    "out-of-step",
    "own-case",
    "claimed-by-other",
    "no-such-field",
    "gap-too-late",
    "overlapping-filing",
    "unit-blocked",
    "head-lease-not-found",
    "sublease-outside-head",
    "sublease-outlasts-head",
  ],
  summary: {
    zh: "作出备案决定",
    en: "File it, ask for correction with one full list, or refuse with reasons",
  },
  example: {
    as: "reviewer-fengze",
    params: { filingId: EXAMPLE.toReview },
    body: { decision: "FILE", note: "已核对房权证原件" },
  },
});

const Claimed = z
  .strictObject({ id: FilingId, version: z.int().positive(), claim: Claim.optional() })
  .meta({ id: "FilingClaimed" });

export const claimFiling = route({
  ...act,
  operationId: "claimFiling",
  path: "/api/office/filings/{filingId}/claim",
  caller: officers,
  body: z.strictObject({}),
  answer: { status: 200, schema: Claimed },
  problems: ["own-case", "claimed-by-other", "nothing-to-review"],
  summary: { zh: "领办", en: "Take a case: for one working day nobody else decides it" },
  example: { as: "reviewer-fengze", params: { filingId: EXAMPLE.toReview }, body: {} },
});

export const releaseFiling = route({
  ...act,
  operationId: "releaseFiling",
  path: "/api/office/filings/{filingId}/release",
  caller: officers,
  body: z.strictObject({}),
  answer: { status: 200, schema: Claimed },
  problems: ["claimed-by-other", "not-claimed"],
  summary: { zh: "退回待办", en: "Give a case back" },
  example: { as: "reviewer-fengze", params: { filingId: EXAMPLE.toReview }, body: {} },
});

export const assignFiling = route({
  ...act,
  operationId: "assignFiling",
  path: "/api/office/filings/{filingId}/assignee",
  caller: approvers,
  body: z.strictObject({ officer: OfficerSub }).meta({ id: "AssignFiling" }),
  answer: { status: 200, schema: Claimed },
  problems: ["own-case", "nothing-to-review", "no-such-officer"],
  summary: { zh: "改派", en: "Give a case to a reviewer of the district, whoever has it" },
  example: {
    as: "approver-fengze",
    params: { filingId: EXAMPLE.toReview },
    body: { officer: "uacc72161f4b9dd5" },
  },
});

export const proposeRevocation = route({
  ...act,
  operationId: "proposeRevocation",
  path: "/api/office/filings/{filingId}/revocation",
  caller: reviewers,
  body: RevocationProposal,
  answer: { status: 201, schema: FilingStanding },
  problems: ["out-of-step", "own-case", "claimed-by-other", "revocation-pending"],
  summary: { zh: "提议撤销备案", en: "Propose to revoke; the parties are told and heard" },
  example: {
    as: "reviewer-fengze",
    params: { filingId: EXAMPLE.toReview },
    body: { reasonCode: "ERROR", reason: "权属材料核对有误" },
  },
});

export const decideRevocation = route({
  ...act,
  operationId: "decideRevocation",
  path: "/api/office/filings/{filingId}/revocation/decision",
  caller: approvers,
  body: RevocationDecision,
  answer: { status: 200, schema: FilingStanding },
  problems: [
    "out-of-step",
    "own-case",
    "no-revocation-pending",
    "needs-second-person",
    "hearing-open",
  ],
  summary: { zh: "决定是否撤销", en: "Revoke or not; another person than who proposed it" },
  example: {
    as: "approver-fengze",
    params: { filingId: EXAMPLE.toReview },
    body: { decision: "DISMISS", reason: "材料属实，备案有效" },
  },
});

export const decideFilingObjection = route({
  ...act,
  operationId: "decideFilingObjection",
  path: "/api/office/filings/{filingId}/objections/{objectionId}/decision",
  caller: reviewers,
  params: z.strictObject({ filingId: FilingId, objectionId: ObjectionId }),
  body: ObjectionDecision,
  answer: { status: 200, schema: FilingStanding },
  problems: ["out-of-step", "own-case", "claimed-by-other", "no-such-field"],
  summary: {
    zh: "答复备案异议",
    en: "Dismiss with reasons, or uphold: a correction or a revocation is opened",
  },
  example: {
    as: "reviewer-fengze",
    params: { filingId: EXAMPLE.toReview, objectionId: EXAMPLE.objection },
    body: { decision: "DISMISSED", reason: "合同由双方签署，异议不成立" },
  },
});
