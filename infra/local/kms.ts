import {
  createCipheriv,
  createDecipheriv,
  generateKeyPairSync,
  randomBytes,
  sign,
} from "node:crypto";
import * as z from "zod";
import type { LocalKey } from "./kms-keys.ts";
import { bodyOf, loopback, type Loopback } from "./loopback.ts";

/** A refusal as KMS words it: the name is what the SDK throws. */
class KmsError extends Error {
  readonly type: string;
  constructor(type: string, message: string) {
    super(message);
    this.type = type;
  }
}

const Context = z.record(z.string(), z.string()).default({});
const DataKeyRequest = z.object({
  KeyId: z.string(),
  KeySpec: z.enum(["AES_256", "AES_128"]).default("AES_256"),
  EncryptionContext: Context,
});
const KeyPairRequest = z.object({
  KeyId: z.string(),
  KeyPairSpec: z.literal("ECC_NIST_P256"),
  EncryptionContext: Context,
});
const DecryptRequest = z.object({
  KeyId: z.string().optional(),
  CiphertextBlob: z.base64(),
  EncryptionContext: Context,
});
const SignRequest = z.object({
  KeyId: z.string(),
  Message: z.base64(),
  MessageType: z.literal("RAW").default("RAW"),
  SigningAlgorithm: z.literal("ED25519_SHA_512"),
});
const KeyRequest = z.object({ KeyId: z.string() });

const MAX_MESSAGE = 4096;
const IV = 12;
const TAG = 16;

type Keys = ReadonlyMap<string, LocalKey>;

/** Key names are bound in as well, so that a blob says under which key it was made. */
const boundTo = (keyId: string, context: Record<string, string>): Buffer =>
  Buffer.from(JSON.stringify([keyId, Object.entries(context).toSorted()]));

function symmetric(keys: Keys, keyId: string): Buffer {
  const key = found(keys, keyId);
  if (key.spec !== "SYMMETRIC_DEFAULT")
    throw new KmsError("InvalidKeyUsageException", "Not for data");
  return key.secret;
}

function found(keys: Keys, keyId: string): LocalKey {
  const key = keys.get(keyId);
  if (!key) throw new KmsError("NotFoundException", `There is no key ${keyId}`);
  return key;
}

function signing(keys: Keys, keyId: string) {
  const key = found(keys, keyId);
  if (key.spec !== "ECC_NIST_EDWARDS25519") {
    throw new KmsError("InvalidKeyUsageException", "Not for signatures");
  }
  return key;
}

/** Blob: length of the key's name, the name, iv, tag, ciphertext. */
function encrypt(
  keys: Keys,
  keyId: string,
  context: Record<string, string>,
  plain: Buffer,
): Buffer {
  const iv = randomBytes(IV);
  const cipher = createCipheriv("aes-256-gcm", symmetric(keys, keyId), iv);
  cipher.setAAD(boundTo(keyId, context));
  const text = Buffer.concat([cipher.update(plain), cipher.final()]);
  const name = Buffer.from(keyId);
  return Buffer.concat([Buffer.of(name.length), name, iv, cipher.getAuthTag(), text]);
}

function decrypt(keys: Keys, blob: Buffer, context: Record<string, string>) {
  const nameEnd = 1 + (blob[0] ?? 0);
  const keyId = blob.subarray(1, nameEnd).toString();
  const invalid = new KmsError("InvalidCiphertextException", "The ciphertext cannot be opened");
  if (!keys.has(keyId) || blob.length < nameEnd + IV + TAG) throw invalid;
  const iv = blob.subarray(nameEnd, nameEnd + IV);
  const tag = blob.subarray(nameEnd + IV, nameEnd + IV + TAG);
  const decipher = createDecipheriv("aes-256-gcm", symmetric(keys, keyId), iv);
  decipher.setAAD(boundTo(keyId, context)).setAuthTag(tag);
  try {
    const text = blob.subarray(nameEnd + IV + TAG);
    return { keyId, plain: Buffer.concat([decipher.update(text), decipher.final()]) };
  } catch (error) {
    // What node throws on a wrong tag is the caller's wrong context or a changed blob.
    if (error instanceof Error) throw invalid;
    throw error;
  }
}

