import * as z from "zod";

const Shards = z.object({
  StreamDescription: z.object({ Shards: z.array(z.object({ ShardId: z.string() })).default([]) }),
});
const Iterator = z.object({ ShardIterator: z.string() });
const Record = z.looseObject({
  eventID: z.string(),
  eventName: z.enum(["INSERT", "MODIFY", "REMOVE"]),
  dynamodb: z.looseObject({ SequenceNumber: z.string() }),
});
const Records = z.object({
  Records: z.array(Record).default([]),
  NextShardIterator: z.string().nullish(),
});
const Fault = z.looseObject({ __type: z.string() });

export type StreamRecord = z.infer<typeof Record>;

/** Where reading goes on has been cut off: what came before is gone. */
export class Trimmed extends Error {
  override name = "Trimmed";
}

/** The DynamoDB Streams API of an emulator, which checks no signature but wants one. */
export class StreamApi {
  private readonly endpoint: string;
  private readonly arn: string;

  constructor(endpoint: string, arn: string) {
    this.endpoint = endpoint;
    this.arn = arn;
  }

  async shards(): Promise<string[]> {
    const answer = Shards.parse(await this.call("DescribeStream", { StreamArn: this.arn }));
    return answer.StreamDescription.Shards.map(({ ShardId }) => ShardId);
  }

  /** @param after - sequence number of the last record taken; undefined: from the oldest on */
  async iterator(shard: string, after: string | undefined): Promise<string> {
    const from =
      after === undefined
        ? { ShardIteratorType: "TRIM_HORIZON" }
        : { ShardIteratorType: "AFTER_SEQUENCE_NUMBER", SequenceNumber: after };
    const asked = { StreamArn: this.arn, ShardId: shard, ...from };
    return Iterator.parse(await this.call("GetShardIterator", asked)).ShardIterator;
  }

  async records(iterator: string): Promise<{ records: StreamRecord[]; next: string | undefined }> {
    const answer = await this.call("GetRecords", { ShardIterator: iterator, Limit: 1000 });
    const { Records: records, NextShardIterator } = Records.parse(answer);
    return { records, next: NextShardIterator ?? undefined };
  }

  private async call(action: string, body: object): Promise<unknown> {
    const answer = await fetch(this.endpoint, {
      method: "POST",
      headers: {
        "content-type": "application/x-amz-json-1.0",
        "x-amz-target": `DynamoDBStreams_20120810.${action}`,
        "x-amz-date": "20260101T000000Z",
        authorization:
          "AWS4-HMAC-SHA256 Credential=local/20260101/local/dynamodb/aws4_request, " +
          "SignedHeaders=host, Signature=0",
      },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(10_000),
    });
    const value: unknown = await answer.json();
    if (answer.ok) return value;
    const type = Fault.safeParse(value).data?.__type ?? "";
    if (/TrimmedDataAccess|ExpiredIterator|ResourceNotFound/.test(type)) throw new Trimmed(type);
    throw new Error(`The stream answered ${answer.status} ${type}`);
  }
}
