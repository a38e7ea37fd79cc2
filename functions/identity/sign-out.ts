import { endSession } from "../../shared/store/sessions.ts";
import { SESSION_COOKIE } from "../http/caller.ts";
import { endpoint, ok } from "../http/endpoint.ts";
import { discover, IdentityProviderSilent } from "../http/identity-provider.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/identity.ts";
import { cookieOf, HINT_COOKIE, hostCookie, openCookie } from "./cookies.ts";

/** Ends the browser's session here, whether or not the identity provider answers. */
export const signOut = (services: Services) =>
  endpoint(routes.signOut, services, async ({ event }) => {
    const session = cookieOf(event, SESSION_COOKIE);
    if (session !== undefined) await endSession(services.table, session);
    return {
      ...ok({ endSessionUrl: await endSessionUrl(services) }),
      cookies: [hostCookie(SESSION_COOKIE, "", 0), openCookie(HINT_COOKIE, "", 0)],
    };
  });

/** OpenID Connect RP-Initiated Logout 1.0, or null when the provider has none or is silent. */
async function endSessionUrl({ config }: Services): Promise<string | null> {
  try {
    const { end_session_endpoint } = await discover(config.OIDC_ISSUER);
    if (end_session_endpoint === undefined) return null;
    const address = new URL(end_session_endpoint);
    address.searchParams.set("client_id", config.OIDC_CLIENT_ID);
    address.searchParams.set("post_logout_redirect_uri", `${config.PUBLIC_ORIGIN}/`);
    return address.href;
  } catch (error) {
    if (error instanceof IdentityProviderSilent) return null;
    throw error;
  }
}
