import { execFile } from "node:child_process";
import { createServer } from "node:http";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AddressInfo } from "node:net";
import { decodeJwt } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createIssuer } from "../../infra/local/oidc/issuer.ts";
import type { Issuer } from "../../infra/local/oidc/issuer.ts";
import { personOfKey } from "../../infra/local/people.ts";

const data = mkdtempSync(join(tmpdir(), "quanju-token-"));
let issuer: Issuer;
const server = createServer((request, response) => {
  issuer.handle(request, response);
});

type Run = { code: number | string | undefined | null; out: string; err: string };
const token = (...args: string[]): Promise<Run> =>
  new Promise((done) => {
    const script = new URL("../../infra/local/token.ts", import.meta.url).pathname;
    const env = { ...process.env, QUANJU_DATA: data };
    const child = execFile(process.execPath, [script, ...args], { env }, (_error, out, err) => {
      done({ code: child.exitCode, out, err });
    });
  });

beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  issuer = await createIssuer({ origin, dataFolder: join(data, "oidc") });
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
  rmSync(data, { recursive: true });
});

describe("npm run token", () => {
  it("says in one sentence that no instance is running", async () => {
    const run = await token("tenant-chen");
    expect(run).toEqual({
      code: 1,
      out: "",
      err: "No instance is running here: start one with `npm start`.\n",
    });
  });

  it("prints a token for the running instance, and nothing else", async () => {
    const { port } = server.address() as AddressInfo;
    writeFileSync(join(data, "instance.json"), `{"origin":"http://127.0.0.1:${port}"}`);
    const run = await token("tenant-chen");
    expect(run).toMatchObject({ code: 0, err: "" });
    expect(run.out).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
    expect(decodeJwt(run.out.trim()).sub).toBe(personOfKey("tenant-chen")?.sub);
  });

  it("prints a token for an agency's machine, got with its secret", async () => {
    const run = await token("agency:police");
    expect(run).toMatchObject({ code: 0, err: "" });
    expect(decodeJwt(run.out.trim())).toMatchObject({ sub: "client:police", roles: ["police"] });
  });

  it("lists whom there is when the person is unknown or missing", async () => {
    for (const args of [["nobody"], ["agency:nobody"], []]) {
      const run = await token(...args);
      expect(run).toMatchObject({ code: 1, out: "" });
      expect(run.err).toContain("reviewer-fengze");
    }
  });

  it("says so when what was written down no longer answers", async () => {
    writeFileSync(join(data, "instance.json"), `{"origin":"http://127.0.0.1:1"}`);
    expect((await token("tenant-chen")).err).toMatch(/^No instance is running here/);
  });
});
