/** A household's application for a home: the form, its reviews, the publicity. */
import * as z from "zod";
import { ApplicationId, FilingId, Jurisdiction, ReceiptNo, SchemeId } from "./ids.ts";
import { checkIdNumber, Kinship, Mobile, personShape, Uscc } from "./identity.ts";
import { Agency, RegisterVerdict } from "./registers.ts";
import { AreaM2, CivilDate, FenOrZero, Instant, lines, text } from "./values.ts";

/**
 * Public rental (means-tested), affordable rental (new citizens and the young), talent and youth
 * housing, a share of a home, a home at a limited price, a rent subsidy instead of a home.
 */
export const Programme = z
  .enum(["PRH", "ARH", "TALENT", "YOUTH", "SHARED_OWNERSHIP", "PRICE_LIMITED", "RENT_SUBSIDY"])
  .meta({
    id: "Programme",
    description: "公租房, 保租房, 人才住房, 青年住房, 共有产权, 限价, 租赁补贴",
  });
export type Programme = z.infer<typeof Programme>;

/** As whom the household applies (O11 3, 7; Quanzhou 2025 for ARH). */
export const ApplicantGroup = z
  .enum([
    "LOCAL_FAMILY",
    "NEW_WORKER",
    "MIGRANT",
    "GRADUATE",
    "PUBLIC_SERVICE",
    "TAIWAN_COMPATRIOT",
    "RURAL_MIGRANT",
    "RECRUITED_TALENT",
    "YOUTH",
    "PARK_STAFF",
  ])
  .meta({ id: "ApplicantGroup" });
export type ApplicantGroup = z.infer<typeof ApplicantGroup>;

/** Domain rulebook 5 B. A draft is not an application yet: it locks nobody (`ApplicationDraft`). */
export const ApplicationState = z
  .enum([
    "SUBMITTED",
    "CORRECTION",
    "LAPSED",
    "ACCEPTED",
    "JOINT_CHECK",
    "FINAL_REVIEW",
    "REJECTED",
    "CLOSED",
    "PUBLICITY",
    "OBJECTION",
    "WAITLISTED",
    "SUSPENDED",
    "CANCELLED",
    "INTENT",
    "RECHECK",
    "IN_ROSTER",
    "ALLOCATED",
    "WITHDRAWN",
    "BARRED",
  ])
  .meta({ id: "ApplicationState" });
export type ApplicationState = z.infer<typeof ApplicationState>;

export const Marital = z.enum(["SINGLE", "MARRIED", "DIVORCED", "WIDOWED"]).meta({ id: "Marital" });

/** Where someone's household is registered. */
export const Hukou = z.enum([...Jurisdiction.options, "ELSEWHERE"]).meta({ id: "Hukou" });
export type Hukou = z.infer<typeof Hukou>;

export const Applicant = z
  .strictObject({ ...personShape, phone: Mobile, marital: Marital, hukou: Hukou })
  .check(checkIdNumber)
  .meta({ id: "Applicant" });
export type Applicant = z.infer<typeof Applicant>;

export const Member = z
  .strictObject({
    ...personShape,
    kinship: Kinship,
    marital: Marital.optional(),
    hukou: Hukou.optional(),
    coApplicant: z.boolean().optional().meta({
      description: "共同申请人: an adult who applies with the applicant and may take their place",
    }),
  })
  .check(checkIdNumber)
  .meta({ id: "Member" });
export type Member = z.infer<typeof Member>;

export const OwnedHome = z
  .strictObject({ area: Hukou, address: text(2, 200), areaM2: AreaM2 })
  .meta({ id: "OwnedHome", description: "`area`: where the home is" });

export const Work = z
  .strictObject({
    employer: text(1, 100),
    employmentContract: z.boolean(),
    diploma: z.boolean(),
    pensionMonths: z.int().min(0).max(720).meta({ description: "Back-paid months left out" }),
    employerUscc: Uscc.optional().meta({ description: "Of the firm, where it counts" }),
  })
  .meta({ id: "Work" });

/** What someone came to the city with: a diploma, a professional title, a skill certificate. */
export const Qualification = z
  .enum(["DIPLOMA", "TITLE", "SKILL"])
  .meta({ id: "Qualification", description: "学历, 职称, 技能" });
export type Qualification = z.infer<typeof Qualification>;

/** Tier of a recruited talent, 1 the highest; certified by the human-resources authority. */
export const TalentTier = z.int().min(1).max(7).meta({ id: "TalentTier" });

