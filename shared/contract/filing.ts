/** A filing: what is sent in, what its parties and the bureau read, and its certificate. */
import * as z from "zod";
import { CertificateToken } from "./certificate.ts";
import { ContractMark } from "./contract-text.ts";
import {
  Ended,
  FiledVersion,
  LastChange,
  LeaseEnd,
  PendingKind,
  PendingState,
} from "./filing-life.ts";
import { Claim, CorrectionView, Gaps, ObjectionView, RevocationView } from "./filing-review.ts";
import { FilerCapacity, FilerView } from "./filer.ts";
import { CertificateCode, CertificateNo, FilingId, Jurisdiction } from "./ids.ts";
import { fractionOf, Party, PartyView } from "./identity.ts";
import { LandNature, Lease, LeaseView, Use } from "./lease.ts";
import { RegisterVerdict } from "./registers.ts";
import { Subletting } from "./subletting.ts";
import { UnitVerification } from "./unit-verification.ts";
import { CivilDate, Hex64, Instant, lines, Pointer } from "./values.ts";

/** Domain rulebook 5 A. */
export const FilingState = z
  .enum([
    "DRAFT",
    "TO_SIGN",
    "SIGNED",
    "SUBMITTED",
    "UNDER_REVIEW",
    "CORRECTION",
    "FILED",
    "REFUSED",
    "LAPSED",
    "CANCELLED",
    "EXPIRED",
    "REVOKED",
  ])
  .meta({ id: "FilingState" });
export type FilingState = z.infer<typeof FilingState>;

/** Who files: the landlord's duty, the broker's for its own deals, the tenant's right (R812 8, 27). */
export const FilerRole = z
  .enum(["LANDLORD", "TENANT", "BROKER", "OPERATOR"])
  .meta({ id: "FilerRole" });
export type FilerRole = z.infer<typeof FilerRole>;

/** Signed on the platform by all, or on paper before. */
export const Signing = z.enum(["ONLINE", "PAPER"]).meta({ id: "Signing" });

/** All shares together, with what adding thirds in binary leaves over. */
const WHOLE = 1 + 1e-9;

/** The number under which a person finds them again is kept apart from the person. */
const identityKey = (party: Party) => `${party.idType} ${party.idNumber}`;

/** Parties of one lease who act through a guardian. */
const MOST_GUARDIANS = 10;

export const FilingDraft = z
  .strictObject({
    jurisdiction: Jurisdiction.meta({ description: "Where the home is; never QZ" }),
    filerRole: FilerRole,
    signing: Signing,
    landlords: z.array(Party).min(1).max(10),
    coOwnersConsent: z
      .boolean()
      .optional()
      .meta({ description: "All other owners have agreed in writing" }),
    coOwners: z.array(Party).min(1).max(10).optional().meta({
      description: "Owners of the home who do not let it: each consents (V11)",
    }),
    tenants: z.array(Party).min(1).max(10),
    lease: Lease,
  })
  .refine((draft) => draft.jurisdiction !== "QZ", { path: ["jurisdiction"] })
  .refine((draft) => draft.signing === "ONLINE" || draft.lease.contractDigest !== undefined, {
    path: ["lease", "contractDigest"],
  })
  .refine(
    (draft) => {
      const all = [...draft.landlords, ...(draft.coOwners ?? []), ...draft.tenants].map(
        identityKey,
      );
      return new Set(all).size === all.length;
    },
    { path: ["tenants"] },
  )
  // All who are told and find it must be written in one transaction, which holds a hundred items.
  .refine(
    ({ landlords, tenants, coOwners = [] }) =>
      [...landlords, ...tenants, ...coOwners].filter(
        (party) => party.kind === "person" && party.guardian !== undefined,
      ).length <= MOST_GUARDIANS,
    { path: ["tenants"] },
  )
  .refine(({ tenants }) => tenants.every(({ share }) => share === undefined), {
    path: ["tenants"],
  })
  .refine(
    ({ landlords, coOwners = [] }) =>
      [...landlords, ...coOwners].reduce(
        (sum, { share }) => sum + (share === undefined ? 0 : fractionOf(share)),
        0,
      ) <= WHOLE,
    { path: ["landlords"] },
  )
  .meta({ id: "FilingDraft", description: "A lease offered for filing" });
export type FilingDraft = z.infer<typeof FilingDraft>;

export const LegalBasis = z
  .enum(["R812-8-LANDLORD", "R812-8-TENANT", "R812-27-BROKER", "O11-18-OPERATOR"])
  .meta({ id: "LegalBasis", description: "The article that makes or lets this filer file" });
export type LegalBasis = z.infer<typeof LegalBasis>;

/** A signatory points at what is wrong: the draft opens again and all signatures are void. */
export const WrongField = z
  .strictObject({
    pointer: Pointer.meta({ description: "Into the draft, such as /lease/monthlyRentFen" }),
    reason: lines(2, 300),
  })
  .meta({ id: "WrongField" });
