/** Sorting of very many numbers by keys of 32 bits, without a comparison for most of them. */

/** How a key is cut into digits. */
type Digits = { bits: number; shifts: readonly number[] };

/** 2^11 buckets stay in the fastest cache, and three passes cover 32 bits. */
const MANY: Digits = { bits: 11, shifts: [0, 11, 22] };
/** Of few numbers the buckets themselves would be the most work. */
const FEW: Digits = { bits: 8, shifts: [0, 8, 16, 24] };
const FEW_UP_TO = 4096;

/** Below this, comparing is as fast as counting buckets. */
const RADIX_FROM = 64;

export type Compare = (a: number, b: number) => number;

type Pairs = { keys: Uint32Array; items: Uint32Array };

/** One stable pass by one digit of the key; gives `from` itself back when that moves nothing. */
function pass(
  from: Pairs,
  to: () => Pairs,
  { bits, shift }: { bits: number; shift: number },
): Pairs {
  const { keys, items } = from;
  const mask = (1 << bits) - 1;
  const next = new Uint32Array(1 << bits);
  for (const key of keys) {
    const bucket = (key >>> shift) & mask;
    next[bucket] = (next[bucket] ?? 0) + 1;
  }
  let before = 0;
  for (let b = 0; b < next.length; b++) {
    const count = next[b] ?? 0;
    if (count === keys.length) return from;
    next[b] = before;
    before += count;
  }
  const sorted = to();
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] ?? 0;
    const bucket = (key >>> shift) & mask;
    const place = next[bucket] ?? 0;
    next[bucket] = place + 1;
    sorted.keys[place] = key;
    sorted.items[place] = items[i] ?? 0;
  }
  return sorted;
}

function areAllEqual(keys: Uint32Array): boolean {
  const [first] = keys;
  for (let i = 1; i < keys.length; i++) if (keys[i] !== first) return false;
  return true;
}

/** Stable: items of equal keys stay in their order. Undefined where that leaves all as they are. */
function sortByKey(items: Uint32Array, keyOf: Uint32Array): Pairs | undefined {
  if (areAllEqual(keyOf)) return undefined;
  const { length } = items;
  const { bits, shifts } = length > FEW_UP_TO ? MANY : FEW;
  let here: Pairs = { keys: new Uint32Array(length), items };
  for (let i = 0; i < length; i++) here.keys[i] = keyOf[items[i] ?? 0] ?? 0;
  let spare: Pairs | undefined;
  for (const shift of shifts) {
    const to = () => spare ?? { keys: new Uint32Array(length), items: new Uint32Array(length) };
    const sorted = pass(here, to, { bits, shift });
    if (sorted === here) continue;
    // What was given is not written to.
    spare = here.items === items ? undefined : here;
    here = sorted;
  }
  return here;
}

/**
 * The numbers 0 … n-1 ordered by their keys, ascending.
 *
 * @param keys - of n keys each, the least significant first; number i has the keys `keys[…][i]`
 * @param compare - decides between numbers whose keys are all equal; never 0
 */
export function sortByKeys(keys: readonly Uint32Array[], compare: Compare): Uint32Array {
  const count = keys[0]?.length ?? 0;
  let order: Uint32Array = new Uint32Array(count);
  for (let i = 0; i < count; i++) order[i] = i;
  if (count < RADIX_FROM) {
    const down = [...keys].reverse();
    return order.sort((a, b) => {
      for (const key of down) {
        const difference = (key[a] ?? 0) - (key[b] ?? 0);
        if (difference !== 0) return difference;
      }
      return compare(a, b);
    });
  }
  let last: Uint32Array | undefined;
  for (const key of keys) {
    const sorted = sortByKey(order, key);
    if (!sorted) continue;
    order = sorted.items;
    last = sorted.keys;
  }
  for (let from = 0; from < count;) {
    // Nearly all differ in the last key, which lies in order; the others lie all over.
    if (last && last[from] !== last[from + 1]) {
      from++;
      continue;
    }
    const to = endOfEqual(order, from, keys);
    if (to > from + 1) order.subarray(from, to).sort(compare);
    from = to;
  }
  return order;
}

/** The place behind the last number whose keys equal those of the number at `from`. */
function endOfEqual(order: Uint32Array, from: number, keys: readonly Uint32Array[]): number {
  const first = order[from] ?? 0;
  for (let to = from + 1; to < order.length; to++) {
    const other = order[to] ?? 0;
    for (const key of keys) if (key[other] !== key[first]) return to;
  }
  return order.length;
}
