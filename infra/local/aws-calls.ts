import * as z from "zod";

/** One thing that a request to AWS asks for, as IAM sees it. */
export type AwsCall = {
  /** `dynamodb:PutItem` */
  readonly action: string;
  /** Id of the table, index, key or object in the templates. */
  readonly resource: string;
  /** Partition keys that it names; only for the table and its indexes. */
  readonly leadingKeys: readonly string[];
};

const Attributes = z.looseObject({ pk: z.looseObject({ S: z.string() }) });
const Keyed = z.looseObject({ Key: Attributes });
const Put = z.looseObject({ Item: Attributes });
const Query = z.looseObject({
  IndexName: z.string().optional(),
  KeyConditionExpression: z.string(),
  ExpressionAttributeValues: z.record(z.string(), z.looseObject({ S: z.string().optional() })),
});
const Write = z.union([
  z.looseObject({ Put }),
  z.looseObject({ Update: Keyed }),
  z.looseObject({ Delete: Keyed }),
  z.looseObject({ ConditionCheck: Keyed }),
]);

/**
 * What a DynamoDB request asks for: a transaction is as many calls as it has items.
 *
 * @param table - id of the table in the templates
 * @throws on an operation that no handler should use
 */
export function tableCalls(operation: string, body: unknown, table: string): AwsCall[] {
  const call = (action: string, ...leadingKeys: string[]): AwsCall => ({
    action: `dynamodb:${action}`,
    resource: table,
    leadingKeys,
  });
  switch (operation) {
    case "GetItem":
    case "UpdateItem":
    case "DeleteItem":
      return [call(operation, Keyed.parse(body).Key.pk.S)];
    case "PutItem":
      return [call(operation, Put.parse(body).Item.pk.S)];
    case "Query":
      return [queryCall(Query.parse(body), table)];
    case "TransactWriteItems":
      return z
        .looseObject({ TransactItems: z.array(Write) })
        .parse(body)
        .TransactItems.map((write) => {
          if ("Put" in write) return call("PutItem", Put.parse(write.Put).Item.pk.S);
          const [name = "", keyed] = Object.entries(write)[0] ?? [];
          const action = name === "ConditionCheck" ? "ConditionCheckItem" : `${name}Item`;
          return call(action, Keyed.parse(keyed).Key.pk.S);
        });
    default:
      return [call(operation)];
  }
}

/** On an index, the partition is the index's own. */
function queryCall(query: z.infer<typeof Query>, table: string): AwsCall {
  const name = /^\s*[#\w]+\s*=\s*(:\w+)/.exec(query.KeyConditionExpression)?.[1] ?? "";
  const partition = query.ExpressionAttributeValues[name]?.S;
  return {
    action: "dynamodb:Query",
    resource: query.IndexName === undefined ? table : `${table}/index/${query.IndexName}`,
    leadingKeys: partition === undefined ? [] : [partition],
  };
}

/** @param keys - ids in the templates by what the keys are called here */
export function kmsCall(
  operation: string,
  body: unknown,
  keys: ReadonlyMap<string, string>,
): AwsCall {
  const { KeyId = "" } = z.looseObject({ KeyId: z.string().optional() }).parse(body);
  return { action: `kms:${operation}`, resource: keys.get(KeyId) ?? KeyId, leadingKeys: [] };
}

/** @param buckets - ids in the templates by what the buckets are called here */
export function s3Call(
  method: string,
  path: string,
  buckets: ReadonlyMap<string, string>,
): AwsCall {
  const [bucket = "", ...key] = path.replace(/^\//, "").split("/");
  const action =
    method === "PUT" ? "PutObject" : method === "DELETE" ? "DeleteObject" : "GetObject";
  return {
    action: `s3:${action}`,
    resource: `${buckets.get(bucket) ?? bucket}/${key.join("/")}`,
    leadingKeys: [],
  };
}
