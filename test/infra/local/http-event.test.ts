import { createServer, request as ask, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { httpEvent } from "../../../infra/local/http-event.ts";
import { bodyOf } from "../../../infra/local/loopback.ts";

const NOW = Date.UTC(2026, 2, 12, 19, 3, 58);
const match = { routeKey: "POST /api/filings/{filingId}", pathParameters: { filingId: "f1" } };
const server = createServer((request, response) => {
  void bodyOf(request, 1_000_000).then((body = Buffer.alloc(0)) => {
    response.end(JSON.stringify(httpEvent(request, { match, body, timeEpoch: NOW })));
  });
});
let port: number;
beforeAll(async () => {
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => {
  server.close();
});

type Said = { path?: string; headers?: string[]; body?: string | Buffer };

/** The event that a request with these very header lines becomes. */
const eventOf = ({ path = "/api/filings/f1", headers = [], body = "" }: Said) =>
  new Promise<ReturnType<typeof httpEvent>>((done, fail) => {
    const lines = ["host", "api.test", ...headers];
    const sent = ask({ port, path, method: "POST", headers: lines }, (answer: IncomingMessage) => {
      void bodyOf(answer, 1_000_000).then((text) => {
        done(JSON.parse(String(text)) as ReturnType<typeof httpEvent>);
      });
    });
    sent.on("error", fail);
    sent.end(body);
  });

describe("a request handed on as API Gateway does (payload 2.0)", () => {
  it("carries route, path, parameters and business time", async () => {
    const event = await eventOf({ path: "/api/filings/f1?a=1&b=x%20y" });
    expect(event).toMatchObject({
      version: "2.0",
      routeKey: match.routeKey,
      rawPath: "/api/filings/f1",
      rawQueryString: "a=1&b=x%20y",
      queryStringParameters: { a: "1", b: "x y" },
      pathParameters: { filingId: "f1" },
      isBase64Encoded: false,
      requestContext: {
        http: { method: "POST", path: "/api/filings/f1", protocol: "HTTP/1.1" },
        domainName: "api.test",
        stage: "$default",
        routeKey: match.routeKey,
        time: "12/Mar/2026:19:03:58 +0000",
        timeEpoch: NOW,
      },
    });
    expect(event).not.toHaveProperty("body");
    expect(event).not.toHaveProperty("cookies");
  });

  it("has no query parameters when there is no query", async () => {
    expect(await eventOf({})).not.toHaveProperty("queryStringParameters");
  });

  it("joins values of one name by commas, in headers and query alike", async () => {
    const headers = ["X-Two", "a", "x-two", "b", "Authorization", "A", "authorization", "B"];
    const event = await eventOf({ path: "/x?n=1&n=2", headers });
    expect(event.headers).toMatchObject({ "x-two": "a,b", authorization: "A,B" });
    expect(event.queryStringParameters).toEqual({ n: "1,2" });
  });

  it("takes cookies out of the headers", async () => {
    const event = await eventOf({ headers: ["Cookie", "a=1; b=2", "cookie", "c=3"] });
    expect(event.cookies).toEqual(["a=1", "b=2", "c=3"]);
    expect(event.headers).not.toHaveProperty("cookie");
  });

  it("keeps header names that are members of every object apart from them", async () => {
    const event = await eventOf({ headers: ["constructor", "x", "__proto__", "y"] });
    expect(Object.entries(event.headers)).toContainEqual(["constructor", "x"]);
  });

  it("hands JSON on as text, other bytes as base64", async () => {
    const json = ["content-type", "application/json"];
    expect(await eventOf({ headers: json, body: `{"名":1}` })).toMatchObject({
      body: `{"名":1}`,
      isBase64Encoded: false,
    });
    const form = ["content-type", "application/x-www-form-urlencoded"];
    expect(await eventOf({ headers: form, body: "a=1" })).toMatchObject({
      body: Buffer.from("a=1").toString("base64"),
      isBase64Encoded: true,
    });
  });

  it("hands on JSON that is no UTF-8 without changing a byte", async () => {
    const body = Buffer.from([0x22, 0xff, 0xfe, 0x22]);
    const event = await eventOf({ headers: ["content-type", "application/json"], body });
    expect(Buffer.from(event.body ?? "", "base64")).toEqual(body);
  });

  it("decodes the path, and leaves one alone that cannot be decoded", async () => {
    expect((await eventOf({ path: "/api/%E6%B3%89" })).rawPath).toBe("/api/泉");
    expect((await eventOf({ path: "/api/%E6%B3" })).rawPath).toBe("/api/%E6%B3");
  });
});
