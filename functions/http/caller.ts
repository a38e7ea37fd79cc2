import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { createRemoteJWKSet, errors, jwtVerify } from "jose";
import * as z from "zod";
import { Role } from "../../shared/contract/ids.ts";
import { enrol, findPerson, type Person } from "../../shared/store/persons.ts";
import { findSession } from "../../shared/store/sessions.ts";
import { askIssuer, discover, IdentityProviderSilent, UserInfo } from "./identity-provider.ts";
import type { ProblemKind } from "./problem.ts";
import type { Services } from "./services.ts";

/** Who calls, as the handler itself has verified. */
export type Caller = {
  readonly sub: string;
  /** Roles both the token and the record give. */
  readonly roles: readonly Role[];
  readonly jurisdiction?: string;
  /** Keyed hash of the real-name identity: how a party is recognised in a case. */
  readonly identityHash: string;
  /** The record; its sealed fields are opened only where a decision needs them. */
  readonly person: Person;
  readonly via: "token" | "session";
  /** A machine of a partner agency: nobody's identity, and no session. */
  readonly isClient?: true;
};

export const SESSION_COOKIE = "__Host-quanju";

const TokenClaims = z.object({
  sub: z.string().min(1).max(128),
  roles: z.array(z.string()),
  client_id: z.string().optional(),
  jurisdiction: z.string().optional(),
});
type TokenClaims = z.infer<typeof TokenClaims>;

/** Subjects of machines begin so; an issuer gives no person such a subject. */
const CLIENT = "client:";

type Jwks = ReturnType<typeof createRemoteJWKSet>;
const jwksOf = new Map<string, Jwks>();

/**
 * Finds out who calls, from the bearer token or the session cookie.
 *
 * Tokens and sessions end by the wall clock, as the issuer's do: only business time can be moved.
 *
 * @returns the caller; `nobody` when no credential was sent; or why it does not count
 */
export async function identify(
  event: APIGatewayProxyEventV2,
  services: Services,
): Promise<Caller | "nobody" | ProblemKind> {
  const bearer = bearerToken(event.headers.authorization);
  const cookie = sessionCookie(event.cookies ?? []);
  if (event.headers.authorization !== undefined && cookie !== undefined) return "two-credentials";
  if (cookie !== undefined) return bySession(cookie, event, services);
  if (event.headers.authorization === undefined) return "nobody";
  return bearer === undefined ? "unauthenticated" : byToken(bearer, services);
}

const bearerToken = (header: string | undefined): string | undefined =>
  header === undefined ? undefined : /^Bearer ([\w.~+/=-]+)$/i.exec(header)?.[1];

const sessionCookie = (cookies: readonly string[]): string | undefined =>
  cookies
    .map((cookie) => cookie.split("="))
    .find(([name]) => name === SESSION_COOKIE)
    ?.slice(1)
    .join("=");

async function byToken(token: string, services: Services): Promise<Caller | ProblemKind> {
  const { OIDC_ISSUER: issuer, API_AUDIENCE: audience } = services.config;
  const { jwks_uri, userinfo_endpoint } = await discover(issuer);
  const jwks = jwksOf.get(jwks_uri) ?? createRemoteJWKSet(new URL(jwks_uri));
  jwksOf.set(jwks_uri, jwks);

  let claims: TokenClaims;
  try {
    const options = {
      issuer,
      audience,
      algorithms: ["RS256"],
      typ: "at+jwt",
      requiredClaims: ["exp", "iat"],
    };
    claims = TokenClaims.parse((await jwtVerify(token, jwks, options)).payload);
  } catch (error) {
    if (error instanceof errors.JWKSTimeout) throw new IdentityProviderSilent();
    if (error instanceof errors.JOSEError || error instanceof z.ZodError) return "unauthenticated";
    throw new IdentityProviderSilent("The key set was not to be had", { cause: error });
  }
  if (claims.sub.startsWith(CLIENT)) return byClient(services, claims);
  const person =
    (await findPerson(services.table, claims.sub)) ??
    (await firstVisit(services, userinfo_endpoint, token, claims.sub));
  return person === "refused" ? "unauthenticated" : asCaller(person, "token", claims.roles);
}

/**
 * A machine by its own token (client credentials): its subject is its client (RFC 9068 section 2.2).
 * It is on record like a person, so that it can be disabled at once, with no identity but its name.
 */
async function byClient(services: Services, claims: TokenClaims): Promise<Caller | ProblemKind> {
  const { sub, client_id, roles, jurisdiction } = claims;
  if (client_id !== sub) return "unauthenticated";
  const client =
    (await findPerson(services.table, sub)) ??
    (await enrol(services.table, await services.vault(), {
      ...{ sub, roles },
      ...(jurisdiction !== undefined && { jurisdiction }),
      identity: { name: sub, idType: "CLIENT", idNumber: sub },
    }));
  return asCaller(client, "token", roles);
}

async function firstVisit(
  services: Services,
  userinfo: string,
  token: string,
  sub: string,
): Promise<Person | "refused"> {
  const headers = { authorization: `Bearer ${token}` };
  const info = await askIssuer(userinfo, UserInfo, { headers });
  if (info === "refused" || info.sub !== sub) return "refused";
  return enrolFrom(services, info);
}

/** Puts on record what the issuer says of a person. */
export async function enrolFrom(services: Services, info: UserInfo): Promise<Person> {
  return enrol(services.table, await services.vault(), {
    sub: info.sub,
    roles: info.roles,
    ...(info.jurisdiction !== undefined && { jurisdiction: info.jurisdiction }),
    identity: {
      name: info.name,
      idType: info.id_type,
      // Both spellings of the last check character are the same person.
      idNumber: info.id_number.toUpperCase(),
      ...(info.uscc !== undefined && { uscc: info.uscc }),
      ...(info.phone_number !== undefined && { phone: info.phone_number }),
    },
  });
}

async function bySession(
  cookie: string,
  event: APIGatewayProxyEventV2,
  services: Services,
): Promise<Caller | ProblemKind> {
  const isWrite = event.requestContext.http.method !== "GET";
  if (isWrite && event.headers.origin !== services.config.PUBLIC_ORIGIN) return "foreign-origin";
  const session = await findSession(services.table, cookie, Date.now());
  const person = session && (await findPerson(services.table, session.sub));
  return person ? asCaller(person, "session", person.roles) : "unauthenticated";
}

function asCaller(
  person: Person,
  via: Caller["via"],
  claimed: readonly string[],
): Caller | ProblemKind {
  if (person.disabled) return "disabled";
  const held = person.roles.filter((role) => claimed.includes(role));
  const caller: Caller = {
    sub: person.sub,
    roles: Role.options.filter((role) => held.includes(role)),
    ...(person.jurisdiction !== undefined && { jurisdiction: person.jurisdiction }),
    identityHash: person.identityHash,
    person,
    via,
    ...(person.sub.startsWith(CLIENT) && { isClient: true }),
  };
  return caller;
}
