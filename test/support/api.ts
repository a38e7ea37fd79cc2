import { createServer, type Server } from "node:http";
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as z from "zod";
import { tick, type TickAnswer } from "../../functions/clock/index.ts";
import type { Endpoint, Event } from "../../functions/http/endpoint.ts";
import { serve } from "../../functions/http/serve.ts";
import { once, type Services } from "../../functions/http/services.ts";
import { routeKey } from "../../functions/routes/route.ts";
import { machineToken } from "../../infra/local/oidc/clients.ts";
import { createIssuer } from "../../infra/local/oidc/issuer.ts";
import { httpAgencies } from "../../shared/platform/agencies.ts";
import { httpBeacon } from "../../shared/platform/beacon.ts";
import { httpHumanResources } from "../../shared/platform/human-resources.ts";
import { httpBulletin } from "../../shared/platform/bulletin.ts";
import type { Config } from "../../shared/platform/config.ts";
import type { Files } from "../../shared/platform/files.ts";
import {
  httpIdentityRegister,
  httpMarketRegister,
  httpTitleRegister,
} from "../../shared/platform/registers.ts";
import { httpSms } from "../../shared/platform/sms.ts";
import { certificateNumbers } from "../../shared/store/certificates.ts";
import { openSaltOpener, openSaltSealer } from "../../shared/store/salts.ts";
import { openVault } from "../../shared/store/sealing.ts";
import type { Table } from "../../shared/store/table.ts";
import { localKeys } from "./keys.ts";

/** What came back: status, headers, and the body parsed. */
export type Answered = {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: Readonly<Record<string, unknown>>;
  /** What came instead of JSON: a document. */
  readonly bytes?: Uint8Array;
};

export type Extra = {
  /** Idempotency-Key; a new one when absent, none when `null`. */
  readonly key?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  /** `name=value`, as the gateway hands them on. */
  readonly cookies?: readonly string[];
  /** Sent as it is instead of JSON. */
  readonly raw?: string;
  /** Address of the caller; 192.0.2.1 when absent. */
  readonly address?: string;
};

/** One person calling the API with a token of the real issuer. */
export type Client = {
  get(path: string, extra?: Extra): Promise<Answered>;
  post(path: string, body: unknown, extra?: Extra): Promise<Answered>;
  put(path: string, body: unknown, extra?: Extra): Promise<Answered>;
};

/** The API in this process: real handlers, a real issuer, and a clock that only tests move. */
export type Api = {
  readonly services: Services;
  /** Someone of `infra/local/people.json`, `generated-{n}`, `agency:police`; undefined: nobody. */
  as(person?: string): Promise<Client>;
  /** Business time, ms since 1970. */
  now(): number;
  /** Moves the clock and lets all that fell due happen. */
  moveTo(instant: string): Promise<TickAnswer>;
  tick(): Promise<TickAnswer>;
  stop(): Promise<void>;
};

/**
 * @param makers - endpoints of the Lambdas under test
 * @param from - `table`: an empty one; `now`: where the clock stands; `config`: addresses of the
 *   outside systems under test; `services`: doubles to put in
 */
export async function startApi(
  makers: readonly ((services: Services) => Endpoint)[],
  {
    table,
    now = "2026-07-01T02:00:00.000Z",
    config,
    services: doubles,
  }: {
    table: Table;
    now?: string;
    config?: Partial<Config>;
    services?: (config: Config, table: Table) => Partial<Services>;
  },
): Promise<Api> {
  const issuer = await startIssuer();
  const services = makeServices(table, { ...configFor(issuer.origin), ...config }, doubles);
  const endpoints = makers.map((make) => make(services));
  const handler = serve(() => endpoints);
  const clock = { now: Date.parse(now) };
  const tokens = new Map<string, Promise<string>>();

  return {
    services,
    async as(person) {
      const token =
        person === undefined ? undefined : (tokens.get(person) ?? issuer.tokenOf(person));
      if (person !== undefined && token) tokens.set(person, token);
      const bearer = await token;
      const send =
        (method: "GET" | "POST" | "PUT") =>
        (path: string, body: unknown, extra: Extra = {}) =>
          answer(handler, makeEvent(endpoints, { method, path, body, bearer, extra, clock }));
      return {
        get: (path, extra) => send("GET")(path, undefined, extra),
        post: send("POST"),
        put: send("PUT"),
      };
    },
    now: () => clock.now,
    async moveTo(instant) {
      clock.now = Date.parse(instant);
      return tick(services, new Date(clock.now).toISOString());
    },
    tick: () => tick(services, new Date(clock.now).toISOString()),
    stop: () => issuer.stop(),
  };
}

