import { createHash } from "node:crypto";
import middy from "@middy/core";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import type * as z from "zod";
import { IdempotencyKey } from "../../shared/contract/ids.ts";
import { civilDay } from "../../shared/domain/calendar/instants.ts";
import { describeError, log } from "../../shared/platform/log.ts";
import { firstAnswer, type Answer, type RequestId } from "../../shared/store/requests.ts";
import { TableBusy } from "../../shared/store/transact.ts";
import type { Act } from "../../shared/store/audit.ts";
import type { Access, Route } from "../routes/route.ts";
import { withinDeadline } from "./deadline.ts";
import { isTransient } from "./transient.ts";
import { identify, type Caller } from "./caller.ts";
import { fieldProblems } from "./field-problems.ts";
import { IdentityProviderSilent } from "./identity-provider.ts";
import { parseJson } from "./json.ts";
import {
  problem,
  type FieldProblem,
  type Language,
  type ProblemKind,
  type Reply,
} from "./problem.ts";
import type { Services } from "./services.ts";

export type Event = APIGatewayProxyEventV2;

type Parsed<S> = S extends z.ZodType ? z.infer<S> : undefined;
type Defined<R extends Route, K extends "params" | "query" | "body"> =
  R extends Record<K, infer S> ? Parsed<S> : undefined;

/** What an endpoint is given: parsed, with the caller verified. */
export type Input<R extends Route = Route> = {
  readonly params: Defined<R, "params">;
  readonly query: Defined<R, "query">;
  readonly body: Defined<R, "body">;
  /** Instant of the request, ms since 1970. */
  readonly now: number;
  /** The same as ISO 8601 with milliseconds. */
  readonly at: string;
  /** Civil day in Asia/Shanghai. */
  readonly today: string;
  /** Present unless the route is for anyone. */
  readonly caller: R["caller"] extends "anyone" ? Caller | undefined : Caller;
  /** Present on writes: goes into the transaction as its idempotency record. */
  readonly request: R extends { write: true } ? RequestId : undefined;
  readonly language: Language;
  readonly event: Event;
  /** The audit entry of this request. */
  readonly act: (outcome: string, reason?: string) => Act;
  /** A refusal in the reader's language. */
  readonly refuse: (kind: ProblemKind, facts?: Readonly<Record<string, unknown>>) => Reply;
};

/** Said by an endpoint whose transaction found this request already answered. */
export const REPEATED = Symbol("repeated");
/** Said when the request's key made the same thing so long ago that its answer is not kept any more. */
export const SPENT = Symbol("spent");
export type Outcome = Reply | Answer | typeof REPEATED | typeof SPENT;

export type Endpoint = { readonly route: Route; readonly handle: (event: Event) => Promise<Reply> };

/** The reader's language: Chinese unless English is asked for first. */
export const languageOf = (event: Event): Language =>
  /^\s*en\b/i.test(event.headers["accept-language"] ?? "") ? "en" : "zh";

/**
 * One route's handler: identify, authorise, parse, run, answer. Rights come before validation and
 * validation before existence, so that a refusal tells nothing it need not.
 *
 * @param run - answers with `Answer` (what the idempotency record holds) on writes, a `Reply`
 *   otherwise or to refuse
 */
export function endpoint<const R extends Route>(
  route: R,
  services: Services,
  run: (input: Input<R>) => Promise<Outcome>,
): Endpoint {
  const handle = middy<Event, Reply>()
    .onError((request) => {
      request.response = asProblem(request.event, route, request.error);
    })
    .handler(async (event: Event) => {
      const language = languageOf(event);
      const refuse = (kind: ProblemKind, facts?: Readonly<Record<string, unknown>>) =>
        problem(kind, { language, ...(facts && { facts }) });

      const now = event.requestContext.timeEpoch;
      const caller = route.caller === "anyone" ? "nobody" : await identify(event, services);
      if (route.caller !== "anyone" && caller === "nobody")
        return problem("unauthenticated", { language, headers: { "www-authenticate": "Bearer" } });
      if (typeof caller === "string" && caller !== "nobody") return refuse(caller);
      const known = caller === "nobody" ? undefined : caller;
      if (known && !mayCall(route.caller, known)) return refuse("forbidden");

      const parsed = parse(route, event);
      if ("kind" in parsed)
        return problem(parsed.kind, { language, ...(parsed.errors && { errors: parsed.errors }) });

      const request =
        route.write && known ? await requestId(services, route, event, known) : undefined;
      if (request) {
        const before = await firstAnswer(services.table, request);
        if (before === "other-body") return refuse("key-reused");
        if (before) return answered(before);
      }

      const at = new Date(now).toISOString();
      const act = (outcome: string, reason?: string): Act => ({
        actor: known?.sub ?? "public",
        role: roleIn(route.caller, known),
        action: route.operationId,
        at,
        outcome,
        ...(reason !== undefined && { reason }),
      });
      const input = {
        ...parsed,
        now,
        at,
        today: civilDay(now),
        caller: known,
        request,
        language,
        event,
        act,
        refuse,
      };
      // The row's own types say what each of these is: parse() and identify() have just seen to it.
      const outcome = await run(input as unknown as Input<R>);
      if (typeof outcome !== "symbol" && !("statusCode" in outcome))
        return answered(outcome as Answer);
      // A twin of this request may have got in meanwhile: what refuses us then is its own effect.
      const first = request && (await firstAnswer(services.table, request));
      if (first === "other-body") return refuse("key-reused");
      if (first) return answered(first);
      if (outcome === SPENT) return refuse("key-spent");
      return outcome === REPEATED ? refuse("busy") : outcome;
    });
  return {
    route,
    handle: (event) =>
      withinDeadline(handle(event, {} as never), route.operationId, () =>
        problem("busy", { language: languageOf(event) }),
      ),
  };
}

