/** Checking signed facts: pure, so that a browser without a network can do it. */
import { CertificateKeySet, type CertificateKey } from "../../contract/certificate.ts";
import { verifyEd25519 } from "../draws/ed25519.ts";
import { concat, readBase64 } from "../draws/encoding.ts";
import { readBase64Url } from "./base64url.ts";
import { readCertifiedBytes, type CertifiedFacts } from "./certified-facts.ts";
import { DOMAIN, keyIdOf, MOST_SIGNED_BYTES, SIGNATURE_BYTES } from "./sign-facts.ts";

/** What an offline check finds. That it is certified says nothing of today: the status is asked online. */
export type OfflineCheck =
  | { readonly kind: "certified"; readonly facts: CertifiedFacts; readonly key: CertificateKey }
  | { readonly kind: "malformed" }
  | { readonly kind: "unknown-key"; readonly kid: string }
  | { readonly kind: "withdrawn-key"; readonly kid: string }
  | { readonly kind: "wrong-signature" }
  /** Signed by a key on a day on which it did not sign for the register. */
  | { readonly kind: "outside-validity"; readonly kid: string };

/**
 * Checks signed facts against the published keys. Never throws.
 *
 * @param signed - what stands behind `#` in a certificate's link
 * @param keySet - `/files/keys/certificates.json`, from wherever it was kept
 */
export function checkOffline(signed: string, keySet: CertificateKeySet): OfflineCheck {
  const bytes = signed.length <= 2 * MOST_SIGNED_BYTES ? readBase64Url(signed) : undefined;
  if (!bytes || bytes.length <= SIGNATURE_BYTES) return { kind: "malformed" };
  const payload = bytes.subarray(0, -SIGNATURE_BYTES);
  const read = readCertifiedBytes(payload);
  if (!read) return { kind: "malformed" };
  const { kid, facts } = read;
  const key = keySet.keys.find((one) => one.kid === kid);
  const publicKey = key && readBase64(key.publicKey);
  // A set that names a key wrongly does not know it.
  if (!key || !publicKey || keyIdOf(publicKey) !== kid) return { kind: "unknown-key", kid };
  if (!verifyEd25519(publicKey, concat(DOMAIN, payload), bytes.subarray(-SIGNATURE_BYTES)))
    return { kind: "wrong-signature" };
  if (key.withdrawnOn !== undefined) return { kind: "withdrawn-key", kid };
  const { issuedOn } = facts;
  const isInTime =
    key.validFrom <= issuedOn && (key.validUntil === undefined || issuedOn <= key.validUntil);
  return isInTime ? { kind: "certified", facts, key } : { kind: "outside-validity", kid };
}

/** The key set of a file's text; undefined when it is none. */
export function readKeySet(text: string): CertificateKeySet | undefined {
  try {
    return CertificateKeySet.safeParse(JSON.parse(text)).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
