import { describe, expect, it } from "vitest";
import { SchemeState } from "../../../shared/contract/scheme.ts";
import {
  agreement,
  decideCommit,
  decideFreeze,
  decideObjection,
  decideReading,
  decideReveal,
} from "../../../shared/domain/schemes/draw-acts.ts";
import {
  nextLook,
  timedEvent,
  type TimedScheme,
} from "../../../shared/domain/schemes/timed-events.ts";
import { schemeTransitions } from "../../../shared/domain/schemes/transitions.ts";
import { theTerms } from "../../support/builders/scheme.ts";

const terms = theTerms();
const on = (state: SchemeState) => ({ state, terms });
const ms = (text: string) => Date.parse(text);

describe("the first freeze", () => {
  const ready = {
    undecided: 0,
    committed: new Set(["notary", "representative", "discipline"]),
    typed: 300,
    counted: 300,
    today: "2026-04-03",
    lastDay: "2026-04-06",
  };
  const freeze = (but: Partial<typeof ready>, state: SchemeState = "RECHECKING") =>
    decideFreeze(on(state), { ...ready, ...but });

  it("waits for every recheck, every witness, the right count, and leaves the objection days", () => {
    expect(freeze({})).toBeUndefined();
    expect(freeze({ undecided: 1 })).toBe("recheck-open");
    expect(freeze({ committed: new Set(["notary", "discipline"]) })).toBe("witness-missing");
    expect(freeze({ typed: 299 })).toBe("count-differs");
    expect(freeze({ today: "2026-04-07" })).toBe("freeze-too-late");
    expect(freeze({ today: "2026-04-06" })).toBeUndefined();
    expect(freeze({}, "INTENT_OPEN")).toBe("out-of-step");
  });
});

describe("witnesses", () => {
  it("commit between the notice and the freeze", () => {
    const taken = SchemeState.options.filter((state) => decideCommit(on(state)) === undefined);
    expect(taken).toEqual(["PUBLISHED", "INTENT_OPEN", "RECHECKING"]);
  });

  it("reveal once the roster is fixed, up to revealBy", () => {
    const reveal = (now: string, state: SchemeState = "FROZEN", logged = false) =>
      decideReveal(on(state), { logged, now: ms(now) });
    expect(reveal("2026-04-10T09:59:59Z", "ROSTER_PUBLICITY")).toBe("reveal-too-early");
    expect(reveal("2026-04-10T10:00:00Z")).toBe("reveal-too-early");
    expect(reveal("2026-04-10T10:00:01Z")).toBeUndefined();
    expect(reveal("2026-04-11T10:00:00Z")).toBeUndefined();
    expect(reveal("2026-04-11T10:00:01Z")).toBe("reveal-too-late");
    expect(reveal("2026-04-11T09:00:00Z", "FROZEN", true)).toBe("reveal-too-late");
    expect(reveal("2026-04-11T09:00:00Z", "VOID")).toBe("out-of-step");
  });
});

describe("the readers of the bulletin", () => {
  const numbers = Array.from({ length: 20 }, (_, at) => String(at + 1).padStart(2, "0")).join(",");
  const reading = (but: Partial<Parameters<typeof decideReading>[2]> = {}) =>
    decideReading(on("FROZEN"), terms.source, {
      revealsLogged: true,
      numbers,
      drawnAt: "2026-04-11T13:30:00Z",
      now: ms("2026-04-11T13:31:00Z"),
      ...but,
    });

  it("enter the number once it is drawn and the reveals stand", () => {
    expect(reading()).toEqual({ value: `kl8:2026090:${numbers}` });
    expect(reading({ now: ms("2026-04-11T13:29:59Z") })).toBe("not-yet-drawn");
    expect(reading({ revealsLogged: false })).toBe("out-of-step");
    expect(reading({ drawnAt: "2026-04-10T13:30:00Z" })).toBe("number-malformed");
    expect(reading({ numbers: numbers.replace("01", "02") })).toBe("number-malformed");
  });

  it("must be two who read the same", () => {
    const one = { reader: "a", value: "x" };
    expect(agreement([])).toBe("waiting");
    expect(agreement([one])).toBe("waiting");
    expect(agreement([one, { reader: "b", value: "x" }])).toEqual({ agreed: "x" });
    expect(agreement([one, { reader: "b", value: "y" }])).toBe("readers-disagree");
  });
});

describe("objections to the roster", () => {
  it("are heard while it is public, to freezeBy (V40)", () => {
    expect(decideObjection(on("ROSTER_PUBLICITY"), ms(terms.freezeBy))).toBeUndefined();
    expect(decideObjection(on("ROSTER_PUBLICITY"), ms(terms.freezeBy) + 1)).toBe(
      "objection-closed",
    );
    expect(decideObjection(on("RECHECKING"), ms("2026-04-01T00:00:00Z"))).toBe("objection-closed");
  });
});

