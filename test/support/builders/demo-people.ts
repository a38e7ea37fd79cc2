import { personOfKey } from "../../../infra/local/people.ts";
import { PersonParty } from "../../../shared/contract/identity.ts";

/** Someone whom the local issuer can sign in, as landlord or tenant of a lease. */
export function partyOf(key: string): PersonParty {
  const person = personOfKey(key);
  if (!person) throw new Error(`There is no ${key}`);
  const { name, idType, idNumber, phone } = person;
  return PersonParty.parse({ kind: "person", name, idType, idNumber, phone });
}
