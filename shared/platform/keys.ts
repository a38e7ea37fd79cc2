import type { KMSClient } from "@aws-sdk/client-kms";

/**
 * The keys that never leave KMS: one wraps data keys, one the keys of salts, one signs the public
 * log, one certificates, one slips.
 */
export type KeyService = {
  /** A new 256-bit data key, wrapped, base64. `purpose` must be said again to unwrap it. */
  newDataKey(purpose: string): Promise<string>;
  /** The 32 bytes of a wrapped data key. */
  unwrap(wrapped: string, purpose: string): Promise<Uint8Array>;
  /** Ed25519 signature (RFC 8032, pure) of the log's key: 64 bytes. */
  signLog(message: Uint8Array): Promise<Uint8Array>;
  /** The log's public key: 32 bytes. */
  logPublicKey(): Promise<Uint8Array>;
  /** As `signLog`, with the key of certificates. */
  signCertificate(message: Uint8Array): Promise<Uint8Array>;
  /** The public key certificates are checked with: 32 bytes. */
  certificatePublicKey(): Promise<Uint8Array>;
  /** As `signLog`, with the key that seals applicants' slips. */
  signSlip(message: Uint8Array): Promise<Uint8Array>;
  /** The public key slips are checked with: 32 bytes. */
  slipPublicKey(): Promise<Uint8Array>;
  /** A new pair on P-256 (SPKI, base64url), its private half wrapped and seen by nobody. */
  newSaltKey(purpose: string): Promise<{ publicKey: string; wrapped: string }>;
  /** The private half, PKCS #8 DER: for the inspection function alone. */
  unwrapSaltKey(wrapped: string, purpose: string): Promise<Uint8Array>;
};

const context = (purpose: string): Record<string, string> => ({ purpose });

/** DER SubjectPublicKeyInfo of Ed25519 is a fixed prefix of 12 bytes and the key (RFC 8410). */
const SPKI_PREFIX = 12;

/** Keys in KMS; the client is loaded on first use, since most requests need none. */
export function kmsKeys({
  wrapKeyId,
  logKeyId,
  certificateKeyId,
  slipKeyId,
  inspectionKeyId,
}: {
  wrapKeyId: string;
  logKeyId: string;
  certificateKeyId: string;
  slipKeyId: string;
  inspectionKeyId: string;
}): KeyService {
  let client: Promise<KMSClient> | undefined;
  const kms = async () => {
    const sdk = await import("./kms-client.ts");
    client ??= Promise.resolve(new sdk.KMSClient({ maxAttempts: 4 }));
    return { sdk, client: await client };
  };
  const bytes = (found: Uint8Array | undefined): Uint8Array => {
    if (!found) throw new Error("KMS answered without bytes");
    return found;
  };

  const sign = async (KeyId: string, message: Uint8Array): Promise<Uint8Array> => {
    const { sdk, client } = await kms();
    const answer = await client.send(
      new sdk.SignCommand({
        KeyId,
        Message: message,
        MessageType: "RAW",
        SigningAlgorithm: "ED25519_SHA_512",
      }),
    );
    return bytes(answer.Signature);
  };
  const publicKey = async (KeyId: string): Promise<Uint8Array> => {
    const { sdk, client } = await kms();
    const answer = await client.send(new sdk.GetPublicKeyCommand({ KeyId }));
    return bytes(answer.PublicKey).slice(SPKI_PREFIX);
  };

  return {
    async newDataKey(purpose) {
      const { sdk, client } = await kms();
      const answer = await client.send(
        new sdk.GenerateDataKeyWithoutPlaintextCommand({
          KeyId: wrapKeyId,
          KeySpec: "AES_256",
          EncryptionContext: context(purpose),
        }),
      );
      return Buffer.from(bytes(answer.CiphertextBlob)).toString("base64");
    },
    async unwrap(wrapped, purpose) {
      const { sdk, client } = await kms();
      const answer = await client.send(
        new sdk.DecryptCommand({
          KeyId: wrapKeyId,
          CiphertextBlob: Buffer.from(wrapped, "base64"),
          EncryptionContext: context(purpose),
        }),
      );
      return bytes(answer.Plaintext);
    },
    signLog: (message) => sign(logKeyId, message),
    logPublicKey: () => publicKey(logKeyId),
    signCertificate: (message) => sign(certificateKeyId, message),
    certificatePublicKey: () => publicKey(certificateKeyId),
    signSlip: (message) => sign(slipKeyId, message),
    slipPublicKey: () => publicKey(slipKeyId),
    async newSaltKey(purpose) {
      const { sdk, client } = await kms();
      const answer = await client.send(
        new sdk.GenerateDataKeyPairWithoutPlaintextCommand({
          KeyId: inspectionKeyId,
          KeyPairSpec: "ECC_NIST_P256",
          EncryptionContext: context(purpose),
        }),
      );
      return {
        publicKey: Buffer.from(bytes(answer.PublicKey)).toString("base64url"),
        wrapped: Buffer.from(bytes(answer.PrivateKeyCiphertextBlob)).toString("base64"),
      };
    },
    async unwrapSaltKey(wrapped, purpose) {
      const { sdk, client } = await kms();
      const answer = await client.send(
        new sdk.DecryptCommand({
          KeyId: inspectionKeyId,
          CiphertextBlob: Buffer.from(wrapped, "base64"),
          EncryptionContext: context(purpose),
        }),
      );
      return bytes(answer.Plaintext);
    },
  };
}
