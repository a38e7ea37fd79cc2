/**
 * Hashing of very many short rows, the only part of a draw where speed counts. It stands behind one
 * small interface so that faster code (WASM SIMD) can take its place; this is the plain version.
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { concat } from "./encoding.ts";

/** Row i is `bytes[starts[i] … ends[i])`. */
export type Rows = {
  readonly bytes: Uint8Array;
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
};

export type BulkHash = {
  /** H(00||row) of each row; 32 bytes per row, in their order. */
  leaves(rows: Rows): Uint8Array;
  /** H(01||left||right) of each pair of 32-byte nodes; an odd last node is left out. */
  parents(nodes: Uint8Array): Uint8Array;
  /** HMAC(key, row) of each row; 32 bytes per row. The key has at most 64 bytes. */
  macs(key: Uint8Array, rows: Rows): Uint8Array;
};

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

const eachRow = (rows: Rows, digest: (row: Uint8Array) => Uint8Array): Uint8Array => {
  const out = new Uint8Array(rows.starts.length * 32);
  for (let i = 0; i < rows.starts.length; i++) {
    out.set(digest(rows.bytes.subarray(rows.starts[i], rows.ends[i])), i * 32);
  }
  return out;
};

const eachPair = (nodes: Uint8Array, digest: (pair: Uint8Array) => Uint8Array): Uint8Array => {
  const pairs = Math.floor(nodes.length / 64);
  const out = new Uint8Array(pairs * 32);
  for (let i = 0; i < pairs; i++) out.set(digest(nodes.subarray(i * 64, i * 64 + 64)), i * 32);
  return out;
};

/** The two padded keys of HMAC (RFC 2104) for a block of 64 bytes. */
export function hmacPads(key: Uint8Array): { inner: Uint8Array; outer: Uint8Array } {
  if (key.length > 64) throw new RangeError("HMAC key longer than a block");
  const inner = new Uint8Array(64).fill(0x36);
  const outer = new Uint8Array(64).fill(0x5c);
  key.forEach((byte, i) => {
    inner[i] = byte ^ 0x36;
    outer[i] = byte ^ 0x5c;
  });
  return { inner, outer };
}

/** Bulk hashing with any hash function of 64-byte blocks and 32-byte digests. */
export const bulkOf = (hash: (bytes: Uint8Array) => Uint8Array): BulkHash => ({
  leaves: (rows) => eachRow(rows, (row) => hash(concat(LEAF, row))),
  parents: (nodes) => eachPair(nodes, (pair) => hash(concat(NODE, pair))),
  macs: (key, rows) => {
    const { inner, outer } = hmacPads(key);
    return eachRow(rows, (row) => hash(concat(outer, hash(concat(inner, row)))));
  },
});

/** Starts a SHA-256 with some bytes already in it, to be copied for each row instead of redone. */
function startedWith(prefix: Uint8Array): (row: Uint8Array) => Uint8Array {
  const started = sha256.create().update(prefix);
  const work = sha256.create();
  return (row) => {
    started._cloneInto(work);
    const out = new Uint8Array(32);
    work.update(row).digestInto(out);
    return out;
  };
}

/** SHA-256 in bulk: leaf and node prefixes and HMAC pads are hashed once and their state copied. */
export const sha256Bulk: BulkHash = {
  leaves: (rows) => eachRow(rows, startedWith(LEAF)),
  parents: (nodes) => eachPair(nodes, startedWith(NODE)),
  macs: (key, rows) => {
    const { inner, outer } = hmacPads(key);
    const innerHash = startedWith(inner);
    const outerHash = startedWith(outer);
    return eachRow(rows, (row) => outerHash(innerHash(row)));
  },
};

/** Separate byte strings as rows. */
export function rowsOf(parts: readonly Uint8Array[]): Rows {
  const starts = new Uint32Array(parts.length);
  const ends = new Uint32Array(parts.length);
  let at = 0;
  parts.forEach((part, i) => {
    starts[i] = at;
    at += part.length;
    ends[i] = at;
  });
  return { bytes: concat(...parts), starts, ends };
}
