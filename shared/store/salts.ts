import {
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  randomBytes,
  type KeyObject,
} from "node:crypto";
import * as z from "zod";
import type { KeyService } from "../platform/keys.ts";
import { keys } from "./keys.ts";
import { list, type Key, type Table } from "./table.ts";
import { put, transact } from "./transact.ts";

/**
 * Salts of private commitments (draw protocol 2). Whoever registers a household seals them with a
 * public key; only what may use the inspection key in KMS opens them. Text form
 * `s1|keyId|point|iv|tag|ct`: ECDH on P-256 with a key for each text, HKDF-SHA-256, AES-256-GCM,
 * bound to table and item.
 */
export type SaltSealer = { seal(salt: string, at: Key): string };
export type SaltOpener = {
  /** @throws when the text was changed, moved to another item, or its key is unknown */
  open(sealed: string, at: Key): string;
};

const SaltKey = z.object({ sk: z.string(), publicKey: z.string(), wrapped: z.string() });
type SaltKey = z.infer<typeof SaltKey>;

const VERSION = "s1";
const FIRST = "salt-0001";

const saltKeys = async (table: Table): Promise<SaltKey[]> =>
  z.array(SaltKey).parse((await list(table, keys.saltKey("").pk)).items);

/** The sealer under the newest key; the first one makes it. It cannot open what it seals. */
export async function openSaltSealer(table: Table, kms: KeyService): Promise<SaltSealer> {
  let found = await saltKeys(table);
  if (found.length === 0) {
    const made = await kms.newSaltKey(FIRST);
    // A rival may have made it a moment before: then its key counts, and ours was never used.
    await transact(table, { key: put({ ...keys.saltKey(FIRST), ...made }) });
    found = await saltKeys(table);
  }
  const newest = found.toSorted((a, b) => (a.sk < b.sk ? -1 : 1)).at(-1);
  if (!newest) throw new Error("There is no key for salts");
  const recipient = createPublicKey({ key: bytes(newest.publicKey), format: "der", type: "spki" });
  return {
    seal: (salt, at) => sealTo(recipient, { keyId: newest.sk, salt, bound: boundTo(table, at) }),
  };
}

/** Unwraps the private keys: only where the inspection key may be used. */
export async function openSaltOpener(table: Table, kms: KeyService): Promise<SaltOpener> {
  const found = new Map<string, KeyObject>();
  for (const { sk, wrapped } of await saltKeys(table)) {
    const key = Buffer.from(await kms.unwrapSaltKey(wrapped, sk));
    found.set(sk, createPrivateKey({ key, format: "der", type: "pkcs8" }));
  }
  return {
    open(sealed, at) {
      const [version, keyId, point, iv, tag, text] = sealed.split("|");
      const own = found.get(keyId ?? "");
      if (version !== VERSION || !own || !point || !iv || !tag || !text)
        throw new Error("Not a sealed salt, or its key is unknown");
      const sender = createPublicKey({ key: bytes(point), format: "der", type: "spki" });
      const shared = diffieHellman({ privateKey: own, publicKey: sender });
      const decipher = createDecipheriv("aes-256-gcm", derived(shared, point), bytes(iv));
      decipher.setAAD(boundTo(table, at)).setAuthTag(bytes(tag));
      return Buffer.concat([decipher.update(bytes(text)), decipher.final()]).toString("hex");
    },
  };
}

const bytes = (text: string): Buffer => Buffer.from(text, "base64url");

const boundTo = (table: Table, at: Key): Buffer =>
  Buffer.from(JSON.stringify([table.name, at.pk, at.sk, "salt"]));

const derived = (shared: Buffer, point: string): Buffer =>
  Buffer.from(hkdfSync("sha256", shared, bytes(point), "quanju/salt/1", 32));

function sealTo(
  recipient: KeyObject,
  { keyId, salt, bound }: { readonly keyId: string; readonly salt: string; readonly bound: Buffer },
): string {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const point = publicKey.export({ format: "der", type: "spki" }).toString("base64url");
  const shared = diffieHellman({ privateKey, publicKey: recipient });
  const iv = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", derived(shared, point), iv).setAAD(bound);
  const text = Buffer.concat([cipher.update(Buffer.from(salt, "hex")), cipher.final()]);
  const parts = [iv, cipher.getAuthTag(), text].map((part) => part.toString("base64url"));
  return [VERSION, keyId, point, ...parts].join("|");
}
