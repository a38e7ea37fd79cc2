import { describe, expect, it } from "vitest";
import type { ApplicationForm } from "../../../shared/contract/application.ts";
import { decideApplication } from "../../../shared/domain/applications/decide-application.ts";
import { policyFor } from "../../../shared/domain/policy/eligibility-policy.ts";
import { publicityRow } from "../../../shared/domain/applications/publicity-row.ts";
import { chinaCalendar } from "../../../shared/domain/calendar/working-days.ts";
import { PublicityRow } from "../../../shared/contract/application.ts";
import { aMember, anApplicationForm } from "../../support/builders/application.ts";
import { anIdNumber } from "../../support/builders/people.ts";

const policyOn = (form: ApplicationForm, today: string) =>
  policyFor(form.programme, form.jurisdiction, today);
const facts = {
  isCaller: true,
  applied: [false, false],
  today: "2026-03-02",
  calendar: chinaCalendar,
};
const decide = (
  but: Partial<ApplicationForm>,
  given: Partial<typeof facts & { barredUntil: string }> = {},
) => {
  const form = anApplicationForm(but);
  const ground = { ...facts, ...given };
  return decideApplication(form, { ...ground, policy: policyOn(form, ground.today) });
};

describe("a household's application", () => {
  it("is taken in, to be accepted within five working days", () => {
    expect(decide({})).toMatchObject({
      kind: "submit",
      queue: "ORDINARY",
      householdSize: 2,
      due: { on: "2026-03-09", provisional: false },
    });
  });

  it("is taken in whether or not it will qualify: everyone's case is examined", () => {
    expect(decide({ incomeFenPerYear: 99_999_999 }).kind).toBe("submit");
  });

  it("stands in the priority queue with any evidence for it", () => {
    expect(decide({ priorityEvidence: ["GARRISON"] })).toMatchObject({ queue: "PRIORITY" });
  });

  it("needs the consent to checks (V34)", () => {
    const { consent: _, ...form } = anApplicationForm();
    expect(
      decideApplication(
        { ...form },
        { ...facts, policy: policyOn(anApplicationForm(), facts.today) },
      ),
    ).toEqual({
      kind: "consent-missing",
      pointer: "/consent",
    });
  });

  it("is made where the programme is open", () => {
    expect(decide({ jurisdiction: "350582" })).toEqual({
      kind: "programme-not-open",
      pointer: "/programme",
    });
  });

  it("is not made for what those on the waiting list are given instead of a home", () => {
    expect(decide({ programme: "RENT_SUBSIDY" })).toEqual({
      kind: "through-waiting-list",
      pointer: "/programme",
    });
  });

  it("stands in the talents' queue with a tier, where the policy has one", () => {
    const talent = { group: "RECRUITED_TALENT", talentTier: 3 } as const;
    expect(decide({ programme: "TALENT", ...talent })).toMatchObject({ queue: "TALENT" });
    expect(decide({ programme: "ARH", ...talent })).toMatchObject({ queue: "ORDINARY" });
  });

  it("is made by the applicant in person", () => {
    expect(decide({}, { isCaller: false }).kind).toBe("applicant-not-caller");
  });

  it("is refused while a member stands in another, pointing at that member (V30)", () => {
    expect(decide({}, { applied: [false, true] })).toEqual({
      kind: "member-already-applied",
      pointer: "/members/0/idNumber",
    });
    expect(decide({}, { applied: [true, true] })).toMatchObject({ pointer: "/applicant/idNumber" });
  });

  it("is refused to the last day of a bar, and no longer (V31)", () => {
    expect(decide({}, { barredUntil: "2026-03-02" })).toEqual({
      kind: "barred",
      until: "2026-03-02",
    });
    expect(decide({}, { barredUntil: "2026-03-01" }).kind).toBe("submit");
  });

  it("is made by an adult (V06); children may be members", () => {
    const { applicant } = anApplicationForm();
    const young = { ...applicant, idNumber: anIdNumber("20080303", 5) };
    expect(decide({ applicant: young }).kind).toBe("minor-needs-guardian");
    expect(decide({ applicant: young }, { today: "2026-03-03" }).kind).toBe("submit");
    const child = aMember({ kinship: "CHILD", idNumber: anIdNumber("20260302", 5) });
    expect(decide({ members: [child] }).kind).toBe("submit");
    expect(decide({ members: [child] }, { today: "2026-03-01" })).toEqual({
      kind: "birth-date-not-past",
      pointer: "/members/0/idNumber",
    });
  });
});

describe("a line of the published list", () => {
  it("shows masks, queue and size, and nothing of means or the reason of priority", () => {
    const form = anApplicationForm({ priorityEvidence: ["DISABILITY_TO_GRADE_3"] });
    const row = publicityRow(1, form, { receiptNo: "7Q2K4M9X1B3D", queue: "PRIORITY" });
    expect(PublicityRow.parse(row)).toEqual({
      seq: 1,
      name: "陈*远",
      idNumber: "350***********905" + form.applicant.idNumber.slice(-1),
      receiptNo: "7Q2K4M9X1B3D",
      programme: "PRH",
      queue: "PRIORITY",
      householdSize: 2,
      conclusion: "QUALIFIED",
    });
  });
});
