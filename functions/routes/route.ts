import type * as z from "zod";
import type { Capability } from "../capabilities.ts";
import type { ProblemKind } from "../http/problem.ts";
import type { Role } from "../../shared/contract/ids.ts";

/** One folder of `functions/` is one Lambda. */
export const FUNCTION_NAMES = [
  "public",
  "identity",
  "filings",
  "filing-review",
  "applications",
  "application-review",
  "drafts",
  "eligibility",
  "programmes",
  "points",
  "schemes",
  "draws",
  "inspection",
  "leases",
  "units",
  "certificates",
  "imports",
  "agencies",
  "mandates",
  "counter",
  "waiting-lists",
  "subsidies",
] as const;
export type FunctionName = (typeof FUNCTION_NAMES)[number];

/**
 * Who may call: anyone; any signed-in person; a person who holds one of these roles; or, with
 * `client`, a machine of a partner agency that holds one. Machines call nothing else.
 */
export type Access =
  "anyone" | "person" | { readonly roles: readonly [Role, ...Role[]]; readonly client?: true };

/**
 * One row of the route table. API Gateway, OpenAPI, IAM, the local server and the rights test all
 * read it, and nothing else decides any of them.
 */
export type Route = {
  readonly operationId: string;
  readonly fn: FunctionName;
  readonly method: "GET" | "POST" | "PUT";
  /** API Gateway form: `/api/filings/{filingId}`. */
  readonly path: `/api/${string}`;
  readonly caller: Access;
  /** Becomes IAM, by partition prefix. */
  readonly may: readonly Capability[];
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** The most bytes a body may have; 1 MB when absent. */
  readonly mostBytes?: number;
  readonly answer: {
    readonly status: 200 | 201 | 202 | 303;
    readonly schema: z.ZodType;
    /** Of a document; absent: JSON. The schema says nothing of it then. */
    readonly type?:
      | "application/pdf"
      | "text/csv"
      | "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
  };
  /** The refusals of this route's own rules; those of its kind (400, 401, …) are added. */
  readonly problems: readonly ProblemKind[];
  /** Changes something: needs `Idempotency-Key`; its answer is kept and repeated. */
  readonly write?: true;
  readonly summary: { readonly zh: string; readonly en: string };
  /** Works against the demo data. `as` is a key of the demo people. */
  readonly example?: {
    readonly as?: string;
    readonly params?: Readonly<Record<string, string>>;
    readonly query?: Readonly<Record<string, string>>;
    readonly body?: unknown;
  };
};

/** Keeps the literal types of a row, so that an endpoint's input is typed by it. */
export const route = <const R extends Route>(row: R): R => row;

/** `"POST /api/filings"`: API Gateway's name of a route. */
export const routeKey = ({ method, path }: Pick<Route, "method" | "path">): string =>
  `${method} ${path}`;
