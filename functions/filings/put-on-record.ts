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
  { certificateNo, code, token }: CertificateMark,
  { flat, today, at }: { readonly flat: Flat; readonly today: string; readonly at: string },
): { readonly next: NextFiling; readonly writes: Record<string, Write> } {
  const { filingId, draft } = seen;
  const certificate = { certificateNo, code, token, status: "IN_FORCE", filedOn: today } as const;
  const next: NextFiling = { ...seen, state: "FILED", certificate };
  return {
    next,
    writes: {
      certificate: newCertificate({
        filingId,
        codeHash: codeHash(vault, certificateNo, code),
        facts: factsOf(certificate, seen, { today, at }),
      }),
      certificateToken: newCertificateToken(vault, certificateNo, token),
      ...recordTerm(draft.lease.unit.flatId, termOf(filingId, draft.lease), flat),
      ...tell(vault, next, {
        kind: "filing-filed",
        facts: { certificateNo },
        sides: BOTH_SIDES,
        version: seen.version + 1,
        at,
      }),
    },
  };
}

function factsOf(
  certificate: Certificate,
  { draft }: FilingRecord,
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
