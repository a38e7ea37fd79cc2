/**
 * Bulk hashing four rows at a time in WebAssembly. A sample of every portion is hashed again by the
 * plain code; on any difference, and where WebAssembly or its vectors are missing or forbidden, the
 * plain code does all of it.
 */
import { type BulkHash, hmacPads, type Rows } from "./bulk-hash.ts";
import { equalBytes } from "./encoding.ts";
import type { Compression } from "./simd-compress.ts";
import { hashModule, INPUT_BYTES, MAX_ROW_BYTES, MAX_ROWS, PLACES } from "./simd-module.ts";

/** Chooses a number from 0 to below - 1. */
export type Pick = (below: number) => number;

/** Below this the plain code is as fast as starting; and, once started, as calling. */
const START_FROM = 64;
const CALL_FROM = 4;

/** One row in so many is hashed again by the plain code, and one of the first. */
const SAMPLE_EVERY = 4096;

type Exports = {
  memory: WebAssembly.Memory;
  hashRows(count: number, head: number, prefix: number, extra: number, isMac: number): void;
  absorbBlock(): void;
};

const isExports = (exports: object): exports is Exports =>
  "memory" in exports && "hashRows" in exports && "absorbBlock" in exports;

/** How the rows of one kind are hashed. */
type Kind = {
  /** The hash that each starts from: 8 words. */
  initial: Uint32Array;
  /** HMAC's outer start. */
  outer?: Uint32Array;
  /** The byte in front of each row. */
  prefix?: number;
  /** Bytes that were hashed into `initial`. */
  extra: number;
  /** The plain code for one of the rows. */
  plain(row: Rows): Uint8Array;
  samples: Samples;
};

/** Says which rows of one kind to hash again. */
class Samples {
  readonly #pick: Pick;
  /** Rows until the next sample is due. */
  #left = 0;

  constructor(pick: Pick) {
    this.#pick = pick;
  }

  /** One of the next `count` rows, or undefined. */
  among(count: number): number | undefined {
    this.#left -= count;
    if (this.#left > 0) return undefined;
    this.#left = SAMPLE_EVERY;
    return this.#pick(count);
  }
}

class WrongDigest extends Error {}

/** One instance of the module with its memory. */
class Machine {
  readonly #exports: Exports;
  readonly #bytes: Uint8Array;
  readonly #words: Uint32Array;
  readonly #initial: Uint32Array;

  constructor(compression: Compression) {
    const module = new WebAssembly.Module(hashModule(compression).slice().buffer);
    const { exports } = new WebAssembly.Instance(module);
    if (!isExports(exports)) throw new TypeError("the module exports something else");
    this.#exports = exports;
    this.#bytes = new Uint8Array(exports.memory.buffer);
    this.#words = new Uint32Array(exports.memory.buffer);
    this.#words.set(compression.constants(), PLACES.constants / 4);
    this.#initial = compression.initial();
  }

  get initial(): Uint32Array {
    return this.#initial;
  }

