import { randomUUID } from "node:crypto";

/** An answer of DynamoDB in its wire form (AWS JSON 1.0). */
export type WireAnswer = { status: number; body: string };

const NAMESPACE = "com.amazonaws.dynamodb.v20120810";

const failure = (status: number, type: string, members: object): WireAnswer => ({
  status,
  body: JSON.stringify({ __type: `${NAMESPACE}#${type}`, ...members }),
});

export const throttled = (): WireAnswer =>
  failure(400, "ProvisionedThroughputExceededException", {
    message:
      "The level of configured provisioned throughput for the table was exceeded. " +
      "Consider increasing your provisioning level with the UpdateTable API.",
  });

export const serverError = (): WireAnswer =>
  failure(500, "InternalServerError", { message: "Internal server error" });

/**
 * A conflict with another transaction, as the service words it for the operation.
 *
 * @param items - how many items a transaction names; each gets a reason, the first one the conflict
 */
export function conflict(operation: string, items: number): WireAnswer {
  if (!operation.startsWith("Transact")) {
    return failure(400, "TransactionConflictException", {
      message: "Transaction is ongoing for the item",
    });
  }
  const reasons = Array.from({ length: Math.max(items, 1) }, (_, at) =>
    at === 0
      ? { Code: "TransactionConflict", Message: "Transaction is ongoing for the item" }
      : { Code: "None" },
  );
  const codes = reasons.map(({ Code }) => Code).join(", ");
  return failure(400, "TransactionCanceledException", {
    Message: `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
    CancellationReasons: reasons,
  });
}

/** The headers of an answer; the service's checksum is left out, since bodies may be rewritten. */
export const wireHeaders = (body: string | Buffer) => ({
  "content-type": "application/x-amz-json-1.0",
  "content-length": Buffer.byteLength(body),
  "x-amzn-requestid": randomUUID(),
});
