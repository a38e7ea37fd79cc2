import type { S3Client } from "@aws-sdk/client-s3";

/** One bucket of large or public files. Paths have no leading slash. */
export type Files = {
  /** Writes a file, replacing what was there. */
  write(path: string, body: string | Uint8Array, contentType: string): Promise<void>;
  /** The bytes of a file, or undefined when there is none. */
  read(path: string): Promise<Uint8Array | undefined>;
};

/** Files in S3; the client is loaded on first use. */
export function s3Files(bucket: string): Files {
  let client: Promise<S3Client> | undefined;
  const s3 = async () => {
    const sdk = await import("./s3-client.ts");
    client ??= Promise.resolve(new sdk.S3Client({ maxAttempts: 4, forcePathStyle: true }));
    return { sdk, client: await client };
  };
  return {
    async write(path, body, contentType) {
      const { sdk, client } = await s3();
      await client.send(
        new sdk.PutObjectCommand({
          Bucket: bucket,
          Key: path,
          Body: body,
          ContentType: contentType,
          // A tile of the log never changes (C2SP tlog-tiles): caches may keep it for ever.
          ...(path.startsWith("log/tile/") && {
            CacheControl: "public, max-age=31536000, immutable",
          }),
        }),
      );
    },
    async read(path) {
      const { sdk, client } = await s3();
      try {
        const found = await client.send(new sdk.GetObjectCommand({ Bucket: bucket, Key: path }));
        return await found.Body?.transformToByteArray();
      } catch (error) {
        if (error instanceof sdk.NoSuchKey) return undefined;
        throw error;
      }
    },
  };
}
