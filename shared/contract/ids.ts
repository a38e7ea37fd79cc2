/** Identifiers, jurisdictions and roles. No identifier says anything about a person. */
import * as z from "zod";
import { idNumberFault } from "./id-number.ts";

export { DrawId, PoolId, Receipt, SourceId } from "./draw.ts";

const ofPrefix = (prefix: string, id: string, description: string) =>
  z
    .string()
    .regex(new RegExp(`^${prefix}[0-9A-HJKMNP-TV-Z]{20}$`))
    .meta({ id, description: `${description}: ${prefix} and 20 characters of Crockford base 32` });

export const FilingId = ofPrefix("F", "FilingId", "A filing");
export const ApplicationId = ofPrefix("A", "ApplicationId", "A household's application");
export const DraftId = ofPrefix("D", "DraftId", "A draft of an application");
export const ObjectionId = ofPrefix("J", "ObjectionId", "An objection");
export const OpeningId = ofPrefix("K", "OpeningId", "An opening of a draw's commitments");
export const AllocationId = ofPrefix("L", "AllocationId", "A home chosen by a household");
export const MandateId = ofPrefix("M", "MandateId", "A mandate to act for someone");
export type FilingId = z.infer<typeof FilingId>;
export type ApplicationId = z.infer<typeof ApplicationId>;
export type DraftId = z.infer<typeof DraftId>;
export type ObjectionId = z.infer<typeof ObjectionId>;
export type MandateId = z.infer<typeof MandateId>;
export type OpeningId = z.infer<typeof OpeningId>;
export type AllocationId = z.infer<typeof AllocationId>;

/** The 18 characters of a resident's or a permit holder's number, wherever they stand in a code. */
const holdsIdNumber = (code: string): boolean =>
  Array.from({ length: Math.max(0, code.length - 17) }, (_, at) => code.slice(at, at + 18)).some(
    (part) =>
      (["RESIDENT_ID", "HMT_RESIDENCE_PERMIT", "FOREIGN_PR_2023"] as const).some(
        (idType) => idNumberFault(idType, part) === undefined,
      ),
  );

/**
 * Whether a code that officers choose and everyone reads holds somebody's identity number or mobile
 * number. Eleven digits count as a mobile number when they stand by themselves: codes of flats are
 * long runs of digits.
 */
export const holdsPersonalNumber = (code: string): boolean => {
  const bare = code.replaceAll("-", "").toUpperCase();
  return holdsIdNumber(bare) || /(?<!\d)1[3-9]\d{9}(?!\d)/.test(bare);
};

const PERSONAL = {
  error: "personal-number",
  abort: true,
} as const;
const isImpersonal = (code: string): boolean => !holdsPersonalNumber(code);

export const SchemeId = z
  .string()
  .regex(/^[a-z0-9](?:-?[a-z0-9]){2,39}$/)
  .max(40)
  .refine(isImpersonal, PERSONAL)
  .meta({
    id: "SchemeId",
    description: "Official code of a scheme in lower case, such as qz-2026-001; names its draw too",
  });
export type SchemeId = z.infer<typeof SchemeId>;

export const FlatId = z
  .string()
  .regex(/^[0-9A-Z]{8,32}$/)
  .refine(isImpersonal, PERSONAL)
  .meta({ id: "FlatId", description: "The flat's code in the city's register of units" });
export const RoomId = z
  .string()
  .regex(/^[0-9A-Z]{1,8}$/)
  .meta({ id: "RoomId", description: "A room within its flat, such as A or 01" });
export const HomeId = z
  .string()
  .regex(/^[0-9A-Z](?:-?[0-9A-Z]){0,31}$/)
  .max(32)
  .refine(isImpersonal, PERSONAL)
  .meta({ id: "HomeId", description: "A home within its scheme, such as FZ3-1201" });
export type FlatId = z.infer<typeof FlatId>;
export type RoomId = z.infer<typeof RoomId>;
export type HomeId = z.infer<typeof HomeId>;

