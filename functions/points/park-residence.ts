import type { ParkResidence } from "../../shared/contract/talent.ts";
import { continuousDays } from "../../shared/domain/certificates/residence.ts";
import { maskIdNumber, maskName } from "../../shared/domain/identity/masks.ts";
import { parkOf } from "../../shared/domain/policy/park-housing.ts";
import { filedStay, firstFiledOn, residentsOf } from "../../shared/domain/residence/stays.ts";
import { findFiling } from "../../shared/store/filings.ts";
import { identityHash } from "../../shared/store/persons.ts";
import { endpoint, ok } from "../http/endpoint.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/points.ts";

/**
 * Proof for a school of residence in a home that a park lets to its staff: for the tenant, while the
 * lease is on record and in force. A school checks it by the certificate's number and code.
 */
export const proveParkResidence = (services: Services) =>
  endpoint(routes.proveParkResidence, services, async ({ params, caller, today, at, refuse }) => {
    const vault = await services.vault();
    const filing = await findFiling(services.table, vault, params.filingId);
    const mine = filing?.parties.tenants.includes(caller.identityHash);
    if (!filing || !mine) return refuse("not-found");
    const { certificate, draft, state, filingId } = filing;
    const firms = draft.landlords.flatMap((one) => (one.kind === "firm" ? [one] : []));
    const park = parkOf(firms.map(({ idNumber }) => idNumber));
    const [landlord] = firms;
    const filedOn = firstFiledOn(filing);
    const lives = residentsOf(filing).filter(
      ({ from, until }) => from <= today && (until === undefined || today <= until),
    );
    const own = lives.find(
      (one) => identityHash(vault, one.idType, one.idNumber) === caller.identityHash,
    );
    if (!park || !landlord || !certificate || filedOn === undefined || state !== "FILED" || !own)
      return refuse("not-park-housing");
    const proof: ParkResidence = {
      ...{ filingId, certificateNo: certificate.certificateNo, park: park.name },
      ...{ employer: landlord.name, building: draft.lease.unit.building, from: own.from },
      ...(own.until !== undefined && { until: own.until }),
      filedDays: continuousDays([filedStay(own, filedOn)], today),
      residents: lives.map(({ name, idNumber, capacity, from }) => ({
        ...{ name: maskName(name), idNumber: maskIdNumber(idNumber), capacity, from },
      })),
      issuedAt: at,
    };
    return ok(proof);
  });
