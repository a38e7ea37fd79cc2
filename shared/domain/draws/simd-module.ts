/**
 * The WebAssembly module for bulk hashing: rows are padded, turned into vectors of four messages,
 * compressed and written out as digests. Made at run time out of wasm-code.ts.
 */
import { type Compression, type Places, VECTORS } from "./simd-compress.ts";
import {
  call,
  type Code,
  type FunctionCode,
  get,
  I32,
  i32,
  moduleBytes,
  returnIf,
  set,
  V128,
  v128,
  whileDo,
} from "./wasm-code.ts";

/** Rows per call. */
export const MAX_ROWS = 4096;
/** Bytes of one row; longer ones are hashed one by one elsewhere. */
export const MAX_ROW_BYTES = 1024;
/** Bytes that the rows of one call may span. */
export const INPUT_BYTES = 512 * 1024;

/** A row, its prefix and padding fill at most 18 blocks; writing in vectors may run over by 15. */
const LANE_BYTES = 18 * 64 + 64;

/** The module's memory, in bytes from its start. */
export const PLACES = {
  constants: 0,
  /** 8 words: the hash that every row starts from. */
  initial: 256,
  /** 8 words: the hash that HMAC's outer part starts from. */
  outer: 288,
  state: 512,
  block: 640,
  /** Four padded messages, and room to spare. */
  lanes: 1024,
  starts: 8192,
  lengths: 8192 + 4 * MAX_ROWS,
  output: 8192 + 8 * MAX_ROWS,
  /** Vectors are read up to 15 bytes past a row's end. */
  input: 8192 + 8 * MAX_ROWS + 32 * MAX_ROWS,
} as const satisfies Places & Record<string, number>;

const PAGE = 65_536;
const PAGES = Math.ceil((PLACES.input + INPUT_BYTES + 16) / PAGE);

const FOUR = [0, 1, 2, 3] as const;
const ZERO = i32.of(0);
const ALL_ONES = v128.splat(i32.of(-1));
const laneAt = (lane: number): number => PLACES.lanes + lane * LANE_BYTES;

const wordsOf = (...words: readonly number[]): number[] =>
  words.flatMap((word) => FOUR.map((byte) => 4 * word + byte));
const REVERSED = FOUR.flatMap((word) => [3, 2, 1, 0].map((byte) => 4 * word + byte));

const swapBytes = (x: Code): Code => v128.shuffle(x, x, REVERSED);

/** Vectors in the locals from `from` on become the rows of their transposed matrix in `to`. */
function transpose(from: number, to: number): Code {
  const [a, b, c, d] = [get(from), get(from + 1), get(from + 2), get(from + 3)];
  const low = wordsOf(0, 4, 1, 5);
  const high = wordsOf(2, 6, 3, 7);
  return [
    ...set(to, v128.shuffle(a, b, low)),
    ...set(to + 1, v128.shuffle(c, d, low)),
    ...set(to + 2, v128.shuffle(a, b, high)),
    ...set(to + 3, v128.shuffle(c, d, high)),
    ...set(from, v128.shuffle(get(to), get(to + 1), wordsOf(0, 1, 4, 5))),
    ...set(from + 1, v128.shuffle(get(to), get(to + 1), wordsOf(2, 3, 6, 7))),
    ...set(from + 2, v128.shuffle(get(to + 2), get(to + 3), wordsOf(0, 1, 4, 5))),
    ...set(from + 3, v128.shuffle(get(to + 2), get(to + 3), wordsOf(2, 3, 6, 7))),
  ];
}

/** (offset): takes 64 bytes of every lane from there as the block, one message per vector lane. */
function loadBlock(): FunctionCode {
  const [offset, vectors, spare] = [0, 1, 5];
  const quarter = (q: number): Code => [
    ...FOUR.flatMap((lane) =>
      set(vectors + lane, swapBytes(v128.load(get(offset), laneAt(lane) + 16 * q))),
    ),
    ...transpose(vectors, spare),
    ...FOUR.flatMap((i) => v128.store(ZERO, get(vectors + i), PLACES.block + 16 * (4 * q + i))),
  ];
  return {
    params: [I32],
    results: [],
    locals: [[8, V128]],
    body: FOUR.flatMap(quarter),
  };
}

/** Parameters of `hashRows`, as its locals. */
const COUNT = 0;
const HEAD = 1;
const PREFIX = 2;
const EXTRA = 3;
const IS_MAC = 4;

/**
 * (lane address, row, count, head, prefix, extra) → blocks: copies a row into a lane behind `head`
 * (0 or 1) bytes of `prefix` and pads it for a message that began `extra` bytes before. No blocks
 * for a row past the count.
 */
