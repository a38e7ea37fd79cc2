import { createHash } from "node:crypto";
import { ConditionalCheckFailedException, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import * as z from "zod";
import { keys } from "./keys.ts";
import type { Vault } from "./sealing.ts";
import { read, type Table } from "./table.ts";
import { put, type Write } from "./transact.ts";

/** A text to send: its kind and facts; the words are made when it is sent. */
export type Message = {
  /** Same cause, same id: a message is never sent twice. */
  readonly cause: string;
  readonly kind: string;
  /** Subject (`PERSON#`) or identity hash of the receiver; the phone number stays sealed. */
  readonly to: string;
  /** Sealed phone number, bound to the outbox item's field `phone`, when the receiver may have no account. */
  readonly facts: Readonly<Record<string, string>>;
};

/** Names a message by its cause, so that a step done twice writes it once. */
export const messageId = (cause: string): string =>
  createHash("sha256").update(cause).digest("hex").slice(0, 32);

/**
 * A message that goes out when the transaction commits: the stream hands it to the sender.
 *
 * @param phoneSealed - sealed at `keys.outbox(messageId(cause))`, field `phone`
 */
export const outgoing = (message: Message, phoneSealed: string, at: string): Write =>
  put({ ...keys.outbox(messageId(message.cause)), ...message, phoneSealed, at });

const StoredMessage = z.object({
  cause: z.string(),
  kind: z.string(),
  facts: z.record(z.string(), z.string()),
  phoneSealed: z.string(),
  /** What became of it; absent: not sent yet. */
  settled: z.enum(["SENT", "SET_ASIDE"]).optional(),
});
export type StoredMessage = z.infer<typeof StoredMessage>;

/** @returns `unreadable` when what is stored is not a message */
export async function findMessage(
  table: Table,
  id: string,
): Promise<StoredMessage | "unreadable" | undefined> {
  const found = await read(table, keys.outbox(id));
  return found && (StoredMessage.safeParse(found).data ?? "unreadable");
}

/** The number a message goes to. @throws when it was not sealed for this message */
export const phoneOf = (vault: Vault, id: string, phoneSealed: string): string =>
  vault.open(phoneSealed, keys.outbox(id), "phone");

/** Notes what became of a message; what was noted first stands. */
export async function settle(
  table: Table,
  id: string,
  settled: "SENT" | "SET_ASIDE",
): Promise<void> {
  const { pk, sk } = keys.outbox(id);
  try {
    await table.client.send(
      new UpdateItemCommand({
        TableName: table.name,
        Key: marshall({ pk, sk }),
        UpdateExpression: "SET settled = :settled",
        ConditionExpression: "attribute_exists(pk) AND attribute_not_exists(settled)",
        ExpressionAttributeValues: marshall({ ":settled": settled }),
      }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}
