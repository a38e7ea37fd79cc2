/** The lease that follows from a scheme, a home and a household: nobody types it again. */
import type { Applicant, Member } from "../../contract/application.ts";
import type { FilingDraft } from "../../contract/filing.ts";
import { jurisdictions, type Jurisdiction } from "../../contract/ids.ts";
import type { Lease } from "../../contract/lease.ts";
import type { HomeOffer, SchemeTerms } from "../../contract/scheme.ts";
import type { CivilDate } from "../../contract/values.ts";
import { addDays, addYears } from "../calendar/days.ts";

/** Where a home is filed: the scheme's jurisdiction when it is there, else that of its region. */
function filedIn(
  { jurisdiction }: Pick<SchemeTerms, "jurisdiction">,
  home: HomeOffer,
): Jurisdiction {
  return jurisdictions[jurisdiction].regionCode === home.regionCode
    ? jurisdiction
    : home.regionCode;
}

function unitOf(home: HomeOffer): Lease["unit"] {
  const { flatId, regionCode, standardAddressCode, building, no, landNature, areaM2, layout } =
    home;
  return {
    flatId,
    regionCode,
    standardAddressCode,
    building,
    address: `${building}${no}`,
    ...(home.realEstateUnitNo !== undefined && { realEstateUnitNo: home.realEstateUnitNo }),
    titleCertNo: home.titleCertNo,
    titleType: "REAL_ESTATE_CERT",
    landNature,
    areaM2,
    rooms: Math.max(1, Number(layout.split("-")[0])),
    layout,
    wholeOrRoom: "WHOLE",
    spaceKind: "DWELLING",
  };
}

/**
 * The filing draft of an allotted home: the operator lets, the applicant rents, the members live
 * there; from the day given, for the years of the scheme.
 *
 * @param days - `from`: first day of the term; `signedOn`: day the last party signed; `agentPhone`:
 *   mobile number of whoever signs for the operator, whose own number in the scheme is a landline
 * @see O11 16 to 18: written lease of at most five years, filed by the operator within 30 days
 */
export function leaseDraftOf(
  terms: Pick<SchemeTerms, "jurisdiction" | "operator" | "lease">,
  home: HomeOffer,
  household: {
    readonly applicant: Pick<Applicant, "name" | "idType" | "idNumber" | "phone">;
    readonly members: readonly Pick<Member, "name" | "idType" | "idNumber" | "kinship">[];
  },
  {
    signedOn,
    from,
    agentPhone,
  }: { readonly signedOn: CivilDate; readonly from: CivilDate; readonly agentPhone: string },
): FilingDraft {
  const { operator, lease } = terms;
  const { name, idType, idNumber, phone } = household.applicant;
  return {
    jurisdiction: filedIn(terms, home),
    filerRole: "OPERATOR",
    signing: "ONLINE",
    landlords: [
      {
        kind: "firm",
        name: operator.name,
        idType: "USCC",
        idNumber: operator.uscc,
        phone: agentPhone,
      },
    ],
    tenants: [{ kind: "person", name, idType, idNumber, phone }],
    lease: {
      unit: unitOf(home),
      use: "RESIDENTIAL",
      signedOn,
      from,
      until: addDays(addYears(from, lease.years), -1),
      monthlyRentFen: home.monthlyRentFen,
      payCycle: lease.payCycle,
      ...(lease.deposit && { deposit: lease.deposit }),
      occupants: household.members.map((member) => ({
        name: member.name,
        idType: member.idType,
        idNumber: member.idNumber,
        kinship: member.kinship,
        from,
      })),
      subletAllowed: false,
    },
  };
}