/** Why a household stands in the priority queue; the reason itself is never published. */
export const PriorityEvidence = z
  .enum([
    "LOW_INCOME_ALLOWANCE",
    "LOW_RENT_SUBSIDY",
    "MARTYRS_FAMILY",
    "GARRISON",
    "DISABILITY_TO_GRADE_3",
    "BRAVERY",
    "MODEL_WORKER",
  ])
  .meta({ id: "PriorityEvidence" });
export type PriorityEvidence = z.infer<typeof PriorityEvidence>;

export const CONSENT_TEXT_VERSIONS = ["2026-01"] as const;

/** Consent of all adults to the checks (O11 8); the server adds when. Absent: refused with V34. */
export const Consent = z
  .strictObject({
    textVersion: z.enum(CONSENT_TEXT_VERSIONS),
    agreedForAllAdults: z.literal(true),
  })
  .meta({ id: "Consent" });

const distinct = (form: { applicant: Applicant; members: readonly Member[] }): boolean => {
  const all = [form.applicant, ...form.members].map((one) => `${one.idType} ${one.idNumber}`);
  return new Set(all).size === all.length;
};

/** Every member of the form. */
const formShape = {
  programme: Programme,
  jurisdiction: Jurisdiction.meta({ description: "Where the household applies; never QZ" }),
  group: ApplicantGroup,
  wants: z.enum(["HOME", "SUBSIDY"]),
  applicant: Applicant,
  members: z.array(Member).max(15),
  ownedHomes: z.array(OwnedHome).max(20),
  residencePermit: z.boolean(),
  residence: FilingId.optional().meta({ description: "Filing of the home now rented" }),
  work: Work.optional(),
  qualification: Qualification.optional(),
  arrivedOn: CivilDate.optional().meta({ description: "First day of work in the city" }),
  talentTier: TalentTier.optional().meta({ description: "As certified; checked (measure 6)" }),
  otherBenefits: z.array(Programme).max(10).optional().meta({
    description: "Protected housing or subsidy the household has now",
  }),
  incomeFenPerYear: FenOrZero.meta({ description: "Of all members, before tax" }),
  assetsFen: FenOrZero.meta({ description: "Of all members" }),
  priorityEvidence: z.array(PriorityEvidence).max(7),
  consent: Consent.optional(),
  declaration: z.literal(true).meta({ description: "Applicant vouches for all that is said" }),
} as const;

export const ApplicationForm = z
  .strictObject(formShape)
  .refine((form) => form.jurisdiction !== "QZ", { path: ["jurisdiction"] })
  .refine(distinct, { path: ["members"], error: "V30" })
  .refine((form) => new Set(form.priorityEvidence).size === form.priorityEvidence.length, {
    path: ["priorityEvidence"],
  })
  .meta({ id: "ApplicationForm", description: "One household, one application" });
export type ApplicationForm = z.infer<typeof ApplicationForm>;

/** A form that is not complete yet: what is there is right in itself. */
export const DraftForm = z
  .strictObject(formShape)
  .partial()
  .required({ programme: true, jurisdiction: true })
  .meta({ id: "DraftForm", description: "A form as far as it has come" });
export type DraftForm = z.infer<typeof DraftForm>;

export const Queue = z.enum(["PRIORITY", "TALENT", "ORDINARY"]).meta({ id: "Queue" });
export type Queue = z.infer<typeof Queue>;

/** Said in both languages; figures stand in it as they are. */
const Words = z.strictObject({ zh: z.string(), en: z.string() });

/** One condition's outcome with everything the household needs to understand or contest it. */
export const ConditionOutcome = z
  .strictObject({
    condition: z.string().min(1).max(40),
    outcome: z.enum(["MET", "NOT_MET", "MISSING"]).meta({ description: "符合, 不符合, 待补充" }),
    title: Words,
    limit: Words.optional().meta({ description: "As the policy gives it" }),
    found: Words.optional().meta({ description: "As found; absent: not said yet" }),
    source: Words.meta({ description: "Where `found` comes from" }),
    asOf: CivilDate.meta({ description: "Day it was looked at; ages and months count to it" }),
    article: z.string(),
    confirmed: z.boolean().meta({ description: "False: a parameter until the city confirms it" }),
    note: Words.optional().meta({ description: "What is not known of a parameter" }),
    remedy: Words.optional().meta({ description: "What to do; absent when it is met" }),
    policy: z.string().meta({ description: "Version of the policy data" }),
    code: z
      .string()
      .regex(/^V\d{2}$/)
      .optional(),
  })
  .meta({ id: "ConditionOutcome" });
