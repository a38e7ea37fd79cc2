/** Sorting of very many numbers by keys of 32 bits, without a comparison for most of them. */

/** 2^11 buckets stay in the fastest cache; three passes cover 32 bits. */
const BITS = 11;
const BUCKETS = 1 << BITS;
const SHIFTS = [0, BITS, 2 * BITS] as const;

/** Below this, comparing is as fast as counting buckets. */
const RADIX_FROM = 64;

export type Compare = (a: number, b: number) => number;

/** Where each bucket begins, or undefined when all keys fall into one. */
function bucketStarts(keys: Uint32Array, shift: number): Uint32Array | undefined {
  const starts = new Uint32Array(BUCKETS);
  for (const key of keys) {
    const bucket = (key >>> shift) & (BUCKETS - 1);
    starts[bucket] = (starts[bucket] ?? 0) + 1;
  }
  let before = 0;
  for (let b = 0; b < BUCKETS; b++) {
    const count = starts[b] ?? 0;
    if (count === keys.length) return undefined;
    starts[b] = before;
    before += count;
  }
  return starts;
}

type Pairs = { keys: Uint32Array; items: Uint32Array };

/** One stable pass by 11 bits of the key. */
function pass(from: Pairs, to: Pairs, { shift, next }: { shift: number; next: Uint32Array }): void {
  const { keys, items } = from;
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] ?? 0;
    const bucket = (key >>> shift) & (BUCKETS - 1);
    const place = next[bucket] ?? 0;
    next[bucket] = place + 1;
    to.keys[place] = key;
    to.items[place] = items[i] ?? 0;
  }
}

/** Stable: items of equal keys stay in their order. */
function sortByKey(items: Uint32Array, keyOf: Uint32Array): Uint32Array {
  let here: Pairs = { keys: new Uint32Array(items.length), items };
  for (let i = 0; i < items.length; i++) here.keys[i] = keyOf[items[i] ?? 0] ?? 0;
  let spare: Pairs | undefined;
  for (const shift of SHIFTS) {
    const next = bucketStarts(here.keys, shift);
    if (!next) continue;
    const to = spare ?? {
      keys: new Uint32Array(items.length),
      items: new Uint32Array(items.length),
    };
    pass(here, to, { shift, next });
    spare = here.items === items ? undefined : here;
    here = to;
  }
  return here.items;
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
    const down = keys.toReversed();
    return order.sort((a, b) => {
      for (const key of down) {
        const difference = (key[a] ?? 0) - (key[b] ?? 0);
        if (difference !== 0) return difference;
      }
      return compare(a, b);
    });
  }
  for (const key of keys) order = sortByKey(order, key);
  for (let from = 0; from < count;) {
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