export type WrongField = z.infer<typeof WrongField>;

export const FilingCheckName = z
  .enum([
    "title",
    "coOwners",
    "landNature",
    "space",
    "occupancy",
    "overlap",
    "term",
    "headLease",
    "rent",
    "late",
    "identity",
    "guardian",
    "firm",
  ])
  .meta({ id: "FilingCheckName" });
export type FilingCheckName = z.infer<typeof FilingCheckName>;

/** `silent`: asked and not answered. `notice`: told, and in nobody's way (V22, V26). */
export const CheckVerdict = z
  .enum([...RegisterVerdict.options, "silent", "notice"])
  .meta({ id: "CheckVerdict" });
export type CheckVerdict = z.infer<typeof CheckVerdict>;

/** One automatic check: what it found, who said so, when, and what it means for the parties. */
export const FilingCheck = z
  .strictObject({
    name: FilingCheckName,
    verdict: CheckVerdict,
    code: z
      .string()
      .regex(/^V\d{2}$/)
      .optional(),
    source: z.string().min(1).max(64),
    at: Instant,
    message: z.strictObject({ zh: z.string(), en: z.string() }).optional(),
  })
  .meta({ id: "FilingCheck" });
export type FilingCheck = z.infer<typeof FilingCheck>;

/** Why a filing is refused (Order 6 art. 16; R812 7). */
export const FilingRefusalReason = z
  .enum(["TITLE_MISMATCH", "NOT_LETTABLE", "OVERLAP", "FALSE_STATEMENT", "OTHER"])
  .meta({ id: "FilingRefusalReason" });

export const FilingDecision = z
  .discriminatedUnion("decision", [
    z.strictObject({ decision: z.literal("FILE"), note: lines(1, 500).optional() }),
    z.strictObject({ decision: z.literal("REQUEST_CORRECTION"), gaps: Gaps }),
    z.strictObject({
      decision: z.literal("REFUSE"),
      reasonCode: FilingRefusalReason,
      reason: lines(2, 500).meta({ description: "Told to the parties" }),
    }),
  ])
  .meta({ id: "FilingDecision" });
export type FilingDecision = z.infer<typeof FilingDecision>;

/**
 * How a signatory was known when they signed: signed in with their real name at the identity
 * provider, by an access token or in a browser session. ES 13.
 */
export const SignerAuthentication = z
  .strictObject({
    provider: z.string().min(1).max(200).meta({ description: "Issuer of the identity" }),
    via: z.enum(["token", "session"]),
    capacity: FilerCapacity.optional().meta({
      description: "Themselves, for their firm, under a mandate, as guardian",
    }),
    subject: z.string().min(1).max(128).optional().meta({
      description: "Opaque; shown to the bureau and to the signatory's own side",
    }),
  })
  .meta({ id: "SignerAuthentication" });
export type SignerAuthentication = z.infer<typeof SignerAuthentication>;

export const Signature = z
  .strictObject({
    side: z.enum(["LANDLORD", "TENANT"]),
    index: z.int().min(0).max(9).meta({ description: "Place among that side's parties" }),
    signedAt: Instant,
    authenticatedBy: SignerAuthentication.optional().meta({
      description: "How they were known; absent on the oldest records",
    }),
    contractDigest: Hex64.optional().meta({
      description: "SHA-256 of the exact text that was signed, as `contractText.digest`",
    }),
  })
  .meta({ id: "Signature" });
export type Signature = z.infer<typeof Signature>;

/** `CHANGED`: a later version has one of its own. `REPLACED`: it was lost and another was issued. */
export const CertificateStatus = z
  .enum(["IN_FORCE", "CHANGED", "CANCELLED", "EXPIRED", "REVOKED", "REPLACED"])
  .meta({ id: "CertificateStatus" });
export type CertificateStatus = z.infer<typeof CertificateStatus>;

/** What the parties hold: number and code prove the filing to anyone they hand them to. */
export const Certificate = z
  .strictObject({
    certificateNo: CertificateNo,
    code: CertificateCode.optional().meta({ description: "Shown to its parties only" }),
    token: CertificateToken.optional().meta({
      description: "Of its QR; shown to its parties only",
    }),
    status: CertificateStatus,
    filedOn: CivilDate,
    version: z.int().positive().optional().meta({ description: "Of the filing it certifies" }),
  })
  .meta({ id: "Certificate" });
export type Certificate = z.infer<typeof Certificate>;

