import { personOfKey } from "../../../infra/local/people.ts";
import { FirmParty, PersonParty } from "../../../shared/contract/identity.ts";

/** Someone whom the local issuer can sign in, as landlord or tenant of a lease. */
export function partyOf(key: string): PersonParty & { readonly phone: string } {
  const person = personOfKey(key);
  if (!person) throw new Error(`There is no ${key}`);
  const { name, idType, idNumber, phone } = person;
  return { ...PersonParty.parse({ kind: "person", name, idType, idNumber, phone }), phone };
}

/** The firm that someone of the issuer acts for, as party to a lease. */
export function firmOf(key: string): FirmParty {
  const person = personOfKey(key);
  if (person?.uscc === undefined) throw new Error(`${key} acts for no firm`);
  const { organisation: name, uscc: idNumber, phone } = person;
  return FirmParty.parse({ kind: "firm", name, idType: "USCC", idNumber, phone });
}
