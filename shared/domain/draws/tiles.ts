/** The log as static files (C2SP tlog-tiles): hash tiles of 256, entry bundles, partial ones. */
import { concat, readUtf8, utf8 } from "./encoding.ts";
import { leafHash, merkleTree } from "./merkle.ts";
import { sha256Suite } from "./suites.ts";

const WIDTH = 256;
/** 256^8 leaves are beyond any count a number can hold. */
const MAX_LEVELS = 7;

export type Tile = { path: string; bytes: Uint8Array };

/** `x001/x234/067` for 1234067. */
function indexPath(index: number): string {
  const groups = [String(index % 1000).padStart(3, "0")];
  for (let rest = Math.floor(index / 1000); rest > 0; rest = Math.floor(rest / 1000)) {
    groups.unshift(`x${String(rest % 1000).padStart(3, "0")}`);
  }
  return groups.join("/");
}

const widthPath = (width: number): string => (width === WIDTH ? "" : `.p/${width}`);

/** Path of a hash tile: `tile/<level>/<index>`, with `.p/<width>` while it is not full. */
export const hashTilePath = (level: number, index: number, width: number = WIDTH): string =>
  `tile/${level}/${indexPath(index)}${widthPath(width)}`;

/** Path of an entry bundle: `tile/entries/<index>`, with `.p/<width>` while it is not full. */
export const entriesPath = (index: number, width: number = WIDTH): string =>
  `tile/entries/${indexPath(index)}${widthPath(width)}`;

/** An entry bundle: each entry as u16 length || bytes. @throws RangeError for an entry too long */
export function entryBundle(entries: readonly string[]): Uint8Array {
  return concat(
    ...entries.flatMap((entry) => {
      const bytes = utf8(entry);
      if (bytes.length > 65_535) throw new RangeError("a log entry has at most 65535 bytes");
      return [Uint8Array.of(bytes.length >> 8, bytes.length & 255), bytes];
    }),
  );
}

/** The entries of a bundle; undefined when it is cut short or not UTF-8. */
export function readEntryBundle(bytes: Uint8Array): string[] | undefined {
  const entries: string[] = [];
  for (let at = 0; at < bytes.length;) {
    const [high, low] = bytes.subarray(at, at + 2);
    if (high === undefined || low === undefined) return undefined;
    const end = at + 2 + high * 256 + low;
    const entry = end <= bytes.length ? readUtf8(bytes.subarray(at + 2, end)) : undefined;
    if (entry === undefined) return undefined;
    entries.push(entry);
    at = end;
  }
  return entries;
}

/** The right edge of a log: all that is needed to append to it. */
export type LogEdge = {
  size: number;
  /** `levels[l]`: hashes of the unfinished tile at level l, fewer than 256. */
  levels: Uint8Array[][];
  /** Entries of the unfinished bundle, fewer than 256. */
  entries: string[];
};

export const emptyLog: LogEdge = { size: 0, levels: [], entries: [] };

/** The paths of the unfinished tiles of a log of that size, from which `readLogEdge` restores it. */
export function edgePaths(size: number): { hashes: string[]; entries: string | undefined } {
  const hashes: string[] = [];
  for (let level = 0, nodes = size; nodes > 0; level++, nodes = Math.floor(nodes / WIDTH)) {
    const width = nodes % WIDTH;
    if (width > 0) hashes.push(hashTilePath(level, Math.floor(nodes / WIDTH), width));
  }
  const width = size % WIDTH;
  return { hashes, entries: width > 0 ? entriesPath(Math.floor(size / WIDTH), width) : undefined };
}

/**
 * Restores the edge of a log from its unfinished tiles.
 *
 * @param files - the files of `edgePaths(size)` by path
 * @returns undefined when one is missing or has another length
 */
