/**
 * The policies that the platform ships with, and how the version that counts is chosen. Versions put
 * in force later stand in the table (`store/policies.ts`); the same rule chooses among all of them.
 */
import type { Programme } from "../../contract/application.ts";
import type { Jurisdiction } from "../../contract/ids.ts";
import type { ProgrammePolicy } from "../../contract/programme.ts";
import type { CivilDate } from "../../contract/values.ts";
import { centralAffordableRental } from "./programmes/affordable-rental.ts";
import { centralPublicRental } from "./programmes/public-rental.ts";
import { centralPriceLimited, centralSharedOwnership } from "./programmes/purchase.ts";
import { centralRentSubsidy } from "./programmes/rent-subsidy.ts";
import { centralTalent, centralYouth } from "./programmes/talent.ts";

export type EligibilityPolicy = ProgrammePolicy;

/** Every version shipped; an old case is explained by the one in force at its time. */
export const ELIGIBILITY_POLICIES: readonly EligibilityPolicy[] = [
  centralPublicRental,
  centralAffordableRental,
  centralTalent,
  centralYouth,
  centralSharedOwnership,
  centralPriceLimited,
  centralRentSubsidy,
];

/** As much of a version as the choice looks at. */
export type Validity = {
  readonly jurisdictions: readonly Jurisdiction[];
  readonly from: CivilDate;
  /** Last day, inclusive; absent: none is set. */
  readonly until?: CivilDate | undefined;
};

/**
 * The version that governs an area on a day: of those in force there by then, the one that began
 * last. One that has run out is followed by nothing: an older one does not come back.
 *
 * @param versions - of one subject, in any order
 * @returns undefined when none governs: not open there
 */
export function governingVersion<V extends Validity>(
  versions: readonly V[],
  area: Jurisdiction,
  day: CivilDate,
): V | undefined {
  const latest = versions
    .filter(({ jurisdictions, from }) => jurisdictions.includes(area) && from <= day)
    .reduce<V | undefined>((last, one) => (last && last.from >= one.from ? last : one), undefined);
  return latest?.until === undefined || day <= latest.until ? latest : undefined;
}

/** The shipped policy of a programme in an area on a day. */
export const policyFor = (
  programme: Programme,
  jurisdiction: Jurisdiction,
  day: CivilDate,
): EligibilityPolicy | undefined =>
  governingVersion(
    ELIGIBILITY_POLICIES.filter((policy) => policy.programme === programme),
    jurisdiction,
    day,
  );
