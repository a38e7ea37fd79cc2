import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
  type KeyObject,
} from "node:crypto";
import { join } from "node:path";
import * as z from "zod";
import { readKept } from "./data-folder.ts";
import { writeDurably } from "./durable.ts";
import type { Found } from "./template.ts";

const Kept = z.record(
  z.string(),
  z.discriminatedUnion("spec", [
    z.strictObject({ spec: z.literal("SYMMETRIC_DEFAULT"), secret: z.base64() }),
    z.strictObject({ spec: z.literal("ECC_NIST_EDWARDS25519"), pkcs8: z.base64() }),
  ]),
);
type Kept = z.infer<typeof Kept>;

export type LocalKey =
  | { readonly spec: "SYMMETRIC_DEFAULT"; readonly secret: Buffer }
  | { readonly spec: "ECC_NIST_EDWARDS25519"; readonly signing: KeyObject; readonly spki: Buffer };

/**
 * The keys that the template asks for, from `kms.json` (mode 600) in the folder; a key that is not
 * there yet is made. A key is never replaced: what it has sealed or signed would be lost.
 *
 * @param resources - the template's `AWS::KMS::Key`
 * @throws Refusal when the file is damaged
 */
export function localKeys(
  folder: string,
  resources: readonly Found[],
): ReadonlyMap<string, LocalKey> {
  const file = join(folder, "kms.json");
  const standing = readKept(file, (value) => Kept.parse(value)) ?? {};
  const missing = resources.filter(({ name }) => !(name in standing));
  const kept: Kept = {
    ...standing,
    ...Object.fromEntries(
      missing.map(({ name, properties }) => [name, newKey(properties.KeySpec)]),
    ),
  };
  if (missing.length > 0) writeDurably(file, JSON.stringify(kept, null, 1));
  return new Map(Object.entries(kept).map(([name, key]) => [name, opened(key)]));
}

function newKey(spec: unknown): Kept[string] {
  if (spec === "ECC_NIST_EDWARDS25519") {
    const { privateKey } = generateKeyPairSync("ed25519");
    const pkcs8 = privateKey.export({ format: "der", type: "pkcs8" }).toString("base64");
    return { spec, pkcs8 };
  }
  if (spec === undefined || spec === "SYMMETRIC_DEFAULT") {
    return { spec: "SYMMETRIC_DEFAULT", secret: randomBytes(32).toString("base64") };
  }
  throw new Error(`Keys of the kind ${JSON.stringify(spec)} are not known here`);
}

function opened(key: Kept[string]): LocalKey {
  if (key.spec === "SYMMETRIC_DEFAULT") {
    return { spec: key.spec, secret: Buffer.from(key.secret, "base64") };
  }
  const signing = createPrivateKey({
    key: Buffer.from(key.pkcs8, "base64"),
    format: "der",
    type: "pkcs8",
  });
  const spki = createPublicKey(signing).export({ format: "der", type: "spki" });
  return { spec: key.spec, signing, spki };
}
