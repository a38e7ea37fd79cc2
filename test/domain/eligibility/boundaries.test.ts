import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { HouseholdFacts } from "../../../shared/contract/eligibility.ts";
import {
  ConditionRule,
  ProgrammePolicy,
  type ConditionKind,
} from "../../../shared/contract/programme.ts";
import { civilDay, dayBegins } from "../../../shared/domain/calendar/instants.ts";
import { addDays, addMonths } from "../../../shared/domain/calendar/days.ts";
import { applyCondition, conditions } from "../../../shared/domain/eligibility/conditions.ts";
import {
  edgeCases,
  edges,
  edgesOf,
  qualifyingFacts,
} from "../../../shared/domain/eligibility/edges.ts";
import { evaluate, verdictOf } from "../../../shared/domain/eligibility/evaluate.ts";
import {
  ELIGIBILITY_POLICIES,
  governingVersion,
  policyFor,
} from "../../../shared/domain/policy/eligibility-policy.ts";

const DAYS = ["2026-03-02", "2028-02-29", "2027-02-28", "2028-03-01"] as const;

const rules = ELIGIBILITY_POLICIES.flatMap((policy) =>
  policy.conditions.map((rule) => ({ name: `${policy.version} ${rule.kind}`, policy, rule })),
);

/** Members of a rule that are limits: what is left when the texts and the basis are taken away. */
const limitsOf = (rule: ConditionRule): [string, unknown][] => {
  const said = ["kind", "title", "remedy", "groups", "agency", "code"];
  const basis = ["article", "source", "confirmed", "note"];
  return Object.entries(rule).filter(([name]) => ![...said, ...basis].includes(name));
};

describe("every condition of every programme", () => {
  it("has its function and its edges", () => {
    const kinds = ConditionRule.options.map((one) => one.shape.kind.value).toSorted();
    expect(Object.keys(conditions).toSorted()).toEqual(kinds);
    expect(Object.keys(edges).toSorted()).toEqual(kinds);
  });

  it.each(rules.map(({ name, ...one }) => [name, one] as const))(
    "%s is met by a household and refuses another, whose other conditions are all met",
    (_name, { policy, rule }) => {
      for (const on of DAYS) {
        const own = edgeCases(policy, on).filter((one) => one.rule === rule);
        expect(own.some(({ edge }) => edge.met)).toBe(true);
        expect(own.some(({ edge }) => !edge.met)).toBe(true);
        for (const { edge, facts } of own) {
          const all = evaluate(facts, policy, { on });
          const outcome = edge.met ? "MET" : "NOT_MET";
          const at = policy.conditions
            .filter(({ groups }) => groups === undefined || groups.includes(facts.group))
            .indexOf(rule);
          // Who is not of the groups asked has no outcome here.
          if (at >= 0) expect([edge, all[at]?.outcome]).toEqual([edge, outcome]);
        }
      }
    },
  );

  it.each(rules.map(({ name, ...one }) => [name, one] as const))(
    "%s is tried at −1, 0 and +1 of each number and day it limits",
    (_name, { rule }) => {
      const tried = edgesOf(rule, "2026-03-02");
      for (const [limit, value] of limitsOf(rule)) {
        const own = tried.filter((edge) => edge.limit === limit);
        expect([limit, own.length > 0]).toEqual([limit, true]);
        const measured = typeof value === "number" || typeof value === "string";
        if (measured || limit === "atMost")
          expect(own.map(({ off }) => off)).toEqual(expect.arrayContaining([-1, 0, 1]));
        expect(new Set(own.map(({ met }) => met)).size).toBe(2);
      }
    },
  );

  it.each(rules.map(({ name, ...one }) => [name, one] as const))(
    "%s says what to do, where it comes from, and what is not known of it",
    (_name, { rule }) => {
      expect(rule.remedy.zh.length).toBeGreaterThan(4);
      expect(rule.article.length).toBeGreaterThan(1);
      expect(rule.confirmed || rule.note !== undefined).toBe(true);
    },
  );

  it("has a household that qualifies in each group it admits", () => {
    for (const policy of ELIGIBILITY_POLICIES)
      for (const rule of policy.conditions)
        if (rule.kind === "group-admitted")
          for (const group of rule.admitted) {
            const facts = qualifyingFacts(policy, group, "2026-03-02");
            expect(HouseholdFacts.safeParse(facts).success).toBe(true);
            const { kind, because } = verdictOf(evaluate(facts, policy, { on: "2026-03-02" }));
            expect([policy.version, group, kind, because]).toEqual([
              policy.version,
              group,
              "qualified",
              [],
            ]);
          }
  });
});

