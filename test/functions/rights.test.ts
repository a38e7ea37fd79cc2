import { generateKeyPair } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SESSION_COOKIE } from "../../functions/http/caller.ts";
import type { Route } from "../../functions/routes/route.ts";
import { routes } from "../../functions/routes.ts";
import type { Role } from "../../shared/contract/ids.ts";
import { beginSession } from "../../shared/store/sessions.ts";
import { startApi, type Answered, type Api, type Client, type Extra } from "../support/api.ts";
import { startEmulator, type Emulator } from "../support/emulator.ts";
import { linToChen } from "./filings/line.ts";
import {
  addressOf,
  AUDIENCE,
  demoPerson,
  everyEndpoint,
  forgingIssuer,
  holder,
  machineOf,
  personRoles,
} from "./rights-world.ts";

const ORIGIN = "https://portal.test";
let emulator: Emulator;
let issuer: Awaited<ReturnType<typeof forgingIssuer>>;
let api: Api;
let anyone: Client;

beforeAll(async () => {
  [emulator, issuer] = await Promise.all([startEmulator(), forgingIssuer()]);
  api = await startApi(everyEndpoint, {
    table: await emulator.newTable(),
    config: { OIDC_ISSUER: issuer.issuer, API_AUDIENCE: AUDIENCE, PUBLIC_ORIGIN: ORIGIN },
  });
  anyone = await api.as();
});
afterAll(() => Promise.all([api.stop(), issuer.close(), emulator.stop()]));

type Sent = { readonly address?: string; readonly token?: string; readonly extra?: Extra };

/** Calls a route with its example body, or none that is any good. */
function call(route: Route, { address = addressOf(route), token, extra = {} }: Sent = {}) {
  const headers = { ...(token !== undefined && { authorization: `Bearer ${token}` }) };
  const sent = { ...extra, headers: { ...headers, ...extra.headers } };
  const body = route.example?.body ?? {};
  if (route.method === "GET") return anyone.get(address, sent);
  return route.method === "POST"
    ? anyone.post(address, body, sent)
    : anyone.put(address, body, sent);
}

const closed = routes.filter(({ caller }) => caller !== "anyone");
// Redirects of a browser's sign-in have no JSON to read here; sign-in.test.ts follows them.
const open = routes.filter(({ caller, answer }) => caller === "anyone" && answer.status !== 303);
const named = (rows: readonly Route[]) => rows.map((row) => [row.operationId, row] as const);

const isForMachines = ({ caller }: Route): boolean =>
  typeof caller !== "string" && caller.client === true;
/** Whether a person who holds this role may call; agencies/rights.test.ts asks it of machines. */
const allows = (route: Route, role: Role) =>
  typeof route.caller === "string" || (!isForMachines(route) && route.caller.roles.includes(role));

function expectProblem(answer: Answered, status: number, kind: string) {
  expect(answer).toMatchObject({ status, body: { type: `/problems/${kind}`, status } });
  expect(answer.headers["content-type"]).toBe("application/problem+json");
}

describe("every route of the table", () => {
  it("is one of the endpoints under test", () => {
    const tested = everyEndpoint.map((make) => make(api.services).route.operationId).sort();
    expect(tested).toEqual(routes.map(({ operationId }) => operationId).sort());
  });

  it.each(named(closed))("%s: nobody is asked to sign in (401)", async (_, route) => {
    const answer = await call(route);
    expectProblem(answer, 401, "unauthenticated");
    expect(answer.headers["www-authenticate"]).toBe("Bearer");
  });

  it.each(named(open))("%s: anyone may ask", async (_, route) => {
    expect([200, 400, 404]).toContain((await call(route)).status);
  });

  it.each(named(closed))("%s: the roles of its row, and no other (403)", async (_, route) => {
    for (const role of personRoles) {
      const answer = await call(route, { token: await tokenOf(role) });
      if (allows(route, role)) {
        expect([401, 403], `${role}: ${JSON.stringify(answer.body)}`).not.toContain(answer.status);
        expect(answer.status).toBeLessThan(500);
      } else expectProblem(answer, 403, "forbidden");
    }
  });
});

type PersonRole = (typeof personRoles)[number];
const tokens = new Map<PersonRole, Promise<string>>();
function tokenOf(role: PersonRole): Promise<string> {
  const token = tokens.get(role) ?? issuer.token(holder(role));
  tokens.set(role, token);
  return token;
}

/** Whom a route lets in, so that nothing but the credential can be what is refused. */
function welcome(route: Route) {
  const role = typeof route.caller === "string" ? "citizen" : route.caller.roles[0];
  return isForMachines(route) || role === "partner-agency" ? machineOf(role) : holder(role);
}

const unsigned = (token: string) => {
  const [, payload = ""] = token.split(".");
  const header = Buffer.from(JSON.stringify({ alg: "none", typ: "at+jwt" })).toString("base64url");
  return { none: `${header}.${payload}.`, stripped: `${token.split(".", 2).join(".")}.` };
};

