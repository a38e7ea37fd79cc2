import { describe, expect, it } from "vitest";
import type { Event } from "../../../functions/http/endpoint.ts";
import { unmatched } from "../../../functions/http/unmatched.ts";
import { routes } from "../../../functions/routes.ts";

const answer = unmatched(routes);
const ask = (method: string, rawPath: string) =>
  answer({ rawPath, headers: {}, requestContext: { http: { method } } } as unknown as Event);

describe("a request that no route matches", () => {
  it.each(["HEAD", "OPTIONS", "PATCH", "TRACE", "DELETE"])(
    "is told with %s which methods the address takes",
    (method) => {
      expect(ask(method, "/api/filings")).toMatchObject({
        statusCode: 405,
        headers: { allow: "GET, POST", "content-type": "application/problem+json" },
      });
      expect(ask(method, "/api/filings/F0")).toMatchObject({ headers: { allow: "GET, PUT" } });
    },
  );

  it.each(["/api", "/api/", "/api/nope", "/api/filings/a/b/c", "//api/health", "/api/health/"])(
    "is told that there is no %s",
    (path) => {
      expect(ask("GET", path)).toMatchObject({ statusCode: 404 });
      expect(ask("POST", path)).toMatchObject({ statusCode: 404 });
    },
  );

  it("is not told to use the method it used", () => {
    expect(ask("GET", "/api/filings/%zz")).toMatchObject({ statusCode: 404 });
  });
});
