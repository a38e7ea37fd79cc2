import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ApplicationForm, ApplicationState } from "../../../shared/contract/application.ts";
import type { HouseholdChange } from "../../../shared/contract/application-process.ts";
import {
  decideHouseholdChange,
  type ChangeFacts,
} from "../../../shared/domain/applications/decide-change.ts";
import {
  decideGaps,
  decideResubmission,
} from "../../../shared/domain/applications/decide-correction.ts";
import {
  decideCounterWord,
  draftRefusal,
  keptUntil,
} from "../../../shared/domain/applications/decide-draft.ts";
import {
  decideMeasure,
  decideMeasureProposal,
  decideStatement,
} from "../../../shared/domain/applications/decide-measure.ts";
import {
  decideObjectionAnswer,
  decidePublicityObjection,
} from "../../../shared/domain/applications/decide-publicity-objection.ts";
import {
  decideAskReconsideration,
  decideReconsiderationAnswer,
} from "../../../shared/domain/applications/decide-reconsideration.ts";
import { isLiveApplication } from "../../../shared/domain/applications/live.ts";
import {
  nextReviewOn,
  standingDue,
  timedEvent,
  type TimedFacts,
} from "../../../shared/domain/applications/timed-events.ts";
import { applicationTransitions } from "../../../shared/domain/applications/transitions.ts";
import { addDays } from "../../../shared/domain/calendar/days.ts";
import { civilDay, dayEnds } from "../../../shared/domain/calendar/instants.ts";
import { chinaCalendar, periodEnd } from "../../../shared/domain/calendar/working-days.ts";
import { policyFor } from "../../../shared/domain/policy/eligibility-policy.ts";
import { EXAMPLE_FORM } from "../../../functions/routes/examples.ts";

const calendar = chinaCalendar;
const today = "2026-03-04";
const policy = policyFor("PRH", "350503", today);
if (!policy) throw new Error("PRH is open in Fengze");
const form = ApplicationForm.parse(EXAMPLE_FORM);
const [child] = form.members;
if (!child) throw new Error("The example has a child");

const day = fc.integer({ min: 0, max: 900 }).map((n) => addDays("2025-01-01", n));

describe("the list of gaps", () => {
  const ground = { isMember: false, today, calendar, policy, state: "SUBMITTED" } as const;
  const gap = (item: "INCOME" | "HUKOU") => ({ item, what: "请补充" });

  it("is sent once; a later one repeats items of the first alone", () => {
    expect(decideGaps([gap("INCOME")], undefined, ground)).toMatchObject({
      due: { on: "2026-03-18" },
    });
    expect(decideGaps([gap("INCOME")], ["INCOME", "HUKOU"], ground).kind).toBe("ask-correction");
    expect(decideGaps([gap("INCOME"), gap("HUKOU")], ["INCOME"], ground)).toEqual({
      ...{ kind: "gaps-listed-once", pointer: "/gaps/1/item", items: ["INCOME"] },
    });
  });

  it("is not for one's own household, nor for what one entered at the counter", () => {
    expect(decideGaps([gap("INCOME")], undefined, { ...ground, isMember: true }).kind).toBe(
      "own-case",
    );
    const entered = { ...ground, isEnteredByCaller: true };
    expect(decideGaps([gap("INCOME")], undefined, entered).kind).toBe("own-entry");
  });

  it("is made good up to the last day, inclusive", () => {
    const facts = {
      ...({
        state: "CORRECTION",
        calendar,
        acceptDays: 5,
        samePeople: true,
        before: form,
      } as const),
    };
    fc.assert(
      fc.property(day, fc.integer({ min: -2, max: 2 }), (until, off) => {
        const now = addDays(until, off);
        const decision = decideResubmission(form, { ...facts, until, today: now });
        expect(decision.kind).toBe(off <= 0 ? "resubmit" : "correction-over");
      }),
    );
  });
});

