import { equalBytes } from "../../../shared/domain/draws/encoding.ts";
import { nodeHash } from "../../../shared/domain/draws/merkle.ts";
import { sha256Suite } from "../../../shared/domain/draws/suites.ts";

type Head = { size: number; root: Uint8Array };

/**
 * Whether a proof shows the tree `from` to be the beginning of the tree `to` (RFC 9162 section
 * 2.1.4.2). Never throws. From an empty tree, or to the same one, the right proof is the empty one.
 */
export function isProofOfGrowth(proof: readonly Uint8Array[], from: Head, to: Head): boolean {
  if (from.size > to.size) return false;
  if (from.size === to.size) return proof.length === 0 && equalBytes(from.root, to.root);
  if (from.size === 0) return proof.length === 0;

  let at = BigInt(from.size) - 1n;
  let last = BigInt(to.size) - 1n;
  const hashes = [...proof];
  while ((at & 1n) === 1n) {
    at >>= 1n;
    last >>= 1n;
  }
  // A size that is a power of two is itself the first node of the path.
  const start = at === 0n ? from.root : hashes.shift();
  if (!start) return false;
  let older = start;
  let newer = start;
  for (const hash of hashes) {
    if (last === 0n) return false;
    if ((at & 1n) === 1n || at === last) {
      older = nodeHash(sha256Suite, hash, older);
      newer = nodeHash(sha256Suite, hash, newer);
      while ((at & 1n) === 0n && at !== 0n) {
        at >>= 1n;
        last >>= 1n;
      }
    } else {
      newer = nodeHash(sha256Suite, newer, hash);
    }
    at >>= 1n;
    last >>= 1n;
  }
  return last === 0n && equalBytes(older, from.root) && equalBytes(newer, to.root);
}
