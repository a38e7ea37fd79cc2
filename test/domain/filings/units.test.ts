import { describe, expect, it } from "vitest";
import { UnitState } from "../../../shared/contract/unit-verification.ts";
import {
  decideUnit,
  isVerifiedFor,
  mayBecome,
  unitAfter,
  unitTransitions,
  unitView,
  type KnownUnit,
  type UnitEvent,
} from "../../../shared/domain/filings/units.ts";
import { on } from "../../support/builders/filing.ts";

const AT = "2026-03-01T02:00:00.000Z";
const LATER = "2026-04-01T02:00:00.000Z";
const known = (state: UnitState, but: Partial<KnownUnit> = {}): KnownUnit => ({
  ...{ state, source: "title-register", at: AT, holders: ["landlord"], jurisdiction: "350503" },
  ...but,
});
const said = {
  source: "officer",
  at: LATER,
  holders: ["landlord"],
  jurisdiction: "350503",
} as const;
const EVENTS = Object.keys(unitTransitions) as UnitEvent[];

describe("what is known of a home", () => {
  it("reaches every state, and leaves each one again", () => {
    expect(new Set(EVENTS.map((event) => unitTransitions[event].to))).toEqual(
      new Set(UnitState.options),
    );
    for (const state of UnitState.options)
      expect(EVENTS.some((event) => mayBecome(event, known(state)))).toBe(true);
  });

  it("that is blocked is opened by an officer only, never by a register or a declaration", () => {
    expect(EVENTS.filter((event) => mayBecome(event, known("BLOCKED")))).toEqual([
      "verifyByOfficer",
      "reset",
    ]);
  });

  it("is not made less by its holder's declaration, but another holder's starts anew", () => {
    expect(unitAfter("declare", known("AUTO_VERIFIED"), said)).toBeUndefined();
    const other = { ...said, holders: ["stranger"] };
    expect(unitAfter("declare", known("AUTO_VERIFIED"), other)?.state).toBe("DECLARED");
    expect(unitAfter("verifyByRegister", known("DECLARED"), said)?.state).toBe("AUTO_VERIFIED");
  });

  it("is written once a day when nothing is new", () => {
    const same = { ...said, source: "title-register", at: "2026-03-01T09:00:00.000Z" };
    expect(unitAfter("verifyByRegister", known("AUTO_VERIFIED"), same)).toBeUndefined();
    expect(unitAfter("verifyByRegister", known("AUTO_VERIFIED"), { ...same, at: LATER })?.at).toBe(
      LATER,
    );
  });

  it("stands for a title of the same holders, in any order, for two years", () => {
    const { policy } = on("2026-03-01");
    const counts = (unit: KnownUnit | undefined, holders: string[], today = "2026-03-02") =>
      isVerifiedFor(unit, holders, { today, policy });
    const two = known("DECLARED", { holders: ["landlord", "wife"] });
    expect(counts(two, ["wife", "landlord"])).toBe(true);
    expect(counts(two, ["landlord"])).toBe(false);
    expect(counts(known("AUTO_VERIFIED"), ["landlord"], "2028-03-01")).toBe(true);
    expect(counts(known("AUTO_VERIFIED"), ["landlord"], "2028-03-02")).toBe(false);
    expect(counts(known("UNVERIFIED"), ["landlord"])).toBe(false);
    expect(counts(known("BLOCKED"), ["landlord"])).toBe(false);
    expect(counts(undefined, ["landlord"])).toBe(false);
  });

  it("is to be looked at again when it is declared only", () => {
    for (const state of UnitState.options)
      expect(unitView(known(state), AT).recheck).toBe(state === "DECLARED");
    expect(unitView(undefined, AT)).toMatchObject({ state: "UNVERIFIED", source: "none" });
  });

  it("is an officer's to say with a reason that fits", () => {
    const decide = (
      state: "BLOCKED" | "MANUAL_VERIFIED" | "UNVERIFIED",
      reasonCode: "UNSAFE" | "PAPERS_SEEN",
    ) => decideUnit(known("AUTO_VERIFIED"), { state, reasonCode, reason: "经现场核查" }).kind;
    expect(decide("BLOCKED", "UNSAFE")).toBe("record");
    expect(decide("BLOCKED", "PAPERS_SEEN")).toBe("reason-does-not-fit");
    expect(
      decideUnit(undefined, { state: "UNVERIFIED", reasonCode: "MISTAKE", reason: "误录" }),
    ).toEqual({ kind: "unit-out-of-step", state: "UNVERIFIED" });
  });
});
