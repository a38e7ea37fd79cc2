import { MOST_HOMES, type ResidenceHome } from "../../shared/contract/residence-statement.ts";
import { continuousDays } from "../../shared/domain/certificates/residence.ts";
import { statusOn } from "../../shared/domain/filings/certificate.ts";
import { filedStay, firstFiledOn, residentsOf } from "../../shared/domain/residence/stays.ts";
import { findFiling, listPartyFilings, type FilingRecord } from "../../shared/store/filings.ts";
import { identityHash } from "../../shared/store/persons.ts";
import type { Vault } from "../../shared/store/sealing.ts";
import type { Services } from "../http/services.ts";

const PAGE = 50;
/** Nobody has lived in more homes on record than this many pages hold. */
const PAGES = 20;

export type Residence = {
  readonly homes: readonly ResidenceHome[];
  readonly continuousDays: number;
};

/**
 * The homes a person has or had on record, as tenant or living with one, the latest first; what was
 * revoked never counted.
 *
 * @param hash - keyed hash of their identity
 */
export async function residenceOf(
  services: Services,
  hash: string,
  today: string,
): Promise<Residence> {
  const vault = await services.vault();
  const filings = await filingsNaming(services, vault, hash);
  const stays = filings.flatMap((filing) => homesIn(filing, vault, { hash, today }));
  return {
    homes: stays
      .map(({ home }) => home)
      .sort((one, other) => (one.from < other.from ? 1 : -1))
      .slice(0, MOST_HOMES),
    continuousDays: continuousDays(
      stays.map(({ stay }) => stay),
      today,
    ),
  };
}

/** The filings in which someone is or was party or occupant. @param hash - of their identity */
export async function filingsNaming(
  { table }: Services,
  vault: Vault,
  hash: string,
): Promise<FilingRecord[]> {
  const found: FilingRecord[] = [];
  let after: string | undefined;
  for (let page = 1; page <= PAGES; page++) {
    const { filingIds, more } = await listPartyFilings(table, hash, {
      limit: PAGE,
      ...(after !== undefined && { after }),
    });
    for (const id of filingIds) {
      const filing = await findFiling(table, vault, id);
      if (filing) found.push(filing);
    }
    after = filingIds.at(-1);
    if (!more || after === undefined) break;
  }
  return found;
}

/** Their stays in one home: more than one when an occupant left and came back. */
function homesIn(
  filing: FilingRecord,
  vault: Vault,
  { hash, today }: { hash: string; today: string },
) {
  const { filingId, draft, certificate, ended } = filing;
  const firstFiled = firstFiledOn(filing);
  if (!certificate || firstFiled === undefined) return [];
  const { unit, until: last } = draft.lease;
  return residentsOf(filing)
    .filter((one) => identityHash(vault, one.idType, one.idNumber) === hash)
    .map(({ capacity, from, until }) => {
      const home: ResidenceHome = {
        filingId,
        certificateNo: certificate.certificateNo,
        building: unit.building,
        address: unit.address,
        wholeOrRoom: unit.wholeOrRoom,
        capacity,
        from,
        ...(until !== undefined && { until }),
        filedOn: certificate.filedOn,
        status: statusOn(certificate.status, last, today, ended?.on),
      };
      return { home, stay: filedStay({ from, ...(until !== undefined && { until }) }, firstFiled) };
    });
}
