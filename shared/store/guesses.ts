import { UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import * as z from "zod";
import { keys } from "./keys.ts";
import type { Vault } from "./sealing.ts";
import { read, type Table } from "./table.ts";

const HOUR_MS = 3_600_000;

/** Who guesses at what; neither is stored in clear. */
export type Guess = { readonly asker: string; readonly at: string; readonly now: number };

const keyOf = (vault: Vault, { asker, at, now }: Guess) =>
  keys.guesses(vault.blindIndex("guesses", asker, at, String(Math.floor(now / HOUR_MS))));

/** How many wrong guesses the asker has made at this in this hour. */
export async function wrongGuesses(table: Table, vault: Vault, guess: Guess): Promise<number> {
  const found = await read(table, keyOf(vault, guess));
  return found ? z.object({ wrong: z.int() }).parse(found).wrong : 0;
}

/** Counts one more. An answer that was lost may count twice: that only shortens the hour's supply. */
export async function countWrongGuess(table: Table, vault: Vault, guess: Guess): Promise<void> {
  const { pk, sk } = keyOf(vault, guess);
  await table.client.send(
    new UpdateItemCommand({
      TableName: table.name,
      Key: marshall({ pk, sk }),
      UpdateExpression: "ADD wrong :one SET expiresAt = :end",
      ExpressionAttributeValues: marshall({
        ":one": 1,
        ":end": Math.ceil((guess.now + 2 * HOUR_MS) / 1000),
      }),
    }),
  );
}
