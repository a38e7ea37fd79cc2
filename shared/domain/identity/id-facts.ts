/** What an identity number says: birth date, age. */
import { birthDigits, idNumberFault } from "../../contract/id-number.ts";
import type { IdType } from "../../contract/identity.ts";
import type { CivilDate } from "../../contract/values.ts";
import { ageOn } from "../calendar/days.ts";

export type Identified = { readonly idType: IdType; readonly idNumber: string };

/** The birth date in the number; undefined for documents that hold none. */
export function bornOn({ idType, idNumber }: Identified): CivilDate | undefined {
  const digits = birthDigits(idType, idNumber);
  return digits && `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`;
}

/** What is wrong with a number: V01 check digit, V02 birth date unreal or not past, V04 credit code. */
export function idFault(who: Identified, today: CivilDate): "V01" | "V02" | "V04" | undefined {
  const fault = idNumberFault(who.idType, who.idNumber);
  if (fault) return fault;
  const born = bornOn(who);
  return born !== undefined && born > today ? "V02" : undefined;
}

/** Whether the number shows a minor; a document without birth date shows none. */
export function isMinor(who: Identified, today: CivilDate, adultAge: number): boolean {
  const born = bornOn(who);
  return born !== undefined && ageOn(born, today) < adultAge;
}
