import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Kinship } from "../../../shared/contract/identity.ts";
import { addDays, addMonths, daysBetween } from "../../../shared/domain/calendar/days.ts";
import { consentStands, decideConsent } from "../../../shared/domain/hukou/decide-consent.ts";
import {
  decideHukou,
  wholeMonths,
  type HukouFacts,
} from "../../../shared/domain/hukou/decide-hukou.ts";
import { isDirectRelative } from "../../../shared/domain/identity/kinship.ts";
import { hukouPolicyOf, type HukouPolicy } from "../../../shared/domain/policy/hukou-policy.ts";
import { parameter } from "../../../shared/domain/policy/rule.ts";
import { aFiling, landlord, tenant } from "../../support/builders/filing.ts";

const policyOf = (area: "350503" | "350582"): HukouPolicy => {
  const found = hukouPolicyOf(area, "2026-07-01");
  if (!found) throw new Error(`No policy in ${area}`);
  return found;
};
const centre = policyOf("350503");
const county = policyOf("350582");

const given = (but: Partial<HukouFacts> = {}): HukouFacts => ({
  status: "IN_FORCE",
  from: "2024-07-01",
  use: "RESIDENTIAL",
  wholeOrRoom: "WHOLE",
  landlordConsents: true,
  applicantIsTenant: true,
  tenants: 1,
  filedDays: 731,
  employment: "EMPLOYED_IN_AREA",
  family: [],
  today: "2026-07-01",
  ...but,
});
const wrongOf = (facts: HukouFacts, policy: HukouPolicy) =>
  decideHukou(facts, policy).conditions.flatMap(({ condition, outcome }) =>
    outcome === "MET" ? [] : [`${condition} ${outcome}`],
  );

describe("a household that is to be registered on a let home", () => {
  it("is eligible in the centre after 24 months, with work, consent and the whole home", () => {
    const { answer, conditions, policyVersion } = decideHukou(given(), centre);
    expect({ answer, policyVersion }).toEqual({
      answer: "ELIGIBLE",
      policyVersion: "hukou-centre-2021-02",
    });
    expect(conditions.find(({ condition }) => condition === "MONTHS_FILED")).toMatchObject({
      needed: 24,
      found: 24,
      article: "QZ 2021-02-18",
    });
  });

  it("is eligible in a county at once: no months, no work", () => {
    const facts = given({ filedDays: 1, employment: "NONE" });
    expect(decideHukou(facts, county).answer).toBe("ELIGIBLE");
    expect(wrongOf(facts, centre)).toEqual(["MONTHS_FILED NOT_MET", "EMPLOYMENT NOT_MET"]);
  });

  it.each([
    [{ status: "EXPIRED" }, "LEASE_IN_FORCE NOT_MET"],
    [{ from: "2026-07-02" }, "LEASE_IN_FORCE NOT_MET"],
    [{ use: "OFFICE" }, "RESIDENTIAL_USE NOT_MET"],
    [{ applicantIsTenant: false }, "APPLICANT_IS_TENANT NOT_MET"],
    [{ filedDays: 729 }, "MONTHS_FILED NOT_MET"],
    [{ employment: "NONE" }, "EMPLOYMENT NOT_MET"],
    [{ employment: undefined }, "EMPLOYMENT MISSING"],
    [{ landlordConsents: false }, "LANDLORD_CONSENT NOT_MET"],
    [{ wholeOrRoom: "ROOM" }, "WHOLE_UNIT NOT_MET"],
    [{ family: [{ on: "nothing" }] }, "DIRECT_RELATIVES NOT_MET"],
    [{ family: [{ on: "lease-as-tenant" }] }, "DIRECT_RELATIVES MISSING"],
  ] as const)("given %j hears %s and nothing else", (but, said) => {
    expect(wrongOf(given(but), centre)).toEqual([said]);
  });

  it.each(Kinship.options)(
    "may bring a %s who lives there only if a direct relative",
    (kinship) => {
      const facts = given({ family: [{ on: "lease-as-occupant", kinship }] });
      const expected = isDirectRelative(kinship) ? "ELIGIBLE" : "NOT_ELIGIBLE";
      expect(decideHukou(facts, centre).answer).toBe(expected);
    },
  );

  it("is told for whom of the family it does not hold", () => {
    const facts = given({
      family: [
        { on: "lease-as-occupant", kinship: "SPOUSE" },
        { on: "lease-as-occupant", kinship: "SIBLING" },
        { on: "nothing" },
      ],
    });
    const { conditions } = decideHukou(facts, centre);
    expect(conditions.at(-1)).toMatchObject({ condition: "DIRECT_RELATIVES", who: [1, 2] });
  });

  it("of several tenants: to whom an occupant is kin, the lease does not say", () => {
    const family = [{ on: "lease-as-occupant", kinship: "CHILD" }] as const;
    expect(decideHukou(given({ family, tenants: 2 }), county).answer).toBe("INCOMPLETE");
  });
});

describe("policies of hukou", () => {
  it("hold from their first day to their last, and elsewhere not at all", () => {
    const next: HukouPolicy = {
      ...centre,
      version: "next",
      from: "2027-01-01",
      minFiledMonths: parameter(12, "next", "next"),
    };
    const both = [{ ...centre, until: "2026-12-31" }, next];
    expect(hukouPolicyOf("350503", "2026-12-31", both)?.version).toBe(centre.version);
    expect(hukouPolicyOf("350503", "2027-01-01", both)?.version).toBe("next");
    expect(hukouPolicyOf("350582", "2027-01-01", both)).toBeUndefined();
    expect(hukouPolicyOf("350503", "2021-02-17")).toBeUndefined();
  });
});

describe("whole months on record", () => {
  it("are as many as fit between the first day and the end of today", () => {
    expect(wholeMonths(730, "2026-06-30")).toBe(24);
    expect(wholeMonths(729, "2026-06-30")).toBe(23);
    expect(wholeMonths(0, "2026-06-30")).toBe(0);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9000 }), (days) => {
        const months = wholeMonths(days, "2026-07-01");
        const after = addDays("2026-07-01", 1);
        expect(daysBetween(addMonths(after, -months), after)).toBeLessThanOrEqual(days);
        expect(daysBetween(addMonths(after, -months - 1), after)).toBeGreaterThan(days);
      }),
    );
  });
});

describe("the landlord's consent", () => {
  const filing = aFiling({ state: "FILED", filedVersion: 1 });

  it("is any landlord's to give while the lease is on record, and nobody else's", () => {
    expect(decideConsent(filing, landlord, "2026-07-01")).toEqual({ kind: "record" });
    expect(decideConsent(filing, tenant, "2026-07-01")).toEqual({ kind: "not-the-landlord" });
    expect(decideConsent(filing, landlord, "2027-03-01")).toEqual({ kind: "out-of-step" });
  });

  it("ends with the landlord who gave it", () => {
    const { parties } = filing;
    expect(consentStands({ parties, hukouConsent: { given: true, by: "landlord" } })).toBe(true);
    expect(consentStands({ parties, hukouConsent: { given: true, by: "sold" } })).toBe(false);
    expect(consentStands({ parties, hukouConsent: { given: false, by: "landlord" } })).toBe(false);
    expect(consentStands({ parties })).toBe(false);
  });
});