/** A rule with other limits: the numbers of a city that is not Quanzhou. */
const other: Partial<Record<ConditionKind, fc.Arbitrary<object>>> = {
  "income-at-most": fc.record({
    householdFen: fc.integer({ min: 0, max: 100_000_000 }),
    singleFen: fc.integer({ min: 0, max: 100_000_000 }),
  }),
  "assets-at-most": fc.record({ fen: fc.integer({ min: 0, max: 1_000_000_000 }) }),
  "area-per-person-below": fc.record({ centiM2: fc.integer({ min: 2, max: 100_000 }) }),
  "insured-months-at-least": fc.record({ months: fc.integer({ min: 1, max: 720 }) }),
  settled: fc.record({ pensionMonths: fc.integer({ min: 1, max: 720 }) }),
  "age-at-least": fc.record({ years: fc.integer({ min: 18, max: 100 }) }),
  "waited-at-least": fc.record({
    months: fc.integer({ min: 1, max: 120 }),
    exemptHouseholdFen: fc.integer({ min: 1, max: 10_000_000 }),
    exemptSingleFen: fc.integer({ min: 1, max: 10_000_000 }),
  }),
};
const anyDay = fc.integer({ min: 0, max: 365 * 60 }).map((days) => addDays("2020-01-01", days));

describe("limits of any size, on any day", () => {
  it.each(Object.entries(other))("%s: one unit beside its limit turns it", (kind, limits) => {
    const found = rules.find(({ rule }) => rule.kind === kind)?.rule;
    fc.assert(
      fc.property(limits, anyDay, (some, on) => {
        const rule = ConditionRule.parse({ ...found, ...some });
        for (const edge of edgesOf(rule, on)) {
          const facts = { group: "LOCAL_FAMILY", householdSize: 1, ...edge.facts } as const;
          expect([edge, applyCondition(rule, facts, on).met]).toEqual([edge, edge.met]);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("of age count full years by civil dates: a leap day's child is older on 28 February", () => {
    const rule = ConditionRule.parse({
      ...rules.find(({ rule: { kind } }) => kind === "age-at-least")?.rule,
      years: 18,
    });
    const on = (bornOn: string, day: string) =>
      applyCondition(rule, { group: "MIGRANT", householdSize: 1, bornOn }, day).met;
    expect(on("2008-02-29", "2026-02-27")).toBe(false);
    expect(on("2008-02-29", "2026-02-28")).toBe(true);
    expect(on("2010-02-28", "2028-02-27")).toBe(false);
    expect(on("2010-02-28", "2028-02-28")).toBe(true);
  });

  it("of waiting end with the month when it has no such day", () => {
    const rule = rules.find(({ rule: { kind } }) => kind === "waited-at-least")?.rule;
    if (!rule) throw new Error("It is there");
    const on = (waitingSince: string, day: string) =>
      applyCondition(
        rule,
        { group: "MIGRANT", householdSize: 2, incomeFenPerYear: 12_000_000, waitingSince },
        day,
      ).met;
    expect(addMonths("2024-02-29", 24)).toBe("2026-02-28");
    expect(on("2024-02-29", "2026-02-27")).toBe(false);
    expect(on("2024-02-29", "2026-02-28")).toBe(true);
    expect(on("2024-03-02", "2026-03-01")).toBe(false);
    expect(on("2024-03-02", "2026-03-02")).toBe(true);
  });
});

describe("a policy", () => {
  it.each(ELIGIBILITY_POLICIES.map((policy) => [policy.version, policy] as const))(
    "%s is of the published shape, every parameter with what is not known",
    (_version, policy) => {
      expect(ProgrammePolicy.parse(policy)).toEqual(policy);
    },
  );

  it("without a note on a parameter, or with an unasked agency, is none", () => {
    const [first] = ELIGIBILITY_POLICIES;
    const { note: _, ...bare } = first?.ranking ?? { note: undefined };
    expect(ProgrammePolicy.safeParse({ ...first, ranking: bare }).success).toBe(false);
    expect(ProgrammePolicy.safeParse({ ...first, agencies: [] }).success).toBe(false);
    expect(ProgrammePolicy.safeParse({ ...first, queues: [] }).success).toBe(false);
  });

  it("governs from the midnight of Shanghai that begins its day to the one that ends its last", () => {
    const at = (instant: number) => policyFor("ARH", "350503", civilDay(instant))?.version;
    const version = "arh-central-2025-04";
    expect(at(dayBegins("2025-04-01") - 1)).toBeUndefined();
    expect(at(dayBegins("2025-04-01"))).toBe(version);
    expect(at(dayBegins("2030-04-01") - 1)).toBe(version);
    expect(at(dayBegins("2030-04-01"))).toBeUndefined();
  });

  it("holds in its own areas", () => {
    expect(policyFor("PRH", "350582", "2026-03-02")).toBeUndefined();
    expect(policyFor("PRH", "350504", "2026-03-02")).toBeUndefined();
    expect(policyFor("ARH", "350504", "2026-03-02")?.programme).toBe("ARH");
  });

  it("that began last governs, and nothing follows one that ran out", () => {
    const old = { jurisdictions: ["350503" as const], from: "2020-01-01" };
    const middle = { ...old, from: "2024-02-29", until: "2028-02-29" };
    const areas = { ...old, jurisdictions: ["350504" as const], from: "2025-01-01" };
    const on = (day: string) => governingVersion([areas, old, middle], "350503", day);
    expect(on("2019-12-31")).toBeUndefined();
    expect(on("2024-02-28")).toBe(old);
    expect(on("2024-02-29")).toBe(middle);
    expect(on("2028-02-29")).toBe(middle);
    expect(on("2028-03-01")).toBeUndefined();
  });
});
