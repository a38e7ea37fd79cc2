import type { CertifiedFiling } from "../../shared/domain/certificates/certified-facts.ts";
import { certifiedFilingOf, sheetOf, type Sheet } from "../../shared/domain/certificates/sheet.ts";
import { statusOn } from "../../shared/domain/filings/certificate.ts";
import { isOneOf, type Actor } from "../../shared/domain/filings/facts.ts";
import { maskedParty, plainParty } from "../../shared/domain/identity/masks.ts";
import { findFiling, type FilingRecord } from "../../shared/store/filings.ts";
import { isKnownTo, mandatesOf, standIn } from "../filings/acting.ts";
import type { Caller } from "../http/caller.ts";
import type { Services } from "../http/services.ts";

/** As whom the caller reads a filing: themselves, their firm, a minor's guardian, or an agent. */
export async function readerOf(
  services: Services,
  caller: Caller,
  found: FilingRecord,
  today: string,
): Promise<Actor> {
  const held = await mandatesOf(services, caller);
  return standIn(caller, held, "getCertificate", { ...found, today }).actor;
}

/** A filing the caller may know of; undefined for any other, there or not. */
export async function ownFiling(
  services: Services,
  filingId: string,
  caller: Caller,
  today: string,
): Promise<FilingRecord | undefined> {
  const found = await findFiling(services.table, await services.vault(), filingId);
  if (!found) return undefined;
  return isKnownTo(found, await readerOf(services, caller, found, today)) ? found : undefined;
}

export type Paper = {
  readonly sheet: Sheet;
  readonly facts: CertifiedFiling;
  readonly token: string | undefined;
  readonly isPartlyMasked: boolean;
};

/** What the certificate of a filing says on a day to this reader; undefined when it has none. */
export function paperOf(
  { draft, parties, certificate, filedVersion, ended }: FilingRecord,
  actor: Actor,
  today: string,
): Paper | undefined {
  if (!certificate) return undefined;
  const { certificateNo, code, token, filedOn } = certificate;
  const isTenant = isOneOf(actor, parties.tenants);
  const mark = {
    certificateNo,
    code,
    version: certificate.version ?? filedVersion ?? 1,
    status: statusOn(certificate.status, draft.lease.until, today, ended?.on),
    filedOn,
    issuedOn: today,
  };
  // The law puts the tenants' numbers on it; a landlord needs no more of them than tells two apart.
  const tenants = draft.tenants.map((tenant) =>
    isTenant ? plainParty(tenant) : { ...maskedParty(tenant), name: tenant.name },
  );
  const sheet = sheetOf(mark, draft, tenants);
  return { sheet, facts: certifiedFilingOf(sheet, draft), token, isPartlyMasked: !isTenant };
}