export function readLogEdge(
  size: number,
  files: ReadonlyMap<string, Uint8Array>,
): LogEdge | undefined {
  const paths = edgePaths(size);
  const bundle = paths.entries === undefined ? new Uint8Array() : files.get(paths.entries);
  const entries = bundle && readEntryBundle(bundle);
  if (entries?.length !== size % WIDTH) return undefined;
  const levels: Uint8Array[][] = [];
  for (let level = 0, nodes = size; nodes > 0; level++, nodes = Math.floor(nodes / WIDTH)) {
    const width = nodes % WIDTH;
    const path = hashTilePath(level, Math.floor(nodes / WIDTH), width);
    const bytes = width === 0 ? new Uint8Array() : files.get(path);
    if (bytes?.length !== width * 32) return undefined;
    levels.push(Array.from({ length: width }, (_, i) => bytes.slice(i * 32, i * 32 + 32)));
  }
  return { size, levels, entries };
}

/** MTH of the log that ends at this edge. */
export function edgeRoot(edge: LogEdge): Uint8Array {
  let below: Uint8Array | undefined;
  for (const hashes of edge.levels) {
    // What stands below is one incomplete subtree, the last leaf of this level.
    const nodes = below ? [...hashes, below] : hashes;
    if (nodes.length > 0) below = merkleTree(sha256Suite, concat(...nodes)).root;
  }
  return below ?? sha256Suite.hash(new Uint8Array());
}

/**
 * Appends entries to a log.
 *
 * @returns the new edge, its root, and every file that is new: full tiles and bundles for ever,
 *   unfinished ones until they are full. Existing files never change.
 * @throws RangeError for an entry over 65535 bytes
 */
export function appendToLog(
  edge: LogEdge,
  added: readonly string[],
): { edge: LogEdge; root: Uint8Array; tiles: Tile[] } {
  const next: LogEdge = {
    size: edge.size,
    levels: edge.levels.map((hashes) => [...hashes]),
    entries: [...edge.entries],
  };
  const tiles = new Map<string, Uint8Array>();
  for (const entry of added) {
    next.entries.push(entry);
    pushHash(next, tiles, { level: 0, hash: leafHash(sha256Suite, utf8(entry)) });
    next.size++;
    if (next.entries.length === WIDTH) {
      tiles.set(entriesPath(next.size / WIDTH - 1), entryBundle(next.entries));
      next.entries = [];
    }
  }
  if (added.length > 0) addUnfinished(next, tiles, edge);
  return {
    edge: next,
    root: edgeRoot(next),
    tiles: Array.from(tiles, ([path, bytes]) => ({ path, bytes })),
  };
}

function pushHash(
  edge: LogEdge,
  tiles: Map<string, Uint8Array>,
  { level, hash }: { level: number; hash: Uint8Array },
): void {
  if (level >= MAX_LEVELS) throw new RangeError("the log is too large");
  const hashes = (edge.levels[level] ??= []);
  hashes.push(hash);
  if (hashes.length < WIDTH) return;
  const bytes = concat(...hashes);
  const index = Math.floor(edge.size / WIDTH ** (level + 1));
  tiles.set(hashTilePath(level, index), bytes);
  edge.levels[level] = [];
  pushHash(edge, tiles, { level: level + 1, hash: merkleTree(sha256Suite, bytes).root });
}

function addUnfinished(edge: LogEdge, tiles: Map<string, Uint8Array>, before: LogEdge): void {
  const last = Math.floor(edge.size / WIDTH);
  if (edge.entries.length > 0) {
    tiles.set(entriesPath(last, edge.entries.length), entryBundle(edge.entries));
  }
  edge.levels.forEach((hashes, level) => {
    const index = Math.floor(edge.size / WIDTH ** (level + 1));
    const path = hashTilePath(level, index, hashes.length);
    const known =
      Math.floor(before.size / WIDTH ** level) === Math.floor(edge.size / WIDTH ** level);
    if (hashes.length > 0 && !known) tiles.set(path, concat(...hashes));
  });
}
