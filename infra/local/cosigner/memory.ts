import { randomBytes } from "node:crypto";
import { join } from "node:path";
import * as z from "zod";
import { readBase64, toBase64, fromHex } from "../../../shared/domain/draws/encoding.ts";
import { merkleTree } from "../../../shared/domain/draws/merkle.ts";
import { sha256Suite } from "../../../shared/domain/draws/suites.ts";
import { openFolder, readKept } from "../data-folder.ts";
import { writeDurably } from "../durable.ts";

const Hash = z.string().transform((text, context) => {
  const bytes = readBase64(text);
  if (bytes?.length === 32) return bytes;
  context.addIssue("32 bytes of base64 were expected");
  return z.NEVER;
});

const Stored = z.strictObject({
  size: z.int().min(0),
  root: Hash,
  peaks: z.array(Hash),
  time: z.int().min(0),
  notices: z.record(z.string(), z.string()),
});

/** All that a cosigner knows of the log. */
export type Memory = {
  /** The last head that it cosigned. */
  size: number;
  root: Uint8Array;
  /** Roots of the complete subtrees of that head, largest first. */
  peaks: Uint8Array[];
  /** The latest time that it has put on a head, Unix seconds. */
  time: number;
  /** The notice of each draw, as its log entry. */
  notices: Map<string, string>;
};

const nothingYet = (): Memory => ({
  size: 0,
  root: merkleTree(sha256Suite, new Uint8Array()).root,
  peaks: [],
  time: 0,
  notices: new Map(),
});

/**
 * A cosigner's folder: `key.json` (its Ed25519 seed) and `state.json`, both for it alone.
 *
 * @throws Refusal when the folder cannot be written, or a file in it is damaged: a cosigner that
 *   has forgotten what it signed must not sign
 */
export function openCosignerFolder(folder: string) {
  openFolder(folder);
  const statePath = join(folder, "state.json");
  const keyPath = join(folder, "key.json");
  const stored = readKept(statePath, (value) => Stored.parse(value));
  return {
    seed: readKept(keyPath, readSeed) ?? makeSeed(keyPath),
    memory: stored ? { ...stored, notices: new Map(Object.entries(stored.notices)) } : nothingYet(),

    /** Puts a memory on disk; after that, and only after that, its head may be signed. */
    keep({ size, root, peaks, time, notices }: Memory): void {
      const text = JSON.stringify({
        ...{ size, time, root: toBase64(root), peaks: peaks.map(toBase64) },
        notices: Object.fromEntries(notices),
      });
      writeDurably(statePath, `${text}\n`);
    },
  };
}

const Key = z.strictObject({ seed: z.string().regex(/^[0-9a-f]{64}$/) });

const readSeed = (value: unknown): Uint8Array => fromHex(Key.parse(value).seed);

function makeSeed(path: string): Uint8Array {
  const seed = randomBytes(32);
  writeDurably(path, `${JSON.stringify({ seed: seed.toString("hex") })}\n`);
  return Uint8Array.from(seed);
}
