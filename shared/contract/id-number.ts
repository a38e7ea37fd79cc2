/**
 * Check digits and forms of identity numbers: resident ID (GB 11643), residence permits, foreign
 * permanent residents' cards, travel documents, unified social credit code (GB 32100).
 */

/** Kinds of document of a natural person; more than one may be a person's. */
export const PERSON_ID_TYPES = [
  "RESIDENT_ID",
  "HMT_RESIDENCE_PERMIT",
  "FOREIGN_PR_2023",
  "FOREIGN_PR_2017",
  "HM_TRAVEL_PERMIT",
  "TW_TRAVEL_PERMIT",
  "PASSPORT",
] as const;
export type PersonIdType = (typeof PERSON_ID_TYPES)[number];

/** What is wrong with a number: V01 form or check digit, V02 birth date, V04 credit code. */
export type IdNumberFault = "V01" | "V02" | "V04";

// Provinces as the first two digits give them; old counties behind them no longer exist, but their
// numbers live on. 71: settled from Taiwan.
const PROVINCE = /^(1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71)/;
const FORMS = {
  FOREIGN_PR_2017: /^[A-Z]{3}\d{12}$/,
  HM_TRAVEL_PERMIT: /^[HM]\d{8}(\d{2})?$/,
  TW_TRAVEL_PERMIT: /^\d{8}$/,
  PASSPORT: /^[A-Z0-9]{5,17}$/,
} as const;

const WEIGHTS_17 = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** The 18th character of GB 11643 for 17 digits: Σ dᵢwᵢ mod 11 picks from `10X98765432`. */
export function residentCheckDigit(first17: string): string {
  const sum = WEIGHTS_17.reduce((total, weight, at) => total + weight * Number(first17[at]), 0);
  return "10X98765432".charAt(sum % 11);
}

const hasCheckDigit = (number: string): boolean =>
  /^\d{17}[\dX]$/.test(number) && residentCheckDigit(number) === number.charAt(17);

const isRealDate = (yyyymmdd: string): boolean => {
  const [year, month, day] = [yyyymmdd.slice(0, 4), yyyymmdd.slice(4, 6), yyyymmdd.slice(6)].map(
    Number,
  );
  if (year === undefined || month === undefined || day === undefined) return false;
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const length = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1];
  return year >= 1850 && length !== undefined && day >= 1 && day <= length;
};

const BIRTH_AT_7: ReadonlySet<string> = new Set([
  "RESIDENT_ID",
  "HMT_RESIDENCE_PERMIT",
  "FOREIGN_PR_2023",
]);

/**
 * The birth date inside a number, `YYYYMMDD`; undefined for documents that hold none.
 * The number must have passed `idNumberFault`.
 */
export function birthDigits(idType: PersonIdType | "USCC", idNumber: string): string | undefined {
  return BIRTH_AT_7.has(idType) ? idNumber.slice(6, 14) : undefined;
}

function eighteenFault(idNumber: string, prefix: RegExp): IdNumberFault | undefined {
  if (!hasCheckDigit(idNumber) || !prefix.test(idNumber)) return "V01";
  return isRealDate(idNumber.slice(6, 14)) ? undefined : "V02";
}

const USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";
const ORG_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2];

/** Position 17 of a credit code from positions 9 to 16: A = 10 …; 11 − Σ mod 11; 10 → X, 11 → 0. */
export function organisationCheckDigit(eight: string): string {
  const sum = ORG_WEIGHTS.reduce(
    (total, w, at) => total + w * Number.parseInt(eight.charAt(at), 36),
    0,
  );
  return "0X987654321".charAt(sum % 11);
}

/** Position 18 of a credit code: (31 − Σ index · 3^(i−1) mod 31) mod 31. */
export function creditCheckDigit(first17: string): string {
  let sum = 0;
  let weight = 1;
  for (const character of first17.slice(0, 17)) {
    sum += USCC_ALPHABET.indexOf(character) * weight;
    weight = (weight * 3) % 31;
  }
  return USCC_ALPHABET.charAt((31 - (sum % 31)) % 31);
}

function creditCodeFault(code: string): IdNumberFault | undefined {
  const form = /^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/;
  const right =
    form.test(code) &&
    organisationCheckDigit(code.slice(8, 16)) === code.charAt(16) &&
    creditCheckDigit(code) === code.charAt(17);
  return right ? undefined : "V04";
}

/**
 * Checks an identity number's form, check digit and the existence of its birth date. Whether that
 * date is past is a matter of today (`domain/identity`).
 *
 * @param idNumber - letters in upper case
 * @returns undefined when nothing is wrong
 */
export function idNumberFault(
  idType: PersonIdType | "USCC",
  idNumber: string,
): IdNumberFault | undefined {
  switch (idType) {
    case "USCC":
      return creditCodeFault(idNumber);
    case "RESIDENT_ID":
      return eighteenFault(idNumber, PROVINCE);
    case "HMT_RESIDENCE_PERMIT":
      return eighteenFault(idNumber, /^8[123]0000/);
    case "FOREIGN_PR_2023":
      // 9, region 2, country 3 (ISO 3166 numeric): the birth date stands where the others have it.
      return eighteenFault(idNumber, new RegExp(`^9(?=${PROVINCE.source.slice(1)})`));
    case "FOREIGN_PR_2017":
    case "HM_TRAVEL_PERMIT":
    case "TW_TRAVEL_PERMIT":
    case "PASSPORT":
      return FORMS[idType].test(idNumber) ? undefined : "V01";
  }
}
