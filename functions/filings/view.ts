import type { Filing } from "../../shared/contract/filing.ts";
import { statusOn } from "../../shared/domain/filings/certificate.ts";
import type { Actor } from "../../shared/domain/filings/facts.ts";
import { filingView } from "../../shared/domain/filings/filing-view.ts";
import type { FilingRecord } from "../../shared/store/filings.ts";

/** A filing as its reader may see it: the other side masked; the code for its parties only. */
export function viewFiling(record: FilingRecord, reader: Actor | "bureau", today: string): Filing {
  const { draft, parties, certificate, ...rest } = record;
  const { jurisdiction, filerRole, signing, coOwnersConsent, lease } = draft;
  const isDue = record.state === "UNDER_REVIEW";
  return {
    id: rest.filingId,
    version: rest.version,
    state: rest.state,
    jurisdiction,
    filerRole,
    signing,
    legalBasis: rest.legalBasis,
    ...filingView(draft, parties, reader),
    ...(coOwnersConsent !== undefined && { coOwnersConsent }),
    termsDigest: rest.termsDigest,
    ...(rest.contractText && { contractText: rest.contractText }),
    signatures: rest.signatures,
    ...(rest.state === "TO_SIGN" && rest.signBy !== undefined && { signBy: rest.signBy }),
    ...(rest.wrongField && { wrongField: rest.wrongField }),
    ...(rest.submittedAt !== undefined && { submittedAt: rest.submittedAt }),
    ...(rest.checks && { checks: rest.checks }),
    ...(isDue && rest.dueOn !== undefined && { dueOn: rest.dueOn }),
    ...(isDue && rest.provisional !== undefined && { provisional: rest.provisional }),
    ...(rest.late !== undefined && { late: rest.late }),
    ...(rest.refusal && { refusal: rest.refusal }),
    ...(certificate && {
      certificate: {
        certificateNo: certificate.certificateNo,
        ...(reader !== "bureau" && codesOf(certificate)),
        status: statusOn(certificate.status, lease.until, today),
        filedOn: certificate.filedOn,
      },
    }),
    createdAt: rest.createdAt,
  };
}

/** What proves the filing to whoever is handed it: the parties' own to give. */
const codesOf = ({ code, token }: NonNullable<FilingRecord["certificate"]>) => ({
  code,
  ...(token !== undefined && { token }),
});
