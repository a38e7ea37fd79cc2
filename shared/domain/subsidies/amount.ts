/** What one month of rent subsidy comes to, to the fen. Whole numbers throughout. */
import type { ProgrammePolicy, ProgrammeTerm } from "../../contract/programme.ts";

export type SubsidyTerm = Extract<ProgrammeTerm, { kind: "subsidy-of-rent" }>;

/** The rule by which a policy pays; undefined when it pays none. */
export const subsidyTerm = ({ terms }: Pick<ProgrammePolicy, "terms">): SubsidyTerm | undefined =>
  terms.find((term) => term.kind === "subsidy-of-rent");

export type AmountFacts = {
  /** Rent of the home per calendar month, in fen. */
  readonly monthlyRentFen: number;
  /** Floor area of what is let, in 1/100 m². */
  readonly areaCentiM2: number;
  /** Tenants named in the lease, and how many of them are of the household. */
  readonly tenants: number;
  readonly ofHousehold: number;
  /** Days that count, and days of the month. */
  readonly days: number;
  readonly ofDays: number;
};

/** The area that counts, in 1/100 m²: the home's, up to the policy's limit. */
export const countedArea = (
  { upToCentiM2 }: Pick<SubsidyTerm, "upToCentiM2">,
  areaCentiM2: number,
): number => Math.min(areaCentiM2, upToCentiM2);

/**
 * The subsidy of one month: the policy's share of the rent, for the area that counts, for the
 * household's part of the lease, for the days that count. Rounded down once, at the end.
 *
 * @returns fen, from 0 to the rent
 * @see Quanzhou 2023 notices: half the rent up to 66 m²; unconfirmed for homes people rent themselves
 */
export function subsidyAmount(
  { percent, upToCentiM2 }: Pick<SubsidyTerm, "percent" | "upToCentiM2">,
  { monthlyRentFen, areaCentiM2, tenants, ofHousehold, days, ofDays }: AmountFacts,
): number {
  const part = [
    monthlyRentFen,
    percent,
    countedArea({ upToCentiM2 }, areaCentiM2),
    Math.min(ofHousehold, tenants),
    Math.min(days, ofDays),
  ].reduce((product, factor) => product * BigInt(factor), 1n);
  const whole = [100, areaCentiM2, tenants, ofDays].reduce(
    (product, factor) => product * BigInt(factor),
    1n,
  );
  return Number(part / whole);
}
