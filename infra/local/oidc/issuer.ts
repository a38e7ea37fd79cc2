import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import Provider, { errors } from "oidc-provider";
import { openFolder } from "../data-folder.ts";
import { demoPeople, personOfKey } from "../people.ts";
import { machineSecrets } from "./clients.ts";
import { configuration } from "./configuration.ts";
import { issuerKeys } from "./keys.ts";
import { PAGE_CSS, PAGE_HEADERS, failedPage, signInPage } from "./pages.ts";
import { IssuerState } from "./state.ts";
import { TokensRequest, accessTokens, identityClaims, peopleOf } from "./tokens.ts";

const MOUNT = "/oidc";

/** The issuer behind `/oidc`. `handle` answers every request whose path begins so. */
export type Issuer = { handle(request: IncomingMessage, response: ServerResponse): void };

/**
 * Starts the identity provider of `npm start`: a real OpenID provider (code + PKCE S256) whose
 * people are `people.json` and the generated ones.
 *
 * Its access tokens are JWTs (RFC 9068, RS256, two hours) for the audience `{origin}/api` with
 * `sub`, `roles` and `jurisdiction`; the real-name identity is at `/oidc/userinfo` only. Keys,
 * sessions, grants and the secrets of agencies' machines are kept in `dataFolder` (`keys.json`,
 * `state.json`, `clients.json`, mode 600).
 *
 * `POST /oidc/tokens` gives tokens without a sign-in; it exists on this machine only.
 *
 * @param origin - where the browser and the handlers reach it, e.g. `http://127.0.0.1:3000`
 * @param report - gets one line for each failure of the provider itself
 * @throws Refusal when the folder cannot be written or a file in it is damaged
 */
export async function createIssuer({
  origin,
  dataFolder,
  report = (line) => void process.stderr.write(`${line}\n`),
}: {
  origin: string;
  dataFolder: string;
  report?: (line: string) => void;
}): Promise<Issuer> {
  openFolder(dataFolder);
  const keys = await issuerKeys(dataFolder);
  const state = new IssuerState(join(dataFolder, "state.json"));
  const issuer = `${origin}${MOUNT}`;
  const audience = `${origin}/api`;
  const tokens = accessTokens({ issuer, audience, keys });
  const provider = new Provider(
    issuer,
    configuration({
      ...{ origin, mount: MOUNT, audience, keys, state },
      secrets: machineSecrets(dataFolder),
    }),
  );
  provider.on("server_error", (_context, error) => {
    report(`The identity provider failed: ${error.name}`);
  });
  const answerProvider = provider.callback();
  const site: Site = { host: new URL(origin).host, origin, provider, tokens };

  const route = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = request.url ?? MOUNT;
    const path = url.split("?", 1)[0] ?? url;
    if (request.headers.host !== site.host) {
      elsewhere(site, request, response);
      return;
    }
    if (path === `${MOUNT}/pages.css`) {
      answer(response, 200, PAGE_CSS, "text/css");
      return;
    }
    if (path === `${MOUNT}/tokens`) return issueTokens(site, request, response);
    if (path.startsWith(`${MOUNT}/sign-in/`)) return signIn(site, request, response);
    const bearer = /^Bearer ([^\s.]+\.[^\s.]+\.[^\s.]+)$/i.exec(
      request.headers.authorization ?? "",
    );
    if (path === `${MOUNT}/userinfo` && bearer?.[1]) return userinfo(site, bearer[1], response);

    // The library reads its mount point from the difference of the two.
    Object.assign(request, { originalUrl: url });
    request.url = url.slice(MOUNT.length) || "/";
    await answerProvider(request, response);
  };

  return {
    handle(request, response) {
      route(request, response).catch((error: unknown) => {
        report(`The identity provider failed: ${error instanceof Error ? error.name : "unknown"}`);
        if (!response.headersSent) answer(response, 500, `{"error":"server_error"}`);
        else response.destroy();
      });
    },
  };
}

type Site = {
  host: string;
  origin: string;
  provider: Provider;
  tokens: ReturnType<typeof accessTokens>;
};

