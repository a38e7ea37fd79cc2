import type { Filing, PendingChangeView, Signature } from "../../shared/contract/filing.ts";
import { legalArticles, type FilerView } from "../../shared/contract/filer.ts";
import { filerOf } from "../../shared/domain/filings/filer.ts";
import { statusOn } from "../../shared/domain/filings/certificate.ts";
import {
  hasAgreed,
  isOneOf,
  isParty,
  type Actor,
  type PartyHashes,
  type PendingChange,
} from "../../shared/domain/filings/facts.ts";
import { consentStands } from "../../shared/domain/hukou/decide-consent.ts";
import { filingView } from "../../shared/domain/filings/filing-view.ts";
import { maskedParty, plainParty } from "../../shared/domain/identity/masks.ts";
import type { FilingRecord } from "../../shared/store/filings.ts";
import { viewSubletting } from "./sublet.ts";
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
    filer: filerView(record),
    ...filingView(draft, parties, reader),
    ...(coOwnersConsent !== undefined && { coOwnersConsent }),
    ...coOwnersView(record, reader),
    termsDigest: rest.termsDigest,
    ...(rest.contractText && { contractText: rest.contractText }),
    signatures: rest.signatures.map((one) => viewSignature(one, parties, reader)),
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
    ...lifeOf(record, reader, today),
    ...reviewOf(record, reader, today),
    createdAt: rest.createdAt,
  };
}

/** Owners who do not let the home: each sees themselves in full, and everyone who has agreed. */
function coOwnersView(
  { draft, parties, ...filing }: FilingRecord,
  reader: Actor | "bureau",
): Pick<Filing, "coOwners" | "coOwnersAgreed"> {
  const hashes = parties.coOwners ?? [];
  if (hashes.length === 0 || !draft.coOwners) return {};
  const isLandlords = reader !== "bureau" && isOneOf(reader, parties.landlords);
  return {
    coOwners: draft.coOwners.map((owner, at) => {
      const isOwn = reader !== "bureau" && isOneOf(reader, [hashes[at] ?? ""]);
      return reader === "bureau" || isLandlords || isOwn ? plainParty(owner) : maskedParty(owner);
    }),
    coOwnersAgreed: hashes.map((hash) => hasAgreed(filing, hash)),
  };
}

/** Who filed, by what right, and whether they had to; said of older records too, which do not hold it. */
function filerView({ filer, draft }: FilingRecord): FilerView {
  const { capacity, duty, articles, mandateId, confirmation } = filer ?? {
    ...filerOf(draft),
    confirmation: undefined,
  };
  return {
    ...{ capacity, duty },
    articles: articles.map((code) => ({ code, ...legalArticles[code] })),
    ...(mandateId !== undefined && { mandateId }),
    ...(confirmation && { confirmation }),
  };
}

/** What has become, or is to become, of a filing on record. */
function lifeOf(record: FilingRecord, reader: Actor | "bureau", today: string): Partial<Filing> {
  const { filedVersion, versions, formerCertificates, pendingChange } = record;
  const { lastChange, ended, holdingOver, hukouConsent, unitVerification } = record;
  const subletting = viewSubletting(record, today);
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
    ...(unitVerification && { unitVerification }),
    ...(subletting && { subletting }),
    ...(hukouConsent && {
      hukouConsent: { given: consentStands(record), at: hukouConsent.at },
    }),
  };
}

/** Who signed is named by their place; their subject is for the bureau and themselves. */
function viewSignature(
  { authenticatedBy, ...signature }: Signature,
  { landlords, tenants }: PartyHashes,
  reader: Actor | "bureau",
): Signature {
  if (!authenticatedBy) return signature;
  const { subject, ...known } = authenticatedBy;
  const signatory = (signature.side === "LANDLORD" ? landlords : tenants)[signature.index] ?? "";
  const isOwn = reader === "bureau" || isOneOf(reader, [signatory]);
  return {
    ...signature,
    authenticatedBy: { ...known, ...(isOwn && subject !== undefined && { subject }) },
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
