import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  countedArea,
  subsidyAmount,
  subsidyTerm,
} from "../../../shared/domain/subsidies/amount.ts";
import { policyFor } from "../../../shared/domain/policy/eligibility-policy.ts";

const half = { percent: 50, upToCentiM2: 6_600 };
const month = { tenants: 1, ofHousehold: 1, days: 30, ofDays: 30 };
const facts = { ...month, monthlyRentFen: 180_000, areaCentiM2: 6_000 };

describe("a month of rent subsidy", () => {
  it("is the policy's share of the rent, with its article", () => {
    const policy = policyFor("RENT_SUBSIDY", "350503", "2026-03-01");
    const term = policy && subsidyTerm(policy);
    expect(term).toMatchObject({ percent: 50, upToCentiM2: 6_600, article: "QZ 2023" });
    expect(subsidyAmount(half, facts)).toBe(90_000);
  });

  it("counts 66 square metres at most: at the limit whole, one hundredth above in part", () => {
    const of = (areaCentiM2: number) => subsidyAmount(half, { ...facts, areaCentiM2 });
    expect([6_599, 6_600, 6_601].map(of)).toEqual([90_000, 90_000, 89_986]);
    expect(countedArea(half, 6_601)).toBe(6_600);
    expect(of(13_200)).toBe(45_000);
  });

  it("is rounded down once, to the fen", () => {
    expect(subsidyAmount(half, { ...facts, monthlyRentFen: 1 })).toBe(0);
    expect(subsidyAmount(half, { ...facts, monthlyRentFen: 3 })).toBe(1);
    expect(subsidyAmount(half, { ...facts, days: 18, ofDays: 31 })).toBe(52_258);
  });

  it("is for the household's part of a lease it shares", () => {
    expect(subsidyAmount(half, { ...facts, tenants: 3 })).toBe(30_000);
    expect(subsidyAmount(half, { ...facts, tenants: 3, ofHousehold: 2 })).toBe(60_000);
  });

  it("is never more than the rent, and exact for every amount the contract allows", () => {
    fc.assert(
      fc.property(
        fc.record({
          monthlyRentFen: fc.integer({ min: 1, max: 10_000_000_000 }),
          areaCentiM2: fc.integer({ min: 1, max: 10_000_000 }),
          tenants: fc.integer({ min: 1, max: 10 }),
          ofHousehold: fc.integer({ min: 1, max: 10 }),
          days: fc.integer({ min: 0, max: 31 }),
          ofDays: fc.integer({ min: 28, max: 31 }),
        }),
        fc.integer({ min: 1, max: 100 }),
        (any, percent) => {
          const fen = subsidyAmount({ percent, upToCentiM2: 6_600 }, any);
          expect(Number.isSafeInteger(fen)).toBe(true);
          expect(fen).toBeGreaterThanOrEqual(0);
          expect(fen).toBeLessThanOrEqual(any.monthlyRentFen);
        },
      ),
    );
  });
});