describe("a token that is not what it should be", () => {
  const past = () => Math.floor(Date.now() / 1000) - 60;
  const publicKeyAsSecret = () => Buffer.from(JSON.stringify(issuer.publicJwk));

  const forgeries: readonly [string, (route: Route) => Promise<string>][] = [
    ["of another audience", (r) => issuer.token(welcome(r), { audience: "quanju-portal" })],
    ["that has expired", (r) => issuer.token(welcome(r), { expires: past() })],
    ["of another issuer", (r) => issuer.token(welcome(r), { issuer: "https://elsewhere.test" })],
    ["with the algorithm none", async (r) => unsigned(await issuer.token(welcome(r))).none],
    ["without its signature", async (r) => unsigned(await issuer.token(welcome(r))).stripped],
    [
      "signed HS256 with the public key",
      (r) => issuer.token(welcome(r), { alg: "HS256", signWith: publicKeyAsSecret() }),
    ],
    [
      "that is an ID token",
      (r) => issuer.token(welcome(r), { typ: "JWT", audience: "quanju-portal" }),
    ],
    ["of the type of an ID token", (r) => issuer.token(welcome(r), { typ: "JWT" })],
    [
      "signed by another key under the same name",
      async (r) =>
        issuer.token(welcome(r), { signWith: (await generateKeyPair("RS256")).privateKey }),
    ],
    ["signed by a key nobody published", (r) => issuer.token(welcome(r), { kid: "k2" })],
    ["whose roles are no list", (r) => issuer.token(welcome(r), { claims: { roles: "clerk" } })],
    ["that is no token", () => Promise.resolve("x.y.z")],
    ["that is empty between the dots", () => Promise.resolve("..")],
  ];

  it.each(forgeries)("is refused (401) everywhere: %s", async (_, forge) => {
    for (const route of closed)
      expectProblem(await call(route, { token: await forge(route) }), 401, "unauthenticated");
  });

  it("gives no role that the record does not give", async () => {
    const route = routes.find(({ operationId }) => operationId === "acceptApplications");
    if (!route) throw new Error("No such route");
    const token = await issuer.token(holder("citizen"), { claims: { roles: ["clerk"] } });
    expectProblem(await call(route, { token }), 403, "forbidden");
  });

  it.each(["Basic eDp4", "Bearer", "Bearer a b", "bearer,", ""])(
    "is refused (401) in a header that reads %j",
    async (authorization) => {
      for (const route of closed) {
        const answer = await call(route, { extra: { headers: { authorization } } });
        expectProblem(answer, 401, "unauthenticated");
      }
    },
  );
});

describe("a session cookie", () => {
  const id = "s".repeat(43);
  const cookies = [`${SESSION_COOKIE}=${id}`];
  beforeAll(async () => {
    const person = holder("clerk");
    await call(getMe(), { token: await issuer.token(person) });
    await beginSession(api.services.table, id, person.sub, Date.now());
  });

  it("does not count beside a token (400)", async () => {
    const token = await tokenOf("clerk");
    for (const route of closed)
      expectProblem(await call(route, { token, extra: { cookies } }), 400, "two-credentials");
  });

  it("changes nothing from another site, or from none (403)", async () => {
    for (const route of closed.filter(({ method }) => method !== "GET"))
      for (const headers of [{}, { origin: "null" }, { origin: `${ORIGIN}.evil.test` }])
        expectProblem(await call(route, { extra: { cookies, headers } }), 403, "foreign-origin");
  });

  it("counts from this site's own pages", async () => {
    const extra = { cookies, headers: { origin: ORIGIN } };
    for (const route of closed.filter((row) => allows(row, "clerk")))
      if (route.operationId !== "signOut")
        expect([401, 403]).not.toContain((await call(route, { extra })).status);
  });

  it("that nobody was given is refused (401)", async () => {
    const extra = { cookies: [`${SESSION_COOKIE}=guess`], headers: { origin: ORIGIN } };
    for (const route of closed) expectProblem(await call(route, { extra }), 401, "unauthenticated");
  });
});

function getMe(): Route {
  const route = routes.find(({ operationId }) => operationId === "getMe");
  if (!route) throw new Error("No such route");
  return route;
}

describe("another's filing", () => {
  it("looks to strangers, other districts and the unsigned as one that does not exist", async () => {
    const token = await issuer.token(demoPerson("landlord-lin"));
    const draft = routes.find(({ operationId }) => operationId === "draftFiling");
    const drafted = await anyone.post(draft?.path ?? "", linToChen(), {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(drafted.status).toBe(201);
    const params = { filingId: String(drafted.body.id) };

    const strangers = [
      demoPerson("landlord-ou"),
      holder("reviewer", "350582"),
      holder("approver", "350582"),
      holder("sysadmin"),
    ];
    let hidden = 0;
    for (const route of routes.filter(({ path }) => path.includes("{filingId}")))
      for (const stranger of strangers) {
        const as = await issuer.token(stranger);
        const real = await call(route, { address: addressOf(route, params), token: as });
        const unknown = await call(route, { token: as });
        expect(real, route.operationId).toEqual(unknown);
        if (real.status === 404) hidden++;
      }
    expect(hidden).toBeGreaterThan(10);
  });
});
