/** A filing as it is stored, and which of its texts are personal. */
import * as z from "zod";
import {
  CounterConfirmation,
  FilerCapacity,
  FilingDuty,
  LegalArticleCode,
} from "../contract/filer.ts";
import { CertificateToken } from "../contract/certificate.ts";
import { ContractMark } from "../contract/contract-text.ts";
import {
  CertificateStatus,
  FilingCheck,
  FilingDraft,
  FilingRefusalReason,
  FilingState,
  LegalBasis,
  Signature,
  WrongField,
} from "../contract/filing.ts";
import {
  Ended,
  FiledVersion,
  FormerOccupant,
  LastChange,
  LeaseEnd,
  PendingKind,
  PendingState,
} from "../contract/filing-life.ts";
import { Gap, RevocationReason } from "../contract/filing-review.ts";
import {
  AllocationId,
  CertificateCode,
  CertificateNo,
  FilingId,
  MandateId,
  ObjectionId,
  SchemeId,
} from "../contract/ids.ts";
import { UnitVerification } from "../contract/unit-verification.ts";
import { CivilDate, Hex64, Instant, Pointer } from "../contract/values.ts";
import { Versioned } from "./audit.ts";

/** Keyed hash of an identity. */
const Hash = z.string();

/** Keyed hashes, in the order of the draft. */
const Parties = z.object({
  drafter: Hash,
  landlords: z.array(Hash).readonly(),
  tenants: z.array(Hash).readonly(),
  broker: Hash.optional(),
  coOwners: z.array(Hash).readonly().optional(),
  guardians: z
    .array(z.object({ by: Hash, of: Hash }))
    .readonly()
    .optional(),
});

/** In what capacity it was filed, and for whom: an agent or clerk acts in another's name. */
const StoredFiler = z.object({
  capacity: FilerCapacity,
  duty: FilingDuty,
  articles: z.array(LegalArticleCode).readonly(),
  mandateId: MandateId.optional(),
  /** Keyed hash of the agent or guardian. */
  by: Hash.optional(),
  /** Subject of the clerk at the counter: they never review it. */
  clerk: z.string().optional(),
  confirmation: CounterConfirmation.optional(),
});
export type StoredFiler = z.infer<typeof StoredFiler>;

const StoredCertificate = z.object({
  certificateNo: CertificateNo,
  code: CertificateCode,
  token: CertificateToken.optional(),
  status: CertificateStatus,
  filedOn: CivilDate,
  /** Which version of the filing it proves; absent on the oldest records: the first. */
  version: z.int().positive().optional(),
});

const StoredChange = z.object({
  kind: PendingKind,
  state: PendingState,
  proposedBy: z.enum(["LANDLORD", "TENANT"]),
  proposedAt: Instant,
  agreedOn: CivilDate,
  effectiveOn: CivilDate,
  late: z.boolean(),
  draft: FilingDraft,
  parties: Parties,
  termsDigest: Hex64,
  end: LeaseEnd.optional(),
  confirmations: z.array(Signature).readonly(),
  confirmBy: CivilDate.optional(),
  objectBy: CivilDate.optional(),
  objection: z.string().optional(),
  submittedAt: Instant.optional(),
  checks: z.array(FilingCheck).readonly().optional(),
  dueOn: CivilDate.optional(),
  provisional: z.boolean().optional(),
});

/** One full list of what is missing, asked for once (O6 16), and what came back. */
const Correction = z.object({
  gaps: z.array(Gap).readonly(),
  requestedAt: Instant,
  /** Subject of the reviewer. */
  by: z.string(),
  /** Last day to resubmit. */
  resubmitBy: CivilDate,
  resubmittedAt: Instant.optional(),
  /** Members that the resubmission changed: a second list may name these. */
  changed: z.array(Pointer).readonly().optional(),
  explanation: z.string().optional(),
});

const Objection = z.object({
  objectionId: ObjectionId,
  /** Keyed hash of who objects: hidden from the parties, as their name is. */
  by: Hash,
  objector: z.object({
    name: z.string(),
    idType: z.string(),
    idNumber: z.string(),
    phone: z.string().optional(),
  }),
  as: z.enum(["LANDLORD", "TENANT", "OTHER"]),
  text: z.string(),
  interest: z.string().optional(),
  at: Instant,
  /** Last day for the answer. */
  dueOn: CivilDate,
  decision: z
    .object({ upheld: z.boolean(), reason: z.string(), by: z.string(), at: Instant })
    .optional(),
});

/** Proposed by one officer, decided by another, the parties heard between (domain rulebook 12). */
const Revocation = z.object({
  reasonCode: RevocationReason,
  reason: z.string(),
  proposedBy: z.string(),
  proposedAt: Instant,
  /** Last day for the parties' statements. */
  heardBy: CivilDate,
  /** Last day for the decision. */
  dueOn: CivilDate,
  statements: z
    .array(
      z.object({
        by: Hash,
        as: z.enum(["LANDLORD", "TENANT", "OTHER"]),
        text: z.string(),
        at: Instant,
      }),
    )
    .readonly(),
  decision: z
    .object({ revoked: z.boolean(), reason: z.string(), by: z.string(), at: Instant })
    .optional(),
});

