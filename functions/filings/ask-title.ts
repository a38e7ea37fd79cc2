import type { FilingDraft } from "../../shared/contract/filing.ts";
import type { TitleWord } from "../../shared/domain/filings/automatic-checks.ts";
import type { Services } from "../http/services.ts";

/** Proofs that the title register keeps; the others a person must look at. */
const REGISTERED = ["REAL_ESTATE_CERT", "HOUSE_CERT"];

/**
 * Asks the title register whether the landlords, with the other owners named, hold this home. Of a
 * sublease it is not asked: who lets onward holds no title, and the owner's was checked before.
 */
export async function askTitle(
  { titleRegister }: Services,
  { landlords, coOwners = [], lease }: FilingDraft,
): Promise<TitleWord> {
  if (lease.sublease) return { headFilingId: lease.sublease.headFilingId };
  const { titleType, titleCertNo, realEstateUnitNo } = lease.unit;
  if (titleCertNo === undefined || !REGISTERED.includes(titleType)) return "not-asked";
  return titleRegister.ask({
    titleCertNo,
    realEstateUnitNo: realEstateUnitNo ?? "",
    holders: [...landlords, ...coOwners].map(({ name, idType, idNumber }) => ({
      name,
      idType,
      idNumber,
    })),
  });
}
