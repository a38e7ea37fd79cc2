import { randomUUID } from "node:crypto";
import { SignJWT, errors, jwtVerify } from "jose";
import * as z from "zod";
import { GENERATED_PEOPLE, generatedPerson, personOfKey, personOfSub } from "../people.ts";
import type { DemoPerson } from "../people.ts";
import { MACHINES, machineClaims, type MachineClient } from "./clients.ts";
import type { IssuerKeys } from "./keys.ts";

/** The public client of the portal. */
export const CLIENT_ID = "quanju-portal";

/** Two hours, wall time: token expiry never follows the movable clock. */
export const TOKEN_SECONDS = 2 * 60 * 60;

/** The scopes that the portal asks for; real names are behind `profile` and `phone`. */
export const SCOPES = "openid profile phone";

/** What an access token says of a person besides their subject: nothing that identifies them. */
export const tokenClaims = ({ roles, jurisdiction }: DemoPerson) => ({
  roles,
  ...(jurisdiction === undefined ? {} : { jurisdiction }),
});

/** What userinfo answers: the person's real-name identity, as a national identity service gives it. */
export const identityClaims = (person: DemoPerson) => ({
  sub: person.sub,
  ...tokenClaims(person),
  name: person.name,
  id_type: person.idType,
  id_number: person.idNumber,
  phone_number: person.phone,
  ...(person.uscc === undefined ? {} : { uscc: person.uscc }),
});

/** The body of `POST /oidc/tokens`: people by key, generated people by number, or both. */
export const TokensRequest = z
  .strictObject({
    people: z.array(z.string().max(64)).max(1000).optional(),
    generated: z
      .strictObject({
        from: z.int().min(0),
        count: z.int().min(1).max(5000),
      })
      .refine(({ from, count }) => from + count <= GENERATED_PEOPLE, { path: ["count"] })
      .optional(),
  })
  .refine(({ people, generated }) => people !== undefined || generated !== undefined, {
    error: "Name `people`, `generated`, or both.",
  });

export type IssuedToken = { key: string; sub: string; accessToken: string };

/** The people and machines that a request names, or the keys that nobody has. */
export function peopleOf(
  request: z.infer<typeof TokensRequest>,
): { people: DemoPerson[]; machines: MachineClient[] } | { unknown: string[] } {
  const keys = request.people ?? [];
  const machines = MACHINES.filter(({ key }) => keys.includes(key));
  const named = keys
    .filter((key) => !machines.some((machine) => machine.key === key))
    .map((key) => ({ key, person: personOfKey(key) }));
  const unknown = named.filter(({ person }) => person === undefined).map(({ key }) => key);
  if (unknown.length > 0) return { unknown };
  const { from, count } = request.generated ?? { from: 0, count: 0 };
  const generated = Array.from({ length: count }, (_, at) => generatedPerson(from + at));
  return { people: [...named.flatMap(({ person }) => person ?? []), ...generated], machines };
}

/**
 * Makes and checks access tokens like those of the code flow: a JWT of type `at+jwt` (RFC 9068),
 * RS256, for the audience `{origin}/api`.
 */
export function accessTokens({ issuer, audience, keys }: TokenFacts) {
  const sign = (sub: string, claims: Readonly<Record<string, unknown>>): Promise<string> =>
    new SignJWT(claims)
      .setProtectedHeader({ alg: "RS256", typ: "at+jwt", kid: keys.jwk.kid })
      .setIssuer(issuer)
      .setAudience(audience)
      .setSubject(sub)
      .setIssuedAt()
      .setExpirationTime(`${TOKEN_SECONDS}s`)
      .setJti(randomUUID())
      .sign(keys.signWith);
  return {
    async issue(person: DemoPerson): Promise<IssuedToken> {
      const claims = { client_id: CLIENT_ID, scope: SCOPES, ...tokenClaims(person) };
      return { key: person.key, sub: person.sub, accessToken: await sign(person.sub, claims) };
    },

    /** As client credentials give it. */
    async issueMachine({ key, clientId }: MachineClient): Promise<IssuedToken> {
      const claims = { client_id: clientId, ...machineClaims(clientId) };
      return { key, sub: clientId, accessToken: await sign(clientId, claims) };
    },

    /** The person of a good token of ours; undefined for any other text. */
    async personOf(accessToken: string): Promise<DemoPerson | undefined> {
      try {
        const { payload } = await jwtVerify(accessToken, keys.verifyWith, {
          ...{ issuer, audience, typ: "at+jwt", algorithms: ["RS256"] },
          requiredClaims: ["exp", "sub"],
        });
        return personOfSub(payload.sub ?? "");
      } catch (error) {
        if (error instanceof errors.JOSEError) return undefined;
        throw error;
      }
    },
  };
}

export type TokenFacts = { issuer: string; audience: string; keys: IssuerKeys };
