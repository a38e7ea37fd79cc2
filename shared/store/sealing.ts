import { createCipheriv, createDecipheriv, createHmac, randomBytes } from "node:crypto";
import * as z from "zod";
import type { KeyService } from "../platform/keys.ts";
import { keys } from "./keys.ts";
import { list, type Key, type Table } from "./table.ts";
import { put, transact } from "./transact.ts";

/**
 * Encrypts personal fields one by one and finds people by a keyed hash. Text form
 * `v1|keyId|iv|tag|ct`, AES-256-GCM, bound to table, item and field.
 */
export type Vault = {
  seal(plain: string, at: Key, field: string): string;
  /** @throws when the text was changed, moved to another item or field, or its key is unknown */
  open(sealed: string, at: Key, field: string): string;
  /** HMAC-SHA-256 under the index key, 64 hex digits: the same person always, unknown without it. */
  blindIndex(...parts: readonly string[]): string;
};

type DataKeys = {
  readonly field: ReadonlyMap<string, Buffer>;
  readonly current: string;
  readonly index: Buffer;
};

const WrappedKey = z.object({ sk: z.string(), wrapped: z.string() });

const FIRST = ["field-0001", "index-0001"] as const;

/** Unwraps the data keys of this installation, making them on first use. */
export async function openVault(table: Table, kms: KeyService): Promise<Vault> {
  const dataKeys = await readKeys(table, kms);
  const cipherKey = (keyId: string): Buffer => {
    const key = dataKeys.field.get(keyId);
    if (!key) throw new Error(`No data key ${keyId}`);
    return key;
  };
  const boundTo = (at: Key, field: string): Buffer =>
    Buffer.from(JSON.stringify([table.name, at.pk, at.sk, field]));

  return {
    seal(plain, at, field) {
      const iv = randomBytes(12);
      const cipher = createCipheriv("aes-256-gcm", cipherKey(dataKeys.current), iv);
      cipher.setAAD(boundTo(at, field));
      const text = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]);
      const parts = [iv, cipher.getAuthTag(), text].map((part) => part.toString("base64url"));
      return ["v1", dataKeys.current, ...parts].join("|");
    },
    open(sealed, at, field) {
      const [version, keyId, iv, tag, text] = sealed.split("|");
      if (version !== "v1" || !keyId || !iv || !tag || text === undefined)
        throw new Error("Not a sealed text");
      const decipher = createDecipheriv(
        "aes-256-gcm",
        cipherKey(keyId),
        Buffer.from(iv, "base64url"),
      );
      decipher.setAAD(boundTo(at, field));
      decipher.setAuthTag(Buffer.from(tag, "base64url"));
      const plain = Buffer.concat([
        decipher.update(Buffer.from(text, "base64url")),
        decipher.final(),
      ]);
      return plain.toString("utf8");
    },
    blindIndex: (...parts) =>
      createHmac("sha256", dataKeys.index).update(JSON.stringify(parts)).digest("hex"),
  };
}

async function readKeys(table: Table, kms: KeyService): Promise<DataKeys> {
  const found = await wrappedKeys(table);
  const missing = FIRST.filter((name) => !found.some(({ sk }) => sk === name));
  for (const name of missing) {
    const wrapped = await kms.newDataKey(name);
    // A rival may have made it a moment before: then its key counts, and ours was never used.
    await transact(table, { key: put({ ...keys.dataKey(name), wrapped }) });
  }
  const all = missing.length > 0 ? await wrappedKeys(table) : found;
  const plain = new Map<string, Buffer>();
  for (const { sk, wrapped } of all) plain.set(sk, Buffer.from(await kms.unwrap(wrapped, sk)));

  const field = new Map([...plain].filter(([name]) => name.startsWith("field-")));
  const index = plain.get(FIRST[1]);
  const current = [...field.keys()].sort().at(-1);
  if (!index || !current) throw new Error("The keyring is not complete");
  return { field, current, index };
}

const wrappedKeys = async (table: Table): Promise<readonly z.infer<typeof WrappedKey>[]> =>
  z.array(WrappedKey).parse((await list(table, keys.dataKey("").pk)).items);
