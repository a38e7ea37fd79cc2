/** Which lease on record a subsidy rests on: the household's own home, in force that month. */
import type { FilingDraft } from "../../contract/filing.ts";
import { OPEN_END } from "../../contract/filing-life.ts";
import type { Month } from "../../contract/subsidy.ts";
import type { CivilDate } from "../../contract/values.ts";
import { daysInBoth, firstDay, type Span } from "./months.ts";

/** As much of a filing as a subsidy looks at. */
export type FiledLease = {
  readonly filingId: string;
  readonly state: string;
  readonly draft: FilingDraft;
  /** Keyed hashes of its tenants. */
  readonly parties: { readonly tenants: readonly string[] };
  readonly certificate?: { readonly filedOn: CivilDate } | undefined;
  readonly versions?:
    | readonly {
        readonly from: CivilDate;
        readonly effectiveOn: CivilDate;
        readonly monthlyRentFen: number;
      }[]
    | undefined;
  readonly ended?: { readonly on: CivilDate } | undefined;
  /** An operator's lease of a home that was allotted. */
  readonly origin?: unknown;
};

/** On record, now or until it ended: what was revoked never counted. */
const COUNTS: ReadonlySet<string> = new Set(["FILED", "CANCELLED", "EXPIRED"]);

/** The days of a lease's term; it ends early where it was ended. */
function termOf({ draft, ended, versions }: FiledLease): Span {
  const { from, until } = draft.lease;
  const began = [from, ...(versions ?? []).map((one) => one.from)].reduce((a, b) =>
    b < a ? b : a,
  );
  const last = until === OPEN_END ? undefined : until;
  const end = ended && (last === undefined || ended.on < last) ? ended.on : last;
  return { from: began, ...(end !== undefined && { until: end }) };
}

/** The rent that was agreed for a month: that of the version in effect on its first day, or the first. */
function rentOf({ draft, versions = [] }: FiledLease, month: Month): number {
  const ordered = versions.toSorted((a, b) => (a.effectiveOn < b.effectiveOn ? -1 : 1));
  const inEffect = ordered.findLast(({ effectiveOn }) => effectiveOn <= firstDay(month));
  return (inEffect ?? ordered[0])?.monthlyRentFen ?? draft.lease.monthlyRentFen;
}

/** A lease that counts in a month. */
export type Counted = {
  readonly filingId: string;
  readonly monthlyRentFen: number;
  readonly areaCentiM2: number;
  readonly tenants: number;
  readonly ofHousehold: number;
  readonly days: number;
};

/**
 * The lease of a month: a dwelling that the applicant rents in their own name, on record, not one
 * allotted to them. Of several, the one with most days, then the lower rent: nobody gains by a
 * second lease.
 *
 * @param people - keyed hashes of the household, the applicant first
 * @returns undefined when there is none
 */
export function leaseOfMonth(
  filings: readonly FiledLease[],
  month: Month,
  { people, waiting }: { readonly people: readonly string[]; readonly waiting: readonly Span[] },
): Counted | undefined {
  const [applicant = ""] = people;
  const counted = filings
    .filter(
      ({ state, certificate, draft, parties, origin }) =>
        COUNTS.has(state) &&
        certificate !== undefined &&
        origin === undefined &&
        draft.lease.use === "RESIDENTIAL" &&
        parties.tenants.includes(applicant),
    )
    .map((filing): Counted => {
      const { parties, draft, filingId } = filing;
      return {
        filingId,
        monthlyRentFen: rentOf(filing, month),
        areaCentiM2: Math.round(draft.lease.unit.areaM2 * 100),
        tenants: parties.tenants.length,
        ofHousehold: parties.tenants.filter((hash) => people.includes(hash)).length,
        days: daysInBoth(month, [termOf(filing)], waiting),
      };
    })
    .filter(({ days }) => days > 0)
    .sort((a, b) => b.days - a.days || a.monthlyRentFen - b.monthlyRentFen);
  return counted[0];
}