describe("a change of household", () => {
  const facts: ChangeFacts = {
    ...{ state: "WAITLISTED", leavingPlaces: [], reporter: 0, joiningApplied: [] },
    ...{ barredUntil: undefined, today, calendar },
  };
  const change: HouseholdChange = {
    ...{ kind: "MEANS", occurredOn: today, joining: [], leaving: [], declaration: true },
    evidence: [{ what: "证明", digest: "ab".repeat(32) }],
  };
  const means = { incomeFenPerYear: 1, assetsFen: 2, ownedHomes: [] };

  it("is late from the day after the 30th, or the working day that one moves to", () => {
    fc.assert(
      fc.property(day, fc.integer({ min: -1, max: 1 }), (occurredOn, off) => {
        const now = addDays(periodEnd(occurredOn, 30, calendar), off);
        const decision = decideHouseholdChange(
          form,
          { ...change, occurredOn, means },
          { ...facts, today: now },
        );
        expect(decision).toMatchObject({ kind: "change", late: off > 0 });
      }),
    );
  });

  it("takes who left out of the household and nobody else", () => {
    const leaving = [{ idType: child.idType, idNumber: child.idNumber }];
    const decision = decideHouseholdChange(
      form,
      { ...change, kind: "SPLIT", leaving },
      { ...facts, leavingPlaces: [1] },
    );
    expect(decision).toMatchObject({ kind: "change", left: [1], form: { members: [] } });
    const stranger = { ...change, kind: "SPLIT" as const, leaving };
    expect(decideHouseholdChange(form, stranger, { ...facts, leavingPlaces: [-1] })).toMatchObject({
      ...{ kind: "not-a-member", pointer: "/leaving/0/idNumber" },
    });
    expect(decideHouseholdChange(form, stranger, { ...facts, leavingPlaces: [0] }).kind).toBe(
      "not-a-member",
    );
  });

  it("sends a case in final review back to the agencies, and a waiting one keeps waiting", () => {
    const next = (state: ApplicationState) =>
      decideHouseholdChange(form, { ...change, means }, { ...facts, state });
    expect(next("FINAL_REVIEW")).toMatchObject({ next: "JOINT_CHECK" });
    expect(next("SUBMITTED")).toMatchObject({ next: "SUBMITTED" });
    expect(next("WAITLISTED")).toMatchObject({ next: "WAITLISTED" });
    expect(next("PUBLICITY").kind).toBe("out-of-step");
    expect(next("IN_ROSTER").kind).toBe("out-of-step");
  });

  it("lets in nobody who is barred or stands elsewhere", () => {
    const joins = { ...change, kind: "JOINED" as const, joining: [child] };
    const other = { ...form, members: [] };
    const until = "2026-03-04";
    expect(decideHouseholdChange(other, joins, { ...facts, barredUntil: until }).kind).toBe(
      "barred",
    );
    const after = { ...facts, barredUntil: until, today: "2026-03-05", joiningApplied: [false] };
    expect(decideHouseholdChange(other, joins, after).kind).toBe("change");
    expect(decideHouseholdChange(other, joins, { ...facts, joiningApplied: [true] }).kind).toBe(
      "member-already-applied",
    );
  });
});

describe("a reconsideration", () => {
  const base = { state: "REJECTED", asked: false, appliedElsewhere: false, calendar } as const;

  it("is asked up to the last day, inclusive, once", () => {
    fc.assert(
      fc.property(day, fc.integer({ min: -2, max: 2 }), (askBy, off) => {
        const decision = decideAskReconsideration({ ...base, askBy, today: addDays(askBy, off) });
        expect(decision.kind).toBe(off <= 0 ? "ask" : "reconsideration-over");
      }),
    );
    expect(decideAskReconsideration({ ...base, askBy: today, today, asked: true }).kind).toBe(
      "reconsidered-once",
    );
  });

  it("is answered in fifteen working days by an officer who had no part in the refusal", () => {
    expect(decideAskReconsideration({ ...base, askBy: today, today })).toMatchObject({
      answerBy: { on: "2026-03-25" },
    });
    const facts = { state: "REJECTED", isMember: false, today, calendar, asked: true } as const;
    const answer = (officer: string) =>
      decideReconsiderationAnswer(
        { outcome: "REOPEN", reason: "理由" },
        { ...facts, refusedBy: ["r", "a"], officer, finalReviewDays: 7 },
      ).kind;
    expect(["r", "a", "b"].map(answer)).toEqual([
      ...["needs-other-officer", "needs-other-officer", "reopen"],
    ]);
  });
});