export type ConditionOutcome = z.infer<typeof ConditionOutcome>;

/** What an officer writes to the household's file. */
export const ReviewNote = lines(2, 500);

/** The street's clerk takes the application in (O11 8). */
export const Acceptance = z
  .strictObject({ decision: z.literal("ACCEPT"), note: ReviewNote.optional() })
  .meta({ id: "Acceptance" });
/** First review by the street. */
export const FirstReview = z
  .strictObject({ recommendation: z.enum(["QUALIFIED", "NOT_QUALIFIED"]), note: ReviewNote })
  .meta({ id: "FirstReview" });

export { Agency };

/** What one agency says of a household; `silent` when it did not answer in time. */
export const AgencyFinding = z
  .strictObject({
    agency: Agency,
    verdict: z.enum([...RegisterVerdict.options, "silent"]),
    at: Instant,
    by: z.enum(["REGISTER", "OFFICER"]),
    evidence: z.string().max(500).optional().meta({ description: "Entered by hand: which paper" }),
  })
  .meta({ id: "AgencyFinding" });
export type AgencyFinding = z.infer<typeof AgencyFinding>;

/** An officer enters what an agency answered on paper, after it kept silent (never auto-pass). */
export const ManualFinding = z
  .strictObject({
    agency: Agency,
    verdict: z.enum(["agree", "disagree"]),
    evidence: ReviewNote.meta({ description: "Which paper, of which day" }),
  })
  .meta({ id: "ManualFinding" });
export type ManualFinding = z.infer<typeof ManualFinding>;

/** The reviewer recommends … */
export const Recommendation = z
  .strictObject({ recommendation: z.enum(["PUBLICISE", "REJECT"]), note: ReviewNote })
  .meta({ id: "Recommendation" });
export type Recommendation = z.infer<typeof Recommendation>;
/** … and another person, the approver, decides. */
export const FinalDecision = z
  .discriminatedUnion("decision", [
    z.strictObject({ decision: z.literal("PUBLICISE"), note: ReviewNote.optional() }),
    z.strictObject({
      decision: z.literal("REJECT"),
      reason: ReviewNote.meta({ description: "Told to the household in writing" }),
    }),
  ])
  .meta({ id: "FinalDecision" });
export type FinalDecision = z.infer<typeof FinalDecision>;

/** One decision in the file, as the household reads it: by office, not by name. */
export const DecisionEntry = z
  .strictObject({
    event: z.string().min(1).max(40),
    outcome: z.string().min(1).max(40),
    by: z.string().min(1).max(40).meta({ description: "Role" }),
    reason: z.string().max(1000).optional(),
    at: Instant,
  })
  .meta({ id: "DecisionEntry" });
export type DecisionEntry = z.infer<typeof DecisionEntry>;

export const Publicity = z
  .strictObject({
    from: CivilDate,
    until: CivilDate.meta({ description: "Last day for objections, inclusive" }),
    provisional: z.boolean(),
  })
  .meta({ id: "Publicity" });

/** An application as its applicant or an officer in charge reads it. */
export const Application = z
  .strictObject({
    id: ApplicationId,
    version: z.int().positive(),
    state: ApplicationState,
    receiptNo: ReceiptNo,
    form: ApplicationForm,
    consentedAt: Instant,
    queue: Queue,
    householdSize: z.int().min(1).max(16),
    conditions: z.array(ConditionOutcome).max(40).optional(),
    findings: z.array(AgencyFinding).max(20).optional(),
    decisions: z.array(DecisionEntry).max(100),
    dueOn: CivilDate.optional().meta({ description: "Last day for the next decision" }),
    publicity: Publicity.optional(),
    waitingNo: z.int().positive().optional(),
    schemeId: SchemeId.optional(),
    submittedAt: Instant,
  })
  .meta({ id: "Application" });
export type Application = z.infer<typeof Application>;

/** One line of the published list: no number, phone, income, nor the reason of priority. */
export const PublicityRow = z
  .strictObject({
    seq: z.int().positive(),
    name: z.string().min(1).max(200).meta({ description: "Masked" }),
    idNumber: z.string().min(1).max(18).meta({ description: "Masked" }),
    receiptNo: ReceiptNo,
    programme: Programme,
    queue: Queue,
    householdSize: z.int().min(1).max(16),
    conclusion: z.enum(["QUALIFIED"]),
  })
  .meta({ id: "PublicityRow" });
export type PublicityRow = z.infer<typeof PublicityRow>;
