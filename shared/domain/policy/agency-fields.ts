/**
 * Which agency may ask for what, and what it is told, as data. PIPL 6: no more than the purpose
 * needs. Each line stands until the agreement with that agency is signed, and is then confirmed.
 */
import type {
  AgencyField,
  PartnerAgency,
  Purpose,
  ViewOffice,
  ViewPurpose,
} from "../../contract/agency.ts";
import type { Bilingual, CivilDate } from "../../contract/values.ts";

export type FieldAgreement = {
  readonly version: string;
  readonly agency: PartnerAgency;
  readonly purpose: Purpose;
  readonly from: CivilDate;
  /** Last day, inclusive; absent while in force. */
  readonly until?: CivilDate;
  readonly fields: readonly AgencyField[];
  readonly article: string;
  readonly confirmed: boolean;
};

const since = { from: "2025-09-15", confirmed: false } as const;
const HOME = ["address", "standardAddressCode", "wholeOrRoom", "use", "term"] as const;

/** R812 33: shared with the authorities that need it. The lists themselves are parameters. */
export const FIELD_AGREEMENTS: readonly FieldAgreement[] = [
  {
    ...since,
    version: "police-hukou-1",
    agency: "police",
    purpose: "HUKOU",
    fields: ["landlords", "tenants", "occupants", ...HOME, "continuousFiledDays", "hukouConsent"],
    article: "R812 33; M1",
  },
  {
    ...since,
    version: "police-permit-1",
    agency: "police",
    purpose: "RESIDENCE_PERMIT",
    fields: ["tenants", "occupants", ...HOME, "continuousFiledDays"],
    article: "R812 33; RP 2, 9",
  },
  {
    ...since,
    version: "police-arrivals-1",
    agency: "police",
    purpose: "ARRIVAL_REPORT",
    fields: ["tenants", "occupants", "address", "standardAddressCode"],
    article: "R812 37",
  },
  {
    ...since,
    version: "education-1",
    agency: "education",
    purpose: "SCHOOL_ENROLMENT",
    fields: ["tenants", "occupants", "address", "use", "term", "continuousFiledDays", "points"],
    article: "R812 33; M10",
  },
  {
    ...since,
    version: "civil-affairs-1",
    agency: "civil-affairs",
    purpose: "SOCIAL_ASSISTANCE",
    fields: ["tenants", "occupants", "address", "wholeOrRoom", "use", "term", "monthlyRentFen"],
    article: "R812 33",
  },
  {
    ...since,
    version: "tax-deduction-1",
    agency: "tax",
    purpose: "RENT_DEDUCTION",
    fields: ["landlords", "tenants", "address", "use", "term", "monthlyRentFen"],
    article: "R812 33",
  },
  {
    ...since,
    version: "tax-rental-1",
    agency: "tax",
    purpose: "RENTAL_TAX",
    fields: ["landlords", "address", "landNature", "use", "term", "monthlyRentFen"],
    article: "R812 33",
  },
];

/**
 * What an agency is told for a purpose on a day.
 *
 * @returns undefined when it may not ask for that purpose
 */
export const agreementOf = (
  agency: PartnerAgency,
  purpose: Purpose,
  today: CivilDate,
  agreements: readonly FieldAgreement[] = FIELD_AGREEMENTS,
): FieldAgreement | undefined =>
  agreements.find(
    (one) =>
      one.agency === agency &&
      one.purpose === purpose &&
      one.from <= today &&
      (one.until === undefined || today <= one.until),
  );

/** Names for people to read. */
export const OFFICE_NAMES: Readonly<Record<ViewOffice, Bilingual>> = {
  "housing-bureau": { zh: "住建部门", en: "Housing bureau" },
  subdistrict: { zh: "街道（乡镇）", en: "Subdistrict" },
  village: { zh: "村委会", en: "Village committee" },
  police: { zh: "公安机关", en: "Police" },
  education: { zh: "教育部门", en: "Education authority" },
  "civil-affairs": { zh: "民政部门", en: "Civil affairs" },
  tax: { zh: "税务机关", en: "Tax authority" },
};
export const PURPOSE_NAMES: Readonly<Record<ViewPurpose, Bilingual>> = {
  FILING_REVIEW: { zh: "租赁备案核验", en: "Review of a filing" },
  VILLAGE_PROOF: { zh: "村集体房屋证明核查", en: "Check of a village proof" },
  HUKOU: { zh: "办理户口登记", en: "Household registration" },
  RESIDENCE_PERMIT: { zh: "办理居住证", en: "Residence permit" },
  SCHOOL_ENROLMENT: { zh: "子女入学", en: "School enrolment" },
  SOCIAL_ASSISTANCE: { zh: "社会救助核对", en: "Social assistance" },
  RENT_DEDUCTION: { zh: "住房租金专项附加扣除", en: "Deduction of rent from income tax" },
  RENTAL_TAX: { zh: "出租房屋税收", en: "Tax on letting" },
  ARRIVAL_REPORT: { zh: "流动人口到达、离开信息报送", en: "Report of arrivals and departures" },
};
