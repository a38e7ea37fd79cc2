import { OPEN_END } from "../../shared/contract/filing-life.ts";
import { MOST_HOMES, type ResidenceHome } from "../../shared/contract/residence-statement.ts";
import { continuousDays, type Stay } from "../../shared/domain/certificates/residence.ts";
import { statusOn } from "../../shared/domain/filings/certificate.ts";
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
  const stays = (await filingsOf(services, vault, hash)).flatMap((filing) => {
    const home = homeOf(filing, vault, { hash, today });
    return home ? [{ home, stay: stayOf(filing, home) }] : [];
  });
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

async function filingsOf({ table }: Services, vault: Vault, hash: string): Promise<FilingRecord[]> {
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

/** A day on record is one of the term, once it is filed. */
const stayOf = ({ versions }: FilingRecord, { from, until, filedOn }: ResidenceHome): Stay => {
  const firstFiled = versions?.[0]?.filedOn ?? filedOn;
  return { from: from < firstFiled ? firstFiled : from, until };
};

function homeOf(
  { filingId, state, draft, parties, certificate, versions, ended }: FilingRecord,
  vault: Vault,
  { hash, today }: { hash: string; today: string },
): ResidenceHome | undefined {
  if (!certificate || state === "REVOKED" || certificate.status === "REVOKED") return undefined;
  const { unit, occupants, from, until, use } = draft.lease;
  const isTenant = parties.tenants.includes(hash);
  const isOccupant = occupants.some(
    ({ idType, idNumber }) => identityHash(vault, idType, idNumber) === hash,
  );
  if (use !== "RESIDENTIAL" || (!isTenant && !isOccupant)) return undefined;
  const began = [from, ...(versions ?? []).map((version) => version.from)].sort()[0] ?? from;
  const last = ended?.on ?? (until === OPEN_END ? undefined : until);
  return {
    filingId,
    certificateNo: certificate.certificateNo,
    building: unit.building,
    address: unit.address,
    wholeOrRoom: unit.wholeOrRoom,
    capacity: isTenant ? "TENANT" : "OCCUPANT",
    from: began,
    ...(last !== undefined && { until: last }),
    filedOn: certificate.filedOn,
    status: statusOn(certificate.status, until, today, ended?.on),
  };
}
