/** Merkle tree hash and inclusion proofs (RFC 9162 section 2.1), over either suite. */
import type { Rows } from "./bulk-hash.ts";
import { concat, equalBytes } from "./encoding.ts";
import type { Suite } from "./suites.ts";

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

/** H(00||data). */
export const leafHash = (suite: Suite, data: Uint8Array): Uint8Array => suite.hash(LEAF, data);

/** H(01||left||right). */
export const nodeHash = (suite: Suite, left: Uint8Array, right: Uint8Array): Uint8Array =>
  suite.hash(NODE, left, right);

export type MerkleTree = {
  readonly count: number;
  /** MTH of all leaves; H of nothing when there are none. */
  readonly root: Uint8Array;
  /** The inclusion path of leaf `index`, from the leaf upwards. @throws RangeError out of range */
  path(index: number): Uint8Array[];
};

/** The next level up. An odd last node goes up as it is: RFC 9162's split at a power of two. */
function levelAbove(suite: Suite, nodes: Uint8Array): Uint8Array {
  const parents = suite.bulk.parents(nodes);
  return nodes.length % 64 === 0 ? parents : concat(parents, nodes.subarray(-32));
}

/** A whole tree over leaf hashes of 32 bytes each; holds about twice their size. */
export function merkleTree(suite: Suite, leaves: Uint8Array): MerkleTree {
  const levels = [leaves];
  let nodes = leaves;
  while (nodes.length > 32) {
    nodes = levelAbove(suite, nodes);
    levels.push(nodes);
  }
  const count = leaves.length / 32;
  return {
    count,
    root: count === 0 ? suite.hash(new Uint8Array()) : nodes.slice(),
    path: (index) => {
      if (!Number.isSafeInteger(index) || index < 0 || index >= count) {
        throw new RangeError("no such leaf");
      }
      return levels.slice(0, -1).flatMap((level, height) => {
        const sibling = (Math.floor(index / 2 ** height) ^ 1) * 32;
        return sibling < level.length ? [level.slice(sibling, sibling + 32)] : [];
      });
    },
  };
}

/** The tree whose leaves are the rows. */
export const treeOfRows = (suite: Suite, rows: Rows): MerkleTree =>
  merkleTree(suite, suite.bulk.leaves(rows));

/** The root over some nodes of one level. */
function rootAbove(suite: Suite, nodes: Uint8Array): Uint8Array {
  let level = nodes;
  while (level.length > 32) level = levelAbove(suite, level);
  return level;
}

/** Rows in a portion of a `RowTree`: a power of two, so that each is a subtree of its own. */
export const PORTION_ROWS = 16_384;

/** MTH of very many rows, given in portions; keeps 32 bytes of each. */
export class RowTree {
  readonly #suite: Suite;
  readonly #subtrees: Uint8Array[] = [];

  constructor(suite: Suite) {
    this.#suite = suite;
  }

  /** Adds the next portion: `PORTION_ROWS` rows, the last one fewer. */
  add(rows: Rows): void {
    if (rows.starts.length === 0) return;
    this.#subtrees.push(rootAbove(this.#suite, this.#suite.bulk.leaves(rows)).slice());
  }

  root(): Uint8Array {
    if (this.#subtrees.length === 0) return this.#suite.hash(new Uint8Array());
    return rootAbove(this.#suite, concat(...this.#subtrees));
  }
}

/** MTH of rows, without keeping the tree. */
export function rootOfRows(suite: Suite, { bytes, starts, ends }: Rows): Uint8Array {
  const tree = new RowTree(suite);
  for (let from = 0; from < starts.length; from += PORTION_ROWS) {
    const to = from + PORTION_ROWS;
    tree.add({ bytes, starts: starts.subarray(from, to), ends: ends.subarray(from, to) });
  }
  return tree.root();
}

/**
 * Whether a leaf stands at that index of the tree of that size and root (RFC 9162 section 2.1.3.2).
 * Never throws: an index out of range or a path too short or too long is just not included.
 */
export function isIncluded(
  suite: Suite,
  proof: {
    leaf: Uint8Array;
    index: number;
    count: number;
    path: readonly Uint8Array[];
    root: Uint8Array;
  },
): boolean {
  const { index, count, path, root } = proof;
  if (!Number.isSafeInteger(index) || !Number.isSafeInteger(count)) return false;
  if (index < 0 || index >= count) return false;
  let at = BigInt(index);
  let last = BigInt(count) - 1n;
  let hash = leafHash(suite, proof.leaf);
  for (const sibling of path) {
    if (last === 0n || sibling.length !== 32) return false;
    if ((at & 1n) === 1n || at === last) {
      hash = nodeHash(suite, sibling, hash);
      while ((at & 1n) === 0n && at !== 0n) {
        at >>= 1n;
        last >>= 1n;
      }
    } else {
      hash = nodeHash(suite, hash, sibling);
    }
    at >>= 1n;
    last >>= 1n;
  }
  return last === 0n && equalBytes(hash, root);
}

/**
 * A tree that grows leaf by leaf and keeps only the roots of its complete subtrees: enough for the
 * root at every size. `state` can be stored and the growth taken up later.
 */
export class GrowingTree {
  readonly #suite: Suite;
  #count: number;
  /** Roots of the complete subtrees, largest first: one per bit set in the count. */
  #peaks: Uint8Array[];

  constructor(
    suite: Suite,
    state: { count: number; peaks: readonly Uint8Array[] } = { count: 0, peaks: [] },
  ) {
    this.#suite = suite;
    this.#count = state.count;
    this.#peaks = [...state.peaks];
  }

  get count(): number {
    return this.#count;
  }

  get state(): { count: number; peaks: Uint8Array[] } {
    return { count: this.#count, peaks: [...this.#peaks] };
  }

  /** Adds one leaf, given as its data. */
  append(data: Uint8Array): void {
    this.#peaks.push(leafHash(this.#suite, data));
    for (let filled = this.#count; filled % 2 === 1; filled = Math.floor(filled / 2)) this.#merge();
    this.#count++;
  }

  /** MTH of the leaves so far. */
  root(): Uint8Array {
    const [smallest, ...larger] = [...this.#peaks].reverse();
    if (smallest === undefined) return this.#suite.hash(new Uint8Array());
    return larger.reduce((right, left) => nodeHash(this.#suite, left, right), smallest);
  }

  #merge(): void {
    const right = this.#peaks.pop();
    const left = this.#peaks.pop();
    if (!left || !right) throw new RangeError("a tree's peaks do not fit its count");
    this.#peaks.push(nodeHash(this.#suite, left, right));
  }
}
