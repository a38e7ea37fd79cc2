import { createHash } from "node:crypto";
import * as z from "zod";
import { keys } from "./keys.ts";
import { read, type Table } from "./table.ts";
import { put, remove, transact } from "./transact.ts";

const Session = z.object({ sub: z.string(), endsAt: z.number() });
export type Session = z.infer<typeof Session>;

/** Browser sessions last 12 hours. */
export const SESSION_MS = 12 * 3_600_000;

/** The table never holds what the cookie holds, only its hash. */
const hashed = (id: string): string => createHash("sha256").update(id).digest("hex");

/**
 * @param id - the cookie's value
 * @param now - ms since 1970
 * @returns the session, if it is still good
 */
export async function findSession(
  table: Table,
  id: string,
  now: number,
): Promise<Session | undefined> {
  const found = await read(table, keys.session(hashed(id)));
  if (!found) return undefined;
  const session = Session.parse(found);
  return session.endsAt > now ? session : undefined;
}

export async function beginSession(
  table: Table,
  id: string,
  sub: string,
  now: number,
): Promise<void> {
  const endsAt = now + SESSION_MS;
  const expiresAt = Math.ceil(endsAt / 1000);
  await transact(table, { session: put({ ...keys.session(hashed(id)), sub, endsAt, expiresAt }) });
}

/** Ends a session; one that has ended before is no error. */
export async function endSession(table: Table, id: string): Promise<void> {
  await transact(table, { session: remove(keys.session(hashed(id))) });
}
