import { createHash, randomBytes } from "node:crypto";
import { beginSignIn, SIGN_IN_MS } from "../../shared/store/sign-ins.ts";
import { endpoint } from "../http/endpoint.ts";
import { discover, IdentityProviderSilent } from "../http/identity-provider.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/identity.ts";
import { hostCookie, SIGN_IN_COOKIE } from "./cookies.ts";
import { goTo, signInFailed } from "./redirects.ts";

/** What is asked of the identity provider: who it is, and the real-name identity with userinfo. */
const SCOPE = "openid profile phone";

const secret = (): string => randomBytes(32).toString("base64url");

/** Sends the browser to the identity provider (OpenID Connect Core 3.1.2.1, PKCE RFC 7636). */
export const startSignIn = (services: Services) =>
  endpoint(routes.startSignIn, services, async ({ query }) => {
    const { returnTo = "/" } = query;
    const { OIDC_CLIENT_ID, OIDC_ISSUER } = services.config;
    let address: URL;
    try {
      address = new URL((await discover(OIDC_ISSUER)).authorization_endpoint);
    } catch (error) {
      // A person stands before a browser: they get a page that says so, not a problem document.
      if (error instanceof IdentityProviderSilent) return signInFailed("silent", returnTo);
      throw error;
    }

    const [state, nonce, verifier, browser] = [secret(), secret(), secret(), secret()];
    await beginSignIn(
      services.table,
      state,
      { verifier, nonce, returnTo, browser },
      // Sign-in keeps to the wall clock, as the issuer does: only business time can be moved.
      Date.now(),
    );
    const asked = {
      client_id: OIDC_CLIENT_ID,
      response_type: "code",
      scope: SCOPE,
      redirect_uri: callbackOf(services),
      state,
      nonce,
      code_challenge: createHash("sha256").update(verifier).digest("base64url"),
      code_challenge_method: "S256",
    };
    for (const [name, value] of Object.entries(asked)) address.searchParams.set(name, value);
    return goTo(address.href, [hostCookie(SIGN_IN_COOKIE, browser, SIGN_IN_MS / 1000)]);
  });

/** Where the identity provider sends the browser back to; registered with it. */
export const callbackOf = ({ config }: Services): string =>
  `${config.PUBLIC_ORIGIN}${routes.finishSignIn.path}`;
