import type { Filing, PendingChangeView } from "../../shared/contract/filing.ts";
import { statusOn } from "../../shared/domain/filings/certificate.ts";
import { isParty, type Actor, type PendingChange } from "../../shared/domain/filings/facts.ts";
import { consentStands } from "../../shared/domain/hukou/decide-consent.ts";
import { filingView } from "../../shared/domain/filings/filing-view.ts";
import type { FilingRecord } from "../../shared/store/filings.ts";
import { reviewOf } from "./view-review.ts";

/** A filing as its reader may see it: the other side masked; the code for its parties only. */
export function viewFiling(record: FilingRecord, reader: Actor | "bureau", today: string): Filing {
  const { draft, parties, certificate, ended, ...rest } = record;
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
        ...(reader !== "bureau" && isParty(reader, parties) && codesOf(certificate)),
        status: statusOn(certificate.status, lease.until, today, ended?.on),
        filedOn: certificate.filedOn,
      },
    }),
    ...lifeOf(record, reader),
    ...reviewOf(record, reader, today),
    createdAt: rest.createdAt,
  };
}

/** What has become, or is to become, of a filing on record. */
function lifeOf(record: FilingRecord, reader: Actor | "bureau"): Partial<Filing> {
  const { filedVersion, versions, formerCertificates, pendingChange } = record;
  const { lastChange, ended, holdingOver, hukouConsent } = record;
  return {
    ...(filedVersion !== undefined && { filedVersion }),
    ...(versions && { versions: versions.map(({ confirmations: _, ...version }) => version) }),
    ...(formerCertificates && {
      formerCertificates: formerCertificates.map(({ certificateNo, status, filedOn }) => ({
        ...{ certificateNo, status, filedOn },
      })),
    }),
    ...(pendingChange && { pendingChange: viewChange(pendingChange, reader) }),
    ...(lastChange && { lastChange }),
    ...(ended && { ended }),
    ...(holdingOver && { holdingOver }),
    ...(hukouConsent && {
      hukouConsent: { given: consentStands(record), at: hukouConsent.at },
    }),
  };
}

/** A proposal as its reader may see it, the other side masked. */
function viewChange(
  { draft, parties, confirmations, checks, ...change }: PendingChange,
  reader: Actor | "bureau",
): PendingChangeView {
  const { kind, state, proposedBy, proposedAt, agreedOn, effectiveOn, late, termsDigest } = change;
  const { end, confirmBy, objectBy, objection, dueOn } = change;
  return {
    ...{ kind, state, proposedBy, proposedAt, agreedOn, effectiveOn, late, termsDigest },
    ...filingView(draft, parties, reader),
    confirmations: [...confirmations],
    ...(end && { end }),
    ...(confirmBy !== undefined && { confirmBy }),
    ...(objectBy !== undefined && { objectBy }),
    ...(objection !== undefined && { objection }),
    ...(checks && { checks: [...checks] }),
    ...(dueOn !== undefined && { dueOn }),
  };
}

/** What proves the filing to whoever is handed it: the parties' own to give. */
const codesOf = ({ code, token }: NonNullable<FilingRecord["certificate"]>) => ({
  code,
  ...(token !== undefined && { token }),
});