const NOWHERE = "http://127.0.0.1:9";

/** Configuration of an instance whose issuer is at this origin; other systems are out of reach. */
export const configFor = (origin: string): Config => ({
  TABLE_NAME: "quanju",
  KMS_KEY_ID: "wrap",
  LOG_KEY_ID: "log",
  CERTIFICATE_KEY_ID: "certificate",
  SLIP_KEY_ID: "slip",
  INSPECTION_KEY_ID: "inspection",
  SEALED_BUCKET: "sealed",
  PUBLIC_BUCKET: "public",
  PUBLIC_ORIGIN: origin,
  OIDC_ISSUER: `${origin}/oidc`,
  OIDC_CLIENT_ID: "quanju-portal",
  API_AUDIENCE: `${origin}/api`,
  LOG_ORIGIN: "log.example/quanju",
  COSIGNERS: [],
  COSIGN_THRESHOLD: 0,
  TITLE_REGISTER_URL: NOWHERE,
  IDENTITY_REGISTER_URL: NOWHERE,
  MARKET_REGISTER_URL: NOWHERE,
  AGENCIES_URL: NOWHERE,
  BULLETIN_URL: NOWHERE,
  SMS_URL: NOWHERE,
  DRAND: undefined,
  COMMIT_HASH: "test",
  PLATFORM_VERSION: "0.0.0",
});

/** Files of a bucket in memory. */
export function memoryFiles(): Files {
  const files = new Map<string, Uint8Array>();
  return {
    write(path, body) {
      files.set(path, typeof body === "string" ? Buffer.from(body) : body);
      return Promise.resolve();
    },
    read: (path) => Promise.resolve(files.get(path)),
  };
}

/**
 * The registers of people and firms. A test that names no address for them is not about them: there
 * they agree with whoever asks.
 */
function registersOf(config: Config): Pick<Services, "identityRegister" | "marketRegister"> {
  const { IDENTITY_REGISTER_URL: identities, MARKET_REGISTER_URL: firms } = config;
  const at = "2026-07-01T02:00:00.000Z";
  const agree = (list: readonly unknown[]) => list.map(() => "agree" as const);
  return {
    identityRegister:
      identities === NOWHERE
        ? {
            ask: ({ persons, guardians }) =>
              Promise.resolve({ persons: agree(persons), guardians: agree(guardians), at }),
          }
        : httpIdentityRegister(identities),
    marketRegister:
      firms === NOWHERE
        ? { ask: (query) => Promise.resolve({ firms: agree(query.firms), at }) }
        : httpMarketRegister(firms),
  };
}

/** Real services over an emulated table; `doubles` replace some. */
export function makeServices(
  table: Table,
  config: Config,
  doubles?: (config: Config, table: Table) => Partial<Services>,
): Services {
  const keys = localKeys();
  return {
    config,
    table,
    keys,
    vault: once(() => openVault(table, keys)),
    saltSealer: once(() => openSaltSealer(table, keys)),
    saltOpener: once(() => openSaltOpener(table, keys)),
    sealedFiles: memoryFiles(),
    publicFiles: memoryFiles(),
    titleRegister: httpTitleRegister(config.TITLE_REGISTER_URL),
    ...registersOf(config),
    agencies: httpAgencies(config.AGENCIES_URL),
    humanResources: httpHumanResources(config.AGENCIES_URL),
    bulletin: httpBulletin(config.BULLETIN_URL),
    ...(config.DRAND && { beacon: httpBeacon(config.DRAND.chain, config.DRAND.relays) }),
    sms: httpSms(config.SMS_URL),
    certificateNumbers: certificateNumbers(table),
    ...doubles?.(config, table),
  };
}

