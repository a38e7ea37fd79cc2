import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, request as ask } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Buckets } from "../../../infra/local/buckets.ts";
import { StaticFiles } from "../../../infra/local/static-files.ts";

const folder = mkdtempSync(join(tmpdir(), "quanju-static-"));
const portal = join(folder, "portal");
const buckets = new Buckets(join(folder, "buckets"), ["public", "sealed"]);
const files = new StaticFiles({ buckets, bucket: "public", portal, folder });
const server = createServer((request, response) => {
  void files.handle(request, response).then((found) => {
    if (!found) response.writeHead(404).end("none");
  });
});
let port: number;

beforeAll(async () => {
  mkdirSync(join(portal, "help"), { recursive: true });
  for (const [name, text] of [
    ["index.html", "home"],
    ["help/index.html", "help"],
    ["404.html", "missing"],
  ] as const) {
    writeFileSync(join(portal, name), text);
  }
  writeFileSync(join(folder, "policy.json"), "{}");
  writeFileSync(join(folder, "kms.json"), "secret");
  const write = (bucket: string, key: string, contentType: string) =>
    buckets.write(bucket, key, { bytes: Buffer.from(key), about: { contentType }, onlyNew: false });
  await write("public", "log/checkpoint", "text/plain; charset=utf-8");
  await write("public", "files/draws/d1/roster.csv", "text/csv; charset=utf-8");
  await write("sealed", "files/draws/d1/secret.csv", "text/csv");
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

type Got = { status: number; body: string; headers: Record<string, unknown> };

/** The path goes out as it is: nothing tidies it on the way. */
const get = (path: string, headers: Record<string, string> = {}, method = "GET") =>
  new Promise<Got>((done, fail) => {
    const sent = ask({ port, path, headers, method, agent: false }, (answer) => {
      let body = "";
      answer.on("data", (part: Buffer) => (body += part.toString()));
      answer.on("end", () => {
        done({ status: answer.statusCode ?? 0, body, headers: answer.headers });
      });
    });
    sent.on("error", fail).end();
  });

describe("files for everyone", () => {
  it("are the public bucket's, with the type they were written with, for any site to read", async () => {
    expect(await get("/log/checkpoint")).toMatchObject({
      status: 200,
      body: "log/checkpoint",
      headers: {
        "content-type": "text/plain; charset=utf-8",
        "cache-control": "no-cache",
        "access-control-allow-origin": "*",
      },
    });
    expect((await get("/files/draws/d1/roster.csv?v=1")).status).toBe(200);
  });

  it("are sent again only when they have changed", async () => {
    const { headers } = await get("/log/checkpoint");
    const again = await get("/log/checkpoint", { "if-none-match": String(headers.etag) });
    expect([again.status, again.body]).toEqual([304, ""]);
  });

  it("never are another bucket's, another folder's or a folder", async () => {
    for (const path of [
      "/files/draws/d1/secret.csv",
      "/files/../../../kms.json",
      "/files/..%2f..%2fkms.json",
      "/../kms.json",
      "/help/../../kms.json",
      "/files/draws/d1",
      "/files/draws/d1/",
      "/files//draws/d1/roster.csv",
      "/log/checkpoint/x",
      "/kms.json",
    ]) {
      expect([path, (await get(path)).status]).toEqual([path, 404]);
    }
  });

  it("are read only", async () => {
    expect((await get("/log/checkpoint", {}, "PUT")).status).toBe(405);
    expect(await get("/log/checkpoint", {}, "HEAD")).toMatchObject({ status: 200, body: "" });
  });
});

describe("pages", () => {
  it("are found by their folder, with the headers of a page", async () => {
    const page = await get("/help/");
    expect([page.status, page.body]).toEqual([200, "help"]);
    expect(page.headers).toHaveProperty("content-security-policy");
    expect((await get("/")).body).toBe("home");
  });

  it("that are not there are answered with a page to browsers, and left to the API for others", async () => {
    expect(await get("/nowhere", { accept: "text/html" })).toMatchObject({
      status: 404,
      body: "missing",
    });
    expect((await get("/nowhere")).body).toBe("none");
  });

  it("pin the policy of this instance", async () => {
    expect((await get("/policy.json")).body).toBe("{}");
  });

  it("do not fall over a target that is no URL", async () => {
    for (const path of ["//", "/%", "/%00", "/\\", "*"]) {
      expect((await get(path)).status).toBeLessThan(500);
    }
  });
});
