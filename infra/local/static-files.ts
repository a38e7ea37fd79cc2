import { existsSync } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createHash } from "node:crypto";
import { extname, join, normalize, sep } from "node:path";
import { pageAddress } from "../../web/portal/addresses.ts";
import { ASSET_HEADERS, PAGE_HEADERS } from "../../web/portal/headers.ts";
import type { Buckets } from "./buckets.ts";
import { requestTarget } from "./loopback.ts";

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".webp": "image/webp",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
  ".wasm": "application/wasm",
  ".txt": "text/plain; charset=utf-8",
  ".csv": "text/csv; charset=utf-8",
};

type File = {
  readonly bytes: Buffer;
  readonly etag: string;
  readonly headers: Record<string, string>;
};

/** What CloudFront does here: the portal's pages, and the public bucket at `/files/*` and `/log/*`. */
export class StaticFiles {
  private readonly buckets: Buckets;
  private readonly bucket: string;
  private readonly portal: string;
  private readonly policy: string;

  /** @param where - `portal`: folder of the built portal; `folder`: the instance's data */
  constructor({ buckets, bucket, portal, folder }: Where) {
    this.buckets = buckets;
    this.bucket = bucket;
    this.portal = portal;
    this.policy = join(folder, "policy.json");
  }

  /** @returns false when there is no such file; nothing is sent then */
  async handle(request: IncomingMessage, response: ServerResponse): Promise<boolean> {
    const { pathname } = requestTarget(request);
    const file = /^\/(?:files|log)\//.test(pathname)
      ? await this.published(pathname)
      : await this.page(pageAddress(pathname));
    if (!file) return this.missing(request, response, pathname);
    if (request.method !== "GET" && request.method !== "HEAD") {
      response.writeHead(405, { allow: "GET, HEAD" }).end();
      return true;
    }
    const headers = { ...file.headers, etag: file.etag, "x-content-type-options": "nosniff" };
    if (request.headers["if-none-match"]?.includes(file.etag)) {
      response.writeHead(304, headers).end();
      return true;
    }
    response.writeHead(200, { ...headers, "content-length": file.bytes.length });
    response.end(request.method === "HEAD" ? undefined : file.bytes);
    return true;
  }

  /** Tiles never change once full; what may change is asked for again each time. */
  private async published(pathname: string): Promise<File | undefined> {
    const stored = await this.buckets.read(this.bucket, pathname.slice(1));
    if (!stored) return undefined;
    return {
      bytes: stored.bytes,
      etag: stored.etag,
      headers: {
        "content-type": stored.about.contentType,
        "cache-control": stored.about.cacheControl ?? "no-cache",
        // Anyone's page may read what everyone may check.
        "access-control-allow-origin": "*",
      },
    };
  }

  /** What CloudFront answers a browser that asks for a page that is not there. */
  private async missing(
    request: IncomingMessage,
    response: ServerResponse,
    pathname: string,
  ): Promise<boolean> {
    const isBrowser = request.headers.accept?.includes("text/html") ?? false;
    if (!isBrowser || /^\/(?:files|log)\//.test(pathname)) return false;
    const language = /^\/en(?:\/|$)/.test(pathname) ? "en" : "";
    const { bytes, headers } = await fileAt(join(this.portal, language, "404.html"), "no-cache");
    response.writeHead(404, { ...headers, "content-length": bytes.length });
    response.end(request.method === "HEAD" ? undefined : bytes);
    return true;
  }

  private async page(pathname: string): Promise<File | undefined> {
    if (pathname === "/policy.json") return fileAt(this.policy, "no-cache");
    const asked = normalize(join(this.portal, pathname));
    if (asked !== this.portal && !asked.startsWith(this.portal + sep)) return undefined;
    const names = pathname.endsWith("/") ? [join(asked, "index.html")] : [asked, `${asked}.html`];
    const found = names.find((name) => existsSync(name));
    if (found === undefined || !(await stat(found)).isFile()) return undefined;
    const file = await fileAt(found, "no-cache");
    return pathname.startsWith("/assets/")
      ? { ...file, headers: { ...file.headers, ...ASSET_HEADERS } }
      : file;
  }
}

type Where = {
  readonly buckets: Buckets;
  readonly bucket: string;
  readonly portal: string;
  readonly folder: string;
};

async function fileAt(path: string, cacheControl: string): Promise<File> {
  const bytes = await readFile(path);
  return {
    bytes,
    etag: `"${createHash("md5").update(bytes).digest("hex")}"`,
    headers: {
      "content-type": TYPES[extname(path)] ?? "application/octet-stream",
      "cache-control": cacheControl,
      ...(path.endsWith(".html") && PAGE_HEADERS),
    },
  };
}
