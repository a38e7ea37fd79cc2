/** What happens to a lease on record: changed, renewed, sold over, ended, gone on, its proof lost. */
import * as z from "zod";
import { CertificateNo } from "./ids.ts";
import { Party } from "./identity.ts";
import {
  Deposit,
  Layout,
  Occupant,
  PayCycle,
  RealEstateUnitNo,
  TitleCertNo,
  TitleType,
  Use,
} from "./lease.ts";
import { AreaM2, CivilDate, Fen, Hex64, Instant, lines, Pointer } from "./values.ts";

/** An indefinite lease (CC 734) has no last day: this stands for it wherever `until` must be a date. */
export const OPEN_END = "2199-12-31";

/** What makes a new version of a filing on record; each has its own certificate. */
export const VersionKind = z
  .enum(["FILED", "CHANGE", "RENEWAL", "LANDLORD_TRANSFER", "HOLDING_OVER"])
  .meta({ id: "VersionKind" });
export type VersionKind = z.infer<typeof VersionKind>;

/** What waits for the other side, for the checks or for a reviewer. `END` makes no new version. */
export const PendingKind = z
  .enum(["CHANGE", "RENEWAL", "LANDLORD_TRANSFER", "HOLDING_OVER", "END"])
  .meta({ id: "PendingKind" });
export type PendingKind = z.infer<typeof PendingKind>;

/**
 * `TO_CONFIRM`: signatures are missing. `TO_OBJECT`: takes effect unless the other side objects in
 * time. `SUBMITTED`: checks run. `UNDER_REVIEW`: a reviewer decides; what is on record stays so.
 */
export const PendingState = z
  .enum(["TO_CONFIRM", "TO_OBJECT", "SUBMITTED", "UNDER_REVIEW"])
  .meta({ id: "PendingState" });
export type PendingState = z.infer<typeof PendingState>;

/** How what was proposed came to nothing, or to something: for the proposer to read. */
export const ChangeOutcome = z
  .enum(["TAKEN", "WRONG_FIELD", "WITHDRAWN", "LAPSED", "REFUSED", "OVERTAKEN"])
  .meta({ id: "ChangeOutcome" });
export const LastChange = z
  .strictObject({
    kind: PendingKind,
    outcome: ChangeOutcome,
    at: Instant,
    pointer: Pointer.optional(),
    reason: z.string().max(500).optional(),
  })
  .meta({ id: "LastChange" });
export type LastChange = z.infer<typeof LastChange>;

/** Members of the unit that may have been wrong, or become so. Another home is another lease. */
const UnitChange = z
  .strictObject({
    titleType: TitleType.optional(),
    titleCertNo: TitleCertNo.optional(),
    realEstateUnitNo: RealEstateUnitNo.optional(),
    areaM2: AreaM2.optional(),
    rooms: z.int().min(1).max(99).optional(),
    layout: Layout.optional(),
  })
  .meta({ id: "UnitChange" });

/** New terms, by those that differ; what is absent stays. O6 19. */
export const LeaseChange = z
  .strictObject({
    agreedOn: CivilDate.meta({ description: "Day of the agreement; the 30 days run from it" }),
    effectiveOn: CivilDate.optional().meta({
      description:
        "First day of the new terms; absent: the day of the agreement, or the term's first",
    }),
    terms: z
      .strictObject({
        monthlyRentFen: Fen.optional(),
        payCycle: PayCycle.optional(),
        deposit: Deposit.nullable().optional().meta({ description: "null: none is held any more" }),
        use: Use.optional(),
        subletAllowed: z.boolean().optional(),
        from: CivilDate.optional(),
        until: CivilDate.optional(),
        unit: UnitChange.optional(),
        contractDigest: Hex64.optional().meta({ description: "SHA-256 of the written agreement" }),
      })
      .refine((terms) => Object.keys(terms).length > 0),
  })
  .meta({ id: "LeaseChange" });
export type LeaseChange = z.infer<typeof LeaseChange>;

