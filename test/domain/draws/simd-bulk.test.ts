import { createHash, createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type BulkHash,
  bulkOf,
  type Rows,
  rowsOf,
  sha256Bulk,
} from "../../../shared/domain/draws/bulk-hash.ts";
import { simdBulk } from "../../../shared/domain/draws/simd-bulk.ts";
import {
  type Compression,
  sha256Compression,
  sm3Compression,
} from "../../../shared/domain/draws/simd-compress.ts";
import { hashModule } from "../../../shared/domain/draws/simd-module.ts";
import { sampledBulk, sm3Suite } from "../../../shared/domain/draws/suites.ts";

const sm3Bulk = bulkOf((bytes) => sm3Suite.hash(bytes));

/** Rows of many lengths, empty, of one block, of several and too long for the vectors. */
const lengths = fc.oneof(
  fc.integer({ min: 0, max: 130 }),
  fc.integer({ min: 0, max: 1300 }),
  fc.constantFrom(55, 56, 63, 64, 119, 120, 1023, 1024, 1025),
);
const manyRows = fc
  .tuple(fc.array(lengths, { minLength: 64, maxLength: 200 }), fc.nat(255))
  .map(([list, salt]) =>
    rowsOf(list.map((length, i) => new Uint8Array(length).map((_, j) => salt + i * 31 + j * 7))),
  );

/** Says how many rows were left to the plain code. */
function counted(plain: BulkHash): { bulk: BulkHash; rows: () => number } {
  let rows = 0;
  const count = (of: Rows) => {
    rows += of.starts.length;
  };
  return {
    rows: () => rows,
    bulk: {
      leaves: (of) => (count(of), plain.leaves(of)),
      parents: (nodes) => {
        rows += nodes.length / 64;
        return plain.parents(nodes);
      },
      macs: (key, of) => (count(of), plain.macs(key, of)),
    },
  };
}

const key = Uint8Array.from({ length: 32 }, (_, i) => i * 5);
const someRows = rowsOf(
  Array.from({ length: 1000 }, (_, i) => Buffer.from(`R${String(i).padStart(15, "0")}`)),
);

describe("bulk hashing in vectors", () => {
  it.each([
    ["SHA-256", sha256Compression, sha256Bulk],
    ["SM3", sm3Compression, sm3Bulk],
  ])("gives the plain digests of %s for rows of any length", (_, compression, plain) => {
    const fast = simdBulk(compression, plain);
    fc.assert(
      fc.property(manyRows, (rows) => {
        expect(fast.leaves(rows)).toEqual(plain.leaves(rows));
        expect(fast.macs(key, rows)).toEqual(plain.macs(key, rows));
        expect(fast.parents(rows.bytes)).toEqual(plain.parents(rows.bytes));
      }),
      { numRuns: 8 },
    );
  });

  it("agrees with node:crypto, which shares no code with it", () => {
    const fast = simdBulk(sha256Compression, sha256Bulk);
    const [leaves, macs] = [fast.leaves(someRows), fast.macs(key, someRows)];
    for (let i = 0; i < 1000; i += 97) {
      const row = someRows.bytes.subarray(someRows.starts[i], someRows.ends[i]);
      const leaf = createHash("sha256").update(Uint8Array.of(0)).update(row).digest();
      expect([...leaves.subarray(i * 32, i * 32 + 32)]).toEqual([...leaf]);
      const mac = createHmac("sha256", key).update(row).digest();
      expect([...macs.subarray(i * 32, i * 32 + 32)]).toEqual([...mac]);
    }
  });

  it("takes rows in any order, alike and overlapping", () => {
    const { bytes } = someRows;
    const starts = Uint32Array.from({ length: 300 }, (_, i) => (i * 7919) % 9000);
    const rows = { bytes, starts, ends: starts.map((start, i) => start + (i % 90)) };
    expect(simdBulk(sha256Compression, sha256Bulk).leaves(rows)).toEqual(sha256Bulk.leaves(rows));
  });

  it("leaves one row in 4096 to the plain code as a sample, one of the first too", () => {
    const plain = counted(sha256Bulk);
    const fast = simdBulk(sha256Compression, plain.bulk);
    fast.leaves(someRows);
    expect(plain.rows()).toBe(1);
    for (let thousands = 1; thousands < 21; thousands++) fast.leaves(someRows);
    expect(plain.rows()).toBe(5);
    fast.macs(key, someRows);
    expect(plain.rows()).toBe(6);
  });

  it("leaves what is too little to the plain code", () => {
    const plain = counted(sha256Bulk);
    const fast = simdBulk(sha256Compression, plain.bulk);
    fast.leaves({ ...someRows, starts: someRows.starts.subarray(0, 63) });
    expect(plain.rows()).toBe(63);
    fast.leaves(someRows);
    fast.leaves({ ...someRows, starts: someRows.starts.subarray(0, 3) });
    expect(plain.rows()).toBe(63 + 1 + 3);
  });

  it("samples the rows that the caller picks", () => {
    const picked: number[] = [];
    const bulk = sampledBulk("PVL1-SHA256", (below) => {
      picked.push(below);
      return below - 1;
    });
    expect(bulk.leaves(someRows)).toEqual(sha256Bulk.leaves(someRows));
    expect(picked).toEqual([1000]);
  });

  it("gives way to the plain code for good when a sample differs", () => {
    const wrong: Compression = { ...sha256Compression, constants: () => new Uint32Array(64) };
    const plain = counted(sha256Bulk);
    const fast = simdBulk(wrong, plain.bulk);
    expect(fast.leaves(someRows)).toEqual(sha256Bulk.leaves(someRows));
    expect(plain.rows()).toBe(1001);
    expect(fast.macs(key, someRows)).toEqual(sha256Bulk.macs(key, someRows));
    expect(plain.rows()).toBe(2001);
  });

  it("gives way to the plain code where its module is not accepted", () => {
    const refused: Compression = { ...sha256Compression, body: () => [0xff] };
    expect(simdBulk(refused, sha256Bulk).leaves(someRows)).toEqual(sha256Bulk.leaves(someRows));
  });

  it("is made of the same bytes every time", () => {
    const digest = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
    for (const compression of [sha256Compression, sm3Compression]) {
      const bytes = hashModule(compression);
      expect(digest(hashModule(compression))).toBe(digest(bytes));
      expect(WebAssembly.validate(bytes.slice())).toBe(true);
      expect(bytes.length).toBeLessThan(16_384);
    }
  });
});
