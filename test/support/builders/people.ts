import { residentCheckDigit } from "../../../shared/contract/id-number.ts";
import { PersonParty, type FirmParty } from "../../../shared/contract/identity.ts";

/** A resident ID of region 350599, which no one has. @param born - YYYYMMDD */
export function anIdNumber(born = "19900101", serial = 1): string {
  const body = `350599${born}${String(serial).padStart(3, "0")}`;
  return body + residentCheckDigit(body);
}

export const aPerson = (but: Partial<PersonParty> = {}): PersonParty =>
  PersonParty.parse({
    kind: "person",
    name: "林建国",
    idType: "RESIDENT_ID",
    idNumber: anIdNumber(),
    phone: "13800001234",
    ...but,
  });

export const aFirm = (but: Partial<FirmParty> = {}): FirmParty => ({
  kind: "firm",
  name: "泉州安居住房租赁有限公司",
  idType: "USCC",
  idNumber: "91350502MA000TE569",
  phone: "13900005678",
  ...but,
});
