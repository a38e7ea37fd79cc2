import * as z from "zod";
import { Jurisdiction } from "../contract/ids.ts";
import { PointsPurpose, type ConfirmedItem } from "../contract/points.ts";
import { Instant } from "../contract/values.ts";
import { advance, Versioned, type Act } from "./audit.ts";
import { keys } from "./keys.ts";
import type { Vault } from "./sealing.ts";
import { read, type Table } from "./table.ts";
import type { Write } from "./transact.ts";

/** An item an authority confirmed. Which papers it saw may name anything: they are under seal. */
const StoredItem = z.object({
  item: z.string(),
  count: z.int().nonnegative(),
  evidenceSealed: z.string(),
  by: Jurisdiction,
  at: Instant,
});

/**
 * A person's points account: whom they let ask, and what no register knows. The points themselves are
 * counted anew each time, so that nothing of them is out of date.
 */
const StoredPoints = Versioned.extend({
  consents: z.array(z.object({ purpose: PointsPurpose, given: z.boolean(), at: Instant })),
  items: z.array(StoredItem),
});
export type StoredPoints = z.infer<typeof StoredPoints>;
export type PointsRecord = Pick<StoredPoints, "consents" | "items">;

export const NO_POINTS: PointsRecord = { consents: [], items: [] };

export async function findPoints(table: Table, hash: string): Promise<StoredPoints | undefined> {
  const found = await read(table, keys.points(hash));
  return found && StoredPoints.parse(found);
}

/** The writes that move an account on. @param hash - keyed hash of the person's identity */
export const pointsWrites = (
  hash: string,
  { consents, items }: PointsRecord,
  seen: StoredPoints | undefined,
  act: Act,
): { readonly head: Write; readonly audit: Write } =>
  advance(keys.points(hash), { consents, items }, seen, act);

const field = (item: string): string => `items/${item}/evidence`;

/** The items with one confirmed anew; each once, the latest word. */
export const withItem = (
  vault: Vault,
  hash: string,
  items: PointsRecord["items"],
  { evidence, ...next }: ConfirmedItem,
): PointsRecord["items"] => [
  ...items.filter(({ item }) => item !== next.item),
  { ...next, evidenceSealed: vault.seal(evidence, keys.points(hash), field(next.item)) },
];

/** What was confirmed, in clear for the person. */
export const openItems = (
  vault: Vault,
  hash: string,
  items: PointsRecord["items"],
): ConfirmedItem[] =>
  items.map(({ evidenceSealed, ...one }) => ({
    ...one,
    evidence: vault.open(evidenceSealed, keys.points(hash), field(one.item)),
  }));
