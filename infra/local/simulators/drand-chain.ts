import { createHash } from "node:crypto";
import { bls12_381 } from "@noble/curves/bls12-381.js";
import { fromHex, toHex, u32, u64, utf8 } from "../../../shared/domain/draws/encoding.ts";
import { roundMessage } from "../../../shared/domain/draws/drand.ts";
import { sha256Suite } from "../../../shared/domain/draws/suites.ts";
import type { DrandChain } from "../../../shared/contract/draw.ts";

const DST = "BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_";
const { shortSignatures } = bls12_381;

/** The chain's secret, derived once and for all: a simulated beacon has nothing to keep secret. */
const secret = bls12_381.utils.randomSecretKey(
  Uint8Array.from(createHash("sha512").update("quanju simulated beacon").digest()).subarray(0, 48),
);

/**
 * A beacon of our own making with quicknet's scheme and rhythm, for machines that reach no relay. Its
 * chain hash is its own, so that nothing drawn with it can pass for a draw with quicknet.
 */
export const simulatedChain: DrandChain = (() => {
  const publicKey = toHex(shortSignatures.getPublicKey(secret).toBytes());
  const [period, genesis, groupHash, beaconId] = [3, 1_692_803_367, "00".repeat(32), "quicknet"];
  const hash = sha256Suite.hash(
    u32(period),
    u64(genesis),
    fromHex(publicKey),
    fromHex(groupHash),
    utf8(beaconId),
  );
  return {
    ...{ publicKey, period, genesis, groupHash, beaconId },
    ...{ scheme: "bls-unchained-g1-rfc9380", hash: toHex(hash) },
  };
})();

/** The signature of a round of the simulated chain, 96 hex digits. */
export const simulatedSignature = (round: number): string =>
  toHex(shortSignatures.sign(shortSignatures.hash(roundMessage(round), DST), secret).toBytes());
