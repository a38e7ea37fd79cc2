import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  ConditionOutcome,
  type AgencyFinding,
  type ApplicationForm,
} from "../../../shared/contract/application.ts";
import { HouseholdFacts } from "../../../shared/contract/eligibility.ts";
import { evaluate, resultOf, verdictOf } from "../../../shared/domain/eligibility/evaluate.ts";
import { factsOf, quotaHomes } from "../../../shared/domain/eligibility/facts.ts";
import { isVerified, reviewAnnually } from "../../../shared/domain/eligibility/annual-review.ts";
import { chinaCalendar } from "../../../shared/domain/calendar/working-days.ts";
import {
  ELIGIBILITY_POLICIES,
  policyFor,
} from "../../../shared/domain/policy/eligibility-policy.ts";
import { aMember, anApplicationForm } from "../../support/builders/application.ts";
import { anIdNumber } from "../../support/builders/people.ts";

const ON = "2026-03-02";
const policyOf = (programme: ApplicationForm["programme"]) => {
  const policy = policyFor(programme, "350503", ON);
  if (!policy) throw new Error(`${programme} is open in Fengze`);
  return policy;
};
const prh = policyOf("PRH");

const look = (findings?: readonly AgencyFinding[]) => ({ on: ON, findings });
const outcomes = (form: ApplicationForm, findings?: readonly AgencyFinding[]) =>
  Object.fromEntries(
    evaluate(factsOf(form), prh, look(findings)).map(({ condition, outcome }) => [
      condition,
      outcome,
    ]),
  );
const outcomeOf = (condition: string, but: Partial<ApplicationForm>) =>
  outcomes(anApplicationForm(but))[condition];
const home = { area: "350582" as const, address: "晋江市示范路1号", areaM2: 39.99 };

describe("an outcome", () => {
  it("says limit, value, source, day, article, policy and remedy in both languages", () => {
    const rich = factsOf(anApplicationForm({ incomeFenPerYear: 12_774_900 }));
    const income = evaluate(rich, prh, look()).find(
      ({ condition }) => condition === "income-at-most",
    );
    expect(income).toMatchObject({
      outcome: "NOT_MET",
      code: "V32",
      limit: { zh: "≤ 127748.99 元/年", en: "≤ 127748.99 yuan a year" },
      found: { zh: "127749.00 元/年", en: "127749.00 yuan a year" },
      source: { zh: "本人申报", en: "declared" },
      asOf: ON,
      confirmed: true,
      policy: "prh-central-2021-08",
    });
    expect(income?.article).toContain("O11 7");
    expect(income?.remedy?.zh).toContain("保障性租赁住房");
    expect(income?.remedy?.en).toContain("affordable rental");
  });

  it("says what is not known of a parameter", () => {
    const outcomes = evaluate(factsOf(anApplicationForm()), prh, look());
    expect(outcomes.filter(({ confirmed }) => !confirmed).length).toBeGreaterThan(0);
    for (const { confirmed, note } of outcomes) expect(confirmed).toBe(note === undefined);
  });

  it("has no remedy when it is met", () => {
    const met = evaluate(factsOf(anApplicationForm()), prh, look());
    expect(ConditionOutcome.array().parse(met)).toEqual(met);
    expect(met.every(({ outcome, remedy }) => outcome === "MET" && !remedy)).toBe(true);
  });
});

describe("limits, whatever the household", () => {
  it("of area are exact to the hundredth of a square metre and exclusive (V33)", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 5 }),
        fc.integer({ min: -2, max: 2 }),
        (others, off) => {
          const members = Array.from({ length: others }, (_, at) =>
            aMember({ idNumber: anIdNumber("20100101", at + 1), kinship: "CHILD" }),
          );
          const centi = 2000 * (others + 1) + off;
          const split = [
            { ...home, areaM2: 8.03 },
            { ...home, areaM2: (centi - 803) / 100 },
          ];
          const outcome = outcomeOf("area-per-person-below", { members, ownedHomes: split });
          expect(outcome).toBe(off < 0 ? "MET" : "NOT_MET");
        },
      ),
    );
  });
});

