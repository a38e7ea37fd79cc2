import { createServer } from "node:http";
import type { Server } from "node:http";
import { createHash, randomBytes } from "node:crypto";
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AddressInfo } from "node:net";
import { createRemoteJWKSet, decodeJwt, jwtVerify } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createIssuer } from "../../infra/local/oidc/issuer.ts";
import { MACHINES, machineSecrets } from "../../infra/local/oidc/clients.ts";
import { demoPeople, generatedPerson, personOfKey } from "../../infra/local/people.ts";

const folder = mkdtempSync(join(tmpdir(), "quanju-oidc-"));
let server: Server;
let origin = "";

const start = async (port: number): Promise<void> => {
  server = createServer((request, response) => {
    response.setHeader("connection", "close"); // the test restarts the server on the same port
    issuer.handle(request, response);
  });
  await new Promise<void>((done) => server.listen(port, "127.0.0.1", done));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const issuer = await createIssuer({ origin, dataFolder: folder });
};
const stop = (): Promise<void> =>
  new Promise((done) => {
    server.close(() => {
      done();
    });
    server.closeAllConnections();
  });

beforeAll(() => start(0));
afterAll(async () => {
  await stop();
  rmSync(folder, { recursive: true });
});

/** A browser as far as cookies and redirects go. */
class Browser {
  private readonly jar = new Map<string, { value: string; path: string }>();

  async go(url: string, form?: Record<string, string>, from = origin): Promise<Response> {
    const { pathname } = new URL(url);
    const cookie = [...this.jar].flatMap(([name, { value, path }]) =>
      pathname.startsWith(path) ? [`${name.split("@")[0] ?? ""}=${value}`] : [],
    );
    const response = await fetch(url, {
      redirect: "manual",
      headers: { cookie: cookie.join("; "), ...(form ? { origin: from } : {}) },
      ...(form ? { method: "POST", body: new URLSearchParams(form) } : {}),
    });
    for (const set of response.headers.getSetCookie()) {
      const [pair = "", ...attributes] = set.split("; ");
      const name = pair.slice(0, pair.indexOf("="));
      const path = attributes.find((a) => a.startsWith("path="))?.slice(5) ?? "/";
      this.jar.set(`${name}@${path}`, { value: pair.slice(name.length + 1), path });
    }
    return response;
  }

  /** Follows redirects as long as they stay with the issuer; gives the last address. */
  async follow(url: string): Promise<{ url: string; response?: Response }> {
    for (let hop = 0; hop < 10; hop++) {
      const response = await this.go(url);
      const to = response.headers.get("location");
      if (to === null) return { url, response };
      url = new URL(to, url).href;
      if (!new URL(url).pathname.startsWith("/oidc")) return { url };
    }
    throw new Error("too many redirects");
  }
}

const verifier = randomBytes(32).toString("base64url");
const authorizeUrl = (but: Record<string, string> = {}): string => {
  const query = new URLSearchParams({
    client_id: "quanju-portal",
    response_type: "code",
    scope: "openid profile phone",
    redirect_uri: `${origin}/api/sign-in/callback`,
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
    state: "a-state",
    nonce: "a-nonce",
    ...but,
  });
  return `${origin}/oidc/auth?${query}`;
};

const exchange = (code: string, codeVerifier = verifier): Promise<Response> =>
  fetch(`${origin}/oidc/token`, {
    method: "POST",
    body: new URLSearchParams({
      grant_type: "authorization_code",
      client_id: "quanju-portal",
      redirect_uri: `${origin}/api/sign-in/callback`,
      code,
      code_verifier: codeVerifier,
    }),
  });

const signIn = async (browser: Browser, key: string): Promise<string> => {
  const { url, response } = await browser.follow(authorizeUrl());
  expect(response?.status).toBe(200);
  const picked = await browser.go(url, { person: key });
  expect(picked.status).toBe(303);
  const end = await browser.follow(new URL(picked.headers.get("location") ?? "", url).href);
  expect(new URL(end.url).pathname).toBe("/api/sign-in/callback");
  const { searchParams } = new URL(end.url);
  expect(searchParams.get("state")).toBe("a-state");
  return searchParams.get("code") ?? "";
};

