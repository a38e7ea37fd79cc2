import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chinaCalendar } from "../../../shared/domain/calendar/working-days.ts";
import {
  decideClaim,
  layoutFits,
  type ClaimFacts,
} from "../../../shared/domain/selections/decide-claim.ts";
import {
  decideHouseholdSigns,
  decideOperatorSigns,
} from "../../../shared/domain/selections/decide-signing.ts";
import { placeOf, turnOrder, type Turn } from "../../../shared/domain/selections/turns.ts";

const turn: Turn = { order: ["R1", "R2", "R3"], next: 1, opensAt: 1000 };
const facts: ClaimFacts = {
  home: { pool: "A", layout: "2-1-1", free: true },
  household: { receipt: "R1", size: 2, housed: false },
  turn,
  pools: new Set(["A"]),
  layoutRules: [{ layout: "2-1-1", minPersons: 2, maxPersons: 4 }],
  now: 1000,
  today: "2026-05-06",
  calendar: chinaCalendar,
  signWithinDays: 15,
};
const claim = (but: Partial<ClaimFacts>) => decideClaim({ ...facts, ...but });

describe("a claim of a home", () => {
  it("is good when home, household, turn and offer all are", () => {
    expect(claim({})).toEqual({ kind: "select", signBy: { on: "2026-05-21", provisional: false } });
  });

  it("is refused on a taken home; the turn stays (V39)", () => {
    const home = { ...facts.home, free: false };
    expect(claim({ home })).toEqual({ kind: "home-taken", pointer: "/homeId" });
  });

  it("is refused to a household that has a home", () => {
    const household = { ...facts.household, housed: true };
    expect(claim({ household })).toEqual({ kind: "already-housed" });
  });

  it("is refused before the turn, saying how many are ahead, and after it", () => {
    const of = (receipt: string) => ({ ...facts.household, receipt });
    expect(claim({ household: of("R3") })).toEqual({ kind: "turn-not-open", ahead: 2 });
    expect(claim({ now: 999 })).toEqual({ kind: "turn-not-open", ahead: 0 });
    expect(claim({ turn: { ...turn, next: 2 } })).toEqual({ kind: "turn-passed" });
    expect(claim({ household: of("R9") })).toEqual({ kind: "not-selected" });
  });

  it("is refused from the instant the offer ends", () => {
    const limited = { ...turn, offerUntil: 2000 };
    expect(claim({ turn: limited, now: 1999 }).kind).toBe("select");
    expect(claim({ turn: limited, now: 2000 })).toEqual({ kind: "offer-lapsed" });
  });

  it("is refused on another pool's home and on a layout for other households (V38)", () => {
    expect(claim({ home: { ...facts.home, pool: "P" } }).kind).toBe("home-of-other-pool");
    const household = { ...facts.household, size: 1 };
    expect(claim({ household })).toEqual({ kind: "layout-does-not-fit", pointer: "/homeId" });
    expect(layoutFits("3-1-1", 2, facts.layoutRules)).toBe(false);
  });
});

describe("turns", () => {
  it("follow the draw's order of the selected, pool by pool", () => {
    const ranking = [
      { pool: "P", receipt: "R1", status: "W", position: 1 },
      { pool: "A", receipt: "R3", status: "W", position: 2 },
      { pool: "A", receipt: "R1", status: "S", position: null },
      { pool: "A", receipt: "R2", status: "W", position: 1 },
      { pool: "A", receipt: "R4", status: "B", position: 1 },
    ] as const;
    expect(turnOrder(ranking, "A")).toEqual(["R2", "R3"]);
    expect(turnOrder(ranking, "P")).toEqual(["R1"]);
    expect(turnOrder(ranking, "Z")).toEqual([]);
  });

  it("are open to one place at a time at most", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), fc.nat(3000), (next, now) => {
        const order = ["R1", "R2", "R3", "R4", "R5"];
        const at = { order, next, opensAt: 1000, offerUntil: 2000 };
        const open = order.filter((receipt) => placeOf(at, receipt, now)?.state === "YOUR_TURN");
        const isTime = now >= 1000 && now < 2000 && next <= 5;
        expect(open).toEqual(isTime ? [`R${next}`] : []);
      }),
    );
  });
});

describe("signing the lease of a chosen home", () => {
  const now = {
    state: "SELECTED",
    signBy: "2026-05-21",
    today: "2026-05-21",
    householdSigned: false,
  } as const;

  it("is the household's first, then the operator's, to the last day", () => {
    expect(decideHouseholdSigns(now)).toEqual({ kind: "sign" });
    expect(decideOperatorSigns(now)).toEqual({ kind: "household-signs-first" });
    const signed = { ...now, householdSigned: true };
    expect(decideHouseholdSigns(signed)).toEqual({ kind: "already-signed" });
    expect(decideOperatorSigns(signed)).toEqual({ kind: "conclude" });
    const late = { ...now, today: "2026-05-22" };
    expect(decideHouseholdSigns(late)).toEqual({ kind: "signing-time-over", signBy: "2026-05-21" });
    expect(decideOperatorSigns({ ...signed, state: "LEASED" }).kind).toBe("out-of-step");
  });
});
