/** One spelling for what identifies: the same person and the same certificate give the same text. */
import { plainBrackets } from "../../contract/lease.ts";

/** NFC; nothing else is touched. */
export const normaliseName = (name: string): string => name.normalize("NFC");

/** Letters in upper case: the `x` of a check digit, a passport's letters. */
export const normaliseIdNumber = (idNumber: string): string => idNumber.toUpperCase();

/** Every kind of bracket becomes ( ): 闽〔2023〕… and 闽（2023）… are one certificate. */
export const normaliseTitleCertNo = (no: string): string => plainBrackets(no.normalize("NFC"));
