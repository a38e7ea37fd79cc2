import { createHash } from "node:crypto";
import { constants } from "node:fs";
import { access, link, mkdir, open, readFile, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import * as z from "zod";
import { codeOf } from "./refusal.ts";

/** What is kept beside an object's bytes. */
const About = z.strictObject({ contentType: z.string(), cacheControl: z.string().optional() });
export type About = z.infer<typeof About>;
export type Stored = {
  readonly about: About;
  readonly bytes: Buffer;
  readonly etag: string;
  readonly modified: Date;
};

/** Keys that are also paths on every file system; S3 allows more, we use none of it. */
const KEY = /^(?!\.{1,2}(?:\/|$))[\w.+=-]{1,200}(?:\/(?!\.{1,2}(?:\/|$))[\w.+=-]{1,200}){0,15}$/;

/** Whether a key can be kept here. */
export const isKey = (key: string): boolean => KEY.test(key);

/**
 * Buckets as folders: object `a/b` of bucket `public` is the file `public/a/b`, its headers are in
 * `public.about/a/b`. A write is on disk before it is answered, and whole or not there.
 */
export class Buckets {
  private readonly folder: string;
  private readonly names: ReadonlySet<string>;
  private written = 0;

  constructor(folder: string, names: readonly string[]) {
    this.folder = folder;
    this.names = new Set(names);
  }

  has(bucket: string): boolean {
    return this.names.has(bucket);
  }

  /** @returns undefined when there is no such object */
  async read(bucket: string, key: string): Promise<Stored | undefined> {
    if (!this.has(bucket) || !isKey(key)) return undefined;
    const file = join(this.folder, bucket, key);
    try {
      const [bytes, { mtime }, about] = await Promise.all([
        readFile(file),
        stat(file),
        readFile(join(this.folder, `${bucket}.about`, key), "utf8"),
      ]);
      return { bytes, about: About.parse(JSON.parse(about)), etag: etagOf(bytes), modified: mtime };
    } catch (error) {
      if (["ENOENT", "ENOTDIR", "EISDIR"].includes(codeOf(error) ?? "")) return undefined;
      throw error;
    }
  }

  /**
   * Writes an object.
   *
   * @param onlyNew - leave a standing object alone (`If-None-Match: *`)
   * @returns its ETag, or undefined when one was standing
   */
  async write(
    bucket: string,
    key: string,
    { bytes, about, onlyNew }: { bytes: Buffer; about: About; onlyNew: boolean },
  ): Promise<string | undefined> {
    const file = join(this.folder, bucket, key);
    if (onlyNew && (await there(file))) return undefined;
    // The headers first: an object that can be read always has them.
    await this.place(
      join(this.folder, `${bucket}.about`, key),
      Buffer.from(JSON.stringify(about)),
      false,
    );
    const placed = await this.place(file, bytes, onlyNew);
    return placed ? etagOf(bytes) : undefined;
  }

  private async place(file: string, bytes: Buffer, onlyNew: boolean): Promise<boolean> {
    await mkdir(dirname(file), { recursive: true });
    const beside = join(this.folder, `.new.${process.pid}.${++this.written}`);
    const handle = await open(beside, "w", 0o600);
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    try {
      if (onlyNew) await link(beside, file);
      else await rename(beside, file);
    } catch (error) {
      if (codeOf(error) !== "EEXIST") throw error;
      return false;
    } finally {
      await rm(beside, { force: true });
    }
    await syncFolder(dirname(file));
    return true;
  }
}

const etagOf = (bytes: Buffer): string => `"${createHash("md5").update(bytes).digest("hex")}"`;

async function there(file: string): Promise<boolean> {
  try {
    await access(file, constants.F_OK);
    return true;
  } catch (error) {
    if (codeOf(error) === "ENOENT" || codeOf(error) === "ENOTDIR") return false;
    throw error;
  }
}

/** A rename is only on disk when its folder is. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
