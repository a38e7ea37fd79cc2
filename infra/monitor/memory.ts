import * as z from "zod";
import { DrawPolicy } from "../../shared/contract/draw.ts";
import { readKept } from "../local/data-folder.ts";
import { writeDurably } from "../local/durable.ts";

/** All that a monitor remembers of one log between two looks. */
const Memory = z.strictObject({
  /** Prefix of the log's address, e.g. `https://quanju.example/log/`. */
  log: z.url(),
  /** The keys it was first told or shown; never read from the installation again. */
  policy: DrawPolicy,
  size: z.int().nonnegative(),
  /** MTH of the first `size` entries, hex. */
  root: z.string().regex(/^[0-9a-f]{64}$/),
  /** The signed head of that size: evidence, should another be shown later. */
  checkpoint: z.string(),
  /** SHA-256 of every file of the log that was seen, by its path. */
  files: z.record(z.string(), z.string()),
  /** The notice of each draw, as its log entry. */
  notices: z.record(z.string(), z.string()),
  lookedAt: z.iso.datetime(),
});
export type Memory = z.infer<typeof Memory>;

/**
 * Reads what a monitor remembers.
 *
 * @returns undefined when there is no file yet
 * @throws Refusal when the file is damaged: a monitor that forgets must not say that all is well
 */
export const readMemory = (path: string): Memory | undefined =>
  readKept(path, (value) => Memory.parse(value));

export const keepMemory = (path: string, memory: Memory): void => {
  writeDurably(path, `${JSON.stringify(memory, null, 1)}\n`);
};