/**
 * One name only, since cookies belong to a name: `localhost` is sent on to the origin. A page that
 * points its own name at this machine gets nothing either.
 */
function elsewhere({ origin }: Site, request: IncomingMessage, response: ServerResponse): void {
  if (request.method !== "GET" && request.method !== "HEAD") {
    answer(response, 421, `{"error":"misdirected_request"}`);
    return;
  }
  response.writeHead(307, { location: `${origin}${request.url ?? MOUNT}` }).end();
}

/** The page where one picks a person, and the answer to the pick. */
async function signIn(site: Site, request: IncomingMessage, response: ServerResponse) {
  const { provider, origin } = site;
  try {
    if (request.method === "GET") {
      await provider.interactionDetails(request, response);
      response.writeHead(200, PAGE_HEADERS);
      response.end(signInPage((request.url ?? "").split("?", 1)[0] ?? "", demoPeople()));
      return;
    }
    const from = request.headers.origin;
    const picked = new URLSearchParams(await bodyOf(request, 1000)).get("person") ?? "";
    const person = personOfKey(picked);
    if (request.method !== "POST" || !person || (from !== undefined && from !== origin)) {
      response.writeHead(400, PAGE_HEADERS).end(failedPage("invalid_request"));
      return;
    }
    const login = { accountId: person.sub, remember: true };
    await provider.interactionFinished(request, response, { login });
  } catch (error) {
    if (!(error instanceof errors.SessionNotFound) && !(error instanceof TooLong)) throw error;
    response.writeHead(400, PAGE_HEADERS).end(failedPage("invalid_request"));
  }
}

/**
 * The library's userinfo refuses tokens made for an audience; ours carry one, so that a handler can
 * tell them from others'. Opaque tokens still go to the library.
 */
async function userinfo({ tokens }: Site, token: string, response: ServerResponse): Promise<void> {
  const person = await tokens.personOf(token);
  if (person) {
    answer(response, 200, JSON.stringify(identityClaims(person)));
    return;
  }
  response.setHeader("www-authenticate", `Bearer error="invalid_token"`);
  answer(response, 401, `{"error":"invalid_token"}`);
}

/** Tokens in bulk, for demos and load tests: `{people: [key, …], generated: {from, count}}`. */
async function issueTokens(site: Site, request: IncomingMessage, response: ServerResponse) {
  const refuse = (status: number, error: string, more: object = {}): void => {
    answer(response, status, JSON.stringify({ error, ...more }));
  };
  if (request.method !== "POST") {
    refuse(405, "method_not_allowed");
    return;
  }
  // A page of another site may send a form here, but not JSON.
  if (!/^application\/json\b/i.test(request.headers["content-type"] ?? "")) {
    refuse(415, "unsupported_media_type");
    return;
  }
  let body: unknown;
  try {
    body = JSON.parse(await bodyOf(request, 100_000));
  } catch (error) {
    if (!(error instanceof SyntaxError) && !(error instanceof TooLong)) throw error;
    refuse(400, "invalid_request");
    return;
  }
  const wanted = TokensRequest.safeParse(body);
  if (!wanted.success) {
    const at = wanted.error.issues.map(({ path }) => `/${path.map(String).join("/")}`);
    refuse(422, "invalid_request", { pointers: at });
    return;
  }
  const found = peopleOf(wanted.data);
  if ("unknown" in found) {
    refuse(422, "unknown_person", { known: demoPeople().map(({ key }) => key) });
    return;
  }
  const issued = await Promise.all([
    ...found.people.map((person) => site.tokens.issue(person)),
    ...found.machines.map((machine) => site.tokens.issueMachine(machine)),
  ]);
  answer(response, 200, JSON.stringify({ tokens: issued }));
}

class TooLong extends Error {}

async function bodyOf(request: IncomingMessage, limit: number): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    if (!Buffer.isBuffer(chunk)) throw new TypeError("Bytes were expected.");
    length += chunk.length;
    if (length > limit) throw new TooLong("The body is too long.");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function answer(response: ServerResponse, status: number, body: string, type?: string): void {
  response.writeHead(status, {
    "content-type": `${type ?? "application/json"}; charset=utf-8`,
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
  });
  response.end(body);
}