describe("an objection to a published household", () => {
  it("is taken to the end of the last day (V40), by anyone but the household", () => {
    fc.assert(
      fc.property(day, fc.integer({ min: -2, max: 2 }), (until, off) => {
        const now = { today: addDays(until, off), calendar, isMember: false };
        for (const state of ["PUBLICITY", "OBJECTION"] as const)
          expect(decidePublicityObjection({ ...now, state, until }).kind).toBe(
            off <= 0 ? "object" : "publicity-objection-closed",
          );
      }),
    );
    const own = { state: "PUBLICITY", until: today, isMember: true, today, calendar } as const;
    expect(decidePublicityObjection(own).kind).toBe("own-household");
  });

  it("leaves the household where the others leave it", () => {
    const facts = {
      ...({ state: "OBJECTION", isMember: false, isObjector: false, isOpen: true } as const),
      ...{ until: today, askDays: 15, today, calendar },
    };
    const answer = (outcome: "UPHELD" | "DISMISSED", openObjections: number, on = today) =>
      decideObjectionAnswer({ outcome, reason: "理由" }, { ...facts, openObjections, today: on });
    expect(answer("DISMISSED", 2)).toEqual({ kind: "stay" });
    expect(answer("DISMISSED", 1)).toEqual({ kind: "back", over: false });
    expect(answer("DISMISSED", 1, "2026-03-05")).toEqual({ kind: "back", over: true });
    expect(answer("UPHELD", 2)).toEqual({ kind: "reject", askBy: "2026-03-19" });
  });
});

describe("a measure", () => {
  const ground = { isMember: false, today, calendar };
  const reason = "理由";

  it("is decided by another person, after a word or the days for it", () => {
    const pending = { measure: "BAR", by: "r", hearBy: "2026-03-11", heard: false } as const;
    const decide = (officer: string, but: Partial<Parameters<typeof decideMeasure>[1]> = {}) =>
      decideMeasure(
        { decision: "CONFIRM", reason },
        { ...ground, state: "WAITLISTED", pending, officer, ...but },
      );
    expect(decide("r").kind).toBe("needs-second-person");
    expect(decide("a")).toEqual({ kind: "not-heard-yet", until: "2026-03-11" });
    expect(decide("a", { today: "2026-03-11" }).kind).toBe("not-heard-yet");
    expect(decide("a", { today: "2026-03-12" })).toEqual({ kind: "bar", until: "2031-03-12" });
    expect(decide("a", { pending: { ...pending, heard: true } })).toEqual({
      ...{ kind: "bar", until: "2031-03-04" },
    });
    expect(decide("a", { pending: undefined }).kind).toBe("no-measure-pending");
    expect(decideStatement(pending, "2026-03-11").kind).toBe("state");
    expect(decideStatement(pending, "2026-03-12").kind).toBe("statement-over");
  });

  it("bars from a leap day to the last of February, five years on", () => {
    const pending = { measure: "BAR", by: "r", hearBy: "2028-02-28", heard: true } as const;
    const bar = decideMeasure(
      { decision: "CONFIRM", reason },
      { ...ground, today: "2028-02-29", state: "CLOSED", pending, officer: "a" },
    );
    expect(bar).toEqual({ kind: "bar", until: "2033-02-28" });
  });

  it("bars from any state but a roster's; suspends and cancels who waits", () => {
    const propose = (measure: "BAR" | "CANCEL" | "SUSPEND", state: ApplicationState) =>
      decideMeasureProposal(
        { measure, reason, ...(measure === "BAR" && { barredPlaces: [0] }) },
        { ...ground, state, pending: false, householdSize: 2 },
      ).kind;
    const refused = ApplicationState.options.filter((one) => propose("BAR", one) !== "propose");
    expect(refused).toEqual(["IN_ROSTER", "BARRED"]);
    const cancelled = ApplicationState.options.filter(
      (one) => propose("CANCEL", one) === "propose",
    );
    expect(cancelled).toEqual(["WAITLISTED", "SUSPENDED"]);
  });
});

describe("a draft", () => {
  it("is kept for ninety days, its last inclusive", () => {
    fc.assert(
      fc.property(day, fc.integer({ min: -2, max: 2 }), (saved, off) => {
        const until = keptUntil(saved);
        expect(until).toBe(addDays(saved, 90));
        const over = draftRefusal({ state: "OPEN", until }, addDays(until, off));
        expect(over?.kind).toBe(off <= 0 ? undefined : "draft-over");
      }),
    );
  });

  it("is confirmed at the counter by a code that is fresh, over exactly this text", () => {
    const code = { codeHash: "h", until: "2026-03-04T02:10:00.000Z", tries: 4 };
    const draft = { state: "OPEN", until: today, formDigest: "d", code } as const;
    const now = (instant: string) => ({ now: instant, today });
    const say = (codeHash: string, at = "2026-03-04T02:10:00.000Z", formDigest = "d") =>
      decideCounterWord(draft, { formDigest, codeHash }, now(at)).kind;
    expect(say("h")).toBe("confirm");
    expect(say("x")).toBe("wrong-code");
    expect(say("h", "2026-03-04T02:10:00.001Z")).toBe("no-code-sent");
    expect(say("h", "2026-03-04T02:00:00.000Z", "other")).toBe("draft-changed");
    const spent = { ...draft, code: { ...code, tries: 5 } };
    const said = { formDigest: "d", codeHash: "h" };
    expect(decideCounterWord(spent, said, now("2026-03-04T02:00:00.000Z")).kind).toBe(
      "no-code-sent",
    );
  });
});

