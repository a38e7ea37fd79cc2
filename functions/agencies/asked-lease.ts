import { timingSafeEqual } from "node:crypto";
import type { NumberedPerson } from "../../shared/contract/agency.ts";
import type { CertificateStatus } from "../../shared/contract/filing.ts";
import { statusOn } from "../../shared/domain/filings/certificate.ts";
import { codeHash, findCertificate } from "../../shared/store/certificates.ts";
import { findFiling, type FilingRecord } from "../../shared/store/filings.ts";
import { identityHash } from "../../shared/store/persons.ts";
import type { Vault } from "../../shared/store/sealing.ts";
import { tryCount, type TryCount, type TryLimit } from "../../shared/store/tries.ts";
import type { Caller } from "../http/caller.ts";
import type { Outcome } from "../http/endpoint.ts";
import type { ProblemKind, Reply } from "../http/problem.ts";
import { covers } from "../http/jurisdiction.ts";
import type { Services } from "../http/services.ts";

/**
 * Mistakes of one agency, whatever its address: 300 questions may be under way at once (bursts of
 * 50 a second), then one mistake each two seconds; a code has 50 bits.
 */
const LIMIT: TryLimit = { most: 300, each: 2_000 };

export const agencyTries = ({ table, vault }: Services): TryCount =>
  tryCount(table, vault, "agency", LIMIT);

type Refuse = (kind: ProblemKind) => Reply;

/** Takes a try. @returns why not, when none is left */
export async function throttled(
  tries: TryCount,
  agency: string,
  { now, refuse }: { readonly now: number; readonly refuse: Refuse },
): Promise<Reply | undefined> {
  const wait = await tries.take(agency, now);
  if (wait === 0) return undefined;
  const refused = refuse("too-many-requests");
  const headers = { ...refused.headers, "retry-after": String(Math.ceil(wait / 1000)) };
  return { ...refused, headers };
}

/** Whether a question was one about nothing its asker holds: such a try stays taken. */
export const isMistake = (outcome: Outcome): boolean =>
  typeof outcome === "object" && "statusCode" in outcome && outcome.statusCode === 404;

export type AskedLease = {
  readonly filing: FilingRecord;
  /** Of the certificate shown, when it was asked. */
  readonly status: CertificateStatus;
  readonly certificateNo: string;
};

/**
 * The lease whose number and code an agency holds. A wrong code, an unknown number, another
 * district's lease look the same.
 */
export async function askedLease(
  { table }: Services,
  vault: Vault,
  caller: Caller,
  { certificateNo, code, today }: { certificateNo: string; code: string; today: string },
): Promise<AskedLease | undefined> {
  const offered = Buffer.from(codeHash(vault, certificateNo, code));
  const found = await findCertificate(table, certificateNo);
  const isRight = timingSafeEqual(offered, Buffer.from(found?.codeHash ?? offered));
  if (!found || !isRight) return undefined;
  const filing = await findFiling(table, vault, found.filingId);
  if (!filing || !covers(caller, filing.draft.jurisdiction)) return undefined;
  const status = statusOn(found.status, found.facts.until, today, found.endsOn);
  return { filing, status, certificateNo };
}

/**
 * Whether the filing still says of this certificate what it said: a later version, a loss or a
 * revocation has made it a piece of paper, of which its status is all there is to tell.
 */
export const speaksForLease = (status: CertificateStatus): boolean =>
  status === "IN_FORCE" || status === "EXPIRED" || status === "CANCELLED";

/** Someone who stands on a lease, by keyed hash, or undefined. */
export function standingOf(vault: Vault, { draft, parties }: FilingRecord) {
  const occupants = draft.lease.occupants.map((one) => ({
    ...one,
    hash: identityHash(vault, one.idType, one.idNumber),
  }));
  return (person: NumberedPerson) => {
    const hash = identityHash(vault, person.idType, person.idNumber);
    const occupant = occupants.find((one) => one.hash === hash);
    return {
      hash,
      isLandlord: parties.landlords.includes(hash),
      isTenant: parties.tenants.includes(hash),
      ...(occupant && { occupant }),
    };
  };
}
