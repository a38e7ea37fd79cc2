import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { serve } from "../../../functions/http/serve.ts";
import type { Services } from "../../../functions/http/services.ts";
import { endpoints } from "../../../functions/identity/index.ts";
import { createIssuer } from "../../../infra/local/oidc/issuer.ts";
import { personOfKey } from "../../../infra/local/people.ts";
import { findPerson } from "../../../shared/store/persons.ts";
import { keys } from "../../../shared/store/keys.ts";
import { replace, transact } from "../../../shared/store/transact.ts";
import { startSite, throughGateway } from "../../portal/site.ts";
import { configFor, makeServices } from "../../support/api.ts";
import { everything, startEmulator, type Emulator } from "../../support/emulator.ts";
import { Browser } from "./browser.ts";

let emulator: Emulator;
let site: Awaited<ReturnType<typeof startSite>>;
let services: Services;
const folder = mkdtempSync(join(tmpdir(), "quanju-sign-in-"));

beforeAll(async () => {
  emulator = await startEmulator();
  const table = await emulator.newTable();
  site = await startSite(async (origin) => {
    services = makeServices(table, configFor(origin));
    const issuer = await createIssuer({ origin, dataFolder: folder });
    const made = endpoints.map((make) => make(services));
    return {
      "/oidc": (request, response) => {
        issuer.handle(request, response);
      },
      "/api": throughGateway(serve(() => made)),
    };
  });
});

afterAll(async () => {
  await site.stop();
  await emulator.stop();
  rmSync(folder, { recursive: true });
});

let browser: Browser;
beforeEach(() => {
  browser = new Browser(site.origin);
});

/** Signs in as a person of the demo; gives the page the browser ends on. */
async function signIn(as: string, returnTo = "/"): Promise<Response & { at: URL }> {
  const page = await browser.go(`/api/sign-in?returnTo=${encodeURIComponent(returnTo)}`);
  return browser.go(page.at.pathname, { person: as });
}

const me = () => browser.go("/api/me");

describe("signing in in a browser", () => {
  it("ends on the page the person came from, with a session of their own", async () => {
    const end = await signIn("tenant-chen", "/certificates/?elder=1");
    expect(end.at.pathname + end.at.search).toBe("/certificates/?elder=1");
    const answer = await me();
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({
      name: personOfKey("tenant-chen")?.name,
      roles: ["citizen"],
    });
  });

  it("says an officer's roles and jurisdiction", async () => {
    await signIn("reviewer-fengze");
    expect(await (await me()).json()).toMatchObject({
      roles: ["citizen", "reviewer"],
      jurisdiction: "350503",
    });
  });

  it("sets a cookie that scripts and other sites cannot use, and keeps only its hash", async () => {
    await signIn("tenant-wu");
    expect(browser.setCookies.find((cookie) => cookie.startsWith("__Host-quanju="))).toMatch(
      /^__Host-quanju=[\w-]{43}; Path=\/; Secure; HttpOnly; SameSite=Lax$/,
    );
    const stored = JSON.stringify(await everything(services.table));
    expect(stored).not.toContain(browser.cookie("__Host-quanju"));
    expect(stored).not.toContain(personOfKey("tenant-wu")?.name);
    expect(stored).not.toContain(personOfKey("tenant-wu")?.idNumber);
  });

  it("gives a new session each time and ends the one before", async () => {
    await signIn("tenant-wu");
    const first = browser.cookie("__Host-quanju");
    await browser.go("/api/sign-in");
    expect(browser.cookie("__Host-quanju")).not.toBe(first);
    const old = await fetch(`${site.origin}/api/me`, {
      headers: { cookie: `__Host-quanju=${first}` },
    });
    expect(old.status).toBe(401);
  });

  it("brings the record up to changed roles, and writes nothing when nothing changed", async () => {
    const person = personOfKey("reviewer-jinjiang");
    await signIn("reviewer-jinjiang");
    const first = await findPerson(services.table, person?.sub ?? "");
    await browser.go("/api/sign-in");
    expect((await findPerson(services.table, person?.sub ?? ""))?.version).toBe(first?.version);

    const key = keys.person(person?.sub ?? "");
    const moved = { ...first, ...key, roles: ["citizen"], jurisdiction: "350503", version: 2 };
    expect(await transact(services.table, { person: replace(moved, 1) })).toEqual(new Set());
    await browser.go("/api/sign-in");
    expect(await findPerson(services.table, person?.sub ?? "")).toMatchObject({
      version: 3,
      roles: person?.roles,
      jurisdiction: person?.jurisdiction,
    });
  });

  it("turns a disabled person away, in the language they came in", async () => {
    await signIn("broker-haixi");
    const sub = personOfKey("broker-haixi")?.sub ?? "";
    const person = await findPerson(services.table, sub);
    const disabled = { ...person, ...keys.person(sub), disabled: true, version: 2 };
    expect(await transact(services.table, { person: replace(disabled, 1) })).toEqual(new Set());
    expect((await me()).status).toBe(403);

    const end = await browser.go("/api/sign-in?returnTo=/en/");
    expect(end.at.pathname).toBe("/en/login-failed/");
    expect(end.at.searchParams.get("reason")).toBe("disabled");
  });
});

