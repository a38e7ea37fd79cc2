import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK } from "jose";
import { endpoints as agencies } from "../../functions/agencies/index.ts";
import { endpoints as applicationReview } from "../../functions/application-review/index.ts";
import { endpoints as applications } from "../../functions/applications/index.ts";
import { endpoints as certificates } from "../../functions/certificates/index.ts";
import { endpoints as counter } from "../../functions/counter/index.ts";
import { endpoints as drafts } from "../../functions/drafts/index.ts";
import { endpoints as draws } from "../../functions/draws/index.ts";
import { endpoints as filingReview } from "../../functions/filing-review/index.ts";
import { endpoints as eligibility } from "../../functions/eligibility/index.ts";
import { endpoints as filings } from "../../functions/filings/index.ts";
import { endpoints as identity } from "../../functions/identity/index.ts";
import { endpoints as imports } from "../../functions/imports/index.ts";
import { endpoints as inspection } from "../../functions/inspection/index.ts";
import { endpoints as leases } from "../../functions/leases/index.ts";
import { endpoints as mandates } from "../../functions/mandates/index.ts";
import { endpoints as points } from "../../functions/points/index.ts";
import { endpoints as programmes } from "../../functions/programmes/index.ts";
import { checkCertificate } from "../../functions/public/check-certificate.ts";
import { getHealth } from "../../functions/public/get-health.ts";
import { getOpenapi } from "../../functions/public/get-openapi.ts";
import { readCertificateToken } from "../../functions/public/read-certificate-token.ts";
import { endpoints as subsidies } from "../../functions/subsidies/index.ts";
import { endpoints as waitingLists } from "../../functions/waiting-lists/index.ts";
import { getDraw, getScheme, listSchemes } from "../../functions/public/schemes.ts";
import type { Route } from "../../functions/routes/route.ts";
import { endpoints as units } from "../../functions/units/index.ts";
import { endpoints as schemes } from "../../functions/schemes/index.ts";
import { loopback } from "../../infra/local/loopback.ts";
import { identityClaims } from "../../infra/local/oidc/tokens.ts";
import { generatedPerson, personOfKey, type DemoPerson } from "../../infra/local/people.ts";
import { MACHINES, machineClaims, type MachineClient } from "../../infra/local/oidc/clients.ts";
import { Role } from "../../shared/contract/ids.ts";

/** Every endpoint there is. */
export const everyEndpoint = [
  ...[...eligibility, ...points, ...programmes],
  ...drafts,
  ...[...agencies, ...applicationReview, ...applications, ...certificates, ...draws],
  ...[...filingReview, ...filings, ...identity, ...imports, ...inspection, ...leases, ...schemes],
  ...[...counter, ...mandates, ...units, ...subsidies, ...waitingLists],
  ...[
    checkCertificate,
    readCertificateToken,
    getHealth,
    getOpenapi,
    getDraw,
    getScheme,
    listSchemes,
  ],
] as const;

export const AUDIENCE = "https://api.test/api";

type PersonRole = DemoPerson["roles"][number];

/** What a person may be; the other roles are those of machines alone. */
export const personRoles = Role.options.filter(
  (role): role is PersonRole => role !== "partner-agency",
);

/** A machine of a partner agency that holds this role. */
export function machineOf(role: Role): MachineClient {
  const machine = MACHINES.find(({ roles }) => (roles as readonly Role[]).includes(role));
  if (!machine) throw new Error(`No machine is ${role}`);
  return machine;
}

/** Someone with one role beside being a citizen, as an issuer would know them. */
export function holder(role: PersonRole, jurisdiction = "QZ"): DemoPerson {
  const at = 900_000 + 1_000 * jurisdiction.length + role.length * 17 + role.charCodeAt(0);
  return {
    ...generatedPerson(at),
    sub: `test-${role}-${jurisdiction}`,
    roles: [role],
    jurisdiction,
  };
}

export function demoPerson(key: string): DemoPerson {
  const person = personOfKey(key);
  if (!person) throw new Error(`Nobody is ${key}`);
  return person;
}