describe("what was not said", () => {
  it("is to be supplied, not refused", () => {
    expect(outcomeOf("new-worker", { group: "NEW_WORKER" })).toBe("MISSING");
    expect(outcomeOf("settled", { group: "MIGRANT" })).toBe("MISSING");
    expect(outcomeOf("settled", { group: "MIGRANT", residencePermit: true })).toBe("MET");
  });

  it("leaves every condition of every programme open, never met, but who is admitted", () => {
    for (const policy of ELIGIBILITY_POLICIES) {
      const [first] = policy.conditions.flatMap((rule) =>
        rule.kind === "group-admitted" ? rule.admitted : [],
      );
      const facts = HouseholdFacts.parse({ group: first, householdSize: 1 });
      for (const { condition, outcome, remedy } of evaluate(facts, policy, look()))
        if (condition !== "group-admitted") {
          expect(`${policy.version} ${condition} ${outcome}`).toContain("MISSING");
          expect(remedy).toBeDefined();
        }
    }
  });

  it("by an agency keeps the condition open: silence, doubt and contradiction never pass", () => {
    const at = "2026-03-10T01:00:00.000Z";
    const said = (verdict: AgencyFinding["verdict"], by: AgencyFinding["by"] = "REGISTER") => ({
      agency: "income" as const,
      verdict,
      at,
      by,
    });
    const income = (findings: readonly AgencyFinding[]) =>
      outcomes(anApplicationForm(), findings)["income-at-most"];
    expect(income([])).toBe("MISSING");
    expect(income([said("silent")])).toBe("MISSING");
    expect(income([said("unknown")])).toBe("MISSING");
    expect(income([said("disagree")])).toBe("MISSING");
    expect(income([said("agree")])).toBe("MET");
    expect(income([said("agree"), said("silent")])).toBe("MET");
    expect(income([said("silent"), said("agree", "OFFICER")])).toBe("MET");
    expect(income([said("agree"), said("disagree", "OFFICER")])).toBe("MISSING");
  });

  it("leaves a declared excess an excess, whatever the agency says", () => {
    const rich = anApplicationForm({ incomeFenPerYear: 12_774_900 });
    expect(outcomes(rich, [])["income-at-most"]).toBe("NOT_MET");
  });
});

describe("the verdict", () => {
  it("is qualified only when all are met", () => {
    const of = (but: Partial<ApplicationForm>) =>
      verdictOf(evaluate(factsOf(anApplicationForm(but)), prh, look()));
    expect(of({}).kind).toBe("qualified");
    expect(of({ group: "MIGRANT" }).kind).toBe("incomplete");
    expect(of({ group: "MIGRANT", assetsFen: 60_000_000 })).toMatchObject({
      kind: "not-qualified",
      because: [{ condition: "assets-at-most" }],
    });
  });
});

describe("what talents are given", () => {
  const talent = policyOf("TALENT");
  const resultFor = (talentTier: number) =>
    resultOf({ group: "RECRUITED_TALENT", householdSize: 1, talentTier }, talent, look());

  it.each([
    [1, 0, 13_000],
    [2, 0, 13_000],
    [3, 50, 13_000],
    [4, 100, 10_000],
    [7, 100, 10_000],
  ])(
    "tier %i pays %i %% of the rent for at most %i hundredths of a m² (M6)",
    (tier, percent, centi) => {
      const { terms, queue } = resultFor(tier);
      expect(queue).toBe("TALENT");
      expect(terms.flatMap((one) => (one.kind === "rent-percent" ? [one.percent] : []))).toEqual([
        percent,
      ]);
      expect(
        terms.flatMap((one) => (one.kind === "home-area-at-most" ? [one.centiM2] : [])),
      ).toEqual([centi]);
      expect(terms.find((one) => one.kind === "instead")).toMatchObject({
        choices: ["BUY", "RENT", "SUBSIDY"],
      });
    },
  );

  it("is no more than the quota of homes, whole ones, and none is lost", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3_000 }), (homes) => {
        for (const policy of ELIGIBILITY_POLICIES) {
          const shares = quotaHomes(policy, homes);
          expect(shares.reduce((sum, share) => sum + share.homes, 0)).toBe(homes);
          for (const { queue, quotaPercent } of policy.queues)
            if (quotaPercent !== undefined)
              expect(shares.find((one) => one.queue === queue)?.homes).toBe(
                Math.floor((homes * quotaPercent) / 100),
              );
        }
      }),
    );
  });
});

describe("the review of a waiting household", () => {
  const agreed = prh.agencies.map((agency) => ({
    ...{ agency, verdict: "agree", at: "2026-03-01T00:00:00.000Z", by: "REGISTER" },
  })) as readonly AgencyFinding[];
  const review = (form: ApplicationForm, findings: readonly AgencyFinding[] = agreed) =>
    reviewAnnually(factsOf(form), prh, { ...look(findings), calendar: chinaCalendar });

  it("stands for another twelve months, an end on a rest day moved on", () => {
    expect(review(anApplicationForm())).toEqual({
      kind: "stands",
      verifiedOn: ON,
      next: { on: "2027-03-02", provisional: true },
    });
  });

  it("suspends by silence, and only a condition that fails ends it", () => {
    expect(review(anApplicationForm(), []).kind).toBe("suspend");
    expect(review(anApplicationForm({ assetsFen: 59_980_001 }))).toMatchObject({
      kind: "no-longer-qualified",
      because: [{ condition: "assets-at-most" }],
    });
  });

  it("holds to its matching day, on a leap day to the month's end (V37)", () => {
    expect(isVerified("2026-03-02", prh, "2027-03-02")).toBe(true);
    expect(isVerified("2026-03-02", prh, "2027-03-03")).toBe(false);
    expect(isVerified("2028-02-29", prh, "2029-02-28")).toBe(true);
    expect(isVerified("2028-02-29", prh, "2029-03-01")).toBe(false);
  });
});
