import { ConditionalCheckFailedException, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { keys } from "./keys.ts";
import type { Vault } from "./sealing.ts";
import type { Table } from "./table.ts";

/** How many wrong tries an address has at once, and how long each weighs, in ms. */
export type TryLimit = { readonly most: number; readonly each: number };

/**
 * Tries of one address weigh on it for a while each: the item holds the instant at which none weighs
 * any more (GCRA). That is a sliding window in one number, moved by conditional writes, so that any
 * number of rivals at once get no more tries than one alone.
 */
export type TryCount = {
  /** Takes a try before it is known whether it is a wrong one. @returns ms to wait when none is left, else 0 */
  take(address: string, now: number): Promise<number>;
  /** Gives it back: it was right. */
  giveBack(address: string): Promise<void>;
};

/** @param purpose - tries for different things are counted apart */
export function tryCount(
  table: Table,
  vault: () => Promise<Vault>,
  purpose: string,
  { most, each }: TryLimit,
): TryCount {
  const keyOf = async (address: string) =>
    keys.tries((await vault()).blindIndex("tries", purpose, networkOf(address)));

  const update = async (
    address: string,
    set: string,
    condition: string,
    values: Readonly<Record<string, number>>,
  ): Promise<boolean> => {
    const { pk, sk } = await keyOf(address);
    try {
      await table.client.send(
        new UpdateItemCommand({
          TableName: table.name,
          Key: marshall({ pk, sk }),
          UpdateExpression: set,
          ConditionExpression: condition,
          ExpressionAttributeValues: marshall(values),
        }),
      );
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  };

  return {
    async take(address, now) {
      const expires = Math.ceil((now + most * each) / 1000);
      const first = () =>
        update(
          address,
          "SET freeAt = :next, expiresAt = :expires",
          "attribute_not_exists(freeAt) OR freeAt <= :now",
          { ":next": now + each, ":now": now, ":expires": expires },
        );
      const further = () =>
        update(
          address,
          "SET freeAt = freeAt + :each, expiresAt = :expires",
          "freeAt > :now AND freeAt <= :last",
          {
            ":each": each,
            ":now": now,
            ":last": now + (most - 1) * each,
            ":expires": expires,
          },
        );
      // A rival may have made the first a further one meanwhile: hence the third look.
      const taken = (await further()) || (await first()) || (await further());
      return taken ? 0 : each;
    },
    async giveBack(address) {
      await update(address, "SET freeAt = freeAt - :each", "attribute_exists(freeAt)", {
        ":each": each,
      });
    },
  };
}

/** An IPv6 customer has a whole /64; an IPv4 address is what it is. */
function networkOf(given: string): string {
  const address = given.replace(/^::ffff:(?=\d+\.)/i, "");
  if (!address.includes(":")) return address;
  const [head = "", tail] = address.split("::");
  const left = head === "" ? [] : head.split(":");
  const right = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = tail === undefined ? 0 : 8 - left.length - right.length;
  const groups = [...left, ...Array.from({ length: Math.max(0, zeros) }, () => "0"), ...right];
  return groups
    .slice(0, 4)
    .map((group) => group.toLowerCase().replace(/^0+(?=.)/, ""))
    .join(":");
}
