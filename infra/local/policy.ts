import { join } from "node:path";
import { NOTE_KEY, verifierKeyText } from "../../shared/domain/draws/verifier-key.ts";
import { writeDurably } from "./durable.ts";
import type { LocalKey } from "./kms-keys.ts";
import { COSIGN_THRESHOLD } from "./outside.ts";
import type { BeaconSetting } from "./beacon.ts";

/** What the public log of a local instance is called; a name, not an address. */
export const LOG_ORIGIN = "quanju.localhost/log";

/** DER SubjectPublicKeyInfo of Ed25519 is a fixed prefix of 12 bytes and the key (RFC 8410). */
const SPKI_PREFIX = 12;

/** The verifier key of this instance's log, from its signing key. */
export function logVerifierKey(keys: ReadonlyMap<string, LocalKey>, logKeyId: string): string {
  const key = keys.get(logKeyId);
  if (key?.spec !== "ECC_NIST_EDWARDS25519") throw new Error("The log has no signing key");
  return verifierKeyText(LOG_ORIGIN, NOTE_KEY, key.spki.subarray(SPKI_PREFIX));
}

/** Writes `policy.json`: what a verifier of this instance's draws pins (draw protocol §8). */
export function writePolicy(
  folder: string,
  logVkey: string,
  { cosigners, beacon }: { cosigners: readonly string[]; beacon: BeaconSetting | undefined },
): void {
  const drand = beacon?.chain ?? null;
  const policy = { log: logVkey, cosigners, threshold: COSIGN_THRESHOLD, drand };
  writeDurably(join(folder, "policy.json"), `${JSON.stringify(policy, null, 2)}\n`, 0o644);
}
