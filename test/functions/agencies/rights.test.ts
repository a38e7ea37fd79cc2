import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { endpoints } from "../../../functions/agencies/index.ts";
import { endpoints as filingEndpoints } from "../../../functions/filings/index.ts";
import { endpoints as reviewEndpoints } from "../../../functions/filing-review/index.ts";
import { identify } from "../../../functions/http/caller.ts";
import type { Event } from "../../../functions/http/endpoint.ts";
import type { Route } from "../../../functions/routes/route.ts";
import * as rows from "../../../functions/routes/agencies.ts";
import { demoPeople } from "../../../infra/local/people.ts";
import { MACHINES } from "../../../infra/local/oidc/clients.ts";
import { startApi, type Api, type Client } from "../../support/api.ts";
import { startEmulator, type Emulator } from "../../support/emulator.ts";
import { keys } from "../../../shared/store/keys.ts";
import { findPerson } from "../../../shared/store/persons.ts";
import { replace, transact } from "../../../shared/store/transact.ts";
import { problemOf } from "./office.ts";

let emulator: Emulator;
let api: Api;
const stopping: (() => void)[] = [];

beforeAll(async () => {
  emulator = await startEmulator();
  api = await startApi([...endpoints, ...filingEndpoints, ...reviewEndpoints], {
    table: await emulator.newTable(),
  });
});
afterAll(async () => {
  for (const stop of stopping) stop();
  await Promise.all([api.stop(), emulator.stop()]);
});

const everyEndpoint = () =>
  [...endpoints, ...filingEndpoints, ...reviewEndpoints].map((make) => make(api.services));

const all = Object.values(rows) as readonly Route[];
/** Nothing of the request is right: rights come before validation. */
const call = (client: Client, { method, path }: Pick<Route, "method" | "path">) => {
  const at = path.replace("{filingId}", `F${"0".repeat(20)}`).replaceAll(/\{\w+\}/g, "x");
  if (method === "GET") return client.get(at);
  return method === "PUT" ? client.put(at, {}) : client.post(at, {});
};
const isFor = ({ caller }: Route, roles: readonly string[]): boolean =>
  typeof caller !== "string" && caller.roles.some((role) => roles.includes(role));

describe.each(all.map((route) => [route.operationId, route] as const))("%s", (_id, route) => {
  const isMachines = typeof route.caller !== "string";

  it("is 401 for nobody", async () => {
    expect((await call(await api.as(), route)).status).toBe(401);
  });

  it.each(MACHINES.map(({ key, roles }) => [key, roles] as const))(
    "lets %s through only if the row says so",
    async (key, roles) => {
      const answer = await call(await api.as(key), route);
      if (isMachines && isFor(route, roles)) expect(answer.status).toBe(400);
      else expect(problemOf(answer)).toBe("403 /problems/forbidden");
    },
  );

  it.each(demoPeople().map(({ key, roles }) => [key, roles.join(" ")] as const))(
    "takes no person for a machine: %s (%s)",
    async (key) => {
      const answer = await call(await api.as(key), route);
      if (isMachines) expect(problemOf(answer)).toBe("403 /problems/forbidden");
      else expect(answer.status).not.toBe(403);
    },
  );
});

describe("a machine", () => {
  it("may call nothing that is for people, officers included", async () => {
    for (const { key } of MACHINES) {
      const client = await api.as(key);
      for (const { route } of everyEndpoint())
        if (typeof route.caller === "string" || route.caller.client !== true)
          expect(problemOf(await call(client, route))).toBe("403 /problems/forbidden");
    }
  });

  it("is its own client: a subject like a machine's in another client's token counts nothing", async () => {
    const signer = await startSigner();
    for (const client of ["quanju-portal", undefined])
      expect(await signer.callerOf("client:police", client)).toBe("unauthenticated");
    expect(await signer.callerOf("client:police", "client:police")).toMatchObject({
      ...{ sub: "client:police", roles: ["police"], jurisdiction: "QZ", isClient: true },
    });
  });

  it("stops at once when it is disabled", async () => {
    const education = await api.as("agency:education");
    expect((await education.post("/api/agencies/lease-checks", {})).status).toBe(400);
    const { table } = api.services;
    const known = await findPerson(table, "client:education");
    if (!known) throw new Error("It was there");
    const disabled = { ...known, disabled: true, version: known.version + 1 };
    await transact(table, {
      client: replace({ ...keys.person(known.sub), ...disabled }, known.version),
    });
    const answer = await education.post("/api/agencies/lease-checks", {});
    expect(problemOf(answer)).toBe("403 /problems/disabled");
  });
});

/** An issuer whose tokens say what the test wants: what a careless one might sign. */
async function startSigner() {
  const { privateKey, publicKey } = await generateKeyPair("RS256");
  const jwk = { ...(await exportJWK(publicKey)), kid: "test", alg: "RS256", use: "sig" };
  const server = createServer((request, response) => {
    response.setHeader("content-type", "application/json");
    const at = (path: string) => `${issuer}/${path}`;
    const discovery = {
      issuer,
      authorization_endpoint: at("auth"),
      token_endpoint: at("token"),
      userinfo_endpoint: at("userinfo"),
      jwks_uri: at("jwks"),
    };
    response.end(JSON.stringify(request.url?.endsWith("/jwks") ? { keys: [jwk] } : discovery));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  stopping.push(() => server.close());
  const issuer = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  const config = { ...api.services.config, OIDC_ISSUER: issuer };
  return {
    async callerOf(sub: string, client_id: string | undefined) {
      const claims = { roles: ["police"], jurisdiction: "QZ", ...(client_id && { client_id }) };
      const token = await new SignJWT(claims)
        .setProtectedHeader({ alg: "RS256", typ: "at+jwt", kid: "test" })
        .setIssuer(issuer)
        .setAudience(config.API_AUDIENCE)
        .setSubject(sub)
        .setIssuedAt()
        .setExpirationTime("1h")
        .sign(privateKey);
      const headers = { authorization: `Bearer ${token}` };
      return identify({ headers } as unknown as Event, { ...api.services, config });
    },
  };
}
