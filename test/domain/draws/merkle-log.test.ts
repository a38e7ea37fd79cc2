import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toHex, utf8 } from "../../../shared/domain/draws/encoding.ts";
import { rowsOf } from "../../../shared/domain/draws/bulk-hash.ts";
import {
  GrowingTree,
  isIncluded,
  PORTION_ROWS,
  rootOfRows,
  treeOfRows,
} from "../../../shared/domain/draws/merkle.ts";
import { sha256Suite, sm3Suite } from "../../../shared/domain/draws/suites.ts";
import {
  appendToLog,
  edgePaths,
  edgeRoot,
  emptyLog,
  entriesPath,
  entryBundle,
  hashTilePath,
  readEntryBundle,
  readLogEdge,
} from "../../../shared/domain/draws/tiles.ts";

const leavesOf = (count: number) => Array.from({ length: count }, (_, i) => utf8(`leaf ${i}`));

/** MTH as RFC 9162 section 2.1.1 defines it. */
function definition(leaves: readonly Uint8Array[]): Uint8Array {
  const [only] = leaves;
  if (only === undefined) return sha256Suite.hash(new Uint8Array());
  if (leaves.length === 1) return sha256Suite.hash(Uint8Array.of(0), only);
  const k = 2 ** Math.ceil(Math.log2(leaves.length) - 1);
  const [left, right] = [definition(leaves.slice(0, k)), definition(leaves.slice(k))];
  return sha256Suite.hash(Uint8Array.of(1), left, right);
}

describe("a Merkle tree", () => {
  it("has the root that RFC 9162 defines, whole or grown, at every size", () => {
    const grown = new GrowingTree(sha256Suite);
    for (let count = 0; count <= 70; count++) {
      const leaves = leavesOf(count);
      const root = toHex(definition(leaves));
      expect(toHex(treeOfRows(sha256Suite, rowsOf(leaves)).root)).toBe(root);
      expect(toHex(grown.root())).toBe(root);
      expect(toHex(new GrowingTree(sha256Suite, grown.state).root())).toBe(root);
      grown.append(utf8(`leaf ${count}`));
    }
  });

  it.each([PORTION_ROWS - 1, PORTION_ROWS, PORTION_ROWS + 1, 2 * PORTION_ROWS + 5])(
    "has the same root in portions, of %i rows",
    (count) => {
      const rows = rowsOf(leavesOf(count));
      const whole = treeOfRows(sha256Suite, rows).root;
      expect(toHex(rootOfRows(sha256Suite, rows))).toBe(toHex(whole));
    },
  );

  it("has the digest of nothing as the root of no rows, in portions too", () => {
    const nothing = sha256Suite.hash(new Uint8Array());
    expect(rootOfRows(sha256Suite, rowsOf([]))).toEqual(nothing);
  });

  it("proves each leaf at its place and nowhere else", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 80 }), fc.nat(), fc.nat(), (count, a, b) => {
        const leaves = leavesOf(count);
        const tree = treeOfRows(sm3Suite, rowsOf(leaves));
        const [index, other] = [a % count, b % count];
        const leaf = leaves[index] ?? new Uint8Array();
        const { root } = tree;
        const path = tree.path(index);
        const proof = { leaf, index, count, path, root };
        expect(isIncluded(sm3Suite, proof)).toBe(true);
        expect(isIncluded(sm3Suite, { ...proof, index: other })).toBe(other === index);
        expect(isIncluded(sm3Suite, { ...proof, leaf: utf8("x") })).toBe(false);
        expect(isIncluded(sm3Suite, { ...proof, path: [...path, root] })).toBe(false);
        expect(isIncluded(sm3Suite, { ...proof, path: path.slice(1) })).toBe(path.length === 0);
        expect(isIncluded(sm3Suite, { ...proof, index: count })).toBe(false);
        expect(isIncluded(sm3Suite, { ...proof, count: 2 ** 60 })).toBe(false);
      }),
      { numRuns: 60 },
    );
  });
});

describe("the log's tiles", () => {
  it("stand at the paths of C2SP tlog-tiles", () => {
    expect(hashTilePath(0, 1_234_067)).toBe("tile/0/x001/x234/067");
    expect(hashTilePath(2, 0, 5)).toBe("tile/2/000.p/5");
    expect(entriesPath(1000, 255)).toBe("tile/entries/x001/000.p/255");
  });

  it("give back entries as they were", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "grapheme" }), { maxLength: 20 }), (entries) => {
        expect(readEntryBundle(entryBundle(entries))).toEqual(entries);
      }),
    );
    expect(readEntryBundle(Uint8Array.of(0, 2, 65))).toBeUndefined();
    expect(readEntryBundle(Uint8Array.of(0))).toBeUndefined();
    expect(() => entryBundle(["x".repeat(65_536)])).toThrow(RangeError);
  });

  it("carry the log on from nothing but the files of its edge, in batches of any size", () => {
    const files = new Map<string, Uint8Array>();
    const grown = new GrowingTree(sha256Suite);
    let size = 0;
    for (const batch of [1, 255, 1, 300, 0, 211, 65_280, 3, 700]) {
      const edge = readLogEdge(size, files);
      expect(edge).toBeDefined();
      const entries = Array.from({ length: batch }, (_, i) => `entry ${size + i}`);
      const { edge: next, root, tiles } = appendToLog(edge ?? emptyLog, entries);
      for (const entry of entries) grown.append(utf8(entry));
      for (const { path, bytes } of tiles) {
        expect(files.has(path)).toBe(false);
        files.set(path, bytes);
      }
      size += batch;
      expect(next.size).toBe(size);
      expect(toHex(root)).toBe(toHex(grown.root()));
      expect(toHex(edgeRoot(next))).toBe(toHex(root));
    }
    expect(edgePaths(size)).toEqual({
      hashes: [
        `tile/0/${String(Math.floor(size / 256)).padStart(3, "0")}.p/${size % 256}`,
        `tile/1/001.p/${Math.floor(size / 256) % 256}`,
        "tile/2/000.p/1",
      ],
      entries: `tile/entries/${String(Math.floor(size / 256)).padStart(3, "0")}.p/${size % 256}`,
    });
    const top = files.get("tile/1/000") ?? new Uint8Array();
    const first = treeOfRows(sha256Suite, rowsOf(leavesNamed(256))).root;
    expect(toHex(top.subarray(0, 32))).toBe(toHex(first));
    expect(top.length).toBe(256 * 32);
  });
});

const leavesNamed = (count: number) => Array.from({ length: count }, (_, i) => utf8(`entry ${i}`));
