import { createCipheriv, createDecipheriv, generateKeyPairSync, randomBytes } from "node:crypto";
import { ed25519 } from "@noble/curves/ed25519.js";
import type { KeyService } from "../../shared/platform/keys.ts";

/** The keys as KMS would hold them, for as long as the test runs. */
export function localKeys(): KeyService {
  const wrapKey = randomBytes(32);
  const logKey = new Uint8Array(randomBytes(32));
  const certificateKey = new Uint8Array(randomBytes(32));
  const slipKey = new Uint8Array(randomBytes(32));
  const inspectionKey = randomBytes(32);
  return {
    newDataKey: (purpose) => Promise.resolve(wrap(wrapKey, purpose, randomBytes(32))),
    unwrap: (wrapped, purpose) => Promise.resolve(unwrap(wrapKey, purpose, wrapped)),
    newSaltKey(purpose) {
      const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
      const secret = privateKey.export({ format: "der", type: "pkcs8" });
      return Promise.resolve({
        publicKey: publicKey.export({ format: "der", type: "spki" }).toString("base64url"),
        wrapped: wrap(inspectionKey, purpose, secret),
      });
    },
    unwrapSaltKey: (wrapped, purpose) => Promise.resolve(unwrap(inspectionKey, purpose, wrapped)),
    signLog: (message) => Promise.resolve(ed25519.sign(message, logKey)),
    logPublicKey: () => Promise.resolve(ed25519.getPublicKey(logKey)),
    signCertificate: (message) => Promise.resolve(ed25519.sign(message, certificateKey)),
    certificatePublicKey: () => Promise.resolve(ed25519.getPublicKey(certificateKey)),
    signSlip: (message) => Promise.resolve(ed25519.sign(message, slipKey)),
    slipPublicKey: () => Promise.resolve(ed25519.getPublicKey(slipKey)),
  };
}

function wrap(key: Buffer, purpose: string, plain: Buffer): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, iv).setAAD(Buffer.from(purpose));
  const text = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), text]).toString("base64");
}

function unwrap(key: Buffer, purpose: string, wrapped: string): Uint8Array {
  const bytes = Buffer.from(wrapped, "base64");
  const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, 12));
  decipher.setAAD(Buffer.from(purpose)).setAuthTag(bytes.subarray(12, 28));
  return new Uint8Array(Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]));
}
