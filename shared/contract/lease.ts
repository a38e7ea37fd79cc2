/** The terms of a rental contract and what is let by it. */
import * as z from "zod";
import { ContractTerms } from "./contract-text.ts";
import { FilingId, FlatId, RegionCode, RoomId } from "./ids.ts";
import {
  checkIdNumber,
  FirmName,
  IdType,
  Kinship,
  PersonName,
  personShape,
  Uscc,
} from "./identity.ts";
import { AreaM2, CivilDate, Fen, Hex64, lines, text } from "./values.ts";

/** Rooms, halls and bathrooms as designed: `2-1-1` is 2室1厅1卫. */
export const Layout = z
  .string()
  .regex(/^[0-9]{1,2}-[0-9]-[0-9]$/)
  .meta({ id: "Layout", description: "Rooms-halls-bathrooms: 2-1-1 is 2室1厅1卫" });
export type Layout = z.infer<typeof Layout>;

export const TitleType = z
  .enum(["REAL_ESTATE_CERT", "HOUSE_CERT", "PURCHASE_CONTRACT", "VILLAGE_PROOF", "OTHER_PROOF"])
  .meta({ id: "TitleType", description: "不动产权证, 房权证, 购房合同, 村集体证明, 其他合法证明" });

export type TitleType = z.infer<typeof TitleType>;

/** Char 13 of the real-estate unit number says the same: G, J, Z. */
export const LandNature = z
  .enum(["STATE", "COLLECTIVE", "UNDETERMINED"])
  .meta({ id: "LandNature" });
export type LandNature = z.infer<typeof LandNature>;

/** What the let space was built as; the ones that may not be lived in alone are the domain's. */
export const SpaceKind = z
  .enum([
    "DWELLING",
    "BEDROOM",
    "LIVING_ROOM",
    "STUDY",
    "SHOP",
    "OFFICE",
    "KITCHEN",
    "BATHROOM",
    "BALCONY",
    "CORRIDOR",
    "BASEMENT_STORE",
    "GARAGE",
  ])
  .meta({ id: "SpaceKind" });
export type SpaceKind = z.infer<typeof SpaceKind>;

export const Use = z.enum(["RESIDENTIAL", "COMMERCIAL", "OFFICE", "STORAGE"]).meta({ id: "Use" });
export type Use = z.infer<typeof Use>;

const OPENING = /[（〔［[]/g;
const CLOSING = /[）〕］\]]/g;

/** Brackets of every kind as ( ). */
export const plainBrackets = (no: string): string => no.replace(OPENING, "(").replace(CLOSING, ")");

export const TitleCertNo = text(4, 60).overwrite(plainBrackets).meta({
  id: "TitleCertNo",
  description: "闽(2023)泉州市不动产权第0000001号; brackets become ( )",
});
const CERT_OF_FUJIAN = /^闽\(\d{4}\)[\u4e00-\u9fa5]{2,12}不动产权第\d{7}号$/;

/** No checksum; region 6, cadastral 3 + 3, parcel type 2, parcel 5, fixture 9. */
export const RealEstateUnitNo = z
  .string()
  .regex(/^\d{12}[GJZ][A-Z]\d{5}[FLQW][0-9A-Z]{8}$/)
  .meta({ id: "RealEstateUnitNo", description: "不动产单元号, 28 characters" });

/** What is let: a flat, or a room of it. */
export const Unit = z
  .strictObject({
    flatId: FlatId,
    roomId: RoomId.optional().meta({ description: "Absent: the whole flat" }),
    regionCode: RegionCode,
    standardAddressCode: z
      .string()
      .regex(/^[0-9A-Z]{10,32}$/)
      .meta({ description: "标准地址编码" }),
    building: text(2, 100).meta({
      description: "Address down to the building; the public check shows it",
    }),
    address: text(4, 200).meta({ description: "Full address" }),
    realEstateUnitNo: RealEstateUnitNo.optional(),
    titleCertNo: TitleCertNo.optional(),
    titleType: TitleType,
    landNature: LandNature,
    areaM2: AreaM2.meta({ description: "Floor area of what is let" }),
    rooms: z.int().min(1).max(99).meta({ description: "Rooms people sleep in, of what is let" }),
    layout: Layout,
    wholeOrRoom: z.enum(["WHOLE", "ROOM"]),
    spaceKind: SpaceKind,
  })
  .refine((unit) => (unit.wholeOrRoom === "ROOM") === (unit.roomId !== undefined), {
    path: ["roomId"],
  })
  .refine(
    (unit) => unit.titleType !== "REAL_ESTATE_CERT" || CERT_OF_FUJIAN.test(unit.titleCertNo ?? ""),
    { path: ["titleCertNo"] },
  )
  .meta({ id: "Unit", description: "What is let: a flat, or a room of it" });