/** A filing as the deciders see it: in clear. The table holds its personal texts sealed. */
export const FilingRecord = Versioned.extend({
  filingId: FilingId,
  state: FilingState,
  draft: FilingDraft,
  parties: Parties,
  legalBasis: LegalBasis,
  /** Absent on the oldest records: the party itself. */
  filer: StoredFiler.optional(),
  termsDigest: Hex64,
  /** Wording and digest of the contract text made from these terms. */
  contractText: ContractMark.optional(),
  signatures: z.array(Signature),
  createdAt: Instant,
  /** When it first went out: until then only its drafter knows of it. */
  sentAt: Instant.optional(),
  signBy: CivilDate.optional(),
  /** The drafter's standing instruction: the last signature submits it too. */
  submitWhenSigned: z.boolean().optional(),
  wrongField: WrongField.optional(),
  submittedAt: Instant.optional(),
  late: z.boolean().optional(),
  objectBy: CivilDate.optional(),
  checks: z.array(FilingCheck).optional(),
  dueOn: CivilDate.optional(),
  provisional: z.boolean().optional(),
  refusal: z.object({ reasonCode: FilingRefusalReason, reason: z.string() }).optional(),
  /** The latest. */
  certificate: StoredCertificate.optional(),
  /** Those before it, the oldest first. */
  formerCertificates: z.array(StoredCertificate).optional(),
  /** 1 when first on record, one more with each change of the terms. */
  filedVersion: z.int().positive().optional(),
  versions: z
    .array(FiledVersion.extend({ confirmations: z.array(Signature).readonly() }))
    .optional(),
  pendingChange: StoredChange.optional(),
  lastChange: LastChange.optional(),
  ended: Ended.optional(),
  /** First day of the term now running: after a renewal not that of the lease. */
  termFrom: CivilDate.optional(),
  /** Goes on without a last day (CC 734): `draft.lease.until` is `OPEN_END`. */
  holdingOver: z.object({ since: CivilDate }).optional(),
  formerOccupants: z.array(FormerOccupant).optional(),
  /** Reminders that went out for the term as it is; each goes once. */
  reminded: z.array(z.enum(["END_30", "END_7", "FILE_25"])).optional(),
  correction: Correction.optional(),
  /** Subject of the officer who has taken the case. */
  claimedBy: z.string().optional(),
  claimedAt: Instant.optional(),
  objections: z.array(Objection).readonly().optional(),
  revocation: Revocation.optional(),
  /** The owner's word on letting the home onward; `by` is their keyed hash. */
  subletting: z
    .object({
      toldAt: Instant.optional(),
      answer: z.object({ given: z.boolean(), by: Hash, at: Instant }).optional(),
    })
    .optional(),
  /** Last day of this lease, which subleases under it must not outlast: they are still to be told. */
  endsSubleases: CivilDate.optional(),
  /** What was known of the home when this was put on record. */
  unitVerification: UnitVerification.optional(),
  /** What someone at the counter must say back; ends by itself. */
  counterCode: z
    .object({ codeHash: z.string(), sentAt: Instant, until: Instant, tries: z.int().min(0) })
    .optional(),
  /** When the drafter asked them, before it was sent: from then on they may read it. */
  coOwnersAskedAt: Instant.optional(),
  /** Consents of owners who are no landlords; each holds for the terms it names. */
  coOwnerConsents: z.array(z.object({ by: Hash, termsDigest: Hex64, at: Instant })).optional(),
  /** The landlord lets the tenant register a household at the home. */
  hukouConsent: z.object({ given: z.boolean(), by: Hash, at: Instant }).optional(),
  /** Where an operator's lease comes from. */
  origin: z.object({ allocationId: AllocationId, schemeId: SchemeId }).optional(),
});
export type FilingRecord = z.infer<typeof FilingRecord>;

/** A filing as a decision leaves it. */
export type NextFiling = Omit<FilingRecord, "version" | "auditHead">;

const PERSONAL = [
  /^(?:\/pendingChange)?\/draft\/(landlords|tenants|coOwners)\/\d+\/(?:guardian\/)?(name|idNumber|phone)$/,
  /^(?:\/pendingChange)?\/draft\/lease\/occupants\/\d+\/(name|idNumber)$/,
  /^(?:\/pendingChange)?\/draft\/lease\/broker\/agent$/,
  /^(?:\/pendingChange)?\/draft\/lease\/unit\/(address|titleCertNo|realEstateUnitNo)$/,
  /^(?:\/pendingChange)?\/draft\/lease\/terms\/(others|payee\/(name|bank|account))$/,
  /^\/formerOccupants\/\d+\/(name|idNumber)$/,
  /^\/(wrongField|refusal|lastChange|ended|revocation|pendingChange\/end)\/reason$/,
  /^\/pendingChange\/(objection|end\/note)$/,
  /^\/correction\/(explanation|gaps\/\d+\/reason)$/,
  /^\/objections\/\d+\/(text|interest|decision\/reason|objector\/(name|idNumber|phone))$/,
  /^\/revocation\/decision\/reason$/,
  /^\/revocation\/statements\/\d+\/text$/,
  /^\/certificate\/(code|token)$/,
  /^\/formerCertificates\/\d+\/(code|token)$/,
];
/** Whether the text at a pointer of the record says something of a person. */
export const isPersonal = (pointer: string): boolean => PERSONAL.some((one) => one.test(pointer));
