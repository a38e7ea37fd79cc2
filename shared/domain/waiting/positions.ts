/**
 * Positions on a waiting list. A list is the numbers 1 … `given`, less those that are away: nobody is
 * ever renumbered, so a position is a count, and its history follows from the list's own.
 */
import type { PositionMove, WaitingReason } from "../../contract/waiting.ts";

/** Numbers are kept in blocks of so many: one item of the table, one public file. */
export const BLOCK_SIZE = 1_000;

/** The block a number stands in, from 0. */
export const blockOf = (waitingNo: number): number => Math.floor((waitingNo - 1) / BLOCK_SIZE);

/** Numbers of a block whose household is away, ascending. */
export type Block = { readonly block: number; readonly away: readonly number[] };

/** One household's step off the list or back onto it. */
export type Change = {
  readonly waitingNo: number;
  readonly change: "LEFT" | "BACK";
  readonly reason: WaitingReason;
};

/** Changes that took effect together: an entry of the list's history, never rewritten. */
export type ListMove = {
  readonly seq: number;
  readonly at: string;
  readonly changes: readonly Change[];
};

/**
 * Where a number stands: 1 for the first on the list. Of one that is away: where it would stand.
 *
 * @param blocks - every block with someone away, in any order
 */
export function positionOf(waitingNo: number, blocks: readonly Block[]): number {
  const own = blockOf(waitingNo);
  const awayBefore = blocks.reduce(
    (sum, { block, away }) =>
      sum +
      (block < own ? away.length : block > own ? 0 : away.filter((no) => no < waitingNo).length),
    0,
  );
  return waitingNo - awayBefore;
}

/** How many of `given` numbers are on the list. */
export const waitingOf = (given: number, blocks: readonly Block[]): number =>
  given - blocks.reduce((sum, { away }) => sum + away.length, 0);

/**
 * Takes changes into blocks, in their order. One that says what is so already has no effect: it was
 * taken in before.
 *
 * @returns `blocks`: those that changed, as they are now; `effective`: the changes that did something
 */
export function applyChanges<C extends Change>(
  before: readonly Block[],
  changes: readonly C[],
): { readonly blocks: readonly Block[]; readonly effective: readonly C[] } {
  const now = new Map(before.map(({ block, away }) => [block, new Set(away)]));
  const touched = new Set<number>();
  const effective = changes.filter(({ waitingNo, change }) => {
    const block = blockOf(waitingNo);
    const away = now.get(block) ?? new Set<number>();
    now.set(block, away);
    if ((change === "LEFT") === away.has(waitingNo)) return false;
    if (change === "LEFT") away.add(waitingNo);
    else away.delete(waitingNo);
    touched.add(block);
    return true;
  });
  const blocks = [...touched].map((block) => ({
    block,
    away: [...(now.get(block) ?? [])].sort((a, b) => a - b),
  }));
  return { blocks, effective };
}

type Because = PositionMove["because"][number];

function grouped(changes: readonly Change[]): Because[] {
  const causes = new Map<string, Because>();
  for (const { change, reason } of changes) {
    const key = `${change} ${reason}`;
    const households = (causes.get(key)?.households ?? 0) + 1;
    causes.set(key, { change, reason, households });
  }
  return [...causes.values()];
}

/**
 * How a number's position moved, told backwards from where it stands.
 *
 * @param position - after the first of `moves`
 * @param moves - entries of the list's history since the number was given, the latest first
 * @returns the entries that concern it, the latest first; `before`: the position before them all
 */
export function movesOf(
  waitingNo: number,
  position: number,
  moves: readonly ListMove[],
): { readonly entries: readonly PositionMove[]; readonly before: number } {
  let to = position;
  const entries: PositionMove[] = [];
  for (const { seq, at, changes } of moves) {
    const ahead = changes.filter((one) => one.waitingNo < waitingNo);
    const own = changes.filter((one) => one.waitingNo === waitingNo);
    const from = ahead.reduce((sum, { change }) => sum + (change === "LEFT" ? 1 : -1), to);
    if (ahead.length > 0 || own.length > 0)
      entries.push({
        ...{ seq, at, from, to, because: grouped(ahead) },
        ...(own.length > 0 && { own: own.map(({ change, reason }) => ({ change, reason })) }),
      });
    to = from;
  }
  return { entries, before: to };
}