describe("time", () => {
  const facts = fc.record(
    {
      state: fc.constantFrom(...ApplicationState.options),
      dueOn: day,
      reviewOn: day,
      reconsideration: fc.record({ state: fc.constantFrom("OPEN", "REOPENED", "UPHELD") }),
      review: fc.record({
        kind: fc.constantFrom("ANNUAL" as const, "CHANGE" as const),
        stage: fc.constantFrom("ANSWER" as const, "CHECK" as const, "DECIDE" as const),
        answerBy: day,
      }),
      manual: fc.boolean(),
    },
    { requiredKeys: ["state"] },
  ) as fc.Arbitrary<TimedFacts>;

  it("acts on the day the clock was set to, and on no day before", () => {
    fc.assert(
      fc.property(facts, day, (seen, now) => {
        const event = timedEvent(seen, { today: now, calendar, verifiedUntil: undefined });
        const due = standingDue(seen);
        // What is before the clock has something to happen, and what happens was before the clock.
        expect(event !== undefined).toBe(due !== undefined && dayEnds(addDays(now, -1)) >= due);
      }),
      { numRuns: 2_000 },
    );
  });

  it("opens the yearly review thirty days before the verification ends, on leap days too", () => {
    expect(nextReviewOn("2026-03-04", 12)).toBe("2027-02-02");
    expect(nextReviewOn("2027-03-30", 12)).toBe("2028-02-29");
    expect(nextReviewOn("2028-02-29", 12)).toBe("2029-01-29");
    const seen = { state: "WAITLISTED", reviewOn: "2027-02-02" } as const;
    const at = (now: string) =>
      timedEvent(seen, { today: now, calendar, verifiedUntil: "2027-03-04" });
    expect(at("2027-02-01")).toBeUndefined();
    expect(at("2027-02-02")).toEqual({ kind: "open-review", answerBy: "2027-03-04" });
    // A clock that comes late leaves the household its days all the same.
    expect(at("2027-03-01")).toEqual({ kind: "open-review", answerBy: "2027-03-31" });
  });

  it("lets nobody fall while an officer's or an agency's word is awaited", () => {
    const late = { today: "2030-01-01", calendar, verifiedUntil: undefined };
    for (const stage of ["CHECK", "DECIDE"] as const)
      for (const state of ["WAITLISTED", "SUSPENDED"] as const) {
        const review = { kind: "ANNUAL", stage, answerBy: "2026-01-01" } as const;
        expect(timedEvent({ state, dueOn: "2026-01-01", review }, late)).toBeUndefined();
      }
    const asked = { state: "REJECTED", dueOn: "2026-01-01", reconsideration: { state: "OPEN" } };
    expect(timedEvent(asked as TimedFacts, late)).toBeUndefined();
    expect(civilDay(dayEnds("2026-01-01"))).toBe("2026-01-02");
  });
});

describe("an application that holds its people (V30)", () => {
  it("is every one that is not over, and a refused one while it is reconsidered", () => {
    const free = ApplicationState.options.filter((state) => !isLiveApplication({ state }));
    expect(free.toSorted()).toEqual(
      ["BARRED", "CANCELLED", "CLOSED", "LAPSED", "REJECTED", "WITHDRAWN"].toSorted(),
    );
    expect(isLiveApplication({ state: "REJECTED", reconsideration: { state: "OPEN" } })).toBe(true);
    expect(isLiveApplication({ state: "REJECTED", reconsideration: { state: "UPHELD" } })).toBe(
      false,
    );
  });

  it("never comes to life again by itself: only a reconsideration leads out of an end", () => {
    const over = ApplicationState.options.filter((state) => !isLiveApplication({ state }));
    const leads = Object.entries(applicationTransitions).filter(
      ([, { from, to }]) =>
        from.some((state) => over.includes(state)) &&
        to.some((state) => isLiveApplication({ state })),
    );
    expect(leads.map(([event]) => event)).toEqual(["answer-reconsideration"]);
  });
});