const userinfo = (token: string): Promise<Response> =>
  fetch(`${origin}/oidc/userinfo`, { headers: { authorization: `Bearer ${token}` } });

const bulk = (body: unknown): Promise<Response> =>
  fetch(`${origin}/oidc/tokens`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
type Tokens = { tokens: { key: string; sub: string; accessToken: string }[] };

const claimsOf = async (token: string) => {
  const keys = createRemoteJWKSet(new URL(`${origin}/oidc/jwks`));
  return jwtVerify(token, keys, {
    issuer: `${origin}/oidc`,
    audience: `${origin}/api`,
    typ: "at+jwt",
    algorithms: ["RS256"],
  });
};

describe("signing in", () => {
  it("is described where clients look", async () => {
    const found = (await (
      await fetch(`${origin}/oidc/.well-known/openid-configuration`)
    ).json()) as Record<string, unknown>;
    expect(found).toMatchObject({
      issuer: `${origin}/oidc`,
      authorization_endpoint: `${origin}/oidc/auth`,
      token_endpoint: `${origin}/oidc/token`,
      userinfo_endpoint: `${origin}/oidc/userinfo`,
      jwks_uri: `${origin}/oidc/jwks`,
      end_session_endpoint: `${origin}/oidc/session/end`,
      code_challenge_methods_supported: ["S256"],
    });
  });

  it("gives, for a picked person, a token that names nobody and an identity at userinfo", async () => {
    const reviewer = personOfKey("reviewer-fengze");
    const answer = await exchange(await signIn(new Browser(), "reviewer-fengze"));
    expect(answer.status).toBe(200);
    const { access_token, id_token, expires_in } = (await answer.json()) as Record<string, string>;

    const { payload } = await claimsOf(access_token ?? "");
    expect(payload).toMatchObject({
      sub: reviewer?.sub,
      roles: ["citizen", "reviewer"],
      jurisdiction: "350503",
      client_id: "quanju-portal",
    });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(7200);
    expect(expires_in).toBe(7200);
    expect(decodeJwt(id_token ?? "")).toMatchObject({ nonce: "a-nonce", sub: reviewer?.sub });
    for (const token of [access_token, id_token]) {
      const text = Buffer.from(token?.split(".")[1] ?? "", "base64url").toString();
      expect(text).not.toContain(reviewer?.idNumber);
      expect(text).not.toContain(reviewer?.name);
    }

    const identity = await userinfo(access_token ?? "");
    expect(await identity.json()).toEqual({
      sub: reviewer?.sub,
      roles: ["citizen", "reviewer"],
      jurisdiction: "350503",
      name: reviewer?.name,
      id_type: "RESIDENT_ID",
      id_number: reviewer?.idNumber,
      phone_number: reviewer?.phone,
    });
  });

  it("needs PKCE with S256, the registered callback, and the right verifier once", async () => {
    const browser = new Browser();
    const plain = await browser.go(authorizeUrl({ code_challenge_method: "plain" }));
    expect(plain.headers.get("location")).toContain("error=invalid_request");
    const other = await browser.go(authorizeUrl({ redirect_uri: `${origin}/elsewhere` }));
    expect(other.status).toBe(400);
    expect(await other.text()).toContain("登录没有完成");

    const code = await signIn(browser, "tenant-chen");
    expect((await exchange(code, randomBytes(32).toString("base64url"))).status).toBe(400);
    const again = new Browser();
    const second = await signIn(again, "tenant-chen");
    expect((await exchange(second)).status).toBe(200);
    expect((await exchange(second)).status).toBe(400);
  });

  it("shows a page of all people that needs no script, and refuses strangers", async () => {
    const browser = new Browser();
    const { url, response } = await browser.follow(authorizeUrl());
    const text = (await response?.text()) ?? "";
    for (const { key, name } of demoPeople()) {
      expect(text).toContain(`value="${key}"`);
      expect(text).toContain(name);
    }
    expect(text).not.toMatch(/<script|<style| style=| on\w+=/);
    expect(response?.headers.get("content-security-policy")).toContain("default-src 'none'");
    // A stricter policy would make a browser hide where the form comes from.
    expect(response?.headers.get("referrer-policy")).toBe("same-origin");
    expect((await browser.go(url, { person: "nobody" })).status).toBe(400);
    const foreign = await browser.go(url, { person: "tenant-chen" }, "http://elsewhere.example");
    expect(foreign.status).toBe(400);
    expect((await new Browser().go(url, { person: "tenant-chen" })).status).toBe(400);
    expect((await new Browser().go(`${origin}/oidc/sign-in/nothing`)).status).toBe(400);
  });

  it("lasts until signing out, and across a restart", async () => {
    const browser = new Browser();
    await signIn(browser, "tenant-wu");
    const port = Number(new URL(origin).port);
    const keys = await (await fetch(`${origin}/oidc/jwks`)).text();
    await stop();
    await start(port);
    expect(await (await fetch(`${origin}/oidc/jwks`)).text()).toBe(keys);

    const silent = await browser.follow(authorizeUrl());
    const code = new URL(silent.url).searchParams.get("code") ?? "";
    const { access_token } = (await (await exchange(code)).json()) as Record<string, string>;
    expect(decodeJwt(access_token ?? "").sub).toBe(personOfKey("tenant-wu")?.sub);

    const end = new URLSearchParams({
      client_id: "quanju-portal",
      post_logout_redirect_uri: `${origin}/`,
    });
    const asked = await browser.go(`${origin}/oidc/session/end?${end}`);
    const form = await asked.text();
    const xsrf = /name="xsrf" value="([^"]+)"/.exec(form)?.[1] ?? "";
    const left = await browser.go(`${origin}/oidc/session/end/confirm`, { xsrf, logout: "yes" });
    expect(left.headers.get("location")).toBe(`${origin}/`);
    const anew = await browser.follow(authorizeUrl());
    expect(new URL(anew.url).pathname).toMatch(/^\/oidc\/sign-in\//);
  });

  it("keeps its files to itself", () => {
    expect(readdirSync(folder).sort()).toEqual(["clients.json", "keys.json", "state.json"]);
    for (const name of ["clients.json", "keys.json", "state.json"]) {
      expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
    }
  });
});

