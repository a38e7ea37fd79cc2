import type { IncomingMessage, ServerResponse } from "node:http";
import { crc32 } from "node:zlib";
import { isKey, type Buckets } from "./buckets.ts";
import { bodyOf, loopback, type Loopback } from "./loopback.ts";

const MAX_BYTES = 512 * 1024 * 1024;

type Call = {
  readonly bucket: string;
  readonly key: string;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
};

/** Serves the part of S3 that the platform uses (put, get, head of an object, path style). */
export const startS3 = (buckets: Buckets, report: (line: string) => void): Promise<Loopback> =>
  loopback(async (request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    const [bucket = "", ...rest] = pathname.slice(1).split("/").map(decodeURIComponent);
    const call: Call = { bucket, key: rest.join("/"), request, response };
    if (!buckets.has(bucket)) refuse(call, 404, "NoSuchBucket");
    else if (!isKey(call.key)) refuse(call, 400, "InvalidURI");
    else if (request.method === "PUT") await put(buckets, call);
    else if (request.method === "GET" || request.method === "HEAD") await get(buckets, call);
    else refuse(call, 501, "NotImplemented");
  }, report);

function refuse({ request, response }: Call, status: number, code: string): void {
  response.writeHead(status, { "content-type": "application/xml" });
  const text = `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code></Error>`;
  response.end(request.method === "HEAD" ? undefined : text);
}

async function get(buckets: Buckets, call: Call): Promise<void> {
  const stored = await buckets.read(call.bucket, call.key);
  if (!stored) {
    refuse(call, 404, "NoSuchKey");
    return;
  }
  const { about, bytes, etag, modified } = stored;
  call.response.writeHead(200, {
    "content-type": about.contentType,
    "content-length": bytes.length,
    etag,
    "last-modified": modified.toUTCString(),
    ...(about.cacheControl !== undefined && { "cache-control": about.cacheControl }),
  });
  call.response.end(call.request.method === "HEAD" ? undefined : bytes);
}

async function put(buckets: Buckets, call: Call): Promise<void> {
  const { headers } = call.request;
  const bytes = await bodyOf(call.request, MAX_BYTES);
  if (!bytes) {
    refuse(call, 400, "EntityTooLarge");
    return;
  }
  if (headers["content-encoding"]?.includes("aws-chunked") || headers["x-amz-copy-source"]) {
    refuse(call, 501, "NotImplemented");
    return;
  }
  const said = headers["x-amz-checksum-crc32"];
  if (said !== undefined && said !== checksum(bytes)) {
    refuse(call, 400, "BadDigest");
    return;
  }
  const cacheControl = headers["cache-control"];
  const etag = await buckets.write(call.bucket, call.key, {
    bytes,
    about: {
      contentType: headers["content-type"] ?? "application/octet-stream",
      ...(cacheControl !== undefined && { cacheControl }),
    },
    onlyNew: headers["if-none-match"] === "*",
  });
  if (etag === undefined) refuse(call, 412, "PreconditionFailed");
  else call.response.writeHead(200, { etag }).end();
}

/** CRC-32 as S3 writes it: four bytes, most significant first, base64. */
function checksum(bytes: Buffer): string {
  const value = Buffer.alloc(4);
  value.writeUInt32BE(crc32(bytes));
  return value.toString("base64");
}
