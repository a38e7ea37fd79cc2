/** The drand quicknet beacon: signatures of its rounds (section 3). The chain stands apart: pairings are large. */
import { bls12_381 } from "@noble/curves/bls12-381.js";
import type { DrandChain } from "../../contract/draw.ts";
import { concat, equalBytes, fromHex, readHex, u64 } from "./encoding.ts";
import { Kept } from "./kept.ts";
import { sha256Suite } from "./suites.ts";

const DST = "BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_";

/** SHA-256(u64(round)): what the beacon signs. */
export const roundMessage = (round: number): Uint8Array => sha256Suite.hash(u64(round));

/** A point of the library, or undefined where it says "not a point" by throwing. */
function read<P>(decode: () => P): P | undefined {
  try {
    return decode();
  } catch (error) {
    if (error instanceof Error) return undefined;
    throw error;
  }
}

/** The one canonical encoding of a point of the subgroup other than infinity, or undefined. */
function readSignature(bytes: Uint8Array) {
  return read(() => {
    const point = bls12_381.shortSignatures.Signature.fromBytes(bytes);
    point.assertValidity();
    const canonical = equalBytes(bls12_381.shortSignatures.Signature.toBytes(point), bytes);
    return canonical && !point.is0() && point.isTorsionFree() ? point : undefined;
  });
}

function readPublicKey(text: string) {
  return read(() => {
    const point = bls12_381.G2.Point.fromBytes(fromHex(text));
    point.assertValidity();
    return !point.is0() && point.isTorsionFree() ? point : undefined;
  });
}

/** By key, round and signature. */
const good = new Kept(64);

/**
 * Checks the beacon's signature of a round.
 *
 * @param signature - hex96 as in a result's values
 * @returns the 48 bytes, or undefined when malformed, not canonical or not of this round and chain
 */
export function openRound(
  chain: Pick<DrandChain, "publicKey">,
  round: number,
  signature: string,
): Uint8Array | undefined {
  const bytes = readHex(signature, 48);
  if (!bytes || !Number.isSafeInteger(round) || round < 1) return undefined;
  const name = `${chain.publicKey} ${round} ${signature}`;
  if (good.has(name)) return bytes;
  const point = readSignature(bytes);
  const key = readPublicKey(chain.publicKey);
  if (!point || !key) return undefined;
  const message = bls12_381.shortSignatures.hash(roundMessage(round), DST);
  if (!bls12_381.shortSignatures.verify(point, message, key)) return undefined;
  good.add(name);
  return bytes;
}

/** A drand source's value in the transcript: u64(round)||signature. */
export const drandValue = (round: number, signature: Uint8Array): Uint8Array =>
  concat(u64(round), signature);
