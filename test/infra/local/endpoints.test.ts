import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { verify, createPublicKey, randomBytes } from "node:crypto";
import {
  S3Client,
  PutObjectCommand,
  HeadObjectCommand,
  GetObjectCommand,
} from "@aws-sdk/client-s3";
import {
  DecryptCommand,
  GenerateDataKeyCommand,
  GetPublicKeyCommand,
  KMSClient,
  SignCommand,
} from "@aws-sdk/client-kms";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Buckets, isKey } from "../../../infra/local/buckets.ts";
import { localKeys } from "../../../infra/local/kms-keys.ts";
import { startKms } from "../../../infra/local/kms.ts";
import { startS3 } from "../../../infra/local/s3.ts";
import type { Loopback } from "../../../infra/local/loopback.ts";

const folder = mkdtempSync(join(tmpdir(), "quanju-endpoints-"));
const resources = [
  { id: "local:A/Wrap", name: "wrap", properties: {} },
  { id: "local:A/Log", name: "log", properties: { KeySpec: "ECC_NIST_EDWARDS25519" } },
];
const faults: string[] = [];
const credentials = { accessKeyId: "a", secretAccessKey: "b" };
let servers: Loopback[];
let kms: KMSClient;
let s3: S3Client;

beforeAll(async () => {
  const keys = localKeys(folder, resources);
  const buckets = new Buckets(join(folder, "buckets"), ["public"]);
  const report = (line: string) => void faults.push(line);
  servers = await Promise.all([startKms(keys, report), startS3(buckets, report)]);
  const [kmsUrl = "", s3Url = ""] = servers.map(({ url }) => url);
  kms = new KMSClient({ endpoint: kmsUrl, region: "local", credentials, maxAttempts: 1 });
  s3 = new S3Client({
    endpoint: s3Url,
    region: "local",
    credentials,
    forcePathStyle: true,
    maxAttempts: 1,
  });
});
afterAll(async () => {
  await Promise.all(servers.map(({ close }) => close()));
  rmSync(folder, { recursive: true });
  expect(faults).toEqual([]);
});

describe("KMS on this machine", () => {
  it("keeps its keys in a file for its owner only, and the same over a restart", () => {
    const file = join(folder, "kms.json");
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const before = readFileSync(file, "utf8");
    localKeys(folder, resources);
    expect(readFileSync(file, "utf8")).toBe(before);
  });

  it("gives data keys that open again under the same context only", async () => {
    const EncryptionContext = { purpose: "field-0001" };
    const made = await kms.send(
      new GenerateDataKeyCommand({ KeyId: "wrap", KeySpec: "AES_256", EncryptionContext }),
    );
    const { CiphertextBlob } = made;
    const opened = await kms.send(new DecryptCommand({ CiphertextBlob, EncryptionContext }));
    expect(opened.Plaintext).toEqual(made.Plaintext);
    expect(opened.Plaintext).toHaveLength(32);
    const elsewhere = new DecryptCommand({ CiphertextBlob, EncryptionContext: { purpose: "x" } });
    await expect(kms.send(elsewhere)).rejects.toThrow(
      expect.objectContaining({ name: "InvalidCiphertextException" }) as Error,
    );
  });

  it("refuses any changed byte of a wrapped key", async () => {
    const { CiphertextBlob } = await kms.send(
      new GenerateDataKeyCommand({ KeyId: "wrap", KeySpec: "AES_256" }),
    );
    for (const [at] of [...(CiphertextBlob ?? [])].entries()) {
      const changed = Uint8Array.from(CiphertextBlob ?? []);
      changed[at] = (changed[at] ?? 0) ^ 1;
      await expect(kms.send(new DecryptCommand({ CiphertextBlob: changed }))).rejects.toThrow();
    }
  });

  it("signs with Ed25519 as it is, and tells the public key", async () => {
    const Message = randomBytes(100);
    const { Signature } = await kms.send(
      new SignCommand({
        KeyId: "log",
        Message,
        MessageType: "RAW",
        SigningAlgorithm: "ED25519_SHA_512",
      }),
    );
    const { PublicKey } = await kms.send(new GetPublicKeyCommand({ KeyId: "log" }));
    const key = createPublicKey({
      key: Buffer.from(PublicKey ?? []),
      format: "der",
      type: "spki",
    });
    expect(verify(null, Message, key, Signature ?? new Uint8Array())).toBe(true);
  });

  it("says what is wrong by the names of KMS", async () => {
    const names = await Promise.all(
      [
        new GetPublicKeyCommand({ KeyId: "none" }),
        new GetPublicKeyCommand({ KeyId: "wrap" }),
        new SignCommand({
          KeyId: "log",
          Message: randomBytes(4097),
          SigningAlgorithm: "ED25519_SHA_512",
        }),
      ].map((command) =>
        kms.send(command as GetPublicKeyCommand).then(
          () => "no refusal",
          (error: unknown) => (error as Error).name,
        ),
      ),
    );
    expect(names).toEqual(["NotFoundException", "InvalidKeyUsageException", "ValidationException"]);
  });
});

describe("S3 on this machine", () => {
  const at = (Key: string) => ({ Bucket: "public", Key });

  it("gives back bytes, type and ETag", async () => {
    const Body = randomBytes(100_000);
    const put = await s3.send(
      new PutObjectCommand({ ...at("log/tile/0/000"), Body, ContentType: "application/x-tile" }),
    );
    const got = await s3.send(new GetObjectCommand(at("log/tile/0/000")));
    expect(Buffer.from((await got.Body?.transformToByteArray()) ?? [])).toEqual(Body);
    expect(got).toMatchObject({ ContentType: "application/x-tile", ETag: put.ETag });
    const head = await s3.send(new HeadObjectCommand(at("log/tile/0/000")));
    expect(head.ContentLength).toBe(100_000);
  });

  it("replaces what stands, but not when only a new one is wanted", async () => {
    const write = (Body: string, IfNoneMatch?: string) =>
      s3.send(
        new PutObjectCommand({ ...at("files/a.txt"), Body, ...(IfNoneMatch && { IfNoneMatch }) }),
      );
    await write("1", "*");
    await write("2");
    await expect(write("3", "*")).rejects.toThrow(
      expect.objectContaining({ name: "PreconditionFailed" }) as Error,
    );
    const got = await s3.send(new GetObjectCommand(at("files/a.txt")));
    expect(await got.Body?.transformToString()).toBe("2");
  });

  it("lets one of many who write a new file at once succeed", async () => {
    const results = await Promise.allSettled(
      Array.from({ length: 20 }, (_, n) =>
        s3.send(new PutObjectCommand({ ...at("files/race"), Body: `${n}`, IfNoneMatch: "*" })),
      ),
    );
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  it("says NoSuchKey for a file, a folder or a bucket that is not there", async () => {
    for (const where of [at("files/none"), at("files"), { Bucket: "other", Key: "a" }]) {
      await expect(s3.send(new GetObjectCommand(where))).rejects.toThrow(
        expect.objectContaining({
          name: expect.stringMatching(/^NoSuch(Key|Bucket)$/) as string,
        }) as Error,
      );
    }
  });

  it("has no key that leads out of its folder", () => {
    const bad = ["", "/", "../a", "a/../b", "a/..", "a//b", "./a", "a/", "/a", "a\0b", "a\\b"];
    expect(bad.filter(isKey)).toEqual([]);
    expect(["a", "a/b.csv", "log/tile/0/x001/067.p/5", "a.b..c"].every(isKey)).toBe(true);
  });
});
