/** What other authorities ask of the register, and are told: each the fields agreed with it. */
import * as z from "zod";
import { CertificateStatus } from "./filing.ts";
import { CertificateCode, CertificateNo, Jurisdiction } from "./ids.ts";
import { checkIdNumber, IdNumber, IdType, Kinship } from "./identity.ts";
import { LandNature, Use } from "./lease.ts";
import { ResidenceCapacity } from "./residence-statement.ts";
import { CivilDate, Fen, Instant } from "./values.ts";

/** Authorities with an account of their own for their machines. */
export const PartnerAgency = z
  .enum(["police", "education", "civil-affairs", "tax"])
  .meta({ id: "PartnerAgency", description: "公安、教育、民政、税务" });
export type PartnerAgency = z.infer<typeof PartnerAgency>;

/** What for. Each agency may ask for its own purposes only; it goes on record before the answer. */
export const Purpose = z
  .enum([
    "HUKOU",
    "RESIDENCE_PERMIT",
    "SCHOOL_ENROLMENT",
    "SOCIAL_ASSISTANCE",
    "RENT_DEDUCTION",
    "RENTAL_TAX",
    "ARRIVAL_REPORT",
  ])
  .meta({
    id: "Purpose",
    description:
      "落户, 居住证, 入学, 社会救助, 住房租金专项附加扣除, 出租房屋税收, 流动人口信息报送",
  });
export type Purpose = z.infer<typeof Purpose>;

/** What can be agreed with an agency, beside status, which all are told. */
export const AgencyField = z
  .enum([
    "landlords",
    "tenants",
    "occupants",
    "address",
    "standardAddressCode",
    "wholeOrRoom",
    "landNature",
    "use",
    "term",
    "monthlyRentFen",
    "continuousFiledDays",
    "hukouConsent",
    "points",
  ])
  .meta({ id: "AgencyField" });
export type AgencyField = z.infer<typeof AgencyField>;

/** Someone by the number of a document, as an agency has it before it. */
export const NumberedPerson = z
  .strictObject({ idType: IdType, idNumber: IdNumber })
  .check(checkIdNumber)
  .meta({ id: "NumberedPerson" });
export type NumberedPerson = z.infer<typeof NumberedPerson>;

const held = {
  certificateNo: CertificateNo,
  code: CertificateCode,
} as const;

export const LeaseCheck = z
  .strictObject({
    ...held,
    purpose: Purpose,
    persons: z.array(NumberedPerson).min(1).max(20).optional().meta({
      description: "Each must stand on the lease; of who lives there, only they are told of then",
    }),
  })
  .meta({ id: "LeaseCheck" });
export type LeaseCheck = z.infer<typeof LeaseCheck>;

const personShape = {
  name: z.string(),
  idType: IdType,
  idNumber: z.string(),
} as const;

export const LeasePerson = z.strictObject(personShape).meta({ id: "LeasePerson" });
export type LeasePerson = z.infer<typeof LeasePerson>;

export const LeaseOccupant = z
  .strictObject({
    ...personShape,
    kinship: Kinship.meta({ description: "To the tenant, as declared" }),
    from: CivilDate,
  })
  .meta({ id: "LeaseOccupant" });
export type LeaseOccupant = z.infer<typeof LeaseOccupant>;

export const FiledDays = z
  .strictObject({
    idType: IdType,
    idNumber: z.string(),
    capacity: ResidenceCapacity,
    continuousFiledDays: z.int().min(0).meta({
      description: "Up to today, across homes, as tenant or occupant; gaps of 15 days merge",
    }),
  })
  .meta({ id: "FiledDays" });
export type FiledDays = z.infer<typeof FiledDays>;

/** What a lease check answers; members not agreed with the asker are absent. */
export const LeaseFacts = z
  .strictObject({
    certificateNo: CertificateNo,
    status: CertificateStatus.meta({ description: "When it was asked" }),
    checkedAt: Instant,
    purpose: Purpose,
    recheck: z.literal(true).optional().meta({
      description:
        "The home's title is only declared by its holder: look at it before a public service rests on it",
    }),
    landlords: z.array(LeasePerson).optional(),
    tenants: z.array(LeasePerson).optional(),
    occupants: z.array(LeaseOccupant).optional(),
    address: z.string().optional(),
    standardAddressCode: z.string().optional(),
    wholeOrRoom: z.enum(["WHOLE", "ROOM"]).optional(),
    landNature: LandNature.optional(),
    use: Use.optional(),
    term: z
      .strictObject({
        from: CivilDate,
        until: CivilDate.optional().meta({ description: "Last day; absent: indefinite (CC 734)" }),
        filedOn: CivilDate,
      })
      .optional(),
    monthlyRentFen: Fen.optional(),
    continuousFiledDays: z.array(FiledDays).optional(),
    hukouConsent: z.boolean().optional().meta({
      description: "The landlord lets the tenant register a household there",
    }),
  })
  .meta({ id: "LeaseFacts" });
