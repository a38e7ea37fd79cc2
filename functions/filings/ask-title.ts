import type { FilingDraft } from "../../shared/contract/filing.ts";
import type { TitleWord } from "../../shared/domain/filings/automatic-checks.ts";
import type { Services } from "../http/services.ts";

/** Proofs that the title register keeps; the others a person must look at. */
const REGISTERED = ["REAL_ESTATE_CERT", "HOUSE_CERT"];

/** Asks the title register whether the landlords hold this home. */
export async function askTitle(
  { titleRegister }: Services,
  { landlords, lease }: FilingDraft,
): Promise<TitleWord> {
  const { titleType, titleCertNo, realEstateUnitNo } = lease.unit;
  if (titleCertNo === undefined || !REGISTERED.includes(titleType)) return "not-asked";
  return titleRegister.ask({
    titleCertNo,
    realEstateUnitNo: realEstateUnitNo ?? "",
    holders: landlords.map(({ name, idType, idNumber }) => ({ name, idType, idNumber })),
  });
}
