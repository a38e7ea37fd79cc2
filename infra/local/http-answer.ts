import type { ServerResponse } from "node:http";
import * as z from "zod";
import type { Invocation } from "./lambda.ts";

const Result = z.object({
  statusCode: z.int().min(100).max(599),
  headers: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
  cookies: z.array(z.string()).optional(),
  body: z.string().optional(),
  isBase64Encoded: z.boolean().optional(),
});

/** A Lambda's answer has at most 6 MB. */
const MAX_ANSWER = 6 * 1024 * 1024;

/** The gateway's own words, for what no handler answered. */
export function gatewayProblem(response: ServerResponse, status: number, message: string): void {
  const body = JSON.stringify({ message });
  response.writeHead(status, {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(body),
  });
  response.end(body);
}

/** Sends what a handler returned, as API Gateway reads payload 2.0. */
export function sendInvocation(
  response: ServerResponse,
  ended: Invocation,
  requestId: string,
): void {
  if (ended.kind === "late") {
    gatewayProblem(response, 503, "Service Unavailable");
    return;
  }
  const result = ended.kind === "answered" ? readResult(ended.payload) : undefined;
  if (ended.kind === "failed" || ended.bytes > MAX_ANSWER || !result) {
    gatewayProblem(response, 500, "Internal Server Error");
    return;
  }
  const { statusCode, headers = {}, cookies = [], body = "", isBase64Encoded = false } = result;
  const bytes = Buffer.from(body, isBase64Encoded ? "base64" : "utf8");
  response.setHeader("apigw-requestid", requestId);
  response.setHeader("content-type", "text/plain;charset=UTF-8");
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, String(value));
  if (cookies.length > 0) response.setHeader("set-cookie", cookies);
  response.setHeader("content-length", bytes.length);
  response.writeHead(statusCode);
  response.end(response.req.method === "HEAD" ? undefined : bytes);
}

/** Without a status code the whole value is the body of a 200. */
function readResult(payload: unknown): z.infer<typeof Result> | undefined {
  if (typeof payload === "object" && payload !== null && "statusCode" in payload) {
    return Result.safeParse(payload).data;
  }
  return {
    statusCode: 200,
    headers: { "content-type": "application/json" },
    body: typeof payload === "string" ? payload : JSON.stringify(payload),
  };
}
