/**
 * Reads a whole log from its static files (C2SP tlog-tiles): the newest checkpoint and every entry
 * up to it. Nothing is trusted here; the verifier recomputes the root from the entries.
 */
import { readCheckpoint } from "../../shared/domain/draws/checkpoint.ts";
import { readUtf8 } from "../../shared/domain/draws/encoding.ts";
import { entriesPath, readEntryBundle } from "../../shared/domain/draws/tiles.ts";

/** The newest checkpoint's text, and the entries that were found for it. */
export type WholeLog = { readonly checkpoint: string; readonly entries: readonly string[] };

/** Reads one file of the log by its path; undefined when there is none. @throws when it cannot tell */
export type ReadLogFile = (path: string) => Promise<Uint8Array | undefined>;

const WIDTH = 256;
/** Files asked for at a time. */
const AT_ONCE = 8;
/** A log of a city's draws has thousands of entries, a few megabytes. More than this is not read. */
const MAX_ENTRIES = 4_000_000;
const MAX_CHARACTERS = 400_000_000;

/** The bundle of entries from `index * WIDTH` on; one that was unfinished may be full by now. */
async function bundleAt(read: ReadLogFile, index: number, width: number): Promise<string[]> {
  const bytes =
    (await read(entriesPath(index, width))) ??
    (width < WIDTH ? await read(entriesPath(index)) : undefined);
  return ((bytes && readEntryBundle(bytes)) ?? []).slice(0, width);
}

/**
 * Reads the log.
 *
 * @returns undefined where no log is published. What is malformed or missing is left out: then the
 *   entries are too few for the checkpoint's root (`E_LOG_ROOT`)
 */
export async function readWholeLog(read: ReadLogFile): Promise<WholeLog | undefined> {
  const head = await read("checkpoint");
  if (!head) return undefined;
  const checkpoint = readUtf8(head) ?? "";
  const size = Math.min(readCheckpoint(checkpoint)?.size ?? 0, MAX_ENTRIES);
  const entries: string[] = [];
  let characters = 0;
  for (let from = 0; from < size; from += AT_ONCE * WIDTH) {
    const starts = Array.from({ length: AT_ONCE }, (_, i) => from + i * WIDTH);
    const bundles = await Promise.all(
      starts
        .filter((start) => start < size)
        .map((start) => bundleAt(read, start / WIDTH, Math.min(WIDTH, size - start))),
    );
    for (const bundle of bundles) entries.push(...bundle);
    for (const entry of bundles.flat()) characters += entry.length;
    if (entries.length < Math.min(size, from + AT_ONCE * WIDTH)) break;
    if (characters > MAX_CHARACTERS) break;
  }
  return { checkpoint, entries };
}