/** What one side has proposed for a filing on record, as its reader may see it. */
export const PendingChangeView = z
  .strictObject({
    kind: PendingKind,
    state: PendingState,
    proposedBy: z.enum(["LANDLORD", "TENANT"]),
    proposedAt: Instant,
    agreedOn: CivilDate,
    effectiveOn: CivilDate,
    late: z.boolean(),
    termsDigest: Hex64.meta({
      description: "Of the proposal: a confirmation says which it is for",
    }),
    landlords: z.array(PartyView).min(1).max(10),
    tenants: z.array(PartyView).min(1).max(10),
    lease: LeaseView,
    end: LeaseEnd.optional(),
    confirmations: z.array(Signature).max(20),
    confirmBy: CivilDate.optional(),
    objectBy: CivilDate.optional().meta({ description: "Takes effect after this day" }),
    objection: z.string().optional(),
    checks: z.array(FilingCheck).max(20).optional(),
    dueOn: CivilDate.optional(),
  })
  .meta({ id: "PendingChange" });
export type PendingChangeView = z.infer<typeof PendingChangeView>;

/** A filing as a party or the bureau reads it. */
export const Filing = z
  .strictObject({
    id: FilingId,
    version: z.int().positive(),
    state: FilingState,
    jurisdiction: Jurisdiction,
    filerRole: FilerRole,
    legalBasis: LegalBasis,
    filer: FilerView,
    signing: Signing,
    landlords: z.array(PartyView).min(1).max(10),
    coOwnersConsent: z.boolean().optional(),
    coOwners: z.array(PartyView).max(10).optional(),
    coOwnersAgreed: z.array(z.boolean()).max(10).optional().meta({
      description: "Whether each of `coOwners` has consented here to these exact terms",
    }),
    tenants: z.array(PartyView).min(1).max(10),
    lease: LeaseView,
    termsDigest: Hex64.meta({
      description: "Keyed digest of the exact terms: a signature says which it is for",
    }),
    contractText: ContractMark.optional(),
    signatures: z.array(Signature).max(20),
    signBy: CivilDate.optional().meta({ description: "Last day for signing" }),
    wrongField: WrongField.optional().meta({ description: "Why the draft is open again" }),
    submittedAt: Instant.optional(),
    checks: z.array(FilingCheck).max(20).optional(),
    dueOn: CivilDate.optional().meta({ description: "Last day for the bureau's decision" }),
    provisional: z
      .boolean()
      .optional()
      .meta({ description: "That day rests on an unpublished calendar" }),
    late: z
      .boolean()
      .optional()
      .meta({ description: "Submitted after the 30 days (V26); accepted" }),
    refusal: z.strictObject({ reasonCode: FilingRefusalReason, reason: z.string() }).optional(),
    certificate: Certificate.optional(),
    formerCertificates: z.array(Certificate).optional(),
    filedVersion: z.int().positive().optional().meta({ description: "1 when first filed" }),
    versions: z.array(FiledVersion).optional(),
    pendingChange: PendingChangeView.optional(),
    lastChange: LastChange.optional(),
    correction: CorrectionView.optional(),
    objectBy: CivilDate.optional().meta({
      description: "Until then the landlord of a tenant's filing may object without more",
    }),
    objections: z.array(ObjectionView).optional(),
    revocation: RevocationView.optional(),
    claim: Claim.optional().meta({ description: "For the bureau: who has taken the case" }),
    ended: Ended.optional().meta({ description: "Ended, or to end, before its time" }),
    holdingOver: z
      .strictObject({ since: CivilDate })
      .optional()
      .meta({ description: "Goes on without a last day since then (CC 734)" }),
    unitVerification: UnitVerification.optional().meta({
      description: "What was known of the home when this was put on record",
    }),
    subletting: Subletting.optional(),
    hukouConsent: z
      .strictObject({ given: z.boolean(), at: Instant })
      .optional()
      .meta({ description: "The landlord's word on household registration; absent: none yet" }),
    createdAt: Instant,
  })
  .meta({ id: "Filing" });
export type Filing = z.infer<typeof Filing>;

export const CertificateCheck = z
  .strictObject({ certificateNo: CertificateNo, code: CertificateCode })
  .meta({ id: "CertificateCheck" });
export type CertificateCheck = z.infer<typeof CertificateCheck>;

/** What the public check tells: masked facts only. */
export const CertificateFacts = z
  .strictObject({
    certificateNo: CertificateNo,
    status: CertificateStatus,
    landlords: z.array(z.string()).meta({ description: "Masked names" }),
    tenants: z.array(z.string()).meta({ description: "Masked names" }),
    building: z.string(),
    wholeOrRoom: z.enum(["WHOLE", "ROOM"]),
    use: Use,
    landNature: LandNature,
    from: CivilDate,
    until: CivilDate,
    indefinite: z.literal(true).optional().meta({
      description: "The lease goes on without a last day (CC 734); `until` is 2199-12-31",
    }),
    filedOn: CivilDate,
    checkedAt: Instant,
  })
  .meta({ id: "CertificateFacts" });
export type CertificateFacts = z.infer<typeof CertificateFacts>;
