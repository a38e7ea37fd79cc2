import { errors } from "oidc-provider";
import type { Configuration, KoaContextWithOIDC } from "oidc-provider";
import { personOfSub } from "../people.ts";
import { MACHINES, machineClaims } from "./clients.ts";
import type { IssuerKeys } from "./keys.ts";
import { PAGE_HEADERS, failedPage, signOutPage, signedOutPage } from "./pages.ts";
import type { IssuerState } from "./state.ts";
import { CLIENT_ID, SCOPES, TOKEN_SECONDS, identityClaims, tokenClaims } from "./tokens.ts";

const FORTNIGHT = 14 * 24 * 60 * 60;

export type ConfigurationFacts = {
  origin: string;
  mount: string;
  audience: string;
  keys: IssuerKeys;
  state: IssuerState;
  /** Secrets of the machines, by client. */
  secrets: Readonly<Record<string, string>>;
};

/** How the library `oidc-provider` is to behave here: one public client with people for accounts, and the machines of agencies. */
export const configuration = (facts: ConfigurationFacts): Configuration => ({
  adapter: facts.state.adapterFor,
  jwks: { keys: [facts.keys.jwk] },
  clients: [
    {
      client_id: CLIENT_ID,
      token_endpoint_auth_method: "none",
      grant_types: ["authorization_code"],
      response_types: ["code"],
      redirect_uris: [`${facts.origin}/api/sign-in/callback`],
      post_logout_redirect_uris: [`${facts.origin}/`],
    },
    ...MACHINES.map(({ clientId }) => ({
      client_id: clientId,
      client_secret: facts.secrets[clientId] ?? "",
      grant_types: ["client_credentials"],
      response_types: [],
      redirect_uris: [],
    })),
  ],
  scopes: ["openid"],
  claims: {
    openid: ["sub", "roles", "jurisdiction"],
    profile: ["name", "id_type", "id_number", "uscc"],
    phone: ["phone_number"],
  },
  cookies: {
    keys: facts.keys.cookies,
    names: { session: "oidc", interaction: "oidc-sign-in", resume: "oidc-resume" },
    long: { httpOnly: true, sameSite: "lax", path: facts.mount, signed: true },
    short: { httpOnly: true, sameSite: "lax", signed: true },
  },
  routes: { userinfo: "/userinfo" },
  ttl: {
    ...{ AccessToken: TOKEN_SECONDS, IdToken: TOKEN_SECONDS, AuthorizationCode: 60 },
    ClientCredentials: TOKEN_SECONDS,
    ...{ Interaction: 3600, Session: FORTNIGHT, Grant: FORTNIGHT },
  },
  interactions: { url: (_context, { uid }) => `${facts.mount}/sign-in/${uid}` },
  ...accounts(facts),
  ...pages,
  features: {
    ...accessToApi(facts),
    ...signOut,
    clientCredentials: { enabled: true },
    devInteractions: { enabled: false },
  },
  clientBasedCORS: () => false,
});

const accounts = ({ audience }: ConfigurationFacts) =>
  ({
    findAccount: (_context, sub) => {
      const person = personOfSub(sub);
      if (!person) return undefined;
      // Names and numbers are for userinfo; an ID token passes through browsers' hands.
      const claims = (use: string) =>
        use === "userinfo" ? identityClaims(person) : { sub, ...tokenClaims(person) };
      return { accountId: sub, claims };
    },
    extraTokenClaims: (_context, token) => {
      if (token.kind === "ClientCredentials") return machineClaims(token.clientId ?? "");
      const person = "accountId" in token ? personOfSub(token.accountId) : undefined;
      return person && tokenClaims(person);
    },
    // The portal is ours: nobody is asked whether it may see what signing in is for.
    loadExistingGrant: async (context) => {
      const { client, session, provider } = context.oidc;
      if (!client || !session?.accountId) return undefined;
      const known = session.grantIdFor(client.clientId);
      const found = known === undefined ? undefined : await provider.Grant.find(known);
      if (found) return found;
      const { accountId } = session;
      const grant = new provider.Grant({ accountId, clientId: client.clientId });
      grant.addOIDCScope(SCOPES);
      grant.addResourceScope(audience, SCOPES);
      await grant.save();
      return grant;
    },
  }) satisfies Configuration;

const accessToApi = ({ audience }: ConfigurationFacts) =>
  ({
    resourceIndicators: {
      enabled: true,
      defaultResource: () => audience,
      useGrantedResource: () => true,
      getResourceServerInfo: (_context, indicator) => {
        if (indicator !== audience) throw new errors.InvalidTarget();
        return {
          ...{ scope: SCOPES, audience, accessTokenFormat: "jwt" },
          ...{ accessTokenTTL: TOKEN_SECONDS, jwt: { sign: { alg: "RS256" } } },
        };
      },
    },
  }) satisfies Configuration["features"];

const show = (context: KoaContextWithOIDC, text: string): void => {
  context.set(PAGE_HEADERS);
  context.body = text;
};

const pages = {
  renderError: (context, out) => {
    show(context, failedPage(out.error));
  },
} satisfies Configuration;

const signOut = {
  rpInitiatedLogout: {
    enabled: true,
    logoutSource: (context, form) => {
      show(context, signOutPage(form));
    },
    postLogoutSuccessSource: (context) => {
      show(context, signedOutPage());
    },
  },
} satisfies Configuration["features"];