describe("tokens in bulk", () => {
  it("are given to named and generated people, and work at userinfo", async () => {
    const answer = await bulk({
      people: ["operator", "tenant-chen"],
      generated: { from: 7, count: 2 },
    });
    const { tokens } = (await answer.json()) as Tokens;
    expect(tokens.map(({ key }) => key)).toEqual([
      "operator",
      "tenant-chen",
      "generated-7",
      "generated-8",
    ]);
    for (const { accessToken, sub, key } of tokens) {
      const { payload } = await claimsOf(accessToken);
      expect(payload.sub).toBe(sub);
      const identity = (await (await userinfo(accessToken)).json()) as Record<string, unknown>;
      expect(identity.id_number).toBe(personOfKey(key)?.idNumber);
      expect(identity.uscc).toBe(personOfKey(key)?.uscc);
    }
    expect(tokens[3]?.sub).toBe(generatedPerson(8).sub);
  });

  it("come by the thousand", async () => {
    const { tokens } = (await (
      await bulk({ generated: { from: 0, count: 1000 } })
    ).json()) as Tokens;
    expect(new Set(tokens.map(({ accessToken }) => accessToken)).size).toBe(1000);
  });

  it("are refused for strangers, too many, other bodies, other sites", async () => {
    const unknown = await bulk({ people: ["nobody"] });
    expect(unknown.status).toBe(422);
    expect(((await unknown.json()) as { known: string[] }).known).toContain("tenant-chen");
    for (const body of [{}, { generated: { from: 0, count: 5001 } }, { people: [1] }, []]) {
      expect((await bulk(body)).status).toBe(422);
    }
    expect((await bulk({ generated: { from: 999_999, count: 2 } })).status).toBe(422);
    const form = await fetch(`${origin}/oidc/tokens`, { method: "POST", body: "{}" });
    expect(form.status).toBe(415);
    expect((await fetch(`${origin}/oidc/tokens`)).status).toBe(405);
  });
});

