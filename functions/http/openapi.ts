import * as z from "zod";
import type { Route } from "../routes/route.ts";
import { problemRow, type ProblemKind } from "./problem.ts";

type Json = Record<string, unknown>;

/** OpenAPI 3.1 of the route table: shapes from zod, refusals from the table of problems. */
export function openapi(routes: readonly Route[], version: string): Json {
  const components = new Map<string, Json>();
  const shape = (schema: z.ZodType, io: "input" | "output"): Json =>
    shapeOf(schema, io, components);
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    const path = (paths[route.path] ??= {});
    path[route.method.toLowerCase()] = operation(route, shape);
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Quanju 泉居",
      version,
      description: "Lease filing and provable allocation of affordable homes, city of Quanzhou.",
      license: { name: "MulanPSL-2.0", identifier: "MulanPSL-2.0" },
    },
    servers: [{ url: "/" }],
    tags: [...new Set(routes.map(({ fn }) => fn))].map((name) => ({ name })),
    paths,
    components: {
      schemas: {
        Problem: PROBLEM,
        ...Object.fromEntries([...components].sort(([a], [b]) => (a < b ? -1 : 1))),
      },
      securitySchemes: {
        bearer: { type: "http", scheme: "bearer", bearerFormat: "JWT" },
        session: { type: "apiKey", in: "cookie", name: "__Host-quanju" },
        client: {
          type: "http",
          scheme: "bearer",
          bearerFormat: "JWT",
          description: "Of a partner agency's machine: OAuth 2.0 client credentials",
        },
      },
    },
  };
}

/** JSON Schema of a zod schema; parts with an id become components, once each. */
function shapeOf(schema: z.ZodType, io: "input" | "output", components: Map<string, Json>): Json {
  const {
    $schema: _schema,
    $defs,
    ...root
  } = z.toJSONSchema(schema, {
    io,
    unrepresentable: "any",
    reused: "inline",
  }) as Json & { $defs?: Record<string, Json> };
  const moved = (value: Json): Json =>
    JSON.parse(JSON.stringify(value).replaceAll('"#/$defs/', '"#/components/schemas/')) as Json;
  for (const [id, definition] of Object.entries($defs ?? {}))
    components.set(id, withoutId(moved(definition)));
  const id = root.id;
  if (typeof id !== "string") return moved(root);
  components.set(id, withoutId(moved(root)));
  return { $ref: `#/components/schemas/${id}` };
}

const withoutId = ({ id: _id, ...rest }: Json): Json => rest;

const isForClients = ({ caller }: Route): boolean =>
  typeof caller !== "string" && caller.client === true;

type Shape = (schema: z.ZodType, io: "input" | "output") => Json;

function operation(route: Route, shape: Shape): Json {
  const { answer, example, body } = route;
  return {
    operationId: route.operationId,
    tags: [route.fn],
    summary: `${route.summary.zh} · ${route.summary.en}`,
    ...(route.caller === "anyone"
      ? { security: [] }
      : {
          security: isForClients(route) ? [{ client: [] }] : [{ bearer: [] }, { session: [] }],
          "x-callers": typeof route.caller === "string" ? ["person"] : route.caller.roles,
        }),
    ...(example?.as !== undefined && { "x-example-caller": example.as }),
    parameters: parameters(route, shape),
    ...(body && {
      requestBody: {
        required: true,
        content: {
          "application/json": {
            schema: shape(body, "input"),
            ...(example?.body !== undefined && { example: example.body }),
          },
        },
      },
    }),
    responses: {
      [answer.status]: {
        description: route.summary.en,
        ...(answer.status !== 303 && {
          content:
            answer.type === undefined
              ? { "application/json": { schema: shape(answer.schema, "output") } }
              : { [answer.type]: {} },
        }),
      },
      ...refusals(route),
    },
  };
}

function parameters(route: Route, shape: Shape): Json[] {
  const from = (
    schema: z.ZodObject | undefined,
    place: "path" | "query",
    examples: Readonly<Record<string, string>> = {},
  ) =>
    Object.entries(schema?.shape ?? {}).map(([name, type]) => ({
      name,
      in: place,
      required: place === "path" || !(type as z.ZodType).safeParse(undefined).success,
      schema: shape(type as z.ZodType, "input"),
      ...(examples[name] !== undefined && { example: examples[name] }),
    }));
  const key = {
    name: "Idempotency-Key",
    in: "header",
    required: true,
    description: "Send again with the same key: one effect, the same answer",
    schema: { type: "string", pattern: "^[A-Za-z0-9_-]{16,64}$" },
    example: "example-key-00000001",
  };
  return [
    ...from(route.params, "path", route.example?.params),
    ...from(route.query, "query", route.example?.query),
    ...(route.write ? [key] : []),
  ];
}

/** The refusals every route of its kind has. */
export function problemsOf(route: Route): ProblemKind[] {
  const common: ProblemKind[] = ["internal", "busy", "invalid-request"];
  if (route.caller !== "anyone")
    common.push(
      "unauthenticated",
      "forbidden",
      "disabled",
      "two-credentials",
      "identity-provider-silent",
    );
  if (route.caller !== "anyone" && route.method !== "GET") common.push("foreign-origin");
  if (route.answer.status !== 303) common.push("not-acceptable");
  if (route.params) common.push("not-found");
  if (route.body) common.push("malformed-json", "unsupported-media-type", "too-large");
  if (route.write) common.push("key-reused", "key-spent");
  return [...new Set([...common, ...route.problems])];
}

function refusals(route: Route): Json {
  const byStatus = new Map<number, ProblemKind[]>();
  for (const kind of problemsOf(route)) {
    const { status } = problemRow(kind);
    byStatus.set(status, [...(byStatus.get(status) ?? []), kind]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, kinds]) => [
      status,
      {
        description: kinds.map((kind) => problemRow(kind).en).join("; "),
        content: {
          "application/problem+json": {
            schema: {
              allOf: [
                { $ref: "#/components/schemas/Problem" },
                { properties: { type: { enum: kinds.map((kind) => `/problems/${kind}`) } } },
              ],
            },
          },
        },
      },
    ]),
  );
}

const TEXT = { type: "string" };
const PROBLEM: Json = {
  type: "object",
  description: "RFC 9457 problem; `errors` names each bad member by JSON pointer",
  required: ["type", "title", "status"],
  properties: {
    type: { type: "string" },
    title: { type: "string" },
    titles: { type: "object", properties: { zh: TEXT, en: TEXT } },
    status: { type: "integer" },
    code: { type: "string", description: "Code of the rulebook, V01 …" },
    errors: {
      type: "array",
      items: {
        type: "object",
        required: ["pointer", "zh", "en"],
        properties: { pointer: TEXT, code: TEXT, zh: TEXT, en: TEXT },
      },
    },
  },
};
