import { randomBytes } from "node:crypto";
import { findPerson, renew, type Person } from "../../shared/store/persons.ts";
import { beginSession, endSession, SESSION_MS } from "../../shared/store/sessions.ts";
import { takeSignIn, type SignIn } from "../../shared/store/sign-ins.ts";
import { enrolFrom, SESSION_COOKIE } from "../http/caller.ts";
import { endpoint } from "../http/endpoint.ts";
import {
  askIssuer,
  discover,
  IdentityProviderSilent,
  UserInfo,
} from "../http/identity-provider.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/identity.ts";
import { cookieOf, HINT_COOKIE, hostCookie, openCookie, SIGN_IN_COOKIE } from "./cookies.ts";
import { exchangeCode, subjectOf } from "./id-token.ts";
import { goTo, signInFailed, type SignInFailure } from "./redirects.ts";
import { callbackOf } from "./start-sign-in.ts";

/** Takes the identity provider's answer, puts the person on record and begins their session. */
export const finishSignIn = (services: Services) =>
  endpoint(routes.finishSignIn, services, async ({ query, event }) => {
    const { table, config } = services;
    const forget = hostCookie(SIGN_IN_COOKIE, "", 0);
    const browser = cookieOf(event, SIGN_IN_COOKIE) ?? "";
    const signIn = await takeSignIn(table, query.state, browser, Date.now());
    if (!signIn) return signInFailed("expired", "/", [forget]);

    const { code, error, iss } = query;
    if (error === "access_denied") return signInFailed("declined", signIn.returnTo, [forget]);
    if (code === undefined || (iss !== undefined && iss !== config.OIDC_ISSUER))
      return signInFailed("refused", signIn.returnTo, [forget]);

    const person = await whoCame(services, code, signIn);
    if (typeof person === "string") return signInFailed(person, signIn.returnTo, [forget]);

    const before = cookieOf(event, SESSION_COOKIE);
    if (before !== undefined && before !== "") await endSession(table, before);
    const session = randomBytes(32).toString("base64url");
    await beginSession(table, session, person.sub, Date.now());
    return goTo(signIn.returnTo, [
      hostCookie(SESSION_COOKIE, session),
      openCookie(HINT_COOKIE, "1", SESSION_MS / 1000),
      forget,
    ]);
  });

async function whoCame(
  services: Services,
  code: string,
  { verifier, nonce }: SignIn,
): Promise<Person | SignInFailure> {
  const { OIDC_CLIENT_ID: clientId, OIDC_ISSUER } = services.config;
  try {
    const issuer = await discover(OIDC_ISSUER);
    const redirectUri = callbackOf(services);
    const tokens = await exchangeCode(issuer, { code, verifier, clientId, redirectUri });
    if (tokens === "refused") return "refused";
    const sub = await subjectOf(tokens.id_token, issuer, { clientId, nonce });
    if (sub === undefined) return "refused";

    const headers = { authorization: `Bearer ${tokens.access_token}` };
    const info = await askIssuer(issuer.userinfo_endpoint, UserInfo, { headers });
    if (info === "refused" || info.sub !== sub) return "refused";
    const person = await onRecord(services, info);
    return person.disabled ? "disabled" : person;
  } catch (error) {
    if (error instanceof IdentityProviderSilent) return "silent";
    throw error;
  }
}

/** The person's record, brought up to what the identity provider says today. */
async function onRecord(services: Services, info: UserInfo): Promise<Person> {
  const known = await findPerson(services.table, info.sub);
  if (!known) return enrolFrom(services, info);
  const { roles, jurisdiction, name, phone_number: phone } = info;
  return renew(services.table, await services.vault(), known, {
    roles,
    ...(jurisdiction !== undefined && { jurisdiction }),
    identity: {
      name,
      idType: info.id_type,
      idNumber: info.id_number,
      ...(phone !== undefined && { phone }),
      ...(info.uscc !== undefined && { uscc: info.uscc }),
    },
  });
}
