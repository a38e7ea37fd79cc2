/** Numbers the links of a roster: entries that share a link get the same number. */
import { sortByKeys } from "./radix-sort.ts";

const COMMA = 44;

/** FNV-1a of the link that begins there. It only sorts: links that collide are compared in full. */
function hashAt(bytes: Uint8Array, start: number): number {
  let hash = 0x811c_9dc5;
  for (let at = start; bytes[at] !== COMMA; at++) {
    hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x0100_0193);
  }
  return hash >>> 0;
}

/** Compares two links by their bytes up to the comma. */
function compareAt(bytes: Uint8Array, a: number, b: number): number {
  for (let i = 0; ; i++) {
    const [left = 0, right = 0] = [bytes[a + i], bytes[b + i]];
    if (left !== right) return left - right;
    if (left === COMMA) return 0;
  }
}

/**
 * Sorts instead of keeping a table: whatever links a roster holds, no choice of them takes more
 * than n log n comparisons.
 *
 * @param linkStarts - per entry where its link begins, up to a comma; 0 for none
 */
export function numberLinks(
  bytes: Uint8Array,
  linkStarts: Uint32Array,
): { links: Int32Array; linkCount: number } {
  const links = new Int32Array(linkStarts.length).fill(-1);
  const linked = new Uint32Array(linkStarts.reduce((sum, start) => sum + (start > 0 ? 1 : 0), 0));
  const hashes = new Uint32Array(linked.length);
  let next = 0;
  linkStarts.forEach((start, entry) => {
    if (start === 0) return;
    linked[next] = entry;
    hashes[next++] = hashAt(bytes, start);
  });
  const startOf = (i: number) => linkStarts[linked[i] ?? 0] ?? 0;
  const order = sortByKeys([hashes], (a, b) => compareAt(bytes, startOf(a), startOf(b)) || a - b);
  let linkCount = 0;
  let before = 0;
  for (const i of order) {
    const start = startOf(i);
    if (before === 0 || compareAt(bytes, before, start) !== 0) linkCount++;
    links[linked[i] ?? 0] = linkCount - 1;
    before = start;
  }
  return { links, linkCount };
}
