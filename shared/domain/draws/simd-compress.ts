/**
 * The compression functions of SHA-256 (FIPS 180-4 section 6.2.2) and SM3 (GB/T 32905-2016 section
 * 5.3) on four messages at once: lane i of every vector belongs to message i.
 */
import { type Code, get, i32, repeatWhile, set, v128 } from "./wasm-code.ts";

const { add, and, or, xor, shr, shl } = v128;

/** Where a compression finds its words, in bytes from the start of memory. */
export type Places = {
  /** 64 round constants of 4 bytes. */
  constants: number;
  /** The running hash: 8 vectors. */
  state: number;
  /** The block: 16 vectors. */
  block: number;
};

/**
 * A compression as the body of a function of (mask: v128): lanes in which the mask is zero keep
 * their state. Its locals after the mask are `VECTORS` vectors and one number.
 */
export type Compression = {
  body(places: Places): Code;
  /** 64 round constants. */
  constants(): Uint32Array;
  /** The running hash before the first block: 8 words. */
  initial(): Uint32Array;
};

const rotateRight = (x: Code, bits: number): Code => or(shr(x, bits), shl(x, 32 - bits));
const rotateLeft = (x: Code, bits: number): Code => rotateRight(x, 32 - bits);
const xorAll = (first: Code, ...others: readonly Code[]): Code =>
  others.reduce((sum, next) => xor(sum, next), first);
const addAll = (first: Code, ...others: readonly Code[]): Code =>
  others.reduce((sum, next) => add(sum, next), first);

const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

/** Locals: 0 the mask, then a…h, the 16 words of the schedule, three spare vectors, one number. */
const MASK = 0;
const VARIABLES = 1;
const WORDS = 9;
const SPARE = 25;
const STEP = 28;
export const VECTORS = 27;

const word = (t: number): Code => get(WORDS + (t & 15));
const setWord = (t: number, value: Code): Code => set(WORDS + (t & 15), value);

const NOWHERE = i32.of(0);

const loadAll = ({ state, block }: Places): Code => [
  ...upTo(8).flatMap((i) => set(VARIABLES + i, v128.load(NOWHERE, state + 16 * i))),
  ...upTo(16).flatMap((t) => setWord(t, v128.load(NOWHERE, block + 16 * t))),
];

/** state[i] = join(state[i], variable i) where the mask is set. */
const storeAll = ({ state }: Places, join: (old: Code, now: Code) => Code): Code =>
  upTo(8).flatMap((i) => {
    const old = v128.load(NOWHERE, state + 16 * i);
    return v128.store(NOWHERE, join(old, get(VARIABLES + i)), state + 16 * i);
  });

/** Rounds `from` to 63 in laps of 16, `round` written out for the first lap only. */
const laps = (places: Places, from: number, round: (t: number, constant: Code) => Code): Code => [
  ...set(STEP, i32.of(4 * from)),
  ...repeatWhile(
    i32.isLess(get(STEP), i32.of(4 * 64)),
    ...upTo(16).map((t) => {
      const constant = v128.loadSplat(get(STEP), places.constants + 4 * t);
      return round(from + t, constant);
    }),
    set(STEP, i32.add(get(STEP), i32.of(4 * 16))),
  ),
];

const constantOf = ({ constants }: Places, t: number): Code =>
  v128.loadSplat(NOWHERE, constants + 4 * t);

/** The first 32 bits of the fractional parts of roots of the first primes, exactly. */
function rootFractions(count: number, degree: 2n | 3n): Uint32Array {
  const primes: bigint[] = [];
  for (let n = 2n; primes.length < count; n++) {
    if (primes.every((prime) => n % prime !== 0n)) primes.push(n);
  }
  return Uint32Array.from(primes, (prime) => {
    const scaled = prime << (32n * degree);
    let root = 0n;
    // No root here is 32 or more: 5 bits before the point, 32 after it.
    for (let bit = 1n << 36n; bit > 0n; bit >>= 1n) {
      if ((root | bit) ** degree <= scaled) root |= bit;
    }
    return Number(root & 0xffff_ffffn);
  });
}

/** One round of SHA-256. The variables do not move: from round to round they change their names. */
function sha256Round(t: number, constant: Code): Code {
  const local = (letter: number) => VARIABLES + ((((letter - t) % 8) + 8) % 8);
  const [a, b, d, e, f, g, h] = [0, 1, 3, 4, 5, 6, 7].map((letter) => get(local(letter)));
  if (!a || !b || !d || !e || !f || !g || !h) throw new RangeError("eight variables");
  const sum1 = xorAll(rotateRight(e, 6), rotateRight(e, 11), rotateRight(e, 25));
  const choice = xor(g, and(e, xor(f, g)));
  const sum0 = xorAll(rotateRight(a, 2), rotateRight(a, 13), rotateRight(a, 22));
  // Maj(a,b,c) = b ^ ((a^b) & (b^c)), and b^c is the a^b of the round before.
  const [now, before] = t % 2 === 0 ? [SPARE, SPARE + 1] : [SPARE + 1, SPARE];
  const majority = xor(b, and(get(now), get(before)));
  return [
    ...set(local(7), addAll(h, sum1, choice, add(constant, word(t)))),
    ...set(local(3), add(d, h)),
    ...set(now, xor(a, b)),
    ...set(local(7), addAll(h, sum0, majority)),
  ];
}

