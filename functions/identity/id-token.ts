import { createRemoteJWKSet, errors, jwtVerify } from "jose";
import * as z from "zod";
import { askIssuer, IdentityProviderSilent, type Discovery } from "../http/identity-provider.ts";

const Tokens = z.object({ access_token: z.string().min(1), id_token: z.string().min(1) });
export type Tokens = z.infer<typeof Tokens>;

/** Exchanges a code for tokens (RFC 6749 §4.1.3, RFC 7636 §4.5). */
export const exchangeCode = (
  { token_endpoint }: Discovery,
  {
    code,
    verifier,
    clientId,
    redirectUri,
  }: { code: string; verifier: string; clientId: string; redirectUri: string },
): Promise<Tokens | "refused"> =>
  askIssuer(token_endpoint, Tokens, {
    method: "POST",
    headers: { accept: "application/json" },
    body: new URLSearchParams({
      grant_type: "authorization_code",
      client_id: clientId,
      redirect_uri: redirectUri,
      code,
      code_verifier: verifier,
    }),
  });

const jwksOf = new Map<string, ReturnType<typeof createRemoteJWKSet>>();

/**
 * The subject of an ID token that is this issuer's, for this client and this very sign-in
 * (OpenID Connect Core 3.1.3.7).
 *
 * @returns undefined when any of it does not hold
 * @throws IdentityProviderSilent when its keys are not to be had
 */
export async function subjectOf(
  idToken: string,
  { issuer, jwks_uri }: Discovery,
  { clientId, nonce }: { clientId: string; nonce: string },
): Promise<string | undefined> {
  const jwks = jwksOf.get(jwks_uri) ?? createRemoteJWKSet(new URL(jwks_uri));
  jwksOf.set(jwks_uri, jwks);
  try {
    const { payload } = await jwtVerify(idToken, jwks, {
      issuer,
      audience: clientId,
      algorithms: ["RS256"],
      requiredClaims: ["sub", "exp", "iat", "nonce"],
    });
    if (payload.nonce !== nonce) return undefined;
    if (payload.azp !== undefined && payload.azp !== clientId) return undefined;
    return payload.sub;
  } catch (error) {
    if (error instanceof errors.JWKSTimeout) throw new IdentityProviderSilent();
    if (error instanceof errors.JOSEError) return undefined;
    throw new IdentityProviderSilent("The key set was not to be had", { cause: error });
  }
}