/** What each action answers. The names and shapes are those of the KMS API reference. */
const ACTIONS: Readonly<Record<string, (keys: Keys, body: unknown) => object>> = {
  GenerateDataKey: (keys, body) => dataKey(keys, body, true),
  GenerateDataKeyWithoutPlaintext: (keys, body) => dataKey(keys, body, false),
  GenerateDataKeyPairWithoutPlaintext: (keys, body) => {
    const { KeyId, KeyPairSpec, EncryptionContext } = KeyPairRequest.parse(body);
    const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const secret = privateKey.export({ format: "der", type: "pkcs8" });
    return {
      KeyId,
      KeyPairSpec,
      PublicKey: publicKey.export({ format: "der", type: "spki" }).toString("base64"),
      PrivateKeyCiphertextBlob: encrypt(keys, KeyId, EncryptionContext, secret).toString("base64"),
    };
  },
  Decrypt: (keys, body) => {
    const { KeyId, CiphertextBlob, EncryptionContext } = DecryptRequest.parse(body);
    const { keyId, plain } = decrypt(
      keys,
      Buffer.from(CiphertextBlob, "base64"),
      EncryptionContext,
    );
    if (KeyId !== undefined && KeyId !== keyId) {
      throw new KmsError("IncorrectKeyException", "Another key has made this ciphertext");
    }
    return {
      KeyId: keyId,
      Plaintext: plain.toString("base64"),
      EncryptionAlgorithm: "SYMMETRIC_DEFAULT",
    };
  },
  Sign: (keys, body) => {
    const { KeyId, Message, SigningAlgorithm } = SignRequest.parse(body);
    const message = Buffer.from(Message, "base64");
    if (message.length === 0 || message.length > MAX_MESSAGE) {
      throw new KmsError("ValidationException", `A message has 1 to ${MAX_MESSAGE} bytes`);
    }
    const signature = sign(null, message, signing(keys, KeyId).signing);
    return { KeyId, Signature: signature.toString("base64"), SigningAlgorithm };
  },
  GetPublicKey: (keys, body) => {
    const { KeyId } = KeyRequest.parse(body);
    return {
      KeyId,
      PublicKey: signing(keys, KeyId).spki.toString("base64"),
      KeySpec: "ECC_NIST_EDWARDS25519",
      KeyUsage: "SIGN_VERIFY",
      SigningAlgorithms: ["ED25519_SHA_512"],
    };
  },
};

function dataKey(keys: Keys, body: unknown, withPlain: boolean): object {
  const { KeyId, KeySpec, EncryptionContext } = DataKeyRequest.parse(body);
  const plain = randomBytes(KeySpec === "AES_256" ? 32 : 16);
  const blob = encrypt(keys, KeyId, EncryptionContext, plain);
  return {
    KeyId,
    CiphertextBlob: blob.toString("base64"),
    ...(withPlain && { Plaintext: plain.toString("base64") }),
  };
}

/** Serves the part of KMS that the platform uses, over the same wire protocol. */
export const startKms = (keys: Keys, report: (line: string) => void): Promise<Loopback> =>
  loopback(async (request, response) => {
    const answer = (status: number, body: object): void => {
      response.writeHead(status, { "content-type": "application/x-amz-json-1.1" });
      response.end(JSON.stringify(body));
    };
    const body = await bodyOf(request, 1_000_000);
    const target = String(request.headers["x-amz-target"]).replace(/^TrentService\./, "");
    const action = Object.hasOwn(ACTIONS, target) ? ACTIONS[target] : undefined;
    if (!action || !body) {
      answer(400, { __type: "UnsupportedOperationException", message: `No ${target} here` });
      return;
    }
    try {
      answer(200, action(keys, JSON.parse(body.toString())));
    } catch (error) {
      if (error instanceof KmsError) answer(400, { __type: error.type, message: error.message });
      else if (error instanceof z.ZodError || error instanceof SyntaxError) {
        answer(400, { __type: "ValidationException", message: "The request is not well formed" });
      } else throw error;
    }
  }, report);
