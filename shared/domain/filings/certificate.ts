/** Certificates: their number, their status, what the public check tells. */
import type {
  Certificate,
  CertificateFacts,
  CertificateStatus,
  FilingDraft,
} from "../../contract/filing.ts";
import { OPEN_END } from "../../contract/filing-life.ts";
import type { CertificateNo, RegionCode } from "../../contract/ids.ts";
import type { CivilDate, Instant } from "../../contract/values.ts";
import { maskedParty } from "../identity/masks.ts";

/** Serials of one region and day: five digits. */
export const MOST_SERIALS_A_DAY = 99_999;

/**
 * Region 6, date 8, serial 5 (a parameter: the city's own numbering is not confirmed).
 *
 * @param serial - 1 to 99,999
 * @throws RangeError for any other serial: the day's numbers are used up
 */
export function certificateNo(
  regionCode: RegionCode,
  filedOn: CivilDate,
  serial: number,
): CertificateNo {
  if (!Number.isInteger(serial) || serial < 1 || serial > MOST_SERIALS_A_DAY)
    throw new RangeError(`No certificate serial ${serial}`);
  return `${regionCode}${filedOn.replaceAll("-", "")}${String(serial).padStart(5, "0")}`;
}

/**
 * Status on a day: a term that is over has expired, whether or not the clock has come by.
 *
 * @param until - last day of the term
 * @param endsOn - last day when the lease ends, or ended, before that
 */
export function statusOn(
  stored: CertificateStatus,
  until: CivilDate,
  today: CivilDate,
  endsOn?: CivilDate,
): CertificateStatus {
  if (stored !== "IN_FORCE") return stored;
  if (endsOn !== undefined && endsOn < today) return "CANCELLED";
  return until < today ? "EXPIRED" : stored;
}

/**
 * What anyone who holds number and code is told: masked names, status, term, building.
 *
 * @see O6 17; the same fields, masked
 */
export function certificateFacts(
  { certificateNo: no, status, filedOn }: Certificate,
  { landlords, tenants, lease }: Pick<FilingDraft, "landlords" | "tenants" | "lease">,
  { today, checkedAt }: { readonly today: CivilDate; readonly checkedAt: Instant },
): CertificateFacts {
  const { unit, use, from, until } = lease;
  return {
    certificateNo: no,
    status: statusOn(status, until, today),
    landlords: landlords.map((party) => maskedParty(party).name),
    tenants: tenants.map((party) => maskedParty(party).name),
    building: unit.building,
    wholeOrRoom: unit.wholeOrRoom,
    use,
    landNature: unit.landNature,
    from,
    until,
    ...(until === OPEN_END && { indefinite: true as const }),
    filedOn,
    checkedAt,
  };
}