const TokensAnswer = z.object({ tokens: z.array(z.object({ accessToken: z.string() })) });

async function startIssuer() {
  const folder = mkdtempSync(join(tmpdir(), "quanju-test-oidc-"));
  const server: Server = createServer((request, response) => {
    issuer.handle(request, response);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  const issuer = await createIssuer({ origin, dataFolder: folder });
  return {
    origin,
    async tokenOf(person: string): Promise<string> {
      const machine = await machineToken(origin, folder, person);
      if (machine !== undefined) return machine;
      const answer = await fetch(`${origin}/oidc/tokens`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ people: [person] }),
      });
      const [token] = TokensAnswer.parse(await answer.json()).tokens;
      if (!token) throw new Error(`No token for ${person}`);
      return token.accessToken;
    },
    stop: () =>
      new Promise<void>((done) => {
        server.close(() => {
          rmSync(folder, { recursive: true });
          done();
        });
        server.closeAllConnections();
      }),
  };
}

type Sent = {
  readonly method: "GET" | "POST" | "PUT";
  readonly path: string;
  readonly body: unknown;
  readonly bearer: string | undefined;
  readonly extra: Extra;
  readonly clock: { readonly now: number };
};

/** The request as API Gateway hands it on (payload 2.0): matched, headers in lower case. */
function makeEvent(
  endpoints: readonly Endpoint[],
  { method, path, body, bearer, extra, clock }: Sent,
): Event {
  const url = new URL(path, "http://api.test");
  const { route, params } = matched(endpoints, method, url.pathname);
  const key = extra.key === undefined ? randomUUID() : extra.key;
  const text = extra.raw ?? (body === undefined ? undefined : JSON.stringify(body));
  const query = Object.fromEntries(url.searchParams);
  return {
    version: "2.0",
    routeKey: route,
    rawPath: url.pathname,
    rawQueryString: url.search.slice(1),
    headers: {
      ...(text !== undefined && { "content-type": "application/json" }),
      ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
      ...(key !== null && method !== "GET" && { "idempotency-key": key }),
      ...extra.headers,
    },
    ...(extra.cookies && { cookies: [...extra.cookies] }),
    ...(Object.keys(query).length > 0 && { queryStringParameters: query }),
    ...(Object.keys(params).length > 0 && { pathParameters: params }),
    requestContext: {
      accountId: "000000000000",
      apiId: "test",
      domainName: "api.test",
      domainPrefix: "api",
      http: {
        method,
        path: url.pathname,
        protocol: "HTTP/1.1",
        sourceIp: extra.address ?? "192.0.2.1",
        userAgent: "test",
      },
      requestId: randomUUID(),
      routeKey: route,
      stage: "$default",
      time: new Date(clock.now).toISOString(),
      timeEpoch: clock.now,
    },
    ...(text !== undefined && { body: text }),
    isBase64Encoded: false,
  };
}

function matched(endpoints: readonly Endpoint[], method: string, pathname: string) {
  for (const { route } of endpoints) {
    const pattern = route.path.replaceAll(/\{(\w+)\}/g, "(?<$1>[^/]+)");
    const found = new RegExp(`^${pattern}$`).exec(pathname);
    if (route.method === method && found)
      return { route: routeKey(route), params: { ...found.groups } };
  }
  return { route: "$default", params: {} };
}

const Body = z.record(z.string(), z.unknown());

async function answer(handler: ReturnType<typeof serve>, event: Event): Promise<Answered> {
  const { statusCode = 0, headers = {}, body = "{}", isBase64Encoded } = await handler(event);
  if (isBase64Encoded === true)
    return { status: statusCode, headers, body: {}, bytes: Buffer.from(body, "base64") };
  return { status: statusCode, headers, body: Body.parse(JSON.parse(body)) };
}
