import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Gateway } from "../../../infra/local/gateway.ts";
import { Lambda } from "../../../infra/local/lambda.ts";
import { Templates } from "../../../infra/local/template.ts";

const folder = mkdtempSync(join(tmpdir(), "quanju-lambda-"));
const lines: string[] = [];

/** A handler that does what its event says. */
const HANDLER = `
export const handler = async (event, context) => {
  const wish = event.wish ?? JSON.parse(event.body ?? "{}").wish;
  if (wish === "throw") throw new Error("as wished");
  if (wish === "die") process.exit(1);
  if (wish === "hang") await new Promise(() => {});
  if (wish === "cookies") return { statusCode: 204, cookies: ["a=1", "b=2"], headers: { location: "/x" } };
  if (wish === "bytes") return { statusCode: 200, isBase64Encoded: true, body: "AAEC" };
  if (wish === "plain") return { said: 1 };
  if (wish === "huge") return { statusCode: 200, body: "x".repeat(7_000_000) };
  if (wish === "nonsense") return { statusCode: "many" };
  return { statusCode: 200, body: JSON.stringify({ event, secret: process.env.SECRET, path: process.env.PATH ?? null, left: context.getRemainingTimeInMillis() }) };
};`;

const lambda = new Lambda({
  name: "wishes",
  folder,
  environment: { SECRET: "s" },
  timeoutMs: 1_500,
  log: (text) => lines.push(text),
});
let server: Server;
let origin: string;

beforeAll(async () => {
  writeFileSync(join(folder, "index.mjs"), HANDLER);
  const assembly = join(folder, "assembly");
  mkdirSync(assembly);
  const route = (RouteKey: string) => ({
    Type: "AWS::ApiGatewayV2::Route",
    Properties: { RouteKey, Target: { "Fn::Join": ["", ["integrations/", { Ref: "I" }]] } },
  });
  const Resources = {
    F: { Type: "AWS::Lambda::Function", Properties: {} },
    I: {
      Type: "AWS::ApiGatewayV2::Integration",
      Properties: { IntegrationUri: { "Fn::GetAtt": ["F", "Arn"] }, PayloadFormatVersion: "2.0" },
    },
    A: route("POST /api/things/{thingId}"),
    B: route("GET /api/things/new"),
    C: route("GET /api/things/{thingId}"),
    D: route("$default"),
  };
  writeFileSync(join(assembly, "Api.template.json"), JSON.stringify({ Resources }));
  const gateway = new Gateway(
    new Templates(assembly, () => undefined),
    new Map([["local:Api/F", lambda]]),
    () => 1_000,
  );
  server = createServer((request, response) => void gateway.handle(request, response));
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await lambda.start();
});
afterAll(async () => {
  server.close();
  await lambda.stop();
  rmSync(folder, { recursive: true });
});

const wish = (what: string) =>
  fetch(`${origin}/api/things/a`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ wish: what }),
  });

describe("a function in its worker", () => {
  it("sees its own environment and nothing of ours", async () => {
    const answer = (await (await wish("echo")).json()) as { secret: string; path: null };
    expect(answer).toMatchObject({ secret: "s", path: null });
  });

  it("is told how much time is left", async () => {
    const { left } = (await (await wish("echo")).json()) as { left: number };
    expect(left).toBeGreaterThan(500);
    expect(left).toBeLessThanOrEqual(1_500);
  });

  it("answers many at once", async () => {
    const ended = await Promise.all(Array.from({ length: 50 }, (_, n) => lambda.invoke({ n })));
    expect(ended.every(({ kind }) => kind === "answered")).toBe(true);
  });
});

describe("the gateway in front of it", () => {
  const keyOf = async (method: string, path: string) => {
    const answer = await fetch(origin + path, { method });
    const { event } = (await answer.json()) as {
      event: { routeKey: string; pathParameters?: unknown };
    };
    return [event.routeKey, event.pathParameters];
  };

  it("matches method and path, a fixed path before a parameter, the rest to $default", async () => {
    expect(await keyOf("GET", "/api/things/new")).toEqual(["GET /api/things/new", undefined]);
    expect(await keyOf("GET", "/api/things/%E6%B3%89")).toEqual([
      "GET /api/things/{thingId}",
      { thingId: "泉" },
    ]);
    for (const [method, path] of [
      ["DELETE", "/api/things/new"],
      ["GET", "/api/things/new/"],
      ["GET", "/API/things/new"],
      ["GET", "/api/things/a/b"],
      ["GET", "/api/things/%E6%B3"],
      ["OPTIONS", "/api/nowhere"],
    ] as const) {
      expect(await keyOf(method, path)).toEqual(["$default", undefined]);
    }
  });

  it("sends cookies apart, headers and status as they are", async () => {
    const answer = await wish("cookies");
    expect(answer.status).toBe(204);
    expect(answer.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
    expect(answer.headers.get("location")).toBe("/x");
  });

  it("decodes base64 bodies and makes JSON of a bare value", async () => {
    expect(Buffer.from(await (await wish("bytes")).arrayBuffer())).toEqual(Buffer.of(0, 1, 2));
    const plain = await wish("plain");
    expect(plain.headers.get("content-type")).toBe("application/json");
    expect(await plain.json()).toEqual({ said: 1 });
  });

  it("says 500 for a handler that throws, answers nonsense or more than 6 MB, and tells nobody why", async () => {
    for (const what of ["throw", "nonsense", "huge"]) {
      const answer = await wish(what);
      expect([what, answer.status]).toEqual([what, 500]);
      expect(await answer.json()).toEqual({ message: "Internal Server Error" });
    }
    expect(lines.join("")).toContain("as wished");
  });

  it("says 500 when the thread dies, and a new one answers the next request", async () => {
    expect((await wish("die")).status).toBe(500);
    expect((await wish("echo")).status).toBe(200);
  });

  it("says 503 when no answer comes in time", async () => {
    expect((await wish("hang")).status).toBe(503);
  });

  it("refuses bodies over 10 MB and heads over 10,240 bytes", async () => {
    const body = Buffer.alloc(10 * 1024 * 1024 + 1);
    expect((await fetch(`${origin}/api/things/a`, { method: "POST", body })).status).toBe(413);
    const headers = { "x-long": "a".repeat(10_300) };
    expect((await fetch(`${origin}/api/things/a`, { headers })).status).toBe(431);
  });
});
