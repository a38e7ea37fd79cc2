import * as z from "zod";
import { keys } from "./keys.ts";
import { read, type Table } from "./table.ts";
import { put, type Write } from "./transact.ts";

/** One caller's request for one operation, and a keyed hash of what it asked for. */
export type RequestId = {
  readonly caller: string;
  readonly operation: string;
  readonly key: string;
  readonly bodyHash: string;
};

/** What was answered: repeated as it was. Holds no person's data. */
export const Answer = z.object({
  status: z.int(),
  body: z.record(z.string(), z.unknown()).optional(),
  location: z.string().optional(),
});
export type Answer = z.infer<typeof Answer>;

/** The answer is kept as text: repeated, it has its members in the same order, byte for byte. */
const Stored = z.object({ bodyHash: z.string(), answer: z.string() });

const KEPT_DAYS = 30;

/**
 * The idempotency record: goes into the same transaction as the effect.
 *
 * @param now - instant of the request, ms since 1970
 */
export const requestRecord = (request: RequestId, answer: Answer, now: number): Write =>
  put({
    ...keys.request(request),
    bodyHash: request.bodyHash,
    answer: JSON.stringify(answer),
    expiresAt: Math.floor(now / 1000) + KEPT_DAYS * 86_400,
  });

/**
 * @returns the first answer to this request; `other-body` when its key was used for something
 *   else; undefined when it is new
 */
export async function firstAnswer(
  table: Table,
  request: RequestId,
): Promise<Answer | "other-body" | undefined> {
  const found = await read(table, keys.request(request));
  if (!found) return undefined;
  const { bodyHash, answer } = Stored.parse(found);
  return bodyHash === request.bodyHash ? Answer.parse(JSON.parse(answer)) : "other-body";
}
