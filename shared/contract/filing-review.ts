/** What a reviewer asks for, what is objected to a filing, how one is revoked: the bureau's side. */
import * as z from "zod";
import { ObjectionId } from "./ids.ts";
import { CivilDate, Instant, lines, Pointer } from "./values.ts";

/** One thing that is missing or wrong. */
export const Gap = z
  .strictObject({
    pointer: Pointer.meta({ description: "Into the draft; what is missing may be named too" }),
    reason: lines(2, 300).meta({ description: "Told to the parties" }),
  })
  .meta({ id: "FilingGap" });
export type Gap = z.infer<typeof Gap>;

/** One full list (O6 16): a second one may only name what the resubmission brought. */
export const Gaps = z
  .array(Gap)
  .min(1)
  .max(50)
  .refine((gaps) => new Set(gaps.map(({ pointer }) => pointer)).size === gaps.length);

/** What was asked for and what came back. */
export const CorrectionView = z
  .strictObject({
    gaps: z.array(Gap),
    requestedAt: Instant,
    resubmitBy: CivilDate.meta({
      description: "Last day; the review clock stands still until then",
    }),
    resubmittedAt: Instant.optional(),
    changed: z
      .array(Pointer)
      .optional()
      .meta({ description: "Members that the resubmission changed" }),
    explanation: z.string().optional(),
  })
  .meta({ id: "FilingCorrection" });
export type CorrectionView = z.infer<typeof CorrectionView>;

/** Opaque subject of an officer. */
export const OfficerSub = z
  .string()
  .regex(/^[\w.:@|-]{1,128}$/)
  .meta({ id: "OfficerSub", description: "Opaque subject of an officer" });

/** Who has taken a case, and until when nobody else decides it. */
export const Claim = z
  .strictObject({
    officer: OfficerSub,
    until: CivilDate.meta({ description: "Last day; then it is anybody's again" }),
  })
  .meta({ id: "FilingClaim" });
export type Claim = z.infer<typeof Claim>;

export const RevocationReason = z.enum(["FRAUD", "ERROR"]).meta({ id: "RevocationReason" });
export type RevocationReason = z.infer<typeof RevocationReason>;

export const RevocationProposal = z
  .strictObject({
    reasonCode: RevocationReason,
    reason: lines(2, 1000).meta({ description: "Told to the parties" }),
  })
  .meta({ id: "RevocationProposal" });
export type RevocationProposal = z.infer<typeof RevocationProposal>;

export const HearingStatement = z
  .strictObject({ text: lines(2, 2000) })
  .meta({ id: "HearingStatement", description: "What a party says to a proposed revocation" });

export const RevocationDecision = z
  .strictObject({
    decision: z.enum(["REVOKE", "DISMISS"]),
    reason: lines(2, 1000).meta({ description: "Told to the parties" }),
  })
  .meta({ id: "RevocationDecision" });

const As = z.enum(["LANDLORD", "TENANT", "OTHER"]);

/** Why a filing may be revoked, and what its parties say. A party reads its own statement only. */
export const RevocationView = z
  .strictObject({
    reasonCode: RevocationReason,
    reason: z.string(),
    proposedAt: Instant,
    heardBy: CivilDate.meta({ description: "Last day for the parties' statements" }),
    statements: z.array(z.strictObject({ as: As, text: z.string(), at: Instant })),
    decision: z.strictObject({ revoked: z.boolean(), reason: z.string(), at: Instant }).optional(),
  })
  .meta({ id: "FilingRevocation" });
export type RevocationView = z.infer<typeof RevocationView>;

const reason = lines(2, 1000).meta({ description: "What is wrong with the filing" });
const interest = lines(2, 300).meta({
  description: "What it is to them. A landlord need not say within the five working days",
});

/** By a party, of a filing it knows. */
export const FilingObjection = z
  .strictObject({ reason, interest: interest.optional() })
  .meta({ id: "FilingObjection" });
export type FilingObjection = z.infer<typeof FilingObjection>;

export const ObjectionDecision = z
  .discriminatedUnion("decision", [
    z.strictObject({
      decision: z.literal("UPHELD"),
      reason: lines(2, 1000).meta({ description: "Told to both" }),
      opens: z
        .discriminatedUnion("procedure", [
          z.strictObject({ procedure: z.literal("CORRECTION"), gaps: Gaps }),
          z.strictObject({ procedure: z.literal("REVOCATION"), reasonCode: RevocationReason }),
        ])
        .meta({ description: "CORRECTION of a filing under review, REVOCATION of one on record" }),
    }),
    z.strictObject({ decision: z.literal("DISMISSED"), reason: lines(2, 1000) }),
  ])
  .meta({ id: "FilingObjectionDecision" });
export type ObjectionDecision = z.infer<typeof ObjectionDecision>;

const decided = z.strictObject({ upheld: z.boolean(), reason: z.string(), at: Instant });

/** An objection. Who objects and why, the bureau alone reads: the parties see that there is one. */
export const ObjectionView = z
  .strictObject({
    objectionId: ObjectionId,
    at: Instant,
    dueOn: CivilDate,
    decision: decided.optional(),
    as: As.optional(),
    reason: z.string().optional(),
    interest: z.string().optional(),
    objector: z
      .strictObject({
        name: z.string(),
        idType: z.string(),
        idNumber: z.string(),
        phone: z.string().optional(),
      })
      .optional(),
  })
  .meta({ id: "FilingObjectionView" });
export type ObjectionView = z.infer<typeof ObjectionView>;

/** Their own objection, as its author finds it again. */
export const OwnObjection = z
  .strictObject({
    objectionId: ObjectionId,
    building: z.string(),
    reason: z.string(),
    at: Instant,
    dueOn: CivilDate.meta({ description: "Last day for the answer" }),
    decision: decided.optional(),
  })
  .meta({ id: "OwnFilingObjection" });
