/**
 * A small assembler for WebAssembly (core specification 2.0, chapter 5 "Binary Format"): just the
 * instructions that bulk hashing needs. Programs are written here as TypeScript, so what runs can
 * be read, and nothing opaque is kept in the repository.
 */

/** Encoded instructions. */
export type Code = readonly number[];

/** LEB128 of an unsigned number below 2^32 (5.2.2). */
export function unsigned(value: number): number[] {
  const bytes: number[] = [];
  let rest = value >>> 0;
  while (rest > 0x7f) {
    bytes.push((rest & 0x7f) | 0x80);
    rest >>>= 7;
  }
  return [...bytes, rest];
}

/** LEB128 of a signed 32-bit number (5.2.2). */
export function signed(value: number): number[] {
  const bytes: number[] = [];
  let rest = value | 0;
  while (rest < -64 || rest > 63) {
    bytes.push((rest & 0x7f) | 0x80);
    rest >>= 7;
  }
  return [...bytes, rest & 0x7f];
}

/** Value types (5.3.1, 5.3.2). */
export const I32 = 0x7f;
export const V128 = 0x7b;

const join = (...parts: readonly Code[]): Code => parts.flat();
const simd = (opcode: number): number[] => [0xfd, ...unsigned(opcode)];
const binary =
  (opcode: Code) =>
  (a: Code, b: Code): Code =>
    join(a, b, opcode);

/** Alignment hint 2^2 for words, 2^0 (none) for vectors and bytes; then the offset. */
const memory = (align: number, offset: number): number[] => [align, ...unsigned(offset)];

/** Numeric, memory and control instructions on 32-bit numbers. */
export const i32 = {
  of: (value: number): Code => [0x41, ...signed(value)],
  add: binary([0x6a]),
  and: binary([0x71]),
  or: binary([0x72]),
  shl: binary([0x74]),
  shr: binary([0x76]),
  isLess: binary([0x49]),
  isAtLeast: binary([0x4f]),
  load: (address: Code, offset = 0): Code => join(address, [0x28], memory(2, offset)),
  storeByte: (address: Code, value: Code, offset = 0): Code =>
    join(address, value, [0x3a], memory(0, offset)),
} as const;

const lanes = (bytes: readonly number[]): readonly number[] => {
  if (bytes.length !== 16) throw new RangeError("a vector has 16 bytes");
  return bytes;
};

/** Instructions on vectors of four 32-bit numbers. */
export const v128 = {
  zero: [...simd(0x0c), ...new Array<number>(16).fill(0)] as Code,
  load: (address: Code, offset = 0): Code => join(address, simd(0x00), memory(0, offset)),
  /** One 32-bit number in all four lanes. */
  loadSplat: (address: Code, offset = 0): Code => join(address, simd(0x09), memory(2, offset)),
  store: (address: Code, value: Code, offset = 0): Code =>
    join(address, value, simd(0x0b), memory(0, offset)),
  splat: (value: Code): Code => join(value, simd(0x11)),
  /** Replaces one lane. */
  withLane: (vector: Code, lane: number, value: Code): Code =>
    join(vector, value, simd(0x1c), [lane]),
  /** Byte i of the result is byte `from[i]` of a followed by b. */
  shuffle: (a: Code, b: Code, from: readonly number[]): Code => join(a, b, simd(0x0d), lanes(from)),
  /** All ones where a > b, signed. */
  isGreater: binary(simd(0x3b)),
  /** Bits of a where the mask is set, of b elsewhere. */
  select: (mask: Code, a: Code, b: Code): Code => join(a, b, mask, simd(0x52)),
  and: binary(simd(0x4e)),
  or: binary(simd(0x50)),
  xor: binary(simd(0x51)),
  add: binary(simd(0xae)),
  shl: (a: Code, bits: number): Code => join(a, i32.of(bits), simd(0xab)),
  shr: (a: Code, bits: number): Code => join(a, i32.of(bits), simd(0xad)),
} as const;

export const get = (local: number): Code => [0x20, ...unsigned(local)];
export const set = (local: number, value: Code): Code => [...value, 0x21, ...unsigned(local)];
export const call = (func: number, ...args: readonly Code[]): Code =>
  join(...args, [0x10], unsigned(func));

/** Repeats the body as long as the condition that ends it is not zero. */
export const repeatWhile = (condition: Code, ...body: readonly Code[]): Code =>
  join([0x03, 0x40], ...body, condition, [0x0d, 0x00, 0x0b]);

/** As `repeatWhile`, with the condition looked at first. */
export const whileDo = (condition: Code, ...body: readonly Code[]): Code =>
  join([0x02, 0x40], condition, [0x45, 0x0d, 0x00], repeatWhile(condition, ...body), [0x0b]);

/** Returns a value when the condition is not zero. */
export const returnIf = (condition: Code, value: Code): Code =>
  join(condition, [0x04, 0x40], value, [0x0f, 0x0b]);

export type FunctionCode = {
  params: readonly number[];
  results: readonly number[];
  /** Locals beside the parameters, numbered after them: how many, of which type. */
  locals: readonly (readonly [count: number, type: number])[];
  body: Code;
  /** Name under which the host calls it. */
  exported?: string;
};

const vector = (items: readonly Code[]): Code => join(unsigned(items.length), ...items);
const sized = (bytes: Code): Code => join(unsigned(bytes.length), bytes);
const section = (id: number, content: Code): Code => join([id], sized(content));
const name = (text: string): Code => sized(Array.from(text, (letter) => letter.charCodeAt(0)));

/**
 * A module (5.5) with these functions, numbered in their order, and one memory of fixed size that
 * it exports as `memory`.
 */
export function moduleBytes(functions: readonly FunctionCode[], pages: number): Uint8Array {
  const types = functions.map(({ params, results }) => join([0x60], sized(params), sized(results)));
  const exported = functions.flatMap((func, i) =>
    func.exported === undefined ? [] : [join(name(func.exported), [0x00], unsigned(i))],
  );
  const bodies = functions.map(({ locals, body }) => {
    const declared = vector(locals.map(([count, type]) => [...unsigned(count), type]));
    return sized(join(declared, body, [0x0b]));
  });
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, vector(types)),
    ...section(3, vector(functions.map((_, i) => unsigned(i)))),
    ...section(5, vector([join([0x01], unsigned(pages), unsigned(pages))])),
    ...section(7, vector([join(name("memory"), [0x02, 0x00]), ...exported])),
    ...section(10, vector(bodies)),
  ]);
}
