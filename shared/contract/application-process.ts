/** What happens to an application after it was sent: gaps, changes, objections, measures, drafts. */
import * as z from "zod";
import { Acceptance, DraftForm, Member, Marital, OwnedHome, ReviewNote } from "./application.ts";
import { ApplicationForm, Hukou } from "./application.ts";
import { ApplicationId, DraftId, ObjectionId, ReceiptNo } from "./ids.ts";
import { checkIdNumber, Mobile, personShape } from "./identity.ts";
import { CivilDate, FenOrZero, Hex64, Instant, lines, text } from "./values.ts";

/** What of the form or its papers is not complete. */
export const GapItem = z
  .enum([
    "IDENTITY",
    "KINSHIP",
    "MARITAL",
    "HUKOU",
    "RESIDENCE",
    "WORK",
    "INCOME",
    "ASSETS",
    "HOUSING",
    "PRIORITY",
    "CONSENT",
    "OTHER",
  ])
  .meta({ id: "GapItem" });
export type GapItem = z.infer<typeof GapItem>;

export const Gap = z
  .strictObject({ item: GapItem, what: lines(2, 300).meta({ description: "What to bring" }) })
  .meta({ id: "Gap", description: "One gap: of what, and what makes it good" });
export type Gap = z.infer<typeof Gap>;

/** The clerk's word: taken in, or everything that is missing in one list (O11 8). */
export const AcceptanceDecision = z
  .discriminatedUnion("decision", [
    Acceptance,
    z.strictObject({
      decision: z.literal("GAPS"),
      gaps: z
        .array(Gap)
        .min(1)
        .max(12)
        .refine((gaps) => new Set(gaps.map(({ item }) => item)).size === gaps.length),
    }),
  ])
  .meta({ id: "AcceptanceDecision", description: "The complete list of gaps, each item once" });
export type AcceptanceDecision = z.infer<typeof AcceptanceDecision>;

/** The whole form as it is to be, and in words what was made good. */
export const Resubmission = z
  .strictObject({ form: ApplicationForm, explanation: lines(2, 500) })
  .meta({ id: "Resubmission" });

/** A paper: what it is, and SHA-256 of its scan. */
export const EvidencePaper = z
  .strictObject({ what: text(2, 100), digest: Hex64 })
  .meta({ id: "EvidencePaper" });
export type EvidencePaper = z.infer<typeof EvidencePaper>;

/** What happened in the household. */
export const ChangeKind = z
  .enum(["BIRTH", "MARRIAGE", "DIVORCE", "DEATH", "SPLIT", "JOINED", "MEANS"])
  .meta({
    id: "HouseholdChangeKind",
    description: "出生（收养）, 结婚, 离婚, 死亡, 分户, 迁入, 收入资产住房变动",
  });
export type ChangeKind = z.infer<typeof ChangeKind>;

const Leaving = z
  .strictObject({ idType: personShape.idType, idNumber: personShape.idNumber })
  .check(checkIdNumber)
  .meta({ id: "LeavingMember" });

export const HouseholdChange = z
  .strictObject({
    kind: ChangeKind,
    occurredOn: CivilDate,
    joining: z.array(Member).max(5),
    leaving: z.array(Leaving).max(10),
    marital: Marital.optional().meta({ description: "The applicant's, from now on" }),
    means: z
      .strictObject({
        incomeFenPerYear: FenOrZero,
        assetsFen: FenOrZero,
        ownedHomes: z.array(OwnedHome).max(20),
      })
      .optional()
      .meta({ description: "Of all members, from now on" }),
    succession: z
      .strictObject({ phone: Mobile, marital: Marital, hukou: Hukou })
      .optional()
      .meta({ description: "The applicant has died: who reports it, a co-applicant, follows" }),
    evidence: z.array(EvidencePaper).min(1).max(10),
    declaration: z.literal(true),
  })
  .meta({ id: "HouseholdChange", description: "A change in a household that has applied" });
export type HouseholdChange = z.infer<typeof HouseholdChange>;

/** The household's word at the yearly review: all as before, or what is different. */
export const ReviewAnswer = z
  .discriminatedUnion("answer", [
    z.strictObject({ answer: z.literal("UNCHANGED"), declaration: z.literal(true) }),
    z.strictObject({
      answer: z.literal("CHANGED"),
      means: HouseholdChange.shape.means.unwrap(),
      declaration: z.literal(true),
    }),
  ])
  .meta({ id: "ReviewAnswer" });
export type ReviewAnswer = z.infer<typeof ReviewAnswer>;

export const Grounds = z
  .strictObject({ grounds: lines(10, 2000) })
  .meta({ id: "ReconsiderationRequest", description: "Why the refusal is wrong" });

/** The answer to a reconsideration, by an officer who had no part in the refusal. */
export const ReconsiderationAnswer = z
  .strictObject({ outcome: z.enum(["REOPEN", "UPHOLD"]), reason: ReviewNote })
  .meta({ id: "ReconsiderationAnswer", description: "REOPEN: back to the final review" });

/** Number of a publicity list: who is in charge, and its day. */
export const NoticeDocNo = z
  .string()
  .regex(/^(?:\d{6}|QZ-[A-Z]{3,4})-\d{8}$/)
  .meta({ id: "NoticeDocNo", description: "As printed on the list, such as 350503-20260304" });

