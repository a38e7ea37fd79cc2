import type { FilingDraft } from "../../shared/contract/filing.ts";
import {
  firmQuery,
  identityQuery,
  type RegisterWords,
} from "../../shared/domain/filings/register-checks.ts";
import type { Services } from "../http/services.ts";

/** Asks, at the same time, the register of identities about people and the market register about firms. */
export async function askRegisters(
  { identityRegister, marketRegister }: Services,
  draft: FilingDraft,
): Promise<RegisterWords> {
  const [people, firms] = [identityQuery(draft), firmQuery(draft)];
  const [aboutPeople, aboutFirms] = await Promise.all([
    people && identityRegister.ask(people),
    firms && marketRegister.ask(firms),
  ]);
  return { people: aboutPeople, firms: aboutFirms };
}
