import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { ed25519 } from "@noble/curves/ed25519.js";
import type { KeyService } from "../../shared/platform/keys.ts";

/** The keys as KMS would hold them, for as long as the test runs. */
export function localKeys(): KeyService {
  const wrapKey = randomBytes(32);
  const logKey = new Uint8Array(randomBytes(32));
  const certificateKey = new Uint8Array(randomBytes(32));
  return {
    newDataKey(purpose) {
      const iv = randomBytes(12);
      const cipher = createCipheriv("aes-256-gcm", wrapKey, iv).setAAD(Buffer.from(purpose));
      const text = Buffer.concat([cipher.update(randomBytes(32)), cipher.final()]);
      return Promise.resolve(Buffer.concat([iv, cipher.getAuthTag(), text]).toString("base64"));
    },
    unwrap(wrapped, purpose) {
      const bytes = Buffer.from(wrapped, "base64");
      const decipher = createDecipheriv("aes-256-gcm", wrapKey, bytes.subarray(0, 12));
      decipher.setAAD(Buffer.from(purpose)).setAuthTag(bytes.subarray(12, 28));
      const plain = Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]);
      return Promise.resolve(new Uint8Array(plain));
    },
    signLog: (message) => Promise.resolve(ed25519.sign(message, logKey)),
    logPublicKey: () => Promise.resolve(ed25519.getPublicKey(logKey)),
    signCertificate: (message) => Promise.resolve(ed25519.sign(message, certificateKey)),
    certificatePublicKey: () => Promise.resolve(ed25519.getPublicKey(certificateKey)),
  };
}
