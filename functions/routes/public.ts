import * as z from "zod";
import { route } from "./route.ts";

export const Health = z
  .strictObject({
    status: z.enum(["ok", "degraded"]),
    version: z.string(),
    commit: z.string(),
    table: z.enum(["answers", "silent"]),
  })
  .meta({ id: "Health", description: "Version, commit, and whether the table answers" });

export const getHealth = route({
  operationId: "getHealth",
  fn: "public",
  method: "GET",
  path: "/api/health",
  caller: "anyone",
  may: ["read-schemes"],
  answer: { status: 200, schema: Health },
  problems: [],
  summary: { zh: "运行状态", en: "Version, commit and whether the table answers" },
  example: {},
});

export const getOpenapi = route({
  operationId: "getOpenapi",
  fn: "public",
  method: "GET",
  path: "/api/openapi.json",
  caller: "anyone",
  may: [],
  answer: { status: 200, schema: z.looseObject({ openapi: z.string() }) },
  problems: [],
  summary: { zh: "接口说明（OpenAPI 3.1）", en: "This API in OpenAPI 3.1" },
  example: {},
});
