import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import * as z from "zod";
import { readKept } from "./data-folder.ts";
import { writeDurably } from "./durable.ts";
import type { Lambda } from "./lambda.ts";
import { StreamApi, Trimmed, type StreamRecord } from "./stream-api.ts";
import { passes } from "./stream-filter.ts";

const Mapping = z.object({
  FunctionName: z.string(),
  BatchSize: z.int().positive(),
  MaximumRetryAttempts: z.int().nonnegative(),
  BisectBatchOnFunctionError: z.literal(true),
  FunctionResponseTypes: z.tuple([z.literal("ReportBatchItemFailures")]),
  FilterCriteria: z.object({ Filters: z.array(z.object({ Pattern: z.string() })) }).optional(),
});
const Kept = z.strictObject({ arn: z.string(), shards: z.record(z.string(), z.string()) });
const BatchAnswer = z
  .object({
    batchItemFailures: z.array(z.object({ itemIdentifier: z.string().nullish() })).nullish(),
  })
  .nullish();

/** The event source mapping of the template: the table's stream in front of one function. */
export class StreamPoller {
  private readonly api: StreamApi;
  private readonly lambda: Lambda;
  private readonly mapping: z.infer<typeof Mapping>;
  private readonly patterns: unknown[];
  private readonly folder: string;
  private readonly arn: string;
  private readonly taken: Record<string, string>;
  private readonly iterators = new Map<string, string>();

  /** @param properties - of the `AWS::Lambda::EventSourceMapping` */
  constructor({ endpoint, arn, lambda, properties, folder }: PollerOptions) {
    this.api = new StreamApi(endpoint, arn);
    this.arn = arn;
    this.lambda = lambda;
    this.mapping = Mapping.parse(properties);
    this.patterns = (this.mapping.FilterCriteria?.Filters ?? []).map(({ Pattern }): unknown =>
      JSON.parse(Pattern),
    );
    this.folder = folder;
    const kept = readKept(join(folder, "stream.json"), (value) => Kept.parse(value));
    this.taken = kept?.arn === arn ? { ...kept.shards } : {};
  }

  /**
   * Takes what is in the stream now.
   *
   * @returns how many records the function was given
   */
  async drain(): Promise<number> {
    let given = 0;
    for (const shard of await this.api.shards()) given += await this.drainShard(shard);
    return given;
  }

  private async drainShard(shard: string): Promise<number> {
    let given = 0;
    for (;;) {
      const { records, next } = await this.read(shard);
      const wanted = records.filter((record) => this.wants(record));
      for (let at = 0; at < wanted.length; at += this.mapping.BatchSize) {
        await this.deliver(wanted.slice(at, at + this.mapping.BatchSize));
      }
      given += wanted.length;
      const last = records.at(-1);
      if (last) this.note(shard, last.dynamodb.SequenceNumber);
      if (next === undefined) this.iterators.delete(shard);
      else this.iterators.set(shard, next);
      if (!last || next === undefined) return given;
    }
  }

  private async read(shard: string) {
    try {
      const known = this.iterators.get(shard);
      return await this.api.records(known ?? (await this.api.iterator(shard, this.taken[shard])));
    } catch (error) {
      if (!(error instanceof Trimmed)) throw error;
      this.iterators.delete(shard);
      return this.api.records(await this.api.iterator(shard, undefined));
    }
  }

  private wants(record: StreamRecord): boolean {
    return this.patterns.length === 0 || this.patterns.some((pattern) => passes(record, pattern));
  }

  /**
   * Gives a batch until it is done. One that makes the function throw is cut in halves until the
   * record that does it stands alone; what still fails after the last attempt is set aside.
   */
  private async deliver(batch: readonly StreamRecord[]): Promise<void> {
    let left = batch;
    for (let attempt = 0; attempt <= this.mapping.MaximumRetryAttempts; attempt++) {
      if (attempt > 0) await wait(Math.min(50 * 2 ** attempt, 1_000));
      const done = await this.invoke(left);
      if (done === "threw" && left.length > 1) {
        const middle = Math.ceil(left.length / 2);
        await this.deliver(left.slice(0, middle));
        await this.deliver(left.slice(middle));
        return;
      }
      if (done !== "threw") left = left.slice(done);
      if (left.length === 0) return;
    }
    const [poisonous, ...rest] = left;
    if (poisonous) this.setAside(poisonous);
    if (rest.length > 0) await this.deliver(rest);
  }

  /** @returns how many records, from the first on, are done */
  private async invoke(batch: readonly StreamRecord[]): Promise<number | "threw"> {
    const ended = await this.lambda.invoke({ Records: batch });
    const answer = BatchAnswer.safeParse(ended.kind === "answered" ? ended.payload : ended.kind);
    if (!answer.success) return "threw";
    const failed = (answer.data?.batchItemFailures ?? []).map(
      ({ itemIdentifier }) => itemIdentifier,
    );
    if (failed.length === 0) return batch.length;
    const first = batch.findIndex(({ dynamodb }) => failed.includes(dynamodb.SequenceNumber));
    // An unknown or empty identifier fails the whole batch, as Lambda has it.
    return Math.max(first, 0);
  }

  /** The dead-letter queue of this machine: which record, for someone to look at. */
  private setAside({ eventID, eventName, dynamodb }: StreamRecord): void {
    const line = { eventID, eventName, keys: dynamodb.Keys };
    appendFileSync(join(this.folder, "unsent.jsonl"), `${JSON.stringify(line)}\n`, { mode: 0o600 });
  }

  private note(shard: string, sequenceNumber: string): void {
    this.taken[shard] = sequenceNumber;
    const kept = { arn: this.arn, shards: this.taken };
    writeDurably(join(this.folder, "stream.json"), JSON.stringify(kept));
  }
}

export type PollerOptions = {
  readonly endpoint: string;
  readonly arn: string;
  readonly lambda: Lambda;
  readonly properties: unknown;
  readonly folder: string;
};
