/** Why signing in did not come about, as the sign-in function says in `?reason=`. */
export const SIGN_IN_FAILURES = ["declined", "expired", "refused", "silent", "disabled"] as const;
export type SignInFailure = (typeof SIGN_IN_FAILURES)[number];
