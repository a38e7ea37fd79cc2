import { describe, expect, it } from "vitest";
import { ApplicationState } from "../../../shared/contract/application.ts";
import type { SchemeDraft } from "../../../shared/contract/scheme.ts";
import {
  decideIntent,
  decideRecheck,
  poolsFor,
  type Candidate,
} from "../../../shared/domain/schemes/decide-intent.ts";
import { theTerms } from "../../support/builders/scheme.ts";

const candidate: Candidate = {
  state: "WAITLISTED",
  programme: "PRH",
  jurisdiction: "350503",
  group: "LOCAL_FAMILY",
  wants: "HOME",
  queue: "ORDINARY",
  householdSize: 2,
  verifiedOn: "2026-01-05",
};
const decide = (
  but: Partial<Candidate> = {},
  { at = "2026-03-05T01:00:00Z", pools = ["A"], today = "2026-03-05", terms = {} } = {},
) =>
  decideIntent(
    theTerms(terms),
    { ...candidate, ...but },
    { pools },
    {
      now: Date.parse(at),
      today,
      verificationMonths: 12,
    },
  );

describe("a household's intent", () => {
  it("is registered for the pools it wants", () => {
    expect(decide()).toEqual({ kind: "register", pools: ["A"] });
  });

  it("of a priority household may name both queues, written in the notice's order", () => {
    const both = { pools: ["A", "P"] };
    expect(decide({ queue: "PRIORITY" }, both)).toEqual({ kind: "register", pools: ["P", "A"] });
    expect(decide({}, both)).toEqual({ kind: "not-in-scope", pointer: "/pools/1" });
  });

  it("is taken from the opening second to the closing one, exclusive (V35)", () => {
    expect(decide({}, { at: "2026-03-02T00:59:59Z" }).kind).toBe("intent-not-open");
    expect(decide({}, { at: "2026-03-02T01:00:00Z" }).kind).toBe("register");
    expect(decide({}, { at: "2026-03-13T09:59:59Z" }).kind).toBe("register");
    expect(decide({}, { at: "2026-03-13T10:00:00Z" }).kind).toBe("intent-closed");
  });

  it.each([
    { programme: "ARH" },
    { jurisdiction: "350502" },
    { group: "MIGRANT" },
    { wants: "SUBSIDY" },
  ] satisfies Partial<Candidate>[])("is refused outside the scheme's scope: %j (V36)", (but) => {
    expect(decide(but)).toEqual({ kind: "not-in-scope", pointer: "/applicationId" });
  });

  it("is refused for a pool that is not for its size (V36)", () => {
    expect(decide({ householdSize: 1 })).toEqual({ kind: "not-in-scope", pointer: "/pools/0" });
    expect(decide({ householdSize: 5 }).kind).toBe("not-in-scope");
    expect(decide({ householdSize: 4 }).kind).toBe("register");
    expect(decide({}, { pools: ["Z"] }).kind).toBe("not-in-scope");
  });

  it("is refused where the scheme itself is for other sizes (V36)", () => {
    const scope = {
      areas: ["350503"],
      groups: ["LOCAL_FAMILY"],
      householdSizes: { minPersons: 3, maxPersons: 4 },
    } satisfies SchemeDraft["scope"];
    expect(decide({}, { terms: { scope } }).kind).toBe("not-in-scope");
    expect(decide({ householdSize: 3 }, { terms: { scope } }).kind).toBe("register");
  });

  it("waits for the annual review, due when the last is more than twelve months ago (V37)", () => {
    expect(decide({ verifiedOn: "2025-03-05" }).kind).toBe("register");
    expect(decide({ verifiedOn: "2025-03-04" })).toEqual({ kind: "review-due" });
  });

  it.each(ApplicationState.options.filter((state) => state !== "WAITLISTED"))(
    "is out of step in %s",
    (state) => {
      expect(decide({ state })).toEqual({ kind: "out-of-step", state });
    },
  );

  it("finds the pools open to it", () => {
    expect(poolsFor(theTerms(), { queue: "PRIORITY", householdSize: 1 })).toEqual(["P"]);
    expect(poolsFor(theTerms(), { queue: "ORDINARY", householdSize: 1 })).toEqual([]);
  });
});

describe("the recheck", () => {
  const facts = {
    scheme: "RECHECKING",
    eligibility: "BEFORE_DRAW",
    application: "RECHECK",
    registered: true,
    qualified: true,
    isMember: false,
  } as const;
  const pass = { outcome: "QUALIFIED" } as const;
  const fail = { outcome: "NOT_QUALIFIED" } as const;

  it("leads into the roster, or back to the waiting list", () => {
    expect(decideRecheck(pass, facts)).toEqual({ kind: "enter-roster" });
    expect(decideRecheck({ ...pass }, { ...facts, application: "INTENT" }).kind).toBe(
      "enter-roster",
    );
    expect(decideRecheck(fail, facts)).toEqual({ kind: "back-to-waiting" });
  });

  it("passes nobody whose conditions are no longer met", () => {
    expect(decideRecheck(pass, { ...facts, qualified: false }).kind).toBe("conditions-not-met");
    expect(decideRecheck(fail, { ...facts, qualified: false }).kind).toBe("back-to-waiting");
  });

  it("comes after the draw where the scheme says so, and then keeps a place or loses it", () => {
    const after = { ...facts, eligibility: "AFTER_DRAW", scheme: "FINAL" } as const;
    expect(decideRecheck(pass, after)).toEqual({ kind: "keep-place" });
    expect(decideRecheck(fail, after)).toEqual({ kind: "back-to-waiting" });
    expect(decideRecheck(pass, { ...after, scheme: "RECHECKING" }).kind).toBe("out-of-step");
    expect(decideRecheck(pass, { ...facts, scheme: "FINAL" }).kind).toBe("out-of-step");
  });

  it("is refused out of order, without an intent, and in the officer's own case", () => {
    expect(decideRecheck(pass, { ...facts, scheme: "INTENT_OPEN" }).kind).toBe("out-of-step");
    expect(decideRecheck(pass, { ...facts, application: "WAITLISTED" }).kind).toBe("out-of-step");
    expect(decideRecheck(pass, { ...facts, registered: false }).kind).toBe("intent-not-registered");
    expect(decideRecheck(fail, { ...facts, isMember: true }).kind).toBe("own-case");
  });
});
