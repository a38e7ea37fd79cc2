/**
 * Ed25519 (RFC 8032) as PVL1 asks for it (section 0): A and R canonical, S < L, and without the
 * cofactor, [S]B = R + [k]A, the same signatures that node:crypto accepts.
 */
import { ed25519 } from "@noble/curves/ed25519.js";
import { sha512 } from "@noble/hashes/sha2.js";
import { concat, equalBytes, toHex } from "./encoding.ts";
import { Kept } from "./kept.ts";

const { Point } = ed25519;
const ORDER = Point.Fn.ORDER;

const littleEndian = (bytes: Uint8Array): bigint =>
  bytes.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);

/** The point of a canonical encoding, or undefined. */
function readPoint(bytes: Uint8Array): InstanceType<typeof Point> | undefined {
  if (bytes.length !== 32) return undefined;
  try {
    const point = Point.fromBytes(bytes, false);
    return equalBytes(point.toBytes(), bytes) ? point : undefined;
  } catch (error) {
    // The library says "not a point" with a plain Error and has no other way to say it.
    if (error instanceof Error) return undefined;
    throw error;
  }
}

/** By the digest of R, the key and the message, and by s: one signature of one text by one key. */
const good = new Kept(1024);

/** Whether `signature` (64 bytes) is this key's over `message`. Never throws. */
export function verifyEd25519(
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  if (signature.length !== 64) return false;
  const encodedR = signature.subarray(0, 32);
  const s = littleEndian(signature.subarray(32));
  const challenge = sha512(concat(encodedR, publicKey, message));
  const name = `${toHex(challenge)} ${s}`;
  if (publicKey.length === 32 && good.has(name)) return true;
  const key = readPoint(publicKey);
  if (key === undefined || s >= ORDER) return false;
  const k = littleEndian(challenge) % ORDER;
  // Comparing encodings makes R canonical as well: what we encode always is.
  const r = Point.BASE.multiplyUnsafe(s).add(key.negate().multiplyUnsafe(k));
  const isGood = equalBytes(r.toBytes(), encodedR);
  if (isGood) good.add(name);
  return isGood;
}

/** Signs bytes with Ed25519; a key in a KMS or HSM fits behind it. Resolves to 64 bytes. */
export type Sign = (message: Uint8Array) => Promise<Uint8Array>;

/** The public key of a private key seed (RFC 8032 section 5.1.5). */
export const publicKeyOf = (seed: Uint8Array): Uint8Array => ed25519.getPublicKey(seed);

/** Signs with a private key seed that is at hand. */
export const signerOf =
  (seed: Uint8Array): Sign =>
  (message) =>
    Promise.resolve(ed25519.sign(message, seed));
