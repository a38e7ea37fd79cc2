import { isDeepStrictEqual } from "node:util";
import { BatchWriteItemCommand, DynamoDBClient, type WriteRequest } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startFaultProxy, type FaultProxy } from "../../../infra/local/faults/proxy.ts";
import type { SchemeDraft } from "../../../shared/contract/scheme.ts";
import { verifyBundle } from "../../../shared/domain/draws/verify-bundle.ts";
import type { Files } from "../../../shared/platform/files.ts";
import type { Item, Table } from "../../../shared/store/table.ts";
import type { Answered } from "../../support/api.ts";
import { everything } from "../../support/emulator.ts";
import {
  done,
  fixRoster,
  freeze,
  readyToFreeze,
  schemeNamed,
  seed,
  waitingHouseholds,
} from "./story.ts";
import { startWorld, type World } from "./world.ts";

/** The public bucket, of which copies can be kept. */
const bucket = new Map<string, Uint8Array>();
const files: Files = {
  write(path, body) {
    bucket.set(path, typeof body === "string" ? Buffer.from(body) : body);
    return Promise.resolve();
  },
  read: (path) => Promise.resolve(bucket.get(path)),
};

let proxy: FaultProxy;
let world: World;
/** The same table past the proxy: for the test's own looking and restoring. */
let direct: Table;
let scheme: SchemeDraft;

beforeAll(async () => {
  world = await startWorld({
    files,
    tableOf: async (emulator) => {
      direct = await emulator.newTable();
      proxy = await startFaultProxy({
        ...{ upstream: emulator.url, p: 0, kinds: ["cut-before"] },
        // What is killed does nothing more, whatever it still tries.
        onKill: () => {
          proxy.set({ p: 1 });
        },
      });
      const client = new DynamoDBClient({
        ...{ endpoint: proxy.url, region: "local", maxAttempts: 1 },
        credentials: { accessKeyId: "local", secretAccessKey: "local" },
      });
      return { client, name: direct.name };
    },
  });
  const households = await waitingHouseholds(world, 3);
  scheme = schemeNamed(world, "killed-001");
  await readyToFreeze(world, scheme, households);
});
afterAll(async () => {
  await world.stop();
  await proxy.close();
});

type Kept = { readonly items: readonly Item[]; readonly bucket: ReadonlyMap<string, Uint8Array> };

const keep = async (): Promise<Kept> => ({
  items: await everything(direct),
  bucket: new Map(bucket),
});

async function restore({ items, bucket: kept }: Kept): Promise<void> {
  const keyOf = ({ pk, sk }: Item) => `${String(pk)} ${String(sk)}`;
  const known = new Set(items.map(keyOf));
  const now = new Map((await everything(direct)).map((item) => [keyOf(item), item]));
  const requests: WriteRequest[] = [
    ...[...now.values()]
      .filter((item) => !known.has(keyOf(item)))
      .map(({ pk, sk }) => ({ DeleteRequest: { Key: marshall({ pk, sk }) } })),
    ...items
      .filter((item) => !isDeepStrictEqual(item, now.get(keyOf(item))))
      .map((item) => ({ PutRequest: { Item: marshall(item) } })),
  ];
  for (let from = 0; from < requests.length; from += 25) {
    const RequestItems = { [direct.name]: requests.slice(from, from + 25) };
    await direct.client.send(new BatchWriteItemCommand({ RequestItems }));
  }
  bucket.clear();
  for (const [path, bytes] of kept) bucket.set(path, bytes);
}

/** Everything public, and the log: what must be the same in the end, byte for byte. */
async function outcome(): Promise<string> {
  const entries = (await everything(direct)).filter(({ pk }) => pk === "LOG");
  const texts = entries.map(({ sk, text }) => `${String(sk)} ${String(text)}`).toSorted();
  const published = [...bucket].map(([path, bytes]) => `${path} ${Buffer.from(bytes).toString()}`);
  return [...texts, ...published.toSorted()]
    .map((line) => line.replaceAll(/"version":\d+,/g, ""))
    .join("\n");
}

const calls = (): number => Object.values(proxy.counts().calls).reduce((sum, one) => sum + one, 0);
const heal = (): void => {
  proxy.set({ p: 0, killAt: null, reset: true });
};

/** Acts once whole; then again and again from the same start, killed at every call of the table. */
async function killedEverywhere(act: (key: string) => Promise<Answered>) {
  const start = await keep();
  heal();
  const first = done(await act("the-only-key-of-this-act"));
  const total = calls();
  heal();
  await world.api.tick();
  const expected = await outcome();

  let kills = 0;
  for (let call = 1; call <= total; call++)
    for (const when of ["before", "after"] as const) {
      await restore(start);
      heal();
      proxy.set({ killAt: { call, when } });
      const answer = await act("the-only-key-of-this-act");
      const isKilled = proxy.counts().faults.kill === 1;
      heal();
      if (isKilled) kills++;
      // Killed, it was answered 503 or had done its work; nothing else may be said.
      expect(answer.status < 300 ? 503 : answer.status).toBe(503);
      const again = done(await act("the-only-key-of-this-act"));
      expect(again).toEqual(first);
      await world.api.tick();
      expect(await outcome()).toBe(expected);
    }
  return { kills, total };
}

const notaryPosts = (path: string, body: unknown) => async (key: string) =>
  (await world.as("notary")).post(`/api/office/draws/killed-001/${path}`, body, { key });

describe("an act of a draw, killed before and after every call of the table", () => {
  it("freezes one roster, the same, with one entry in the log", async () => {
    const officer = await world.as("draw-officer");
    const path = "/api/office/draws/killed-001/freeze-proposal";
    const { count, root } = done(await officer.post(path, { count: 3 }));
    const { kills, total } = await killedEverywhere(notaryPosts("freeze", { count, root }));
    expect(kills).toBeGreaterThanOrEqual(2 * total - 4);
  }, 240_000);

  it("draws one result, the same bytes, with one entry in the log", async () => {
    if (!bucket.has("files/draws/killed-001/roster.csv")) await freeze(world, scheme, 3);
    await fixRoster(world, scheme);
    await seed(world, scheme);
    const { kills, total } = await killedEverywhere(notaryPosts("result", undefined));
    expect(kills).toBeGreaterThanOrEqual(60);
    expect(kills).toBeGreaterThanOrEqual(2 * total - 4);
    const bundle: unknown = JSON.parse(
      Buffer.from(bucket.get("files/draws/killed-001/bundle.json") ?? []).toString(),
    );
    expect(verifyBundle(bundle, world.policy).code).toBeNull();
  }, 240_000);
});
