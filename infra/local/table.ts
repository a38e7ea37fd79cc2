import {
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  ResourceNotFoundException,
  UpdateTimeToLiveCommand,
  type CreateTableCommandInput,
} from "@aws-sdk/client-dynamodb";
import * as z from "zod";
import { Refusal } from "./refusal.ts";
import type { Properties } from "./template.ts";

const KeySchema = z.array(
  z.object({ AttributeName: z.string(), KeyType: z.enum(["HASH", "RANGE"]) }),
);
const Projection = z.object({ ProjectionType: z.literal("ALL") });

const StreamView = z.enum(["NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES", "KEYS_ONLY"]);
type StreamView = z.infer<typeof StreamView>;

/** What a template may say of a table, as far as an emulator can follow. */
const TableProperties = z.object({
  TableName: z.string(),
  KeySchema,
  AttributeDefinitions: z.array(
    z.object({ AttributeName: z.string(), AttributeType: z.enum(["S", "N", "B"]) }),
  ),
  GlobalSecondaryIndexes: z
    .array(z.object({ IndexName: z.string(), KeySchema, Projection }))
    .default([]),
  StreamSpecification: z
    .looseObject({
      StreamViewType: StreamView,
    })
    .optional(),
  TimeToLiveSpecification: z.object({ AttributeName: z.string() }).optional(),
});

type Wanted = z.infer<typeof TableProperties>;

/** A client of an emulator: it looks at no credentials, but the SDK wants some. */
export const emulatorClient = (endpoint: string): DynamoDBClient =>
  new DynamoDBClient({
    endpoint,
    region: "local",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
    maxAttempts: 2,
  });

/**
 * Creates the table of the template with its indexes and stream, unless it is there.
 *
 * @returns the ARN of its stream
 * @throws Refusal when a table of that name is there with other keys or indexes
 */
export async function ensureTable(client: DynamoDBClient, properties: Properties): Promise<string> {
  const wanted = TableProperties.parse(properties);
  const standing = await describe(client, wanted.TableName);
  if (!standing) {
    const { StreamSpecification: stream, TimeToLiveSpecification: ttl, ...rest } = wanted;
    await client.send(new CreateTableCommand(request(rest, stream?.StreamViewType)));
    if (ttl) {
      await client.send(
        new UpdateTimeToLiveCommand({
          TableName: wanted.TableName,
          TimeToLiveSpecification: { AttributeName: ttl.AttributeName, Enabled: true },
        }),
      );
    }
  }
  const there = standing ?? (await describe(client, wanted.TableName));
  const indexes = (there?.GlobalSecondaryIndexes ?? []).map(({ IndexName }) => IndexName);
  const lacking = wanted.GlobalSecondaryIndexes.find(
    ({ IndexName }) => !indexes.includes(IndexName),
  );
  if (lacking || !there?.LatestStreamArn) {
    throw new Refusal(
      `The table ${wanted.TableName} of the data folder is not the template's: move the data away.`,
    );
  }
  return there.LatestStreamArn;
}

async function describe(client: DynamoDBClient, TableName: string) {
  try {
    return (await client.send(new DescribeTableCommand({ TableName }))).Table;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}

const request = (
  table: Omit<Wanted, "StreamSpecification" | "TimeToLiveSpecification">,
  StreamViewType: StreamView | undefined,
): CreateTableCommandInput => ({
  TableName: table.TableName,
  KeySchema: table.KeySchema,
  AttributeDefinitions: table.AttributeDefinitions,
  BillingMode: "PAY_PER_REQUEST",
  ...(table.GlobalSecondaryIndexes.length > 0 && {
    GlobalSecondaryIndexes: table.GlobalSecondaryIndexes,
  }),
  ...(StreamViewType && { StreamSpecification: { StreamEnabled: true, StreamViewType } }),
});
