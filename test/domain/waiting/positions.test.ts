import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { WaitingReason } from "../../../shared/contract/waiting.ts";
import { isOnList, listChange } from "../../../shared/domain/waiting/membership.ts";
import {
  applyChanges,
  BLOCK_SIZE,
  blockOf,
  movesOf,
  positionOf,
  waitingOf,
  type Block,
  type Change,
  type ListMove,
} from "../../../shared/domain/waiting/positions.ts";
import { nextServed, servedBefore } from "../../../shared/domain/waiting/queues.ts";

const left = (waitingNo: number, reason: WaitingReason = "HOUSED"): Change => ({
  waitingNo,
  change: "LEFT",
  reason,
});
const back = (waitingNo: number): Change => ({ waitingNo, change: "BACK", reason: "RETURNED" });

/** The list as anyone would count it. */
class Plain {
  private readonly away = new Set<number>();
  take({ waitingNo, change }: Change): void {
    if (change === "LEFT") this.away.add(waitingNo);
    else this.away.delete(waitingNo);
  }
  position(waitingNo: number): number {
    let before = 0;
    for (let no = 1; no < waitingNo; no++) if (!this.away.has(no)) before++;
    return before + 1;
  }
}

const GIVEN = 2 * BLOCK_SIZE + 50;
const anyChange = fc
  .record({ waitingNo: fc.integer({ min: 1, max: GIVEN }), isLeft: fc.boolean() })
  .map(({ waitingNo, isLeft }) => (isLeft ? left(waitingNo) : back(waitingNo)));

describe("a position on the waiting list", () => {
  it("is one's number less those in front who are away", () => {
    const blocks = [{ block: 0, away: [1, 3] }];
    expect([2, 4, 5].map((no) => positionOf(no, blocks))).toEqual([1, 2, 3]);
    expect(waitingOf(5, blocks)).toBe(3);
  });

  it("begins a new block behind every thousandth number", () => {
    expect([1, 1000, 1001, 2000, 2001].map(blockOf)).toEqual([0, 0, 1, 1, 2]);
  });

  it("is what counting by hand gives, whatever happened", () => {
    fc.assert(
      fc.property(fc.array(anyChange, { maxLength: 60 }), (changes) => {
        const plain = new Plain();
        let blocks = new Map<number, Block>();
        for (const change of changes) {
          plain.take(change);
          const taken = applyChanges([...blocks.values()], [change]);
          for (const one of taken.blocks) blocks = new Map(blocks).set(one.block, one);
        }
        for (const no of [1, 999, 1000, 1001, 1500, 2001, GIVEN])
          expect(positionOf(no, [...blocks.values()])).toBe(plain.position(no));
      }),
    );
  });

  it("takes a change in once: who is away cannot leave again", () => {
    const { blocks, effective } = applyChanges([], [left(7), left(7), back(8)]);
    expect(blocks).toEqual([{ block: 0, away: [7] }]);
    expect(effective).toEqual([left(7)]);
  });

  it("has a history that leads back to where it began, with the reasons", () => {
    const moves: ListMove[] = [
      { seq: 3, at: "2026-03-03T00:00:00.000Z", changes: [back(2)] },
      { seq: 2, at: "2026-03-02T00:00:00.000Z", changes: [left(90)] },
      { seq: 1, at: "2026-03-01T00:00:00.000Z", changes: [left(2), left(3, "WITHDRAWN"), left(4)] },
    ];
    const { entries, before } = movesOf(10, 8, moves);
    expect(before).toBe(10);
    expect(entries).toEqual([
      {
        ...{ seq: 3, at: "2026-03-03T00:00:00.000Z", from: 7, to: 8 },
        because: [{ change: "BACK", reason: "RETURNED", households: 1 }],
      },
      {
        ...{ seq: 1, at: "2026-03-01T00:00:00.000Z", from: 10, to: 7 },
        because: [
          { change: "LEFT", reason: "HOUSED", households: 2 },
          { change: "LEFT", reason: "WITHDRAWN", households: 1 },
        ],
      },
    ]);
  });

  it("is told forwards and backwards alike", () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(anyChange, { minLength: 1, maxLength: 5 }), { maxLength: 20 }),
        fc.integer({ min: 1, max: GIVEN }),
        (groups, own) => {
          let blocks = new Map<number, Block>();
          const history: ListMove[] = [];
          for (const [at, group] of groups.entries()) {
            const taken = applyChanges([...blocks.values()], group);
            for (const one of taken.blocks) blocks = new Map(blocks).set(one.block, one);
            history.push({ seq: at + 1, at: "2026-03-01", changes: taken.effective });
          }
          const now = positionOf(own, [...blocks.values()]);
          expect(movesOf(own, now, history.toReversed()).before).toBe(own);
        },
      ),
    );
  });
});

describe("a change of state", () => {
  it("leaves the list where it is while a household goes through a scheme", () => {
    expect(listChange("WAITLISTED", "INTENT")).toBeUndefined();
    expect(listChange("IN_ROSTER", "WAITLISTED")).toBeUndefined();
    expect(isOnList("ALLOCATED")).toBe(false);
  });

  it("says why someone left or came back, and no more", () => {
    expect(listChange("IN_ROSTER", "ALLOCATED")).toEqual({ change: "LEFT", reason: "HOUSED" });
    expect(listChange("IN_ROSTER", "REJECTED")).toEqual({
      ...{ change: "LEFT", reason: "NO_LONGER_QUALIFIED" },
    });
    expect(listChange("ALLOCATED", "WAITLISTED")).toEqual({
      ...{ change: "BACK", reason: "HOME_NOT_TAKEN" },
    });
  });
});

describe("the queues of a programme", () => {
  const queues = [
    { queue: "PRIORITY", servedInFull: true },
    { queue: "TALENT", servedInFull: false },
    { queue: "ORDINARY", servedInFull: false },
  ] as const;

  it("stand behind those served in full", () => {
    expect(servedBefore(queues, "ORDINARY")).toEqual(["PRIORITY"]);
    expect(servedBefore(queues, "PRIORITY")).toEqual([]);
  });

  it("are served in order, each by its own numbers", () => {
    const one = { queue: "ORDINARY", waitingNo: 1 } as const;
    const two = { queue: "PRIORITY", waitingNo: 2 } as const;
    const nine = { queue: "PRIORITY", waitingNo: 9 } as const;
    expect(nextServed(queues, [one, nine, two])).toEqual([two, nine, one]);
  });
});
