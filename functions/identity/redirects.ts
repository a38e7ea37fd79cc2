import type { Reply } from "../http/problem.ts";

/** Sends the browser on with GET (303), with cookies to keep. */
export const goTo = (location: string, cookies: readonly string[] = []): Reply => ({
  statusCode: 303,
  headers: { location, "cache-control": "no-store", "referrer-policy": "no-referrer" },
  ...(cookies.length > 0 && { cookies: [...cookies] }),
});

/**
 * Why a sign-in did not come about: the person declined; it is too old, or another browser's; the
 * provider's answer does not hold; the provider does not answer; the account is disabled here.
 */
export type SignInFailure = "declined" | "expired" | "refused" | "silent" | "disabled";

/** The page that says why, in the language of the page the person came from. */
export const signInFailed = (
  reason: SignInFailure,
  returnTo: string,
  cookies: readonly string[] = [],
): Reply => {
  const folder = /^\/en(\/|\?|$)/.test(returnTo) ? "/en" : "";
  const query = new URLSearchParams({ reason, returnTo });
  return goTo(`${folder}/login-failed/?${query}`, cookies);
};
