import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";
import { messageKinds, messageTemplate, messageText } from "../../shared/contract/messages.ts";
import { describeError, log } from "../../shared/platform/log.ts";
import { findMessage, phoneOf, settle, type StoredMessage } from "../../shared/store/outbox.ts";
import type { Services } from "../http/services.ts";
import { isTransient } from "../http/transient.ts";

/** Of a new item only the key matters here: the item is read again, since a record may come late. */
const OUTBOX = "OUTBOX#";

/**
 * Sends the messages that new outbox items hold. Fed twice or out of order it sends nothing twice:
 * what was sent is marked, and the provider knows a message by its id.
 *
 * @returns the records to be handed in again: those whose message may not have gone. What can never
 *   be sent is set aside in the table, so that it holds up nothing and nothing is lost.
 */
export async function sendMessages(
  services: Services,
  event: DynamoDBStreamEvent,
): Promise<DynamoDBBatchResponse> {
  const failures = await Promise.all(
    event.Records.map(async (record) => ((await handled(services, record)) ? [] : [record])),
  );
  return {
    batchItemFailures: failures.flat().map(({ dynamodb }) => ({
      itemIdentifier: dynamodb?.SequenceNumber ?? "",
    })),
  };
}

async function handled(services: Services, record: DynamoDBRecord): Promise<boolean> {
  const pk = record.dynamodb?.Keys?.pk?.S ?? record.dynamodb?.NewImage?.pk?.S ?? "";
  if (record.eventName !== "INSERT" || !pk.startsWith(OUTBOX)) return true;
  const id = pk.slice(OUTBOX.length);
  try {
    return await deliver(services, id);
  } catch (error) {
    log("warn", "message-failed", { item: pk, ...describeError(error) });
    if (isTransient(error)) return false;
    // Handing it in again would only fail again and hold up those behind it.
    await settle(services.table, id, "SET_ASIDE");
    return true;
  }
}

async function deliver(services: Services, id: string): Promise<boolean> {
  const found = await findMessage(services.table, id);
  if (found === undefined || (found !== "unreadable" && found.settled !== undefined)) return true;
  const text = found === "unreadable" ? undefined : await ready(services, id, found);
  if (text === undefined) {
    log("error", "message-set-aside", { item: `${OUTBOX}${id}` });
    await settle(services.table, id, "SET_ASIDE");
    return true;
  }
  const went = await services.sms.send({ id, ...text });
  if (went === "silent") return false;
  if (went === "refused") log("error", "message-refused", { item: `${OUTBOX}${id}` });
  await settle(services.table, id, went === "sent" ? "SENT" : "SET_ASIDE");
  return true;
}

/** Number and words; undefined when they cannot be made, now or ever. */
async function ready(
  { vault }: Services,
  id: string,
  { kind, facts, phoneSealed }: StoredMessage,
): Promise<{ to: string; text: string } | undefined> {
  const known = messageKinds.find((one) => one === kind);
  if (!known || messageTemplate(known).facts.some((fact) => !Object.hasOwn(facts, fact)))
    return undefined;
  const words = (language: "zh" | "en") => messageText(known, facts as never, language);
  const text = `【泉居】${words("zh")}\n${words("en")}`;
  return { to: phoneOf(await vault(), id, phoneSealed), text };
}