export type Unit = z.infer<typeof Unit>;

/** Someone who lives there without being tenant. */
export const Occupant = z
  .strictObject({ ...personShape, kinship: Kinship, from: CivilDate })
  .check(checkIdNumber)
  .meta({ id: "Occupant" });
export type Occupant = z.infer<typeof Occupant>;

export const PayCycle = z
  .enum(["MONTHLY", "QUARTERLY", "HALF_YEARLY", "YEARLY", "ONCE"])
  .meta({ id: "PayCycle" });
export type PayCycle = z.infer<typeof PayCycle>;

/** Amount, return time and deductions must all be agreed (V23, the domain's). */
export const Deposit = z
  .strictObject({
    fen: Fen,
    returnWithinDays: z.int().min(0).max(365).optional(),
    deductions: lines(1, 500).optional(),
  })
  .meta({ id: "Deposit" });

export const Broker = z
  .strictObject({ name: FirmName, uscc: Uscc, agent: PersonName })
  .meta({ id: "Broker" });

/** What proves the owner's consent when it is not on record here. A reviewer looks at the paper. */
export const SubletConsent = z
  .discriminatedUnion("basis", [
    z.strictObject({
      basis: z.literal("PAPER"),
      consentedOn: CivilDate,
      proofDigest: Hex64.meta({ description: "SHA-256 of the written consent" }),
    }),
    z.strictObject({
      basis: z.literal("SILENCE"),
      knownSince: CivilDate.meta({ description: "Day since which the owner knew; CC 718" }),
      proofDigest: Hex64.meta({ description: "SHA-256 of what proves that they knew" }),
    }),
  ])
  .meta({ id: "SubletConsent" });
export type SubletConsent = z.infer<typeof SubletConsent>;

/** This lease is a tenant's, who lets onward what they rent under another lease. CC 716–719. */
export const Sublease = z
  .strictObject({
    headFilingId: FilingId.meta({ description: "Filing of the lease under which it is" }),
    consent: SubletConsent.optional().meta({
      description: "Absent: the head lease allows it, or the owner's word is on record there",
    }),
  })
  .meta({ id: "Sublease" });
export type Sublease = z.infer<typeof Sublease>;

const leaseShape = {
  unit: Unit,
  use: Use,
  signedOn: CivilDate.meta({ description: "Day of conclusion; the 30 days run from it" }),
  from: CivilDate,
  until: CivilDate.meta({ description: "Last day of the term, inclusive" }),
  monthlyRentFen: Fen.meta({ description: "Rent per calendar month" }),
  payCycle: PayCycle,
  deposit: Deposit.optional().meta({ description: "Absent: none is taken" }),
  broker: Broker.optional().meta({ description: "Present when a broker made the deal" }),
  subletAllowed: z.boolean().optional(),
  sublease: Sublease.optional().meta({ description: "Present when it is a sublease" }),
  terms: ContractTerms.optional().meta({ description: "Terms that only the contract text needs" }),
  contractDigest: Hex64.optional().meta({ description: "SHA-256 of a contract signed on paper" }),
} as const;

export const Lease = z
  .strictObject({ ...leaseShape, occupants: z.array(Occupant).max(20) })
  .refine((lease) => lease.from < lease.until, { path: ["until"], error: "V20" })
  .meta({ id: "Lease", description: "The terms of one rental contract" });
export type Lease = z.infer<typeof Lease>;

/** An occupant as the other side and the bureau's lists see them. */
export const OccupantView = z
  .strictObject({
    name: z.string().min(1).max(200),
    idType: IdType,
    idNumber: z.string().min(1).max(18),
    kinship: Kinship,
    from: CivilDate,
  })
  .meta({ id: "OccupantView" });

export type OccupantView = z.infer<typeof OccupantView>;

/** A lease as one of its readers sees it. */
export const LeaseView = z
  .strictObject({ ...leaseShape, occupants: z.array(OccupantView).max(20) })
  .meta({ id: "LeaseView" });
export type LeaseView = z.infer<typeof LeaseView>;
