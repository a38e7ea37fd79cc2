import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import type { Refusal } from "../../shared/domain/refusals.ts";
import { agencyProblems } from "./problems/agencies.ts";
import { applicationProcessProblems } from "./problems/application-process.ts";
import { applicationProblems } from "./problems/applications.ts";
import { batchProblems } from "./problems/batches.ts";
import { drawProblems } from "./problems/draws.ts";
import { edgeProblems } from "./problems/edge.ts";
import { filingChangeProblems } from "./problems/filing-changes.ts";
import { filingReviewProblems } from "./problems/filing-review.ts";
import { mandateProblems } from "./problems/mandates.ts";
import { filingProblems } from "./problems/filings.ts";
import { policyProblems } from "./problems/policies.ts";
import { schemeProblems } from "./problems/schemes.ts";
import { subsidyProblems } from "./problems/subsidies.ts";
import { waitingProblems } from "./problems/waiting.ts";

export type Language = "zh" | "en";

/** One row of the table of refusals. `code` is the rulebook's (V01 …). */
export type ProblemRow = {
  readonly status: number;
  readonly code?: string;
  readonly zh: string;
  readonly en: string;
};

/** Every refusal there is; a refusal of the domain without a row here does not compile. */
const problems = {
  ...edgeProblems,
  ...agencyProblems,
  ...applicationProblems,
  ...applicationProcessProblems,
  ...waitingProblems,
  ...subsidyProblems,
  ...drawProblems,
  ...schemeProblems,
  ...batchProblems,
  ...filingProblems,
  ...mandateProblems,
  ...filingChangeProblems,
  ...filingReviewProblems,
  ...policyProblems,
} as const satisfies Record<Refusal, ProblemRow>;

export type ProblemKind = keyof typeof problems;
export const problemKinds = Object.keys(problems) as ProblemKind[];
export const problemRow = (kind: ProblemKind): ProblemRow => problems[kind];

/** One bad member: where it is (RFC 6901 pointer; `/query/…`, `/path/…`, `/header/…` outside the body). */
export type FieldProblem = {
  readonly pointer: string;
  readonly code?: string;
  readonly zh: string;
  readonly en: string;
};

export type Reply = APIGatewayProxyStructuredResultV2;

export type ProblemFacts = {
  readonly language: Language;
  readonly errors?: readonly FieldProblem[];
  /** Facts the person needs to go on, never what they typed in. */
  readonly facts?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
};

/** A refusal as RFC 9457 problem+json, in the reader's language, with both titles. */
export function problem(
  kind: ProblemKind,
  { language, errors, facts, headers }: ProblemFacts,
): Reply {
  const { status, code, zh, en } = problemRow(kind);
  return {
    statusCode: status,
    headers: {
      "content-type": "application/problem+json",
      "content-language": language === "zh" ? "zh-Hans" : "en",
      "cache-control": "no-store",
      // Who is asked to come again is told when.
      ...(status === 503 && { "retry-after": "1" }),
      ...headers,
    },
    body: JSON.stringify({
      ...facts,
      type: `/problems/${kind}`,
      title: language === "zh" ? zh : en,
      titles: { zh, en },
      status,
      ...(code !== undefined && { code }),
      ...(errors && { errors }),
    }),
  };
}