/** A new term right after the old one. CC 705: each of twenty years at most. */
export const Renewal = z
  .strictObject({
    agreedOn: CivilDate,
    until: CivilDate.meta({ description: "Last day of the new term; it begins after the old one" }),
    monthlyRentFen: Fen.optional().meta({ description: "Absent: as before" }),
    payCycle: PayCycle.optional(),
    deposit: Deposit.nullable().optional(),
    contractDigest: Hex64.optional(),
  })
  .meta({ id: "Renewal" });
export type Renewal = z.infer<typeof Renewal>;

/** The home was sold or inherited; the lease goes on with who owns it now. CC 725. */
export const LandlordTransfer = z
  .strictObject({
    transferredOn: CivilDate.meta({ description: "Day of the entry in the title register" }),
    landlords: z.array(Party).min(1).max(10),
    titleType: TitleType,
    titleCertNo: TitleCertNo.optional(),
    realEstateUnitNo: RealEstateUnitNo.optional(),
    coOwnersConsent: z.boolean().optional(),
  })
  .meta({ id: "LandlordTransfer" });
export type LandlordTransfer = z.infer<typeof LandlordTransfer>;

/** Who moved in and who left; a fact, not a term of the contract. */
export const OccupantsChange = z
  .strictObject({
    arrivals: z.array(Occupant).max(20),
    departures: z
      .array(
        z.strictObject({
          index: z.int().min(0).max(19).meta({ description: "Place among the occupants as read" }),
          on: CivilDate.meta({ description: "Last day lived there" }),
        }),
      )
      .max(20),
  })
  .refine(({ arrivals, departures }) => arrivals.length + departures.length > 0)
  .refine(
    ({ departures }) => new Set(departures.map(({ index }) => index)).size === departures.length,
    {
      path: ["departures"],
    },
  )
  .meta({ id: "OccupantsChange" });
export type OccupantsChange = z.infer<typeof OccupantsChange>;

/** Why a lease ends before its time. CC 562–566, 711–734; R812 12. */
export const EndReason = z
  .enum(["AGREED", "TENANT_LEFT", "BREACH", "HOME_UNFIT", "COURT", "NOTICE", "HEAD_ENDED", "OTHER"])
  .meta({ id: "EndReason" });

/** `AGREEMENT`: the other side confirms. `PROOF`: it is told and may object, a reviewer decides then. */
export const LeaseEnd = z
  .discriminatedUnion("basis", [
    z.strictObject({
      basis: z.literal("AGREEMENT"),
      on: CivilDate.meta({ description: "Last day of the lease" }),
      note: lines(2, 300).optional(),
    }),
    z.strictObject({
      basis: z.literal("PROOF"),
      on: CivilDate,
      reasonCode: EndReason.exclude(["AGREED", "HEAD_ENDED"]),
      reason: lines(2, 300),
      proofDigest: Hex64.meta({ description: "SHA-256 of the file that proves it" }),
    }),
  ])
  .meta({ id: "LeaseEnd" });
export type LeaseEnd = z.infer<typeof LeaseEnd>;

/** How a lease ended before its time. */
export const Ended = z
  .strictObject({
    on: CivilDate.meta({ description: "Last day of the lease" }),
    basis: z.enum(["AGREEMENT", "PROOF", "HEAD_LEASE"]).meta({
      description: "HEAD_LEASE: of a sublease, whose head lease ended",
    }),
    reasonCode: EndReason,
    reason: z.string().max(500).optional(),
    proofDigest: Hex64.optional(),
    reportedAt: Instant,
    late: z.boolean().meta({ description: "Reported after the 30 days of O6 19" }),
  })
  .meta({ id: "Ended" });
export type Ended = z.infer<typeof Ended>;

/** One version of a filing on record, the first included. */
export const FiledVersion = z
  .strictObject({
    version: z.int().positive(),
    kind: VersionKind,
    certificateNo: CertificateNo,
    filedOn: CivilDate,
    agreedOn: CivilDate,
    effectiveOn: CivilDate,
    late: z.boolean(),
    from: CivilDate,
    until: CivilDate,
    monthlyRentFen: Fen,
  })
  .meta({ id: "FiledVersion" });
export type FiledVersion = z.infer<typeof FiledVersion>;

/** Someone who lived there and left. */
export const FormerOccupant = z.object({ ...Occupant.shape, until: CivilDate });
export type FormerOccupant = z.infer<typeof FormerOccupant>;
