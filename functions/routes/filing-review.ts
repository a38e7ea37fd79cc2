import * as z from "zod";
import { Filing, FilingCheck, FilingDecision } from "../../shared/contract/filing.ts";
import { FilingId, Jurisdiction } from "../../shared/contract/ids.ts";
import { CivilDate, Instant } from "../../shared/contract/values.ts";
import type { Capability } from "../capabilities.ts";
import { Cursor } from "../http/cursor.ts";
import { FilingStanding } from "./filings.ts";
import { EXAMPLE } from "./examples.ts";
import { route } from "./route.ts";

const params = z.strictObject({ filingId: FilingId });
const officers = { roles: ["reviewer", "approver"] } as const;

/** A filing that waits for a reviewer. Says nothing of its people. */
export const FilingReviewSummary = z
  .strictObject({
    id: FilingId,
    jurisdiction: Jurisdiction,
    building: z.string(),
    submittedAt: Instant,
    dueOn: CivilDate,
    provisional: z.boolean(),
    because: z.array(FilingCheck).meta({ description: "The checks that did not agree" }),
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
    en: "Filings to review in the caller's district, most urgent first",
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
  problems: [],
  summary: { zh: "核验备案", en: "A filing in full; that it was read goes on record first" },
  example: { as: "reviewer-fengze", params: { filingId: EXAMPLE.toReview } },
});

export const decideFiling = route({
  operationId: "decideFiling",
  fn: "filing-review",
  method: "POST",
  path: "/api/office/filings/{filingId}/decision",
  caller: { roles: ["reviewer"] },
  may: MAY,
  params,
  body: FilingDecision,
  answer: { status: 200, schema: FilingStanding },
  problems: ["out-of-step", "own-case", "overlapping-filing"],
  write: true,
  summary: { zh: "作出备案决定", en: "File it, or refuse with reasons" },
  example: {
    as: "reviewer-fengze",
    params: { filingId: EXAMPLE.toReview },
    body: { decision: "FILE", note: "已核对房权证原件" },
  },
});
