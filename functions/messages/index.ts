import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from "aws-lambda";
import { production } from "../http/services.ts";
import { sendMessages } from "./send.ts";

/** Fed by the table's stream. */
export const handler = (event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> =>
  sendMessages(production(), event);
