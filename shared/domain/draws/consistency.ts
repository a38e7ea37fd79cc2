/** Proofs that a log only grew (RFC 9162 section 2.1.4), which cosigners ask for. */
import { merkleTree } from "./merkle.ts";
import { sha256Suite } from "./suites.ts";

const HASH_BYTES = 32;

/**
 * The hashes that show the tree of the first `size` leaves to be the beginning of the whole tree.
 *
 * @param leafHashes - all leaf hashes of the larger tree, joined: 32 bytes each
 * @param size - leaves of the smaller tree; 0 and the whole size need no proof
 * @returns hashes in the order of the RFC's PROOF(m, D_n)
 * @throws RangeError when `size` is larger than the tree
 */
export function consistencyProof(leafHashes: Uint8Array, size: number): Uint8Array[] {
  const whole = leafHashes.length / HASH_BYTES;
  if (size > whole) throw new RangeError("a log does not shrink");
  return size === 0 || size === whole ? [] : subproof(leafHashes, size, true);
}

function subproof(leaves: Uint8Array, size: number, isBeginning: boolean): Uint8Array[] {
  const count = leaves.length / HASH_BYTES;
  if (size === count) return isBeginning ? [] : [rootOf(leaves)];
  const left = 2 ** Math.floor(Math.log2(count - 1));
  const split = left * HASH_BYTES;
  return size <= left
    ? [...subproof(leaves.subarray(0, split), size, isBeginning), rootOf(leaves.subarray(split))]
    : [...subproof(leaves.subarray(split), size - left, false), rootOf(leaves.subarray(0, split))];
}

const rootOf = (leaves: Uint8Array): Uint8Array => merkleTree(sha256Suite, leaves).root;
