import * as z from "zod";
import { route } from "./route.ts";

/**
 * A page of this site to come back to: a path with an optional query. Nothing here can name
 * another host: no second slash or backslash at the start, no scheme, no control characters; nor a
 * path that becomes another one on the way, by empty or dot segments.
 */
export const ReturnTo = z
  .string()
  .max(512)
  .regex(/^\/(?![/\\])[A-Za-z0-9._~%/?=&-]*$/, { abort: true })
  .refine((path) => !/^\/(api|oidc)(\/|\?|$)/.test(path))
  .refine((path) => !/^[^?]*\/(?:\/|(?:\.|%2e){1,2}(?:[/?]|$))/i.test(path))
  .meta({ id: "ReturnTo", description: "A path of this site to return to after signing in" });

/** 32 random bytes, base64url: what a callback must bring back. */
const State = z.string().regex(/^[A-Za-z0-9_-]{43}$/);

export const Me = z
  .strictObject({
    name: z.string().meta({ description: "The caller's own name, in full" }),
    roles: z.array(z.string()),
    jurisdiction: z.string().optional(),
  })
  .meta({ id: "Me", description: "Who is signed in" });

export const SignedOut = z
  .strictObject({
    endSessionUrl: z.url().nullable().meta({
      description:
        "Where to end the identity provider's own session too; null: it has no such page",
    }),
  })
  .meta({ id: "SignedOut", description: "The session has ended" });

export const startSignIn = route({
  operationId: "startSignIn",
  fn: "identity",
  method: "GET",
  path: "/api/sign-in",
  caller: "anyone",
  may: ["write-sessions"],
  query: z.strictObject({ returnTo: ReturnTo.optional() }),
  answer: { status: 303, schema: z.undefined() },
  problems: [],
  summary: { zh: "开始登录", en: "Go to the identity provider (OpenID Connect, code with PKCE)" },
  example: { query: { returnTo: "/" } },
});

export const finishSignIn = route({
  operationId: "finishSignIn",
  fn: "identity",
  method: "GET",
  path: "/api/sign-in/callback",
  caller: "anyone",
  may: ["write-sessions", "read-persons", "write-persons", "use-keyring"],
  // Providers add members of their own (session_state, scope …): they are not refused.
  query: z.object({
    state: State,
    code: z.string().min(1).max(2048).optional(),
    error: z.string().max(200).optional(),
    iss: z.string().max(2048).optional(),
  }),
  answer: { status: 303, schema: z.undefined() },
  problems: [],
  summary: { zh: "完成登录", en: "The identity provider's answer: begins a browser session" },
  example: { query: { state: "A".repeat(43), error: "access_denied" } },
});

export const signOut = route({
  operationId: "signOut",
  fn: "identity",
  method: "POST",
  path: "/api/sign-out",
  caller: "person",
  may: ["write-sessions", "read-persons"],
  answer: { status: 200, schema: SignedOut },
  problems: [],
  summary: { zh: "退出登录", en: "End the browser session" },
  example: { as: "tenant-chen" },
});

export const getMe = route({
  operationId: "getMe",
  fn: "identity",
  method: "GET",
  path: "/api/me",
  caller: "person",
  may: ["read-persons", "write-persons", "use-keyring"],
  answer: { status: 200, schema: Me },
  problems: [],
  summary: { zh: "当前登录人", en: "Who is signed in" },
  example: { as: "tenant-chen" },
});
