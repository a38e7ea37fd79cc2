import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AgencyFinding, ApplicationState } from "../../../shared/contract/application.ts";
import {
  decideFinal,
  decidePublicityEnd,
  decideRecommendation,
  numberWaiting,
} from "../../../shared/domain/applications/decide-final.ts";
import {
  decideAcceptance,
  decideFirstReview,
  decideJointCheck,
  decideManualFinding,
} from "../../../shared/domain/applications/decide-reviews.ts";
import { evaluate } from "../../../shared/domain/eligibility/evaluate.ts";
import { factsOf } from "../../../shared/domain/eligibility/facts.ts";
import { chinaCalendar } from "../../../shared/domain/calendar/working-days.ts";
import { policyFor } from "../../../shared/domain/policy/eligibility-policy.ts";
import { anApplicationForm } from "../../support/builders/application.ts";

const policy = policyFor("PRH", "350503", "2026-03-02");
if (!policy) throw new Error("Public rental is open in Fengze");

const on = (state: ApplicationState, today = "2026-03-02") => ({
  state,
  isMember: false,
  today,
  calendar: chinaCalendar,
  policy,
});
const finding = (
  agency: AgencyFinding["agency"],
  verdict: AgencyFinding["verdict"],
): AgencyFinding => ({
  agency,
  verdict,
  at: "2026-03-03T01:00:00.000Z",
  by: "REGISTER",
});
const all = policy.agencies.map((agency) => finding(agency, "agree"));

describe("the street", () => {
  it("accepts, then reviews within twenty working days", () => {
    expect(decideAcceptance(on("SUBMITTED"))).toEqual({
      kind: "accept",
      due: { on: "2026-03-30", provisional: false },
    });
  });

  it("asks every agency of the policy, whatever it recommends", () => {
    expect(decideFirstReview(on("ACCEPTED"))).toMatchObject({
      kind: "ask-agencies",
      agencies: policy.agencies,
      due: { on: "2026-03-16" },
    });
  });

  it("does not act out of order, nor in its own case", () => {
    expect(decideAcceptance(on("ACCEPTED")).kind).toBe("out-of-step");
    expect(decideFirstReview(on("SUBMITTED")).kind).toBe("out-of-step");
    expect(decideAcceptance({ ...on("SUBMITTED"), isMember: true }).kind).toBe("own-case");
    expect(decideFirstReview({ ...on("ACCEPTED"), isMember: true }).kind).toBe("own-case");
  });
});

describe("the joint check", () => {
  const check = (findings: AgencyFinding[], today = "2026-03-02") =>
    decideJointCheck(findings, { ...on("JOINT_CHECK", today), dueOn: "2026-03-16" });

  it("is complete when every agency has agreed or disagreed", () => {
    expect(check(all)).toEqual({ kind: "complete", due: { on: "2026-03-11", provisional: false } });
    expect(check([...all.slice(1), finding("civil-affairs", "disagree")]).kind).toBe("complete");
  });

  it("waits while time is left, then goes to a person: nothing passes by silence (V51)", () => {
    const verdict = fc.constantFrom<AgencyFinding["verdict"]>(
      "agree",
      "disagree",
      "unknown",
      "silent",
    );
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(...policy.agencies), verdict), { maxLength: 8 }),
        (said) => {
          const findings = said.map(([agency, word]) => finding(agency, word));
          const settled = new Set(
            said
              .filter(([, word]) => word === "agree" || word === "disagree")
              .map(([agency]) => agency),
          );
          const complete = settled.size === policy.agencies.length;
          expect(check(findings, "2026-03-16").kind).toBe(complete ? "complete" : "wait");
          expect(check(findings, "2026-03-17").kind).toBe(complete ? "complete" : "manual");
        },
      ),
    );
  });

  it("lets an officer enter what an agency did not answer, and nothing else", () => {
    const enter = (findings: AgencyFinding[], agency: AgencyFinding["agency"] = "income") =>
      decideManualFinding(agency, findings, on("JOINT_CHECK")).kind;
    expect(enter([])).toBe("enter");
    expect(enter([finding("income", "silent")])).toBe("enter");
    expect(enter([finding("income", "disagree")])).toBe("agency-has-answered");
    const narrow = { ...on("JOINT_CHECK"), policy: { ...policy, agencies: [] } };
    expect(decideManualFinding("income", [], narrow).kind).toBe("agency-not-asked");
    expect(decideManualFinding("income", [], { ...narrow, isMember: true }).kind).toBe("own-case");
    expect(decideManualFinding("income", [], on("FINAL_REVIEW")).kind).toBe("out-of-step");
  });
});

