import { createHash } from "node:crypto";
import * as z from "zod";
import { keys } from "./keys.ts";
import { read, type Table } from "./table.ts";
import { put, remove, transact } from "./transact.ts";

/** A sign-in under way: what the callback needs, and what binds it to one browser. */
const StoredSignIn = z.object({
  verifier: z.string(),
  nonce: z.string(),
  returnTo: z.string(),
  browserHash: z.string(),
  endsAt: z.number(),
});
export type SignIn = Omit<z.infer<typeof StoredSignIn>, "browserHash" | "endsAt">;

/** A sign-in must be finished within ten minutes, by the wall clock. */
export const SIGN_IN_MS = 10 * 60_000;

const hashed = (secret: string): string => createHash("sha256").update(secret).digest("hex");

/**
 * @param state - random, comes back in the callback's address
 * @param browser - random, comes back in the browser's cookie; only its hash is kept
 * @param now - ms since 1970
 */
export async function beginSignIn(
  table: Table,
  state: string,
  { browser, ...signIn }: SignIn & { readonly browser: string },
  now: number,
): Promise<void> {
  const endsAt = now + SIGN_IN_MS;
  const item = {
    ...keys.signIn(state),
    ...signIn,
    browserHash: hashed(browser),
    endsAt,
    expiresAt: Math.ceil(endsAt / 1000),
  };
  await transact(table, { signIn: put(item) });
}

/**
 * Takes a sign-in under way away, so that it can be finished once only.
 *
 * @returns undefined when there is none, it is too old, was begun by another browser, or another
 *   request has just taken it
 */
export async function takeSignIn(
  table: Table,
  state: string,
  browser: string,
  now: number,
): Promise<SignIn | undefined> {
  const found = await read(table, keys.signIn(state));
  if (!found) return undefined;
  const { browserHash, endsAt, ...signIn } = StoredSignIn.parse(found);
  if (browserHash !== hashed(browser) || endsAt <= now) return undefined;
  const failed = await transact(table, { signIn: remove(keys.signIn(state)) });
  return failed.size > 0 ? undefined : signIn;
}