export type LeaseFacts = z.infer<typeof LeaseFacts>;

/** What the police have seen of the applicant's work; the register knows nothing of it. */
export const EmploymentEvidence = z
  .enum(["EMPLOYED_IN_AREA", "LICENCE_IN_AREA", "NONE"])
  .meta({ id: "EmploymentEvidence", description: "区内就业, 区内营业执照, 无" });
export type EmploymentEvidence = z.infer<typeof EmploymentEvidence>;

export const HukouCheck = z
  .strictObject({
    ...held,
    applicant: NumberedPerson,
    family: z.array(NumberedPerson).max(20).meta({ description: "Who is to register with them" }),
    employment: EmploymentEvidence.optional().meta({ description: "Absent: not looked at yet" }),
  })
  .meta({ id: "HukouCheck" });
export type HukouCheck = z.infer<typeof HukouCheck>;

/** `MISSING`: neither way can be said before something is shown. */
export const HukouOutcome = z.enum(["MET", "NOT_MET", "MISSING"]).meta({ id: "HukouOutcome" });
export type HukouOutcome = z.infer<typeof HukouOutcome>;

export const HukouConditionName = z
  .enum([
    "LEASE_IN_FORCE",
    "RESIDENTIAL_USE",
    "APPLICANT_IS_TENANT",
    "MONTHS_FILED",
    "EMPLOYMENT",
    "LANDLORD_CONSENT",
    "WHOLE_UNIT",
    "DIRECT_RELATIVES",
  ])
  .meta({ id: "HukouConditionName" });
export type HukouConditionName = z.infer<typeof HukouConditionName>;

export const HukouCondition = z
  .strictObject({
    condition: HukouConditionName,
    outcome: HukouOutcome,
    zh: z.string(),
    en: z.string(),
    article: z.string(),
    confirmed: z.boolean().meta({ description: "False: set by us until the city confirms it" }),
    needed: z.int().min(0).optional(),
    found: z.int().min(0).optional(),
    who: z.array(z.int().min(0)).optional().meta({
      description: "Places in `family` of those for whom it does not hold",
    }),
  })
  .meta({ id: "HukouCondition" });
export type HukouCondition = z.infer<typeof HukouCondition>;

export const HukouAnswer = z
  .strictObject({
    certificateNo: CertificateNo,
    status: CertificateStatus,
    checkedAt: Instant,
    policyVersion: z.string(),
    answer: z.enum(["ELIGIBLE", "NOT_ELIGIBLE", "INCOMPLETE"]),
    conditions: z.array(HukouCondition),
  })
  .meta({ id: "HukouAnswer" });
export type HukouAnswer = z.infer<typeof HukouAnswer>;

export const HukouConsent = z
  .strictObject({ given: z.boolean().meta({ description: "false takes it back" }) })
  .meta({ id: "HukouConsent" });
export type HukouConsent = z.infer<typeof HukouConsent>;

/** Someone came to live in a let home, or left it: one line of the report to the police. */
export const Movement = z
  .strictObject({
    kind: z.enum(["ARRIVAL", "DEPARTURE"]),
    on: CivilDate.meta({ description: "First day, or last day, lived there" }),
    reportedOn: CivilDate,
    reportBy: CivilDate.meta({ description: "Seventh day after it" }),
    late: z.boolean(),
    capacity: ResidenceCapacity,
    person: LeasePerson,
    kinship: Kinship.optional(),
    certificateNo: CertificateNo,
    district: Jurisdiction,
    address: z.string(),
    standardAddressCode: z.string(),
  })
  .meta({ id: "Movement" });
export type Movement = z.infer<typeof Movement>;

/** Who may have looked: other authorities, and the bureau's own offices. */
export const ViewOffice = z
  .enum([...PartnerAgency.options, "housing-bureau", "subdistrict", "village"])
  .meta({ id: "ViewOffice", description: "另有: 住建部门, 街道（乡镇）, 村委会" });
export type ViewOffice = z.infer<typeof ViewOffice>;

/** What for: another authority's purpose, or the bureau's own work. */
export const ViewPurpose = z
  .enum([...Purpose.options, "FILING_REVIEW", "VILLAGE_PROOF"])
  .meta({ id: "ViewPurpose", description: "另有: 备案核验, 村集体房屋证明" });
export type ViewPurpose = z.infer<typeof ViewPurpose>;

/** 查看记录: who has looked at what is on record of a person, by office, never by officer. */
export const View = z
  .strictObject({
    at: Instant,
    office: ViewOffice,
    officeName: z.strictObject({ zh: z.string(), en: z.string() }),
    purpose: ViewPurpose,
    purposeName: z.strictObject({ zh: z.string(), en: z.string() }),
    certificateNo: CertificateNo.optional().meta({
      description: "Absent: there was no certificate yet",
    }),
    fields: z.array(AgencyField),
  })
  .meta({ id: "View" });
export type View = z.infer<typeof View>;