/** A machine holds no case of its own, and no person stands in for an agency. */
const mayCall = (access: Access, caller: Caller): boolean =>
  typeof access === "string"
    ? caller.isClient !== true
    : access.client === caller.isClient && access.roles.some((role) => caller.roles.includes(role));

const roleIn = (access: Access, caller: Caller | undefined): string =>
  typeof access === "string"
    ? caller
      ? "party"
      : "public"
    : (access.roles.find((role) => caller?.roles.includes(role)) ?? "none");

type Unparsed = { kind: ProblemKind; errors?: readonly FieldProblem[] };

function parse(
  route: Route,
  event: Event,
): { params: unknown; query: unknown; body: unknown } | Unparsed {
  if (route.answer.status !== 303 && !takesJson(event.headers.accept))
    return { kind: "not-acceptable" };
  const errors: FieldProblem[] = [];
  const check = (schema: z.ZodType | undefined, value: unknown, base: "" | "/query" | "/path") => {
    const result = schema?.safeParse(value);
    if (result?.success === false) errors.push(...fieldProblems(result.error, base));
    return result?.data;
  };
  const params = check(route.params, event.pathParameters ?? {}, "/path");
  if (errors.length > 0) return { kind: "not-found" };
  const query = check(route.query, event.queryStringParameters ?? {}, "/query");
  if (!route.query)
    for (const name of Object.keys(event.queryStringParameters ?? {}))
      errors.push({
        pointer: `/query/${name.slice(0, 64)}`,
        zh: "没有这个参数",
        en: "No such parameter",
      });
  if (route.write && !IdempotencyKey.safeParse(event.headers["idempotency-key"]).success)
    errors.push({
      pointer: "/header/Idempotency-Key",
      zh: "请带 Idempotency-Key（16 至 64 个字母、数字、- 或 _）",
      en: "Send Idempotency-Key: 16 to 64 letters, digits, - or _",
    });

  let body: unknown;
  if (route.body) {
    const raw = rawBody(event);
    if (!/^application\/json\s*(;\s*charset=utf-8\s*)?$/i.test(event.headers["content-type"] ?? ""))
      return { kind: "unsupported-media-type" };
    if (raw.length > (route.mostBytes ?? MAX_BODY)) return { kind: "too-large" };
    const json = parseJson(raw);
    if ("malformed" in json) return { kind: "malformed-json" };
    if ("errors" in json) errors.push(...json.errors);
    else body = check(route.body, json.value, "");
  }
  return errors.length > 0 ? { kind: "invalid-request", errors } : { params, query, body };
}

/** Whether an Accept header leaves room for JSON, plain or as a problem (RFC 9110 12.5.1). */
const takesJson = (accept = "*/*"): boolean =>
  accept.trim() === "" ||
  accept
    .split(",")
    .some(
      (range) =>
        /^\s*(?:\*\/\*|application\/(?:\*|json|problem\+json))\s*(?:;|$)/i.test(range) &&
        !/;\s*q=0(?:\.0*)?\s*(?:;|$)/i.test(range),
    );

const MAX_BODY = 1_000_000;

const rawBody = (event: Event): Uint8Array =>
  Buffer.from(event.body ?? "", event.isBase64Encoded ? "base64" : "utf8");

/** The body's hash is keyed: it may hold an identity number. */
async function requestId(
  services: Services,
  route: Route,
  event: Event,
  caller: Caller,
): Promise<RequestId> {
  const vault = await services.vault();
  const bodyHash = vault.blindIndex(
    "request",
    event.rawPath,
    createHash("sha256").update(rawBody(event)).digest("hex"),
  );
  return {
    caller: caller.sub,
    operation: route.operationId,
    key: event.headers["idempotency-key"] ?? "",
    bodyHash,
  };
}

/** A JSON answer that nobody keeps. */
export const answered = ({ status, body, location }: Answer): Reply => ({
  statusCode: status,
  headers: {
    "content-type": "application/json; charset=utf-8",
    "cache-control": "no-store",
    ...(location !== undefined && { location }),
  },
  body: JSON.stringify(body ?? {}),
});

export const ok = (body: Readonly<Record<string, unknown>>): Reply =>
  answered({ status: 200, body });

function asProblem(event: Event, route: Route, error: unknown): Reply {
  const language = languageOf(event);
  const facts = { operation: route.operationId, requestId: event.requestContext.requestId };
  const headers = { "retry-after": "1" };
  if (error instanceof IdentityProviderSilent)
    return problem("identity-provider-silent", { language, headers });
  if (error instanceof TableBusy || isTransient(error)) {
    log("warn", "busy", { ...facts, ...describeError(error) });
    return problem("busy", { language, headers });
  }
  log("error", "unexpected", { ...facts, ...describeError(error) });
  return problem("internal", { language, facts: { reference: event.requestContext.requestId } });
}