function stageRow(): FunctionCode {
  const [lane, row, count, head, prefix, extra] = [0, 1, 2, 3, 4, 5].map(get);
  if (!lane || !row || !count || !head || !prefix || !extra) throw new RangeError("parameters");
  const [source, length, at, end, limit] = [6, 7, 8, 9, 10];
  const step = set(at, i32.add(get(at), i32.of(16)));
  const blocks = i32.shr(i32.add(i32.add(head, get(length)), i32.of(9 + 63)), i32.of(6));
  const slot = i32.shl(row, i32.of(2));
  const bits = i32.shl(i32.add(i32.add(head, get(length)), extra), i32.of(3));
  return {
    params: [I32, I32, I32, I32, I32, I32],
    results: [I32],
    locals: [[5, I32]],
    body: [
      ...returnIf(i32.isAtLeast(row, count), ZERO),
      ...set(source, i32.load(slot, PLACES.starts)),
      ...set(length, i32.load(slot, PLACES.lengths)),
      ...i32.storeByte(lane, prefix),
      ...set(end, i32.add(lane, head)),
      ...set(at, ZERO),
      ...whileDo(
        i32.isLess(get(at), get(length)),
        v128.store(
          i32.add(get(end), get(at)),
          v128.load(i32.add(get(source), get(at)), PLACES.input),
        ),
        step,
      ),
      ...set(end, i32.add(get(end), get(length))),
      ...set(limit, i32.add(lane, i32.shl(blocks, i32.of(6)))),
      ...i32.storeByte(get(end), i32.of(0x80)),
      ...set(at, i32.add(get(end), i32.of(1))),
      ...whileDo(i32.isLess(get(at), get(limit)), v128.store(get(at), v128.zero), step),
      // A row has at most 1024 bytes: its length in bits fits the last two bytes.
      ...i32.storeByte(i32.add(get(limit), i32.of(-2)), i32.shr(bits, i32.of(8))),
      ...i32.storeByte(i32.add(get(limit), i32.of(-1)), bits),
      ...blocks,
    ],
  };
}

const resetState = (from: number): Code =>
  Array.from({ length: 8 }, (_, i) =>
    v128.store(ZERO, v128.loadSplat(ZERO, from + 4 * i), PLACES.state + 16 * i),
  ).flat();

/** HMAC's outer part: the block is the inner digest, padded for 64 + 32 bytes. */
function outerHash(compress: number): Code {
  const block = (t: number, value: Code): Code => v128.store(ZERO, value, PLACES.block + 16 * t);
  const padding = [0x8000_0000, 0, 0, 0, 0, 0, 0, 8 * (64 + 32)];
  return [
    ...Array.from({ length: 8 }, (_, t) => block(t, v128.load(ZERO, PLACES.state + 16 * t))).flat(),
    ...padding.flatMap((value, i) => block(8 + i, v128.splat(i32.of(value)))),
    ...resetState(PLACES.outer),
    ...call(compress, ALL_ONES),
  ];
}

/**
 * (count, head, prefix, extra, isMac): hashes the rows at `starts` and `lengths` within `input`
 * into `output`, 32 bytes each; up to three more are written behind the last.
 */
function hashRows(functions: { compress: number; load: number; stage: number }): FunctionCode {
  const [row, most, block, out] = [5, 6, 7, 8];
  const blocks = 9;
  const [counts, vectors, spare] = [13, 14, 18];
  const staged = FOUR.flatMap((lane): Code => {
    const place = [i32.of(laneAt(lane)), i32.add(get(row), i32.of(lane)), get(COUNT)];
    return set(blocks + lane, call(functions.stage, ...place, get(HEAD), get(PREFIX), get(EXTRA)));
  });
  const longest = FOUR.flatMap((lane): Code => {
    const isLonger = i32.isLess(get(most), get(blocks + lane));
    return [...isLonger, 0x04, 0x40, ...set(most, get(blocks + lane)), 0x0b];
  });
  const compressed = whileDo(
    i32.isLess(get(block), get(most)),
    call(functions.load, i32.shl(get(block), i32.of(6))),
    call(functions.compress, v128.isGreater(get(counts), v128.splat(get(block)))),
    set(block, i32.add(get(block), i32.of(1))),
  );
  const written = [0, 1].flatMap((half): Code => [
    ...FOUR.flatMap((i) => set(vectors + i, v128.load(ZERO, PLACES.state + 16 * (4 * half + i)))),
    ...transpose(vectors, spare),
    ...FOUR.flatMap((lane) =>
      v128.store(get(out), swapBytes(get(vectors + lane)), PLACES.output + 32 * lane + 16 * half),
    ),
  ]);
  return {
    params: [I32, I32, I32, I32, I32],
    results: [],
    locals: [
      [8, I32],
      [9, V128],
    ],
    exported: "hashRows",
    body: whileDo(
      i32.isLess(get(row), get(COUNT)),
      staged,
      set(most, ZERO),
      longest,
      set(
        counts,
        FOUR.reduce((vector, lane) => v128.withLane(vector, lane, get(blocks + lane)), v128.zero),
      ),
      resetState(PLACES.initial),
      set(block, ZERO),
      compressed,
      [...get(IS_MAC), 0x04, 0x40, ...outerHash(functions.compress), 0x0b],
      set(out, i32.shl(get(row), i32.of(5))),
      written,
      set(row, i32.add(get(row), i32.of(4))),
    ),
  };
}

/** (): compresses 64 raw bytes of the first lane onto `initial`, into `state`. */
const absorbBlock = (functions: { compress: number; load: number }): FunctionCode => ({
  params: [],
  results: [],
  locals: [],
  exported: "absorbBlock",
  body: [
    ...resetState(PLACES.initial),
    ...call(functions.load, ZERO),
    ...call(functions.compress, ALL_ONES),
  ],
});

/** The module's bytes for one hash function; the same at every call. */
export function hashModule(compression: Compression): Uint8Array {
  const compress: FunctionCode = {
    params: [V128],
    results: [],
    locals: [
      [VECTORS, V128],
      [1, I32],
    ],
    body: compression.body(PLACES),
  };
  const numbers = { compress: 0, load: 1, stage: 2 };
  return moduleBytes(
    [compress, loadBlock(), stageRow(), hashRows(numbers), absorbBlock(numbers)],
    PAGES,
  );
}