  /** The running hash after one block of 64 bytes. */
  after(block: Uint8Array): Uint32Array {
    this.#words.set(this.#initial, PLACES.initial / 4);
    this.#bytes.set(block, PLACES.lanes);
    this.#exports.absorbBlock();
    return Uint32Array.from({ length: 8 }, (_, i) => this.#words[PLACES.state / 4 + 4 * i] ?? 0);
  }

  /** Says how the rows from now on are hashed. */
  begin({ initial, outer }: Kind): void {
    this.#words.set(initial, PLACES.initial / 4);
    if (outer) this.#words.set(outer, PLACES.outer / 4);
  }

  /**
   * Takes rows from `from` on as long as they fit.
   *
   * @returns how many; 0 when the first is too long
   */
  take({ bytes, starts, ends }: Rows, from: number): number {
    const base = starts[from] ?? 0;
    const last = Math.min(starts.length, from + MAX_ROWS);
    const [startsAt, lengthsAt] = [PLACES.starts / 4, PLACES.lengths / 4];
    const words = this.#words;
    let i = from;
    let furthest = base;
    for (; i < last; i++) {
      const start = starts[i] ?? 0;
      const end = ends[i] ?? 0;
      if (start < base || end - base > INPUT_BYTES || end - start > MAX_ROW_BYTES) break;
      words[startsAt + i - from] = start - base;
      words[lengthsAt + i - from] = end - start;
      if (end > furthest) furthest = end;
    }
    if (i > from) this.#bytes.set(bytes.subarray(base, furthest), PLACES.input);
    return i - from;
  }

  /** Hashes the rows taken last; the view holds until the next call. */
  digests(count: number, { prefix, extra, outer }: Kind): Uint8Array {
    const head = prefix === undefined ? 0 : 1;
    this.#exports.hashRows(count, head, prefix ?? 0, extra, outer ? 1 : 0);
    return this.#bytes.subarray(PLACES.output, PLACES.output + 32 * count);
  }
}

const part = ({ bytes, starts, ends }: Rows, from: number, to: number): Rows => ({
  bytes,
  starts: starts.subarray(from, to),
  ends: ends.subarray(from, to),
});

/** @throws WrongDigest when row i has another digest than the plain code gives it */
function checkRow(rows: Rows, i: number, { kind, digests }: { kind: Kind; digests: Uint8Array }) {
  const again = kind.plain(part(rows, i, i + 1));
  if (!equalBytes(again, digests.subarray(i * 32, i * 32 + 32))) throw new WrongDigest();
}

/** @throws WrongDigest when a sampled row has another digest than the plain code gives it */
function hashAll(machine: Machine, rows: Rows, kind: Kind): Uint8Array {
  const count = rows.starts.length;
  const out = new Uint8Array(count * 32);
  machine.begin(kind);
  for (let from = 0; from < count;) {
    const taken = machine.take(rows, from);
    if (taken === 0) {
      out.set(kind.plain(part(rows, from, from + 1)), from * 32);
      from++;
      continue;
    }
    out.set(machine.digests(taken, kind), from * 32);
    const sampled = kind.samples.among(taken);
    if (sampled !== undefined) checkRow(rows, from + sampled, { kind, digests: out });
    from += taken;
  }
  return out;
}

/** The nodes in twos, as rows. */
function pairsOf(nodes: Uint8Array): Rows {
  const pairs = Math.floor(nodes.length / 64);
  const starts = new Uint32Array(pairs);
  const ends = new Uint32Array(pairs);
  for (let i = 0; i < pairs; i++) {
    starts[i] = 64 * i;
    ends[i] = 64 * i + 64;
  }
  return { bytes: nodes, starts, ends };
}

/** Numbers without a pattern in common with any data (Numerical Recipes' linear congruence). */
function anyPick(): Pick {
  let state = 0x2545_f491;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/**
 * Bulk hashing with vectors.
 *
 * @param plain - the code for what is too little or too long, for samples, and for everything where
 *   the fast code is not to be had
 * @param pick - chooses the samples; by chance where there is chance
 * @returns the same digests as `plain`, always
 */
export function simdBulk(
  compression: Compression,
  plain: BulkHash,
  pick: Pick = anyPick(),
): BulkHash {
  let machine: Machine | null | undefined;
  const start = (): Machine | null => {
    try {
      return new Machine(compression);
    } catch (error) {
      // No WebAssembly, no vectors in it, or a page that forbids it: the plain code is always there.
      if (error instanceof Error) return null;
      throw error;
    }
  };
  const hash = (rows: Rows, kindFor: (machine: Machine) => Kind, all: () => Uint8Array) => {
    if (rows.starts.length < (machine ? CALL_FROM : START_FROM)) return all();
    if (machine === undefined) machine = start();
    if (!machine) return all();
    try {
      return hashAll(machine, rows, kindFor(machine));
    } catch (error) {
      if (!(error instanceof WrongDigest)) throw error;
      machine = null;
      return all();
    }
  };
  const samples = {
    leaves: new Samples(pick),
    parents: new Samples(pick),
    macs: new Samples(pick),
  };
  return {
    leaves: (rows) => {
      const one = (row: Rows) => plain.leaves(row);
      const kind = { prefix: 0, extra: 0, plain: one, samples: samples.leaves };
      return hash(
        rows,
        ({ initial }) => ({ ...kind, initial }),
        () => plain.leaves(rows),
      );
    },
    parents: (nodes) => {
      const one = ({ bytes, starts }: Rows) => {
        const start = starts[0] ?? 0;
        return plain.parents(bytes.subarray(start, start + 64));
      };
      return hash(
        pairsOf(nodes),
        ({ initial }) => ({ initial, prefix: 1, extra: 0, plain: one, samples: samples.parents }),
        () => plain.parents(nodes),
      );
    },
    macs: (key, rows) => {
      const { inner, outer } = hmacPads(key);
      return hash(
        rows,
        (at) => ({
          initial: at.after(inner),
          outer: at.after(outer),
          extra: 64,
          plain: (row) => plain.macs(key, row),
          samples: samples.macs,
        }),
        () => plain.macs(key, rows),
      );
    },
  };
}