export const CertificateNo = z
  .string()
  .regex(/^\d{19}$/)
  .meta({ id: "CertificateNo", description: "Region 6, date 8, serial 5" });
export const CertificateCode = z
  .string()
  .regex(/^[0-9A-HJKMNP-TV-Z]{10}$/)
  .meta({ id: "CertificateCode", description: "Random code printed on the certificate" });
export const ReceiptNo = z
  .string()
  .regex(/^[0-9A-HJKMNP-TV-Z]{12}$/)
  .meta({ id: "ReceiptNo", description: "What an applicant quotes; random, 12 characters" });
export type CertificateNo = z.infer<typeof CertificateNo>;
export type CertificateCode = z.infer<typeof CertificateCode>;
export type ReceiptNo = z.infer<typeof ReceiptNo>;

export const IdempotencyKey = z
  .string()
  .regex(/^[A-Za-z0-9_-]{16,64}$/)
  .meta({
    id: "IdempotencyKey",
    description: "Chosen by the caller, once for each thing it wants done",
  });
export type IdempotencyKey = z.infer<typeof IdempotencyKey>;

/** County-level code of GB/T 2260 within Quanzhou, as on documents; zones have none of their own. */
export const RegionCode = z
  .enum([
    "350502",
    "350503",
    "350504",
    "350505",
    "350521",
    "350524",
    "350525",
    "350526",
    "350581",
    "350582",
    "350583",
  ])
  .meta({ id: "RegionCode", description: "GB/T 2260 code of a county or district of Quanzhou" });
export type RegionCode = z.infer<typeof RegionCode>;

/** Who is in charge: the city, a county or district, or a zone without a code of its own. */
export const Jurisdiction = z
  .enum(["QZ", ...RegionCode.options, "QZ-ETDZ", "QZ-TIA"])
  .meta({ id: "Jurisdiction", description: "QZ (city), a GB/T 2260 code, or a zone" });
export type Jurisdiction = z.infer<typeof Jurisdiction>;

/** Names of the jurisdictions (GB/T 2260), and the region code that stands on their documents. */
export const jurisdictions = {
  QZ: { zh: "泉州市", en: "Quanzhou", regionCode: undefined },
  "350502": { zh: "鲤城区", en: "Licheng", regionCode: "350502" },
  "350503": { zh: "丰泽区", en: "Fengze", regionCode: "350503" },
  "350504": { zh: "洛江区", en: "Luojiang", regionCode: "350504" },
  "350505": { zh: "泉港区", en: "Quangang", regionCode: "350505" },
  "350521": { zh: "惠安县", en: "Hui'an", regionCode: "350521" },
  "350524": { zh: "安溪县", en: "Anxi", regionCode: "350524" },
  "350525": { zh: "永春县", en: "Yongchun", regionCode: "350525" },
  "350526": { zh: "德化县", en: "Dehua", regionCode: "350526" },
  "350581": { zh: "石狮市", en: "Shishi", regionCode: "350581" },
  "350582": { zh: "晋江市", en: "Jinjiang", regionCode: "350582" },
  "350583": { zh: "南安市", en: "Nan'an", regionCode: "350583" },
  "QZ-ETDZ": { zh: "泉州经济技术开发区", en: "Quanzhou ETDZ", regionCode: "350502" },
  "QZ-TIA": {
    zh: "泉州台商投资区",
    en: "Quanzhou Taiwanese Investment Zone",
    regionCode: "350521",
  },
} as const satisfies Record<
  Jurisdiction,
  { zh: string; en: string; regionCode: RegionCode | undefined }
>;

/** What an account may be, beyond being party to a case. */
export const Role = z
  .enum([
    "citizen",
    "enterprise",
    "broker",
    "clerk",
    "reviewer",
    "approver",
    "city-officer",
    "draw-officer",
    "notary",
    "representative",
    "discipline",
    "operator",
    "police",
    "village",
    "partner-agency",
    "auditor",
    "sysadmin",
  ])
  .meta({ id: "Role" });
export type Role = z.infer<typeof Role>;
