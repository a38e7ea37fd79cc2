import type * as z from "zod";
import { statusOn } from "../../shared/domain/filings/certificate.ts";
import { isOneOf, type Actor } from "../../shared/domain/filings/facts.ts";
import { maskedParty, plainParty } from "../../shared/domain/identity/masks.ts";
import { findFiling, type FilingRecord } from "../../shared/store/filings.ts";
import { endpoint, ok } from "../http/endpoint.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/filings.ts";
import { isKnownTo, mandatesOf, standIn } from "./acting.ts";

/** The certificate of a lease on record, for its parties. */
export const getCertificate = (services: Services) =>
  endpoint(routes.getCertificate, services, async ({ params, caller, today, refuse }) => {
    const [found, held] = await Promise.all([
      findFiling(services.table, await services.vault(), params.filingId),
      mandatesOf(services, caller),
    ]);
    if (!found) return refuse("not-found");
    const { actor } = standIn(caller, held, "getCertificate", { ...found, today });
    if (!isKnownTo(found, actor)) return refuse("not-found");
    const sheet = sheetOf(found, actor, today);
    return sheet ? ok(sheet) : refuse("out-of-step", { state: found.state });
  });

function sheetOf(
  { filingId, draft, parties, certificate, ended }: FilingRecord,
  actor: Actor,
  today: string,
): z.infer<typeof routes.CertificateSheet> | undefined {
  if (!certificate) return undefined;
  const { unit, use, monthlyRentFen, from, until } = draft.lease;
  const isTenant = isOneOf(actor, parties.tenants);
  return {
    filingId,
    certificate: { ...certificate, status: statusOn(certificate.status, until, today, ended?.on) },
    landlords: draft.landlords.map(({ name }) => name),
    // The law puts the tenant's name, kind of document and number on it; a landlord needs no more
    // of the number than tells two tenants apart.
    tenants: draft.tenants.map((tenant) =>
      isTenant ? plainParty(tenant) : { ...maskedParty(tenant), name: tenant.name },
    ),
    address: unit.address,
    wholeOrRoom: unit.wholeOrRoom,
    landNature: unit.landNature,
    use,
    monthlyRentFen,
    from,
    until,
  };
}
