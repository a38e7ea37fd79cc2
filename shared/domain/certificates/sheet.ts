/** What stands on a certificate's paper, and the digest that binds it to the signature. */
import { sha256 } from "@noble/hashes/sha2.js";
import { OPEN_END } from "../../contract/filing-life.ts";
import type { CertificateStatus, FilingDraft } from "../../contract/filing.ts";
import type { CertificateNo, Jurisdiction } from "../../contract/ids.ts";
import { jurisdictions } from "../../contract/ids.ts";
import type { IdType } from "../../contract/identity.ts";
import type { LandNature, Use } from "../../contract/lease.ts";
import type { CivilDate } from "../../contract/values.ts";
import { toHex, utf8 } from "../draws/encoding.ts";
import { maskedParty } from "../identity/masks.ts";
import type { CertifiedFiling, CertifiedSide } from "./certified-facts.ts";

/** O6 17: landlord's name; tenant's name, kind and number of document; location; use; rent; term. */
export type Sheet = {
  readonly certificateNo: CertificateNo;
  readonly code: string;
  readonly version: number;
  readonly status: CertificateStatus;
  readonly filedOn: CivilDate;
  readonly issuedOn: CivilDate;
  readonly issuer: string;
  readonly landlords: readonly string[];
  readonly tenants: readonly Named[];
  readonly building: string;
  readonly address: string;
  readonly wholeOrRoom: "WHOLE" | "ROOM";
  readonly roomId?: string;
  readonly use: Use;
  readonly landNature: LandNature;
  readonly areaM2: number;
  readonly monthlyRentFen: number;
  readonly from: CivilDate;
  readonly until?: CivilDate;
};

type Named = { readonly name: string; readonly idType: IdType; readonly idNumber: string };

/** What a sheet needs of a filing's certificate. */
export type SheetMark = Pick<
  Sheet,
  "certificateNo" | "code" | "version" | "status" | "filedOn" | "issuedOn"
>;

/**
 * The sheet of a lease on record.
 *
 * @param tenants - as the reader may see them: the other side's numbers are masked on their paper
 */
export function sheetOf(
  mark: SheetMark,
  { jurisdiction, landlords, lease }: FilingDraft,
  tenants: readonly Named[],
): Sheet {
  const { unit, use, monthlyRentFen, from, until } = lease;
  return {
    ...mark,
    issuer: issuerOf(jurisdiction),
    landlords: landlords.map(({ name }) => name),
    tenants: tenants.map(({ name, idType, idNumber }) => ({ name, idType, idNumber })),
    building: unit.building,
    address: unit.address,
    wholeOrRoom: unit.wholeOrRoom,
    ...(unit.roomId !== undefined && { roomId: unit.roomId }),
    use,
    landNature: unit.landNature,
    areaM2: unit.areaM2,
    monthlyRentFen,
    from,
    ...(until !== OPEN_END && { until }),
  };
}

/** The bureau in charge, as documents name it (a parameter: the city's own names are not confirmed). */
export function issuerOf(jurisdiction: Jurisdiction): string {
  const { zh } = jurisdictions[jurisdiction];
  const bureau = "住房和城乡建设局";
  if (jurisdiction === "QZ") return `${zh}${bureau}`;
  if (zh.startsWith("泉州")) return `${zh}住房和城乡建设主管部门`;
  return zh.endsWith("区") ? `泉州市${zh}${bureau}` : `${zh}${bureau}`;
}

/**
 * SHA-256, hex, of what the paper says and the QR only masks. Whoever holds the paper can make it
 * again; from the QR alone none of it can be found, since all of it would have to be guessed at once.
 */
export function sheetDigest(sheet: Sheet): string {
  const { certificateNo, landlords, tenants, address, wholeOrRoom, roomId, use } = sheet;
  const { landNature, areaM2, monthlyRentFen, from, until, filedOn, version, code } = sheet;
  return digestOf([
    "quanju/certificate-sheet/1",
    certificateNo,
    code,
    version,
    filedOn,
    landlords,
    tenants.map(({ name, idType, idNumber }) => [name, idType, idNumber]),
    address,
    wholeOrRoom,
    roomId ?? null,
    use,
    landNature,
    Math.round(areaM2 * 100),
    monthlyRentFen,
    from,
    until ?? null,
  ]);
}

/** SHA-256, hex, of a list's JSON. */
export const digestOf = (values: readonly unknown[]): string =>
  toHex(sha256(utf8(JSON.stringify(values))));

/** The facts a sheet's QR is signed for. */
export function certifiedFilingOf(
  sheet: Sheet,
  { landlords, tenants }: Pick<FilingDraft, "landlords" | "tenants">,
): CertifiedFiling {
  const masked = (parties: FilingDraft["landlords"]): CertifiedSide => {
    const [first] = parties;
    return { first: first ? maskedParty(first).name : "*", count: parties.length };
  };
  const { certificateNo, version, filedOn, issuedOn, status, from, until } = sheet;
  const { wholeOrRoom, use, landNature, building } = sheet;
  return {
    kind: "filing",
    ...{ certificateNo, version, filedOn, issuedOn, status, from, wholeOrRoom, use, landNature },
    ...(until !== undefined && { until }),
    landlords: masked(landlords),
    tenants: masked(tenants),
    building,
    sheet: sheetDigest(sheet),
  };
}

/** Whether a paper says what was signed. */
export const isSheetOf = (
  sheet: Sheet,
  { certificateNo, sheet: digest }: CertifiedFiling,
): boolean => sheet.certificateNo === certificateNo && sheetDigest(sheet) === digest;
