/** Signing certified facts, and the keys it is done with: docs/decisions/0012. */
import { sha256 } from "@noble/hashes/sha2.js";
import type { CertificateKey, CertificateKeySet } from "../../contract/certificate.ts";
import type { CivilDate } from "../../contract/values.ts";
import type { Sign } from "../draws/ed25519.ts";
import { concat, toBase64, toHex, utf8 } from "../draws/encoding.ts";
import { toBase64Url } from "./base64url.ts";
import { certifiedBytes, type CertifiedFacts } from "./certified-facts.ts";

/** What is signed begins so, and nothing else the platform signs does. */
export const DOMAIN = utf8("quanju/certificate/1\n");
export const SIGNATURE_BYTES = 64;
/** No certificate's facts and signature are longer. */
export const MOST_SIGNED_BYTES = 300;

/** The name of a key: the first 4 bytes of a digest of it, hex. */
export const keyIdOf = (publicKey: Uint8Array): string =>
  toHex(sha256(concat(utf8("quanju/certificate-key\n"), publicKey)).slice(0, 4));

/** A key as it is published. */
export const certificateKey = (publicKey: Uint8Array, validFrom: CivilDate): CertificateKey => ({
  kid: keyIdOf(publicKey),
  alg: "Ed25519",
  publicKey: toBase64(publicKey),
  validFrom,
});

/** The facts and their signature, base64url: at most 400 characters. */
export async function signFacts(facts: CertifiedFacts, kid: string, sign: Sign): Promise<string> {
  const bytes = certifiedBytes(kid, facts);
  const signature = await sign(concat(DOMAIN, bytes));
  return toBase64Url(concat(bytes, signature));
}

/**
 * The key set with this key as the one that signs from today on: those before it end today.
 *
 * @returns the very same set when the key signs already
 */
export function withKey(
  keySet: CertificateKeySet,
  publicKey: Uint8Array,
  today: CivilDate,
): CertificateKeySet {
  const kid = keyIdOf(publicKey);
  if (keySet.keys.some((key) => key.kid === kid)) return keySet;
  const ended = keySet.keys.map((key) => ({ ...key, validUntil: key.validUntil ?? today }));
  return { ...keySet, keys: [...ended, certificateKey(publicKey, today)] };
}

export const NO_KEYS: CertificateKeySet = { format: "quanju-certificate-keys/1", keys: [] };
