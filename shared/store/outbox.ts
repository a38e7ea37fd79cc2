import { createHash } from "node:crypto";
import { keys } from "./keys.ts";
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
