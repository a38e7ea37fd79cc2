/** The two algorithm suites of PVL1: the same constructions over SHA-256 or SM3 (section 0). */
import { sha256 as nobleSha256 } from "@noble/hashes/sha2.js";
import { sm3 as smCryptoSm3 } from "sm-crypto/src/sm2/sm3.js";
import { bulkOf, type BulkHash, hmacPads, sha256Bulk } from "./bulk-hash.ts";
import { concat } from "./encoding.ts";
import { type Pick, simdBulk } from "./simd-bulk.ts";
import { sha256Compression, sm3Compression } from "./simd-compress.ts";

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

/** Parts of more bytes than this are hashed one after another, not first put together. */
const LARGE = 65_536;

function suite(
  name: SuiteName,
  {
    digest,
    bulk,
    inParts,
  }: {
    digest: (bytes: Uint8Array) => Uint8Array;
    bulk: BulkHash;
    inParts?: (parts: readonly Uint8Array[]) => Uint8Array;
  },
): Suite {
  const hmac = (key: Uint8Array, message: Uint8Array): Uint8Array => {
    const { inner, outer } = hmacPads(key.length > 64 ? digest(key) : key);
    return digest(concat(outer, digest(concat(inner, message))));
  };
  return {
    name,
    bulk,
    hmac,
    hash: (...parts) => {
      if (parts.length === 1 && parts[0]) return digest(parts[0]);
      const isLarge = inParts && parts.some(({ length }) => length > LARGE);
      return isLarge ? inParts(parts) : digest(concat(...parts));
    },
    extract: hmac,
    expand: (key, info) => hmac(key, concat(info, Uint8Array.of(1))),
  };
}

const sm3 = (bytes: Uint8Array): Uint8Array => Uint8Array.from(smCryptoSm3(bytes));
const sm3Bulk = bulkOf(sm3);

/** SHA-256 (FIPS 180-4); also the log's hash in every suite. */
export const sha256Suite = suite("PVL1-SHA256", {
  digest: (bytes) => nobleSha256(bytes),
  bulk: simdBulk(sha256Compression, sha256Bulk),
  inParts: (parts) =>
    parts.reduce((hash, part) => hash.update(part), nobleSha256.create()).digest(),
});

/** SM3 (GB/T 32905-2016). */
export const sm3Suite = suite("PVL1-SM3", {
  digest: sm3,
  bulk: simdBulk(sm3Compression, sm3Bulk),
});

/** The suite of that name, or undefined (`E_SUITE`). */
export const suiteNamed = (name: string): Suite | undefined =>
  [sha256Suite, sm3Suite].find((known) => known.name === name);

/** The same suite with other bulk code. */
export const withBulk = (suite: Suite, bulk: BulkHash): Suite => ({ ...suite, bulk });

/** The suite's bulk code by itself, checking samples that the caller chooses by chance. */
export const sampledBulk = (name: SuiteName, pick: Pick): BulkHash =>
  name === "PVL1-SM3"
    ? simdBulk(sm3Compression, sm3Bulk, pick)
    : simdBulk(sha256Compression, sha256Bulk, pick);