describe("what time alone does", () => {
  const scheme = (but: Partial<TimedScheme>): TimedScheme => ({
    state: "PUBLISHED",
    terms,
    openObjections: 0,
    revealed: 0,
    revealsLogged: false,
    freezeInTime: true,
    revealsInTime: false,
    ...but,
  });
  const at = (but: Partial<TimedScheme>, now: string) => timedEvent(scheme(but), ms(now));

  it("opens and closes the window for intent", () => {
    expect(at({}, "2026-03-02T00:59:59Z")).toBeUndefined();
    expect(at({}, "2026-03-02T01:00:00Z")).toBe("open-intent");
    expect(at({ state: "INTENT_OPEN" }, "2026-03-13T10:00:00Z")).toBe("close-intent");
  });

  it("fixes the roster at freezeBy, unless an objection is open", () => {
    const state = "ROSTER_PUBLICITY";
    expect(at({ state }, "2026-04-10T10:00:00Z")).toBe("freeze");
    expect(at({ state, openObjections: 1 }, "2026-04-10T10:00:00Z")).toBeUndefined();
  });

  it("logs the reveals when all are in, or with a quorum before revealBy; else the draw is void", () => {
    const state = "FROZEN";
    expect(at({ state, revealed: 3 }, "2026-04-10T10:00:01Z")).toBe("log-reveals");
    expect(at({ state, revealed: 2 }, "2026-04-11T09:44:59Z")).toBeUndefined();
    expect(at({ state, revealed: 2 }, "2026-04-11T09:45:00Z")).toBe("log-reveals");
    expect(at({ state, revealed: 1 }, "2026-04-11T09:59:59Z")).toBeUndefined();
    expect(at({ state, revealed: 1 }, "2026-04-11T10:00:00Z")).toBe("void");
    const logged = { state, revealed: 2, revealsLogged: true } as const;
    expect(at({ ...logged, revealsInTime: true }, "2026-04-12T00:00:00Z")).toBeUndefined();
  });

  it("voids a draw whose freeze or reveals no verifier would take: cosigned or logged too late", () => {
    const state = "FROZEN";
    expect(at({ state, freezeInTime: false }, "2026-04-10T10:00:00Z")).toBe("void");
    expect(at({ state, revealed: 3 }, "2026-04-11T10:00:00Z")).toBe("log-reveals");
    expect(at({ state, revealed: 3 }, "2026-04-11T10:00:01Z")).toBe("void");
    const logged = { state, revealed: 3, revealsLogged: true } as const;
    expect(at(logged, "2026-04-11T09:59:59Z")).toBeUndefined();
    expect(at(logged, "2026-04-11T10:00:00Z")).toBe("void");
  });

  it("ends the result's publicity and opens choosing", () => {
    const result = {
      state: "RESULT_PUBLICITY",
      publicityEndsAt: "2026-04-22T16:00:00.000Z",
    } as const;
    expect(at(result, "2026-04-22T15:59:59Z")).toBeUndefined();
    expect(at(result, "2026-04-22T16:00:00Z")).toBe("end-publicity");
    expect(at({ ...result, openObjections: 1 }, "2026-04-23T00:00:00Z")).toBeUndefined();
    const final = { state: "FINAL", selectionOpensAt: "2026-04-25T16:00:00.000Z" } as const;
    expect(at(final, "2026-04-25T16:00:00Z")).toBe("open-selection");
  });

  it("says when to look next, or that only an act can go on", () => {
    expect(nextLook(scheme({}))).toBe("2026-03-02T01:00:00.000Z");
    expect(nextLook(scheme({ state: "SEEDED" }))).toBeUndefined();
  });

  it("voids a draw whose roster was not frozen in time, before any outcome exists", () => {
    const late = scheme({ state: "RECHECKING" });
    expect(timedEvent(late, Date.parse(late.terms.freezeBy) - 1)).toBeUndefined();
    expect(timedEvent(late, Date.parse(late.terms.freezeBy))).toBe("void");
  });

  it("holds a roster back while an objection is open, until the witnesses' time is over", () => {
    const held = scheme({ state: "ROSTER_PUBLICITY", openObjections: 1 });
    expect(timedEvent(held, Date.parse(held.terms.freezeBy))).toBeUndefined();
    expect(timedEvent(held, Date.parse(held.terms.revealBy))).toBe("void");
  });
});

describe("the table of transitions", () => {
  it("reaches every state from DRAFT, and VOID is left by nothing: nobody draws again", () => {
    const rows = Object.values(schemeTransitions) as {
      from: readonly string[];
      to: readonly string[];
    }[];
    const reached = new Set(["DRAFT"]);
    for (let before = 0; before < reached.size;) {
      before = reached.size;
      for (const { from, to } of rows)
        if (from.some((state) => reached.has(state))) to.forEach((state) => reached.add(state));
    }
    expect(reached).toEqual(new Set(SchemeState.options));
    expect(rows.some(({ from }) => from.includes("VOID"))).toBe(false);
  });
});
