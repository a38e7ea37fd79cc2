/** The two algorithm suites of PVL1: the same constructions over SHA-256 or SM3 (section 0). */
import { sha256 as nobleSha256 } from "@noble/hashes/sha2.js";
import { sm3 as smCryptoSm3 } from "sm-crypto/src/sm2/sm3.js";
import { bulkOf, type BulkHash, hmacPads, sha256Bulk } from "./bulk-hash.ts";
import { concat } from "./encoding.ts";

export type SuiteName = "PVL1-SHA256" | "PVL1-SM3";

export type Suite = {
  readonly name: SuiteName;
  /** H of the parts one after another; 32 bytes. */
  hash(...parts: readonly Uint8Array[]): Uint8Array;
  /** HMAC (RFC 2104) with H. */
  hmac(key: Uint8Array, message: Uint8Array): Uint8Array;
  /** HKDF-Extract (RFC 5869) with H. */
  extract(salt: Uint8Array, inputKey: Uint8Array): Uint8Array;
  /** HKDF-Expand (RFC 5869) to 32 bytes, its first block. */
  expand(key: Uint8Array, info: Uint8Array): Uint8Array;
  /** H for very many rows. */
  readonly bulk: BulkHash;
};

function suite(
  name: SuiteName,
  digest: (bytes: Uint8Array) => Uint8Array,
  bulk: BulkHash = bulkOf(digest),
): Suite {
  const hmac = (key: Uint8Array, message: Uint8Array): Uint8Array => {
    const { inner, outer } = hmacPads(key.length > 64 ? digest(key) : key);
    return digest(concat(outer, digest(concat(inner, message))));
  };
  return {
    name,
    bulk,
    hmac,
    hash: (...parts) => digest(parts.length === 1 && parts[0] ? parts[0] : concat(...parts)),
    extract: hmac,
    expand: (key, info) => hmac(key, concat(info, Uint8Array.of(1))),
  };
}

/** SHA-256 (FIPS 180-4); also the log's hash in every suite. */
export const sha256Suite = suite("PVL1-SHA256", (bytes) => nobleSha256(bytes), sha256Bulk);

/** SM3 (GB/T 32905-2016). */
export const sm3Suite = suite("PVL1-SM3", (bytes) => Uint8Array.from(smCryptoSm3(bytes)));

/** The suite of that name, or undefined (`E_SUITE`). */
export const suiteNamed = (name: string): Suite | undefined =>
  [sha256Suite, sm3Suite].find((known) => known.name === name);

/** The same suite with faster bulk code. */
export const withBulk = (plain: Suite, bulk: BulkHash): Suite => ({ ...plain, bulk });
