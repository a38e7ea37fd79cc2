import type { Certificate } from "../../shared/contract/filing.ts";
import { certificateFacts } from "../../shared/domain/filings/certificate.ts";
import { termOf } from "../../shared/domain/filings/overlap.ts";
import { randomCode } from "../../shared/platform/ids.ts";
import { codeHash, newCertificate, newCertificateToken } from "../../shared/store/certificates.ts";
import type { FilingRecord, NextFiling } from "../../shared/store/filings.ts";
import { recordTerm, type Flat } from "../../shared/store/flats.ts";
import type { Vault } from "../../shared/store/sealing.ts";
import type { Write } from "../../shared/store/transact.ts";
import type { Services } from "../http/services.ts";
import { BOTH_SIDES, tell } from "./tell.ts";

/** A certificate's number, code and token, made before the transaction that gives them. */
export type CertificateMark = {
  readonly certificateNo: string;
  readonly code: string;
  readonly token: string;
};

const CODE_LENGTH = 10;
/** 120 bits: nobody finds one by trying. */
const TOKEN_LENGTH = 24;

/** Takes a number that was never given. One that is then not used is a gap. */
export async function markFor(
  { certificateNumbers }: Services,
  { draft }: FilingRecord,
  today: string,
): Promise<CertificateMark> {
  const certificateNo = await certificateNumbers.giveNumber(draft.lease.unit.regionCode, today);
  return { certificateNo, code: randomCode(CODE_LENGTH), token: randomCode(TOKEN_LENGTH) };
}

/**
 * Puts a lease on record: its certificate, its term under the flat's lock, and the news of it. That
 * nothing overlaps must have been decided on `flat` as given.
 *
 * @returns the filing as it is then, and the writes that must hold together with it
 */
export function putOnRecord(
  vault: Vault,
  seen: FilingRecord,
  mark: CertificateMark,
  { flat, today, at }: { readonly flat: Flat; readonly today: string; readonly at: string },
): { readonly next: NextFiling; readonly writes: Record<string, Write> } {
  const { filingId, draft } = seen;
  const { certificate, writes } = issue(vault, seen, mark, { version: 1, filedOn: today, at });
  const next: NextFiling = {
    ...seen,
    state: "FILED",
    certificate,
    filedVersion: 1,
    versions: [firstVersion(seen, certificate)],
  };
  return {
    next,
    writes: {
      ...writes,
      ...recordTerm(draft.lease.unit.flatId, termOf(filingId, draft.lease), flat),
      ...tell(vault, next, {
        kind: "filing-filed",
        facts: { certificateNo: mark.certificateNo },
        sides: BOTH_SIDES,
        version: seen.version + 1,
        at,
      }),
    },
  };
}

type IssuedCertificate = NonNullable<NextFiling["certificate"]>;

/**
 * Makes a certificate of a filing as it stands in `draft`.
 *
 * @param of - which version it proves, the day that version was filed, and the lease's last day when
 *   that is before the term's
 */
export function issue(
  vault: Vault,
  { filingId, draft }: Pick<FilingRecord, "filingId" | "draft">,
  { certificateNo, code, token }: CertificateMark,
  {
    version,
    filedOn,
    at,
    endsOn,
  }: { version: number; filedOn: string; at: string; endsOn?: string },
): { readonly certificate: IssuedCertificate; readonly writes: Record<string, Write> } {
  const certificate = { certificateNo, code, token, status: "IN_FORCE", filedOn, version } as const;
  return {
    certificate,
    writes: {
      certificate: newCertificate({
        filingId,
        codeHash: codeHash(vault, certificateNo, code),
        facts: factsOf(certificate, draft, { today: filedOn, at }),
        ...(endsOn !== undefined && { endsOn }),
      }),
      certificateToken: newCertificateToken(vault, certificateNo, token),
    },
  };
}

/** How a filing first came on record; said of older records too, which do not hold it. */
export function firstVersion(
  { draft: { lease }, late = false, signatures }: FilingRecord,
  { certificateNo, filedOn }: Pick<IssuedCertificate, "certificateNo" | "filedOn">,
): NonNullable<NextFiling["versions"]>[number] {
  const { signedOn, from, until, monthlyRentFen } = lease;
  return {
    ...{ version: 1, kind: "FILED", certificateNo, filedOn, agreedOn: signedOn },
    ...{ effectiveOn: from, late, from, until, monthlyRentFen, confirmations: signatures },
  };
}

function factsOf(
  certificate: Certificate,
  draft: FilingRecord["draft"],
  { today, at }: { today: string; at: string },
) {
  const {
    status: _,
    checkedAt: __,
    ...facts
  } = certificateFacts(certificate, draft, {
    today,
    checkedAt: at,
  });
  return facts;
}