/** W(t), in place of W(t-16). */
function sha256Word(t: number): Code {
  const [w1, w14] = [word(t + 1), word(t + 14)];
  const sigma0 = xorAll(rotateRight(w1, 7), rotateRight(w1, 18), shr(w1, 3));
  const sigma1 = xorAll(rotateRight(w14, 17), rotateRight(w14, 19), shr(w14, 10));
  return setWord(t, add(add(word(t), sigma0), add(word(t + 9), sigma1)));
}

export const sha256Compression: Compression = {
  constants: () => rootFractions(64, 3n),
  initial: () => rootFractions(8, 2n),
  body: (places) => [
    ...loadAll(places),
    ...set(SPARE + 1, xor(get(VARIABLES + 1), get(VARIABLES + 2))),
    ...upTo(16).flatMap((t) => sha256Round(t, constantOf(places, t))),
    ...laps(places, 16, (t, constant) => [...sha256Word(t), ...sha256Round(t, constant)]),
    ...storeAll(places, (old, now) => add(old, and(now, get(MASK)))),
  ],
};

/** One round of SM3; A…D and E…H change their names among themselves. */
function sm3Round(t: number, constant: Code): Code {
  const local = (letter: number) => VARIABLES + (letter & 4) + ((letter - t) & 3);
  const [a, b, c, d] = [get(local(0)), get(local(1)), get(local(2)), get(local(3))];
  const [e, f, g, h] = [get(local(4)), get(local(5)), get(local(6)), get(local(7))];
  const [turned, sum1, sum2] = [SPARE, SPARE + 1, SPARE + 2];
  const mixed = t < 16 ? xorAll(a, b, c) : or(and(a, b), and(c, or(a, b)));
  const chosen = t < 16 ? xorAll(e, f, g) : xor(g, and(e, xor(f, g)));
  const sum = get(sum2);
  return [
    ...set(turned, rotateLeft(a, 12)),
    ...set(sum1, rotateLeft(addAll(get(turned), e, constant), 7)),
    ...set(local(3), addAll(mixed, d, xor(get(sum1), get(turned)), xor(word(t), word(t + 4)))),
    ...set(local(1), rotateLeft(b, 9)),
    ...set(sum2, addAll(chosen, h, get(sum1), word(t))),
    ...set(local(7), xorAll(sum, rotateLeft(sum, 9), rotateLeft(sum, 17))),
    ...set(local(5), rotateLeft(f, 19)),
  ];
}

/** W(t), in place of W(t-16). */
function sm3Word(t: number): Code {
  const mixed = get(SPARE);
  return [
    ...set(SPARE, xorAll(word(t), word(t + 7), rotateLeft(word(t + 13), 15))),
    ...setWord(
      t,
      xorAll(
        mixed,
        rotateLeft(mixed, 15),
        rotateLeft(mixed, 23),
        rotateLeft(word(t + 3), 7),
        word(t + 10),
      ),
    ),
  ];
}

const sm3Constant = (t: number): number => {
  const constant = t < 16 ? 0x79cc4519 : 0x7a879d8a;
  return ((constant << (t % 32)) | (constant >>> ((32 - (t % 32)) % 32))) >>> 0;
};

export const sm3Compression: Compression = {
  constants: () => Uint32Array.from(upTo(64), sm3Constant),
  initial: () =>
    Uint32Array.of(
      ...[0x7380166f, 0x4914b2b9, 0x172442d7, 0xda8a0600],
      ...[0xa96f30bc, 0x163138aa, 0xe38dee4d, 0xb0fb0e4e],
    ),
  body: (places) => {
    // Round t takes W(t+4) too, so from round 12 on each makes the word that it needs first.
    const round = (t: number, constant: Code): Code =>
      t < 12 ? sm3Round(t, constant) : [...sm3Word(t + 4), ...sm3Round(t, constant)];
    return [
      ...loadAll(places),
      ...upTo(16).flatMap((t) => round(t, constantOf(places, t))),
      ...laps(places, 16, round),
      ...storeAll(places, (old, now) => v128.select(get(MASK), xor(old, now), old)),
    ];
  },
};
