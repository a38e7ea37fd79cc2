import { marshall } from "@aws-sdk/util-dynamodb";
import * as z from "zod";
import { keys } from "./keys.ts";
import { read, type Table } from "./table.ts";
import type { Write } from "./transact.ts";

/** Whose turn it is to choose in one pool of a draw. */
const StoredTurn = z.object({
  version: z.int().positive(),
  drawId: z.string(),
  schemeId: z.string(),
  pool: z.string(),
  /** Receipts of the selected, in the order of the ranking. */
  order: z.array(z.string()),
  /** Place now choosing, 1…; one past the end when all have had their turn. */
  next: z.int().positive(),
  opensAt: z.string(),
  /** Until when the present offer holds, exclusive; absent: without end. */
  offerUntil: z.string().optional(),
});
export type StoredTurn = z.infer<typeof StoredTurn>;

export async function findTurn(
  table: Table,
  drawId: string,
  pool: string,
): Promise<StoredTurn | undefined> {
  const found = await read(table, keys.turn(drawId, pool));
  return found && StoredTurn.parse(found);
}

/** The turns of these pools; those not called yet are missing. */
export async function findTurns(
  table: Table,
  drawId: string,
  pools: readonly string[],
): Promise<StoredTurn[]> {
  const found = await Promise.all(pools.map((pool) => findTurn(table, drawId, pool)));
  return found.filter((turn) => turn !== undefined);
}

/**
 * Passes the turn on, if it is still where it was seen. An update, not a new item: the order may be
 * long and never changes. A limit of the offer made to the one before is not the next one's.
 */
export const passTurn =
  ({ drawId, pool, version, next }: StoredTurn): Write =>
  (TableName) => ({
    Update: {
      TableName,
      Key: marshall(keys.turn(drawId, pool)),
      UpdateExpression: "SET version = :raised, #next = :after REMOVE offerUntil",
      ConditionExpression: "version = :seen AND #next = :place",
      ExpressionAttributeNames: { "#next": "next" },
      ExpressionAttributeValues: marshall({
        ...{ ":raised": version + 1, ":after": next + 1 },
        ...{ ":seen": version, ":place": next },
      }),
    },
  });
