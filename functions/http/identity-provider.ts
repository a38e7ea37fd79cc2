import * as z from "zod";
import { once } from "./services.ts";

/** Where an OIDC issuer's parts are: OpenID Connect Discovery 1.0. */
const Discovery = z.object({
  issuer: z.string(),
  authorization_endpoint: z.url(),
  token_endpoint: z.url(),
  userinfo_endpoint: z.url(),
  jwks_uri: z.url(),
  end_session_endpoint: z.url().optional(),
});
export type Discovery = z.infer<typeof Discovery>;

/** The real-name claims of userinfo. */
export const UserInfo = z.object({
  sub: z.string().min(1).max(128),
  name: z.string().min(1).max(100),
  id_type: z.string(),
  id_number: z.string(),
  phone_number: z.string().optional(),
  /** The firm a person acts for: unified social credit code (GB 32100). */
  uscc: z.string().optional(),
  roles: z.array(z.string()),
  jurisdiction: z.string().optional(),
});
export type UserInfo = z.infer<typeof UserInfo>;

/** The issuer did not answer, or not as one: nothing was decided, try again. */
export class IdentityProviderSilent extends Error {
  override name = "IdentityProviderSilent";
}

const PATIENCE_MS = 5_000;

/** Asks the issuer and parses what it says; 401 and 403 are its word on a token. */
export async function askIssuer<T>(
  url: string,
  schema: z.ZodType<T>,
  init: RequestInit = {},
): Promise<T | "refused"> {
  try {
    const answer = await fetch(url, { ...init, signal: AbortSignal.timeout(PATIENCE_MS) });
    if (answer.status >= 400 && answer.status < 500) return "refused";
    if (!answer.ok) throw new IdentityProviderSilent();
    return schema.parse(await answer.json());
  } catch (error) {
    if (error instanceof IdentityProviderSilent) throw error;
    throw new IdentityProviderSilent("No usable answer", { cause: error });
  }
}

const discoveries = new Map<string, () => Promise<Discovery>>();

/** The issuer's discovery document, read once per container. */
export function discover(issuer: string): Promise<Discovery> {
  const known = discoveries.get(issuer) ?? once(() => fetchDiscovery(issuer));
  discoveries.set(issuer, known);
  return known();
}

async function fetchDiscovery(issuer: string): Promise<Discovery> {
  const found = await askIssuer(`${issuer}/.well-known/openid-configuration`, Discovery);
  if (found === "refused" || found.issuer !== issuer) throw new IdentityProviderSilent();
  return found;
}
