import * as z from "zod";
import { PointsPurpose } from "../contract/points.ts";
import { Instant } from "../contract/values.ts";
import { advance, Versioned, type Act } from "./audit.ts";
import { keys } from "./keys.ts";
import { read, type Table } from "./table.ts";
import type { Write } from "./transact.ts";

/**
 * A person's points account: whom they let ask. The points themselves are counted anew each time from
 * the registers, so that nothing of them is kept, and nothing is out of date.
 */
const StoredPoints = Versioned.extend({
  consents: z.array(z.object({ purpose: PointsPurpose, given: z.boolean(), at: Instant })),
});
export type StoredPoints = z.infer<typeof StoredPoints>;
export type PointsRecord = Pick<StoredPoints, "consents">;

export async function findPoints(table: Table, hash: string): Promise<StoredPoints | undefined> {
  const found = await read(table, keys.points(hash));
  return found && StoredPoints.parse(found);
}

/** The writes that move an account on. @param hash - keyed hash of the person's identity */
export const pointsWrites = (
  hash: string,
  { consents }: PointsRecord,
  seen: StoredPoints | undefined,
  act: Act,
): { readonly head: Write; readonly audit: Write } =>
  advance(keys.points(hash), { consents }, seen, act);