describe("the district", () => {
  const met = evaluate(factsOf(anApplicationForm()), policy, {
    ...{ on: "2026-03-02", findings: all },
  });
  const unmet = evaluate(factsOf(anApplicationForm({ assetsFen: 60_000_000 })), policy, {
    ...{ on: "2026-03-02", findings: all },
  });
  const recommended = { recommendation: "PUBLICISE", by: "reviewer" } as const;
  const final = (
    but: Partial<Parameters<typeof decideFinal>[1]> = {},
    decision: Parameters<typeof decideFinal>[0] = { decision: "PUBLICISE" },
  ) =>
    decideFinal(decision, {
      ...on("FINAL_REVIEW"),
      recommended,
      approver: "approver",
      conditions: met,
      ...but,
    });
  const REJECT = { decision: "REJECT", reason: "资产超过标准" } as const;

  it("publicises for seven working days, counted from the day after", () => {
    expect(final()).toEqual({
      kind: "publicise",
      publicity: { from: "2026-03-02", until: "2026-03-11", provisional: false },
    });
  });

  it("decides by two persons: never the one who recommended", () => {
    expect(final({ approver: "reviewer" })).toEqual({ kind: "needs-second-person" });
    expect(final({ approver: "reviewer" }, REJECT)).toEqual({ kind: "needs-second-person" });
    expect(final({ recommended: undefined })).toEqual({ kind: "not-recommended-yet" });
    expect(final({ isMember: true })).toEqual({ kind: "own-case" });
    expect(final({ state: "PUBLICITY" }).kind).toBe("out-of-step");
  });

  it("publicises nobody who fails a condition or has not shown one (V32, V33)", () => {
    expect(final({ conditions: unmet })).toMatchObject({
      kind: "conditions-not-met",
      because: [{ condition: "assets-at-most", code: "V32" }],
    });
    const none = { on: "2026-03-02", findings: [] };
    const open = evaluate(factsOf(anApplicationForm()), policy, none);
    expect(final({ conditions: open }).kind).toBe("conditions-not-met");
    const note = { recommendation: "PUBLICISE", note: "符合条件" } as const;
    expect(decideRecommendation(note, unmet, on("FINAL_REVIEW")).kind).toBe("conditions-not-met");
    expect(decideRecommendation(note, met, on("FINAL_REVIEW")).kind).toBe("recommend");
    const against = { recommendation: "REJECT", note: "资产超过标准" } as const;
    expect(decideRecommendation(against, unmet, on("FINAL_REVIEW")).kind).toBe("recommend");
    expect(
      decideRecommendation(against, unmet, { ...on("FINAL_REVIEW"), isMember: true }).kind,
    ).toBe("own-case");
  });

  it("rejects with the last day to ask for reconsideration", () => {
    expect(final({ conditions: unmet }, REJECT)).toEqual({
      kind: "reject",
      askReconsiderationBy: "2026-03-17",
    });
  });
});

describe("the end of publicity", () => {
  const end = (today: string, openObjections = 0, state: ApplicationState = "PUBLICITY") =>
    decidePublicityEnd({ state, until: "2026-03-11", today, openObjections });

  it("is the day behind its last day, with no objection open", () => {
    expect(end("2026-03-11")).toEqual({ kind: "publicity-not-over", until: "2026-03-11" });
    expect(end("2026-03-12")).toEqual({ kind: "waitlist" });
    expect(end("2026-03-12", 1)).toEqual({ kind: "objections-open" });
    expect(end("2026-03-12", 0, "WAITLISTED").kind).toBe("out-of-step");
  });

  it("gives waiting numbers by submission, then id, the same however the cases come in", () => {
    const cases = [
      { id: "A2", submittedAt: "2026-03-02T01:00:00.000Z" },
      { id: "A1", submittedAt: "2026-03-02T01:00:00.000Z" },
      { id: "A3", submittedAt: "2026-03-01T01:00:00.000Z" },
    ];
    const given = [
      { id: "A3", waitingNo: 7 },
      { id: "A1", waitingNo: 8 },
      { id: "A2", waitingNo: 9 },
    ];
    expect(numberWaiting(7, cases)).toEqual({ given, next: 10 });
    expect(numberWaiting(7, cases.toReversed())).toEqual({ given, next: 10 });
    expect(numberWaiting(7, [])).toEqual({ given: [], next: 7 });
  });
});