/** Client credentials: the client is its own subject (RFC 9068 section 2.2). */
const machineToken = ({ clientId }: MachineClient) => ({
  client_id: clientId,
  ...machineClaims(clientId),
});

/** How a token differs from a good one. */
export type Forging = {
  readonly alg?: string;
  readonly typ?: string;
  readonly issuer?: string;
  readonly audience?: string | string[];
  readonly expires?: number;
  readonly signWith?: CryptoKey | Uint8Array;
  readonly kid?: string;
  readonly claims?: Readonly<Record<string, unknown>>;
};

/** An issuer whose key the test holds: it can sign what no honest issuer would. */
export async function forgingIssuer() {
  const { privateKey, publicKey } = await generateKeyPair("RS256", { extractable: true });
  const jwk: JWK = { ...(await exportJWK(publicKey)), kid: "k1", use: "sig", alg: "RS256" };
  const people = new Map<string, DemoPerson>();
  const server = await loopback(
    (request, response) => {
      const answers: Record<string, unknown> = {
        "/oidc/.well-known/openid-configuration": discovery(origin.url),
        "/oidc/jwks": { keys: [jwk] },
        "/oidc/me": whoAsks(request.headers.authorization, people),
      };
      const answer = answers[request.url ?? ""];
      response.writeHead(answer === undefined ? 401 : 200, { "content-type": "application/json" });
      response.end(JSON.stringify(answer ?? {}));
      return Promise.resolve();
    },
    (line) => {
      throw new Error(line);
    },
  );
  const origin = { url: server.url };
  return {
    issuer: `${server.url}/oidc`,
    publicJwk: jwk,
    publicKey,
    close: server.close,
    /** An access token of this person: good, but for `forging`. */
    async token(bearer: DemoPerson | MachineClient, forging: Forging = {}): Promise<string> {
      if ("sub" in bearer) people.set(bearer.sub, bearer);
      const claims = "sub" in bearer ? { roles: bearer.roles } : machineToken(bearer);
      const now = Math.floor(Date.now() / 1000);
      return new SignJWT({ ...claims, ...forging.claims })
        .setProtectedHeader({
          alg: forging.alg ?? "RS256",
          typ: forging.typ ?? "at+jwt",
          kid: forging.kid ?? "k1",
        })
        .setIssuer(forging.issuer ?? `${server.url}/oidc`)
        .setAudience(forging.audience ?? AUDIENCE)
        .setSubject("sub" in bearer ? bearer.sub : bearer.clientId)
        .setIssuedAt(now - 600)
        .setExpirationTime(forging.expires ?? now + 600)
        .sign(forging.signWith ?? privateKey);
    },
  };
}

const discovery = (origin: string) => ({
  issuer: `${origin}/oidc`,
  authorization_endpoint: `${origin}/oidc/auth`,
  token_endpoint: `${origin}/oidc/token`,
  userinfo_endpoint: `${origin}/oidc/me`,
  jwks_uri: `${origin}/oidc/jwks`,
});

function whoAsks(authorization: string | undefined, people: ReadonlyMap<string, DemoPerson>) {
  const payload = authorization?.split(".")[1] ?? "";
  const text = Buffer.from(payload, "base64url").toString();
  const sub = /"sub":"([^"]+)"/.exec(text)?.[1] ?? "";
  const person = people.get(sub);
  return person && identityClaims(person);
}

const PARAMS: Readonly<Record<string, string>> = {
  filingId: `F${"0".repeat(20)}`,
  applicationId: `A${"0".repeat(20)}`,
  objectionId: `J${"0".repeat(20)}`,
  allocationId: `L${"0".repeat(20)}`,
  schemeId: "qz-2026-999",
  drawId: "qz-2026-999",
  sourceId: "notary",
};

/** The address of a route, about a case that there is not unless `params` names one. */
export const addressOf = (
  { path, example }: Route,
  params: Readonly<Record<string, string>> = {},
): string => {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name] ?? PARAMS[name] ?? example?.params?.[name];
    if (value === undefined) throw new Error(`No example of ${name}`);
    return value;
  });
  const query = new URLSearchParams(example?.query).toString();
  return query === "" ? filled : `${filled}?${query}`;
};
