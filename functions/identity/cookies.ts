import type { Event } from "../http/endpoint.ts";

/** Binds a sign-in to the browser that began it: nobody can be signed in as someone else. */
export const SIGN_IN_COOKIE = "__Host-quanju-sign-in";

/** Says to the pages' scripts that asking who is signed in is worth it. Holds nothing. */
export const HINT_COOKIE = "quanju-signed-in";

/** The value of a cookie of the request, if it was sent. */
export const cookieOf = (event: Event, name: string): string | undefined =>
  event.cookies?.find((cookie) => cookie.startsWith(`${name}=`))?.slice(name.length + 1);

/** A cookie for this host only, unreadable to scripts, not sent with other sites' writes. */
export const hostCookie = (name: string, value: string, seconds?: number): string =>
  `${name}=${value}; Path=/; Secure; HttpOnly; SameSite=Lax${lasting(seconds)}`;

/** A cookie that the pages' scripts read. */
export const openCookie = (name: string, value: string, seconds: number): string =>
  `${name}=${value}; Path=/; Secure; SameSite=Lax${lasting(seconds)}`;

const lasting = (seconds: number | undefined): string =>
  seconds === undefined ? "" : `; Max-Age=${seconds}`;