export const PublicityObjection = z
  .strictObject({
    docNo: NoticeDocNo,
    receiptNo: ReceiptNo.meta({ description: "Of the line objected to" }),
    ground: z.enum(["IDENTITY", "HOUSEHOLD", "INCOME", "ASSETS", "HOUSING", "WORK", "OTHER"]),
    statement: lines(10, 1000),
  })
  .meta({
    id: "PublicityObjection",
    description: "By one's real name, which the subject never learns",
  });
export type PublicityObjection = z.infer<typeof PublicityObjection>;

export const ObjectionState = z.enum(["OPEN", "UPHELD", "DISMISSED", "LAPSED"]);
export type ObjectionState = z.infer<typeof ObjectionState>;

/** An objection as its author or an officer in charge reads it. */
export const PublicityObjectionView = z
  .strictObject({
    id: ObjectionId,
    state: ObjectionState.meta({ description: "LAPSED: the application ended meanwhile" }),
    docNo: NoticeDocNo,
    receiptNo: ReceiptNo,
    ground: PublicityObjection.shape.ground,
    statement: z.string(),
    objectedAt: Instant,
    answerBy: CivilDate,
    reason: z.string().optional(),
  })
  .meta({ id: "PublicityObjectionView" });
export type PublicityObjectionView = z.infer<typeof PublicityObjectionView>;

export const ObjectionAnswer = z
  .strictObject({ outcome: z.enum(["UPHELD", "DISMISSED"]), reason: ReviewNote })
  .meta({ id: "PublicityObjectionAnswer", description: "Told to both" });
export type ObjectionAnswer = z.infer<typeof ObjectionAnswer>;

/** What may be done to a case beside its plain course, by two persons. */
export const MeasureKind = z
  .enum(["SUSPEND", "CANCEL", "BAR"])
  .meta({ id: "MeasureKind", description: "中止轮候, 取消轮候资格, 限制申请" });
export type MeasureKind = z.infer<typeof MeasureKind>;

export const MeasureProposal = z
  .strictObject({
    measure: MeasureKind,
    reason: ReviewNote.meta({ description: "Told to the household before it is decided" }),
    barredPlaces: z
      .array(z.int().min(0).max(15))
      .min(1)
      .max(16)
      .optional()
      .meta({ description: "Who answers for the fraud: 0 is the applicant, members follow" }),
  })
  .meta({ id: "MeasureProposal" });
export type MeasureProposal = z.infer<typeof MeasureProposal>;

export const MeasureDecision = z
  .strictObject({ decision: z.enum(["CONFIRM", "DROP"]), reason: ReviewNote })
  .meta({ id: "MeasureDecision" });
export type MeasureDecision = z.infer<typeof MeasureDecision>;

export const Statement = z
  .strictObject({ statement: lines(2, 2000) })
  .meta({ id: "CaseStatement", description: "The household's word before a measure is decided" });

/** A decision in writing: its number, its article, its words. */
export const WrittenDecision = z
  .strictObject({
    docNo: z.string().min(1).max(40),
    kind: z.enum(["GAPS", "REFUSAL", "RECONSIDERATION", "SUSPENSION", "CANCELLATION", "BAR"]),
    on: CivilDate,
    article: z.string().min(1).max(100),
    zh: z.string().min(1).max(8000),
    en: z.string().min(1).max(8000),
  })
  .meta({ id: "WrittenDecision" });
export type WrittenDecision = z.infer<typeof WrittenDecision>;

/** Where a case stands beside its state: what is asked of whom, until when. */
export const CaseProcess = z
  .strictObject({
    gaps: z.array(Gap).optional(),
    enteredBy: z.enum(["COUNTER", "EMPLOYER"]).optional(),
    reconsideration: z
      .strictObject({
        state: z.enum(["OPEN", "REOPENED", "UPHELD"]),
        askedAt: Instant,
        answerBy: CivilDate,
        grounds: z.string(),
      })
      .optional(),
    openObjections: z.int().nonnegative().optional(),
    review: z
      .strictObject({
        kind: z.enum(["ANNUAL", "CHANGE"]),
        stage: z.enum(["ANSWER", "CHECK", "DECIDE"]),
        openedOn: CivilDate,
        answerBy: CivilDate,
      })
      .optional(),
    nextReviewOn: CivilDate.optional(),
    measure: z
      .strictObject({
        measure: MeasureKind,
        reason: z.string(),
        hearBy: CivilDate,
        statement: z.string().optional(),
      })
      .optional(),
    barredUntil: CivilDate.optional(),
  })
  .meta({ id: "CaseProcess" });
export type CaseProcess = z.infer<typeof CaseProcess>;

export const DraftState = z.enum(["OPEN", "SUBMITTED", "EXPIRED", "DISCARDED"]);
export type DraftState = z.infer<typeof DraftState>;

/** A draft as its owner or who entered it reads it. */
export const ApplicationDraft = z
  .strictObject({
    id: DraftId,
    version: z.int().positive(),
    state: DraftState,
    form: DraftForm.optional().meta({ description: "Absent once it was sent or deleted" }),
    enteredBy: z.enum(["COUNTER", "EMPLOYER"]).optional(),
    formDigest: Hex64.meta({ description: "Names exactly this text" }),
    keptUntil: CivilDate.meta({ description: "Deleted after that day" }),
    applicationId: ApplicationId.optional(),
  })
  .meta({ id: "ApplicationDraft" });
export type ApplicationDraft = z.infer<typeof ApplicationDraft>;