describe("a sign-in that is not right", () => {
  /** Begins at the issuer and stops where it would send the browser back. */
  async function callback(from = browser): Promise<string> {
    const page = await from.go("/api/sign-in");
    const picked = await from.once(page.at.pathname, { person: "tenant-chen" });
    const resumed = await from.once(picked.headers.get("location") ?? "");
    return resumed.headers.get("location") ?? "";
  }

  it("is refused to another browser, so that nobody is signed in as someone else", async () => {
    const address = await callback();
    const victim = new Browser(site.origin);
    const end = await victim.go(address);
    expect(end.at.pathname).toBe("/login-failed/");
    expect(victim.cookie("__Host-quanju")).toBe("");
  });

  it("works once only", async () => {
    const address = await callback();
    expect((await browser.go(address)).at.pathname).toBe("/");
    const again = await browser.go(address);
    expect(again.at.searchParams.get("reason")).toBe("expired");
  });

  it("is refused with another issuer's answer or a code that is not one", async () => {
    const other = new URL(await callback());
    other.searchParams.set("iss", "https://id.example");
    expect((await browser.go(other.href)).at.searchParams.get("reason")).toBe("refused");
    const wrong = new URL(await callback(new Browser(site.origin)));
    expect((await browser.go(wrong.href)).at.searchParams.get("reason")).toBe("expired");

    const bent = new Browser(site.origin);
    const code = new URL(await callback(bent));
    code.searchParams.set("code", "nothing");
    expect((await bent.go(code.href)).at.searchParams.get("reason")).toBe("refused");
  });

  it("says so when the person declined", async () => {
    const page = await browser.once("/api/sign-in");
    const state = new URL(page.headers.get("location") ?? "").searchParams.get("state") ?? "";
    const end = await browser.go(`/api/sign-in/callback?state=${state}&error=access_denied`);
    expect(end.at.searchParams.get("reason")).toBe("declined");
  });

  it.each([
    "https://evil.example/",
    "//evil.example",
    "/\\evil.example",
    "/api/me",
    "/oidc/auth",
    "javascript:alert(1)",
    "",
    "/a\tb",
    "/..//evil.test",
    "/a//evil.test",
    "/a/../api/me",
    "/%2E%2e/oidc",
    "/.",
  ])("does not return to %j", async (returnTo) => {
    const answer = await browser.once(`/api/sign-in?returnTo=${encodeURIComponent(returnTo)}`);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({
      type: "/problems/invalid-request",
      errors: [{ pointer: "/query/returnTo" }],
    });
  });

  it("is a bad request without its state", async () => {
    const answer = await browser.once("/api/sign-in/callback?code=x");
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ errors: [{ pointer: "/query/state" }] });
  });
});

describe("signing out", () => {
  const out = (origin: string) =>
    fetch(`${site.origin}/api/sign-out`, {
      method: "POST",
      headers: { origin, cookie: `__Host-quanju=${browser.cookie("__Host-quanju")}` },
    });

  it("ends the session here, and says where to end the issuer's", async () => {
    await signIn("tenant-chen");
    const answer = await out(site.origin);
    expect(answer.status).toBe(200);
    const { endSessionUrl } = (await answer.json()) as { endSessionUrl: string };
    expect(endSessionUrl).toMatch(`${site.origin}/oidc/session/end?client_id=quanju-portal`);
    expect(answer.headers.getSetCookie()).toContain(
      "__Host-quanju=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0",
    );
    expect((await me()).status).toBe(401);
  });

  it("is refused to another site's page, and without a session", async () => {
    await signIn("tenant-chen");
    const foreign = await out("https://evil.example");
    expect(foreign.status).toBe(403);
    expect(await foreign.json()).toMatchObject({ type: "/problems/foreign-origin" });
    expect((await me()).status).toBe(200);
    expect((await fetch(`${site.origin}/api/sign-out`, { method: "POST" })).status).toBe(401);
  });
});

it("an identity provider that is silent is said so on a page, not in a document", async () => {
  const away = {
    ...services,
    config: { ...services.config, OIDC_ISSUER: "http://127.0.0.1:9/oidc" },
  };
  const made = endpoints.map((make) => make(away));
  const cutOff = await startSite(() =>
    Promise.resolve({ "/api": throughGateway(serve(() => made)) }),
  );
  const answer = await fetch(`${cutOff.origin}/api/sign-in?returnTo=/en/`, { redirect: "manual" });
  expect(answer.headers.get("location")).toBe("/en/login-failed/?reason=silent&returnTo=%2Fen%2F");
  await cutOff.stop();
});
