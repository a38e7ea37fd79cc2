/** The commitment that ties a receipt to one person without naming them (section 2). */
import { lp } from "./encoding.ts";
import type { Suite } from "./suites.ts";

export type PrivateFields = {
  applicationNo: string;
  idType: string;
  idNumber: string;
  name: string;
};

/**
 * H(lp("PVL1:private")||lp(drawId)||lp(receipt)||salt||lp(applicationNo)||lp(idType)||lp(idNumber)
 * ||lp(name)), strings NFC, the letters of the ID number upper-case.
 *
 * @param salt - 32 random bytes
 */
export function privateCommit(
  suite: Suite,
  at: { drawId: string; receipt: string; salt: Uint8Array },
  fields: PrivateFields,
): Uint8Array {
  const text = (value: string) => lp(value.normalize("NFC"));
  return suite.hash(
    lp("PVL1:private"),
    lp(at.drawId),
    lp(at.receipt),
    at.salt,
    text(fields.applicationNo),
    text(fields.idType),
    text(fields.idNumber.toUpperCase()),
    text(fields.name),
  );
}