describe("machines of agencies", () => {
  const credentials = (client: string, secret: string) =>
    fetch(`${origin}/oidc/token`, {
      method: "POST",
      headers: {
        authorization: `Basic ${btoa(`${encodeURIComponent(client)}:${encodeURIComponent(secret)}`)}`,
      },
      body: new URLSearchParams({ grant_type: "client_credentials" }),
    });
  const secretOf = (client: string) => machineSecrets(folder)[client] ?? "";

  it.each(
    MACHINES.map(
      ({ clientId, ...claims }) => [clientId, claims.roles, claims.jurisdiction] as const,
    ),
  )(
    "%s gets a token of its own for its secret: subject, roles, jurisdiction",
    async (client, roles, jurisdiction) => {
      const answer = await credentials(client, secretOf(client));
      expect(answer.status).toBe(200);
      const { access_token } = (await answer.json()) as { access_token: string };
      const { payload } = await claimsOf(access_token);
      expect(payload).toMatchObject({ sub: client, client_id: client, roles, jurisdiction });
      expect((await userinfo(access_token)).status).toBe(401);
    },
  );

  it("get none for a wrong secret, nor another's", async () => {
    expect((await credentials("client:police", secretOf("client:tax"))).status).toBe(401);
    expect((await credentials("client:nobody", "x".repeat(43))).status).toBe(401);
  });

  it("keep their secrets, and no two have the same", () => {
    const secrets = Object.values(machineSecrets(folder));
    expect(new Set(secrets).size).toBe(MACHINES.length);
    expect(Object.values(machineSecrets(folder))).toEqual(secrets);
  });

  it("are given tokens in bulk too, on this machine", async () => {
    const answer = await bulk({ people: ["agency:tax", "tenant-chen"] });
    const { tokens } = (await answer.json()) as Tokens;
    const tax = tokens.find(({ key }) => key === "agency:tax");
    expect((await claimsOf(tax?.accessToken ?? "")).payload).toMatchObject({
      ...{ sub: "client:tax", client_id: "client:tax", roles: ["partner-agency"] },
    });
  });
});

describe("userinfo", () => {
  it("refuses tokens that are not ours", async () => {
    const { tokens } = (await (await bulk({ people: ["tenant-chen"] })).json()) as Tokens;
    const [head = "", body = "", signature = ""] = (tokens[0]?.accessToken ?? "").split(".");
    const flipped = (signature.startsWith("A") ? "B" : "A") + signature.slice(1);
    const none = Buffer.from(`{"alg":"none","typ":"at+jwt"}`).toString("base64url");
    for (const bad of [`${head}.${body}.${flipped}`, `${none}.${body}.e30`, "opaque", "a.b.c"]) {
      expect((await userinfo(bad)).status).toBe(401);
    }
  });
});

describe("another name for this machine", () => {
  it("is sent on to the origin, and gets no tokens", async () => {
    const { port } = new URL(origin);
    const there = await fetch(`http://localhost:${port}/oidc/jwks`, { redirect: "manual" });
    expect(there.status).toBe(307);
    expect(there.headers.get("location")).toBe(`${origin}/oidc/jwks`);
    const tokens = await fetch(`http://localhost:${port}/oidc/tokens`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: `{"people":["sysadmin"]}`,
    });
    expect(tokens.status).toBe(421);
  });
});
