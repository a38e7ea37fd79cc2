import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AgencyFinding, ApplicationForm } from "../../../shared/contract/application.ts";
import { evaluate, verdictOf } from "../../../shared/domain/applications/eligibility.ts";
import {
  ELIGIBILITY_POLICIES,
  policyFor,
} from "../../../shared/domain/policy/eligibility-policy.ts";
import { aMember, anApplicationForm } from "../../support/builders/application.ts";
import { anIdNumber } from "../../support/builders/people.ts";

const policyOf = (programme: "PRH" | "ARH") => {
  const policy = policyFor(programme, "350503", "2026-03-02");
  if (!policy) throw new Error(`${programme} is open in Fengze`);
  return policy;
};
const prh = policyOf("PRH");
const arh = policyOf("ARH");

const outcomes = (form: ApplicationForm, policy = prh, findings?: readonly AgencyFinding[]) =>
  Object.fromEntries(
    evaluate(form, policy, findings).map(({ condition, outcome }) => [condition, outcome]),
  );
const outcomeOf = (condition: string, but: Partial<ApplicationForm>, policy = prh) =>
  outcomes(anApplicationForm(but), policy)[condition];

const applicant = anApplicationForm().applicant;
const work = { employer: "泉州某厂", employmentContract: true, diploma: true, pensionMonths: 60 };
const home = { area: "350503" as const, address: "丰泽区示范路1号", areaM2: 39.99 };

/** For every condition of every policy: a household that meets it, one that does not. */
const cases: Record<
  string,
  { policy: typeof prh; met: Partial<ApplicationForm>; not: Partial<ApplicationForm> }
> = {
  "PRH group-admitted": { policy: prh, met: {}, not: { group: "GRADUATE" } },
  "PRH hukou-in": {
    policy: prh,
    met: { applicant: { ...applicant, hukou: "QZ-ETDZ" } },
    not: { applicant: { ...applicant, hukou: "350504" } },
  },
  "PRH new-worker": {
    policy: prh,
    met: { group: "NEW_WORKER", work },
    not: { group: "NEW_WORKER", work: { ...work, diploma: false } },
  },
  "PRH settled": {
    policy: prh,
    met: { group: "MIGRANT", work },
    not: { group: "MIGRANT", work: { ...work, pensionMonths: 59 } },
  },
  "PRH income-at-most": {
    policy: prh,
    met: { incomeFenPerYear: 12_774_899 },
    not: { incomeFenPerYear: 12_774_900 },
  },
  "PRH assets-at-most": {
    policy: prh,
    met: { assetsFen: 59_980_000 },
    not: { assetsFen: 59_980_001 },
  },
  "PRH area-per-person-below": {
    policy: prh,
    met: { ownedHomes: [home] },
    not: { ownedHomes: [{ ...home, areaM2: 40 }] },
  },
  "ARH group-admitted": { policy: arh, met: { group: "GRADUATE" }, not: { group: "LOCAL_FAMILY" } },
  "ARH no-home-in": {
    policy: arh,
    met: { group: "GRADUATE", ownedHomes: [{ ...home, area: "350582" }] },
    not: { group: "GRADUATE", ownedHomes: [{ ...home, area: "QZ-TIA" }] },
  },
};

describe("every condition of every policy", () => {
  const named = ELIGIBILITY_POLICIES.flatMap(({ programme, conditions }) =>
    conditions.map(({ kind }) => `${programme} ${kind}`),
  );

  it("has a household that meets it and one that does not", () => {
    expect(Object.keys(cases).toSorted()).toEqual(named.toSorted());
  });

  it.each(Object.entries(cases))(
    "%s is met on one side of its limit only",
    (name, { policy, met, not }) => {
      const condition = name.slice(4);
      expect(outcomeOf(condition, met, policy)).toBe("MET");
      expect(outcomeOf(condition, not, policy)).toBe("NOT_MET");
    },
  );

  it("says limit, value, source, article and policy", () => {
    const income = evaluate(anApplicationForm(), prh).find(
      ({ code, condition }) => code === undefined && condition === "income-at-most",
    );
    expect(income).toMatchObject({
      limit: "≤ 127748.99 元/年",
      found: "90000.00 元/年",
      source: "declared",
      policy: "prh-central-2021-08",
    });
    expect(income?.article).toContain("O11 7");
  });
});

describe("limits, whatever the household", () => {
  it("of income are the single person's for one alone, the household's for more (V32)", () => {
    fc.assert(
      fc.property(fc.integer({ min: 5_390_250, max: 5_390_256 }), (incomeFenPerYear) => {
        const alone = outcomeOf("income-at-most", { members: [], incomeFenPerYear });
        expect(alone).toBe(incomeFenPerYear <= 5_390_253 ? "MET" : "NOT_MET");
        expect(outcomeOf("income-at-most", { incomeFenPerYear })).toBe("MET");
      }),
    );
    const rich = evaluate(anApplicationForm({ incomeFenPerYear: 99_999_999 }), prh);
    expect(rich.find(({ outcome }) => outcome === "NOT_MET")?.code).toBe("V32");
  });

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
    const housed = evaluate(anApplicationForm({ ownedHomes: [{ ...home, areaM2: 90 }] }), prh);
    expect(housed.find(({ outcome }) => outcome === "NOT_MET")?.code).toBe("V33");
  });
});

describe("what was not said", () => {
  it("is to be supplied, not refused", () => {
    expect(outcomeOf("new-worker", { group: "NEW_WORKER" })).toBe("MISSING");
    expect(outcomeOf("settled", { group: "MIGRANT" })).toBe("MISSING");
    expect(outcomeOf("settled", { group: "MIGRANT", residencePermit: true })).toBe("MET");
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
      outcomes(anApplicationForm(), prh, findings)["income-at-most"];
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
    expect(outcomes(rich, prh, [])["income-at-most"]).toBe("NOT_MET");
  });
});

describe("the verdict", () => {
  it("is qualified only when all are met", () => {
    expect(verdictOf(evaluate(anApplicationForm(), prh)).kind).toBe("qualified");
    expect(verdictOf(evaluate(anApplicationForm({ group: "MIGRANT" }), prh)).kind).toBe(
      "incomplete",
    );
    const two = evaluate(anApplicationForm({ group: "MIGRANT", assetsFen: 60_000_000 }), prh);
    expect(verdictOf(two)).toMatchObject({
      kind: "not-qualified",
      because: [{ condition: "assets-at-most" }],
    });
  });
});

describe("a policy", () => {
  it("holds in its areas and between its days", () => {
    expect(policyFor("PRH", "350582", "2026-03-02")).toBeUndefined();
    expect(policyFor("PRH", "350504", "2026-03-02")).toBeUndefined();
    expect(policyFor("ARH", "350504", "2026-03-02")).toBe(arh);
    expect(policyFor("ARH", "350503", "2025-03-31")).toBeUndefined();
    expect(policyFor("ARH", "350503", "2030-03-31")).toBe(arh);
    expect(policyFor("ARH", "350503", "2030-04-01")).toBeUndefined();
  });

  it("has one version a day at most for a programme in an area", () => {
    for (const one of ELIGIBILITY_POLICIES)
      for (const other of ELIGIBILITY_POLICIES)
        if (one !== other && one.programme === other.programme)
          expect(one.from > (other.until ?? "9999") || other.from > (one.until ?? "9999")).toBe(
            true,
          );
  });
});
