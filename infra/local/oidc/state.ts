import type { Adapter, AdapterFactory, AdapterPayload } from "oidc-provider";
import * as z from "zod";
import { readKept } from "../data-folder.ts";
import { writeDurably } from "../durable.ts";

const Entry = z.strictObject({
  payload: z.record(z.string(), z.unknown()),
  expiresAt: z.number().optional(), // epoch ms
});
type Entry = z.infer<typeof Entry>;
const State = z.record(z.string(), Entry);

/**
 * Sessions, grants, codes and sign-ins under way, in one file that a restart finds again.
 *
 * The file is small (demo people, not a city), so each change writes it whole; changes that come
 * while it is being written share the next writing, and nobody is answered before theirs is on disk.
 */
export class IssuerState {
  private readonly entries: Map<string, Entry>;
  private writing: Promise<void> | undefined;
  private readonly path: string;

  /** @throws Refusal when the file is damaged */
  constructor(path: string) {
    this.path = path;
    this.entries = new Map(Object.entries(readKept(path, (value) => State.parse(value)) ?? {}));
  }

  /** What `oidc-provider` stores one kind of thing with. */
  readonly adapterFor: AdapterFactory = (kind) => this.adapter(kind);

  private adapter(kind: string): Adapter {
    const keyOf = (id: string): string => `${kind}:${id}`;
    const find = (id: string): Promise<AdapterPayload | undefined> =>
      Promise.resolve(this.live(keyOf(id))?.payload);
    return {
      find,
      upsert: (id, payload, expiresIn) => {
        const expiresAt =
          expiresIn === undefined ? {} : { expiresAt: Date.now() + expiresIn * 1000 };
        this.entries.set(keyOf(id), { payload: { ...payload }, ...expiresAt });
        return this.save();
      },
      consume: (id) => {
        const entry = this.live(keyOf(id));
        if (entry) entry.payload.consumed = Math.floor(Date.now() / 1000);
        return this.save();
      },
      destroy: (id) => {
        this.entries.delete(keyOf(id));
        return this.save();
      },
      findByUid: (uid) => Promise.resolve(this.where(kind, "uid", uid)[0]?.[1].payload),
      findByUserCode: (code) => Promise.resolve(this.where(kind, "userCode", code)[0]?.[1].payload),
      revokeByGrantId: (grantId) => {
        for (const [key, { payload }] of this.entries) {
          if (payload.grantId === grantId && !key.startsWith("Session:")) this.entries.delete(key);
        }
        return this.save();
      },
    };
  }

  private live(key: string): Entry | undefined {
    const entry = this.entries.get(key);
    return entry && !expired(entry) ? entry : undefined;
  }

  private where(kind: string, field: string, value: string): [string, Entry][] {
    return [...this.entries].filter(
      ([key, entry]) =>
        key.startsWith(`${kind}:`) && entry.payload[field] === value && !expired(entry),
    );
  }

  private save(): Promise<void> {
    // All changes of this turn of the event loop are in the map before the file is written.
    this.writing ??= new Promise<void>((resolve) => {
      setImmediate(resolve);
    }).then(() => {
      this.writing = undefined;
      for (const [key, entry] of this.entries) if (expired(entry)) this.entries.delete(key);
      writeDurably(this.path, `${JSON.stringify(Object.fromEntries(this.entries))}\n`);
    });
    return this.writing;
  }
}

const expired = ({ expiresAt }: Entry): boolean =>
  expiresAt !== undefined && expiresAt < Date.now();
