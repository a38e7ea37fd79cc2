import { isDeepStrictEqual } from "node:util";
import { BatchWriteItemCommand, DynamoDBClient, type WriteRequest } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { startFaultProxy, type FaultProxy } from "../../../infra/local/faults/proxy.ts";
import type { Files } from "../../../shared/platform/files.ts";
import type { Item, Table } from "../../../shared/store/table.ts";
import { everything } from "../../support/emulator.ts";
import { startWorld, type World } from "./world.ts";

/** One call at which everything ends: the n-th of the table, or of the public bucket. */
export type KillPoint = {
  readonly at: "table" | "files";
  /** From 1. */
  readonly call: number;
  /** The call itself was not done, or was done and never answered. */
  readonly when: "before" | "after";
};

/** Everything that lasts: items of the table, files of the bucket. */
export type Kept = {
  readonly items: readonly Item[];
  readonly bucket: ReadonlyMap<string, Uint8Array>;
};

/** A world that can be killed at any call, looked at past its death, and put back to where it was. */
export type MortalWorld = {
  readonly world: World;
  /** Arms a kill; without one, everything works. The count of calls starts anew. */
  arm(point?: KillPoint): void;
  /** Calls since `arm`, and whether the kill came. */
  met(): { readonly table: number; readonly files: number; readonly killed: boolean };
  keep(): Promise<Kept>;
  restore(kept: Kept): Promise<void>;
  /** Log and public files as they are now, each under its name. */
  published(): Promise<ReadonlyMap<string, string>>;
  stop(): Promise<void>;
};

/** The bucket in memory; what is killed writes and reads nothing more. */
class MortalBucket implements Files {
  files = new Map<string, Uint8Array>();
  calls = 0;
  isDead = false;
  killAt: KillPoint | undefined;
  private readonly die: () => void;

  constructor(die: () => void) {
    this.die = die;
  }

  write(path: string, body: string | Uint8Array): Promise<void> {
    const bytes = typeof body === "string" ? Buffer.from(body) : body;
    return this.call(() => {
      this.files.set(path, bytes);
    });
  }

  read(path: string): Promise<Uint8Array | undefined> {
    return this.call(() => this.files.get(path));
  }

  private call<T>(work: () => T): Promise<T> {
    this.calls++;
    if (!this.isDead && this.killAt?.call === this.calls) {
      if (this.killAt.when === "after") work();
      this.die();
    }
    return this.isDead ? Promise.reject(new Error("killed")) : Promise.resolve(work());
  }
}

/** Starts a world between a fault proxy and a bucket, each of which can end it. */
export async function startMortalWorld(): Promise<MortalWorld> {
  let killed = false;
  const die = () => {
    killed = true;
    bucket.isDead = true;
    proxy.set({ p: 1 });
  };
  const bucket = new MortalBucket(die);
  let proxy!: FaultProxy;
  let direct!: Table;
  const world = await startWorld({
    files: bucket,
    tableOf: async (emulator) => {
      direct = await emulator.newTable();
      proxy = await startFaultProxy({
        ...{ upstream: emulator.url, p: 0, kinds: ["cut-before"], onKill: die },
      });
      const client = new DynamoDBClient({
        ...{ endpoint: proxy.url, region: "local", maxAttempts: 1 },
        credentials: { accessKeyId: "local", secretAccessKey: "local" },
      });
      return { client, name: direct.name };
    },
  });
  return {
    world,
    arm(point) {
      killed = false;
      bucket.isDead = false;
      bucket.calls = 0;
      bucket.killAt = point?.at === "files" ? point : undefined;
      const killAt = point?.at === "table" ? { call: point.call, when: point.when } : null;
      proxy.set({ p: 0, killAt, reset: true });
    },
    met() {
      const table = Object.values(proxy.counts().calls).reduce((sum, one) => sum + one, 0);
      return { table, files: bucket.calls, killed };
    },
    keep: async () => ({ items: await everything(direct), bucket: new Map(bucket.files) }),
    async restore(kept) {
      await restoreTable(direct, kept.items);
      bucket.files = new Map(kept.bucket);
    },
    published: async () => publishedIn(await everything(direct), bucket.files),
    async stop() {
      await world.stop();
      await proxy.close();
    },
  };
}

const keyOf = ({ pk, sk }: Item): string => `${String(pk)} ${String(sk)}`;

async function restoreTable(table: Table, items: readonly Item[]): Promise<void> {
  const known = new Set(items.map(keyOf));
  const now = new Map((await everything(table)).map((item) => [keyOf(item), item]));
  const requests: WriteRequest[] = [
    ...[...now.values()]
      .filter((item) => !known.has(keyOf(item)))
      .map(({ pk, sk }) => ({ DeleteRequest: { Key: marshall({ pk, sk }) } })),
    ...items
      .filter((item) => !isDeepStrictEqual(item, now.get(keyOf(item))))
      .map((item) => ({ PutRequest: { Item: marshall(item) } })),
  ];
  for (let from = 0; from < requests.length; from += 25) {
    const RequestItems = { [table.name]: requests.slice(from, from + 25) };
    await table.client.send(new BatchWriteItemCommand({ RequestItems }));
  }
}

/**
 * A scheme's page counts how often its record changed, and a repair is a change. Nothing else that
 * is public may differ by a byte.
 */
const withoutCount = (path: string, text: string): string =>
  path.startsWith("files/schemes/") ? text.replaceAll(/"version":\d+,/g, "") : text;

function publishedIn(
  items: readonly Item[],
  files: ReadonlyMap<string, Uint8Array>,
): Map<string, string> {
  const entries = items.filter(({ pk }) => pk === "LOG");
  const log = entries.map(({ sk, text }) => [`LOG ${String(sk)}`, String(text)] as const);
  const texts = [...files].map(
    ([path, bytes]) => [path, withoutCount(path, Buffer.from(bytes).toString("latin1"))] as const,
  );
  return new Map([...log, ...texts].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
