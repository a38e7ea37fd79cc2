/** Random damage to a good bundle: what an enemy, or a bad disk, may do to published files. */
import type { DrawBundle } from "../../shared/contract/draw.ts";

/** A choice by chance: a number from 0 to below - 1. */
export type Dice = (below: number) => number;

/** The same numbers for the same seed (mulberry32). */
export function diceOf(seed: number): Dice {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b_79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

export type Texts = DrawBundle & { ranking: string };

/** A bundle to be damaged, and another good one to take parts from. */
export type Victim = { good: Texts; other: Texts; dice: Dice };

/** One text of a bundle, to be read and replaced. */
type Slot = { get(): string; set(text: string): void };

/** The texts of a bundle: entries, checkpoints, roster, ranking. */
function slotsOf(bundle: Texts): Slot[] {
  return [
    ...bundle.log.map((_, i) => ({
      get: () => bundle.log[i] ?? "",
      set: (text: string) => {
        bundle.log[i] = text;
      },
    })),
    ...Object.keys(bundle.checkpoints).map((name) => ({
      get: () => bundle.checkpoints[name] ?? "",
      set: (text: string) => {
        bundle.checkpoints[name] = text;
      },
    })),
    ...(["roster", "ranking"] as const).map((name) => ({
      get: () => bundle[name],
      set: (text: string) => {
        bundle[name] = text;
      },
    })),
  ];
}

const pick = <T>(dice: Dice, items: readonly T[]): T => {
  const item = items[dice(items.length)];
  if (item === undefined) throw new RangeError("nothing to choose from");
  return item;
};

const spliced = (text: string, from: number, to: number, by: string): string =>
  text.slice(0, from) + by + text.slice(to);

/** Turns one bit of one character. */
function flip({ good, dice }: Victim): void {
  const slot = pick(dice, slotsOf(good));
  const text = slot.get();
  const at = dice(text.length);
  const letter = String.fromCharCode(text.charCodeAt(at) ^ (1 << dice(7)));
  slot.set(spliced(text, at, at + 1, letter));
}

/** Takes away a character, a line, an entry or a checkpoint. */
function drop({ good, dice }: Victim): void {
  const slot = pick(dice, slotsOf(good));
  const text = slot.get();
  const lines = text.split("\n");
  switch (dice(4)) {
    case 0: {
      const at = dice(text.length);
      slot.set(spliced(text, at, at + 1, ""));
      break;
    }
    case 1:
      lines.splice(dice(lines.length), 1);
      slot.set(lines.join("\n"));
      break;
    case 2:
      good.log.splice(dice(good.log.length), 1);
      break;
    default: {
      const gone = pick(dice, Object.keys(good.checkpoints));
      good.checkpoints = Object.fromEntries(
        Object.entries(good.checkpoints).filter(([name]) => name !== gone),
      );
    }
  }
}

function exchange(items: string[], i: number, j: number): void {
  const [first, second] = [items[i], items[j]];
  if (first === undefined || second === undefined) return;
  items[i] = second;
  items[j] = first;
}

/** Puts two lines, two entries, or two members of a document in each other's place. */
function reorder({ good, dice }: Victim): void {
  const slot = pick(dice, slotsOf(good));
  const separator = pick(dice, ["\n", "\n", ","]);
  const parts = slot.get().split(separator);
  if (dice(4) === 0) exchange(good.log, dice(good.log.length), dice(good.log.length));
  else {
    exchange(parts, dice(parts.length), dice(parts.length));
    slot.set(parts.join(separator));
  }
}

/** Cuts the end off a text, off the log, or the end of the log off. */
function cut({ good, dice }: Victim): void {
  const slot = pick(dice, slotsOf(good));
  const text = slot.get();
  if (dice(5) === 0) good.log.length = dice(good.log.length);
  else slot.set(text.slice(dice(2) === 0 ? dice(text.length) : 0, dice(text.length)));
}

/** Exchanges two values of one kind: receipts, digests and commitments, numbers, states. */
function swap({ good, dice }: Victim): void {
  const slot = pick(dice, slotsOf(good));
  const text = slot.get();
  const kinds = [
    /\b[0-9A-Z]{8,32}\b/g,
    /\b[0-9a-f]{64}\b/g,
    /\b[0-9a-f]{16}\b/g,
    /\b[0-9]+\b/g,
    /\b[WBS]\b/g,
    /[A-Za-z0-9+/]{40,}={0,2}/g,
  ];
  const found = [...text.matchAll(pick(dice, kinds))];
  if (found.length < 2) return;
  const [a, b] = [pick(dice, found), pick(dice, found)].sort((x, y) => x.index - y.index);
  if (!a || !b) return;
  const between = text.slice(a.index + a[0].length, b.index);
  if (a.index < b.index) {
    slot.set(spliced(text, a.index, b.index + b[0].length, b[0] + between + a[0]));
  }
}

/** Puts parts of another good draw in. */
function splice({ good, other, dice }: Victim): void {
  const [ours, theirs] = [slotsOf(good), slotsOf(other)];
  const names = Object.keys(good.checkpoints);
  switch (dice(6)) {
    case 0:
      pick(dice, ours).set(pick(dice, theirs).get());
      break;
    case 1: {
      const name = pick(dice, names);
      good.checkpoints[name] = other.checkpoints[name] ?? other.checkpoints.result ?? "";
      break;
    }
    case 2: {
      const from = dice(good.log.length);
      good.log.splice(from, good.log.length, ...other.log.slice(from));
      break;
    }
    case 3:
      good.log.splice(dice(good.log.length + 1), 0, pick(dice, other.log));
      break;
    case 4:
      good.roster = spliceLines(good.roster, other.roster, dice);
      break;
    default:
      good.ranking = spliceLines(good.ranking, other.ranking, dice);
  }
}

/** The first lines of one file with the last of the other. */
function spliceLines(first: string, second: string, dice: Dice): string {
  const [head, tail] = [first.split("\n"), second.split("\n")];
  return [...head.slice(0, dice(head.length)), ...tail.slice(dice(tail.length))].join("\n");
}

export const moves = { flip, drop, reorder, cut, swap, splice } as const;
export type MoveName = keyof typeof moves;

/** Damages the bytes of the file itself: a bit turned, bytes lost, cut off, or doubled. */
export function damageFile(file: Uint8Array, kind: MoveName, dice: Dice): Uint8Array {
  const at = dice(file.length);
  const length = 1 + dice(64);
  switch (kind) {
    case "flip": {
      const copy = Uint8Array.from(file);
      copy[at] = (copy[at] ?? 0) ^ (1 << dice(8));
      return copy;
    }
    case "drop":
      return Buffer.concat([file.subarray(0, at), file.subarray(at + length)]);
    case "cut":
      return file.slice(0, at);
    case "swap":
    case "reorder": {
      const [first, second] = [file.subarray(at, at + length), file.subarray(at + length)];
      const next = second.subarray(0, length);
      return Buffer.concat([file.subarray(0, at), next, first, second.subarray(length)]);
    }
    case "splice":
      return Buffer.concat([file.subarray(0, at), file.subarray(at - Math.min(at, length))]);
  }
}
