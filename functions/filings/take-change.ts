import { OPEN_END, type Ended, type LastChange } from "../../shared/contract/filing-life.ts";
import { civilDay, epochMsOf } from "../../shared/domain/calendar/instants.ts";
import { contractMark } from "../../shared/domain/certificates/contract-text.ts";
import { endedBy } from "../../shared/domain/filings/decide-end.ts";
import type { PendingChange } from "../../shared/domain/filings/facts.ts";
import { subleasesBeyond, termOf } from "../../shared/domain/filings/overlap.ts";
import { markCertificate } from "../../shared/store/certificates.ts";
import { keepPaper } from "../../shared/store/filed-papers.ts";
import { termsDigest, type FilingRecord, type NextFiling } from "../../shared/store/filings.ts";
import { dropTerm, replaceTerm, type Flat } from "../../shared/store/flats.ts";
import type { Vault } from "../../shared/store/sealing.ts";
import type { Write } from "../../shared/store/transact.ts";
import { groundOn } from "./acting.ts";
import { firstVersion, issue, type CertificateMark } from "./put-on-record.ts";
import { BOTH_SIDES, tell } from "./tell.ts";

type When = { readonly today: string; readonly at: string };
type Taken = { readonly next: NextFiling; readonly writes: Record<string, Write> };

/**
 * Puts a proposal on record: the next version with a certificate of its own, the one before marked
 * as changed, the term on the flat replaced, all in one transaction. That nothing overlaps must have
 * been decided on `flat` as given. For every kind but `END`, which is `takeEnd`'s.
 */
export function takeChange(
  vault: Vault,
  seen: FilingRecord,
  pending: PendingChange,
  mark: CertificateMark,
  { flat, today, at }: When & { readonly flat: Flat },
): Taken {
  const { certificate: before } = seen;
  if (!before || pending.kind === "END") throw new Error("Only a filing on record has versions");
  const draft = nextDraft(seen, pending);
  const version = (seen.filedVersion ?? 1) + 1;
  const issued = issue(vault, { ...seen, draft }, mark, { version, filedOn: today, at });
  const { from, until, monthlyRentFen } = draft.lease;
  const isSameTerm = from === seen.draft.lease.from && until === seen.draft.lease.until;
  const { kind, agreedOn, effectiveOn, late, confirmations } = pending;
  const next: NextFiling = {
    ...withTerm(seen, pending, isSameTerm),
    state: "FILED",
    draft,
    parties: pending.parties,
    termsDigest: termsDigest(vault, draft),
    contractText: contractMark(draft),
    signatures: signaturesOf(seen, pending),
    certificate: issued.certificate,
    formerCertificates: [...(seen.formerCertificates ?? []), { ...before, status: "CHANGED" }],
    filedVersion: version,
    versions: [
      ...(seen.versions ?? [firstVersion(seen, before)]),
      {
        ...{ version, kind, certificateNo: mark.certificateNo, filedOn: today, agreedOn },
        ...{ effectiveOn, late, from, until, monthlyRentFen, confirmations },
      },
    ],
    lastChange: { kind, outcome: "TAKEN", at },
    ...endingSubleases(seen.filingId, until, flat),
  };
  return {
    next,
    writes: {
      ...issued.writes,
      certificateBefore: markCertificate(before.certificateNo, "CHANGED"),
      paperBefore: keepPaper(vault, seen),
      ...(!isSameTerm &&
        replaceTerm(draft.lease.unit.flatId, termOf(seen.filingId, draft.lease), flat)),
      ...tellOldOwners(vault, seen, pending, at),
      ...tell(vault, next, {
        kind: "filing-changed",
        facts: { building: draft.lease.unit.building, certificateNo: mark.certificateNo },
        sides: BOTH_SIDES,
        version: seen.version + 1,
        at,
      }),
    },
  };
}

/** Who lives there is reported apart and may have changed since the proposal. */
const nextDraft = ({ draft: { lease } }: FilingRecord, { draft }: PendingChange) => ({
  ...draft,
  lease: { ...draft.lease, occupants: lease.occupants },
});

/** The filing without its proposal, and without what belonged to a term that is no longer the same. */
function withTerm(
  seen: FilingRecord,
  { kind, draft, effectiveOn }: PendingChange,
  isSameTerm: boolean,
): FilingRecord {
  const { pendingChange: _, reminded, holdingOver, ...rest } = seen;
  const goesOn = holdingOver && draft.lease.until === OPEN_END;
  const isNewTerm = kind === "RENEWAL" || (holdingOver !== undefined && !goesOn);
  return {
    ...rest,
    ...(isSameTerm && reminded && { reminded }),
    ...(goesOn && { holdingOver }),
    ...(kind === "HOLDING_OVER" && { holdingOver: { since: effectiveOn } }),
    ...(isNewTerm && { termFrom: effectiveOn }),
  };
}

/** The places of the landlords are others' when the home was sold. */
const signaturesOf = ({ signatures }: FilingRecord, { kind, confirmations }: PendingChange) =>
  kind === "LANDLORD_TRANSFER"
    ? [...confirmations, ...signatures.filter(({ side }) => side === "TENANT")]
    : signatures;

function tellOldOwners(
  vault: Vault,
  seen: FilingRecord,
  { kind, parties }: PendingChange,
  at: string,
): Record<string, Write> {
  if (kind !== "LANDLORD_TRANSFER") return {};
  const told = tell(vault, seen, {
    kind: "filing-landlord-left",
    facts: { building: seen.draft.lease.unit.building },
    sides: ["landlords"],
    version: seen.version + 1,
    at,
  });
  const gone = seen.parties.landlords.map((hash) => !parties.landlords.includes(hash));
  return Object.fromEntries(
    Object.entries(told)
      .filter(([name]) => gone[Number(name.split(" ").at(-1))])
      .map(([name, write]) => [`${name} before`, write]),
  );
}

/**
 * Puts an end on record. The flat is free from the day after; a lease whose last day is still to
 * come stays FILED until it is over, and its certificate says when.
 */
export function takeEnd(
  vault: Vault,
  seen: FilingRecord,
  pending: PendingChange,
  { flat, today, at }: When & { readonly flat: Flat },
): Taken {
  if (!pending.end) throw new Error("Only what is to end ends");
  const { proposedAt } = pending;
  const ended = endedBy(pending.end, proposedAt, civilDay(epochMsOf(proposedAt)), groundOn(today));
  const { pendingChange: _, ...rest } = seen;
  const taken = { ...rest, lastChange: { kind: "END" as const, outcome: "TAKEN" as const, at } };
  return endOn(vault, seen, { rest: taken, ended }, { flat, today, at });
}

/**
 * A filing whose lease ends on a day that is known, and the writes that must hold with it: the flat
 * is free from the day after, its certificate says so.
 *
 * @param end - `rest`: the filing without what was proposed for it
 */
export function endOn(
  vault: Vault,
  { certificate, draft, filingId, version, parties }: FilingRecord,
  { rest, ended }: { readonly rest: NextFiling; readonly ended: Ended },
  { flat, today, at }: When & { readonly flat: Flat },
): Taken {
  if (!certificate) throw new Error("Only a filing on record ends");
  const isOver = ended.on < today;
  const status = isOver ? ("CANCELLED" as const) : certificate.status;
  const { unit, from } = draft.lease;
  const term = { ...termOf(filingId, draft.lease), until: ended.on };
  const news = { filingId, draft, parties };
  const kind = ended.basis === "HEAD_LEASE" ? "filing-head-ended" : NEWS_OF_END[`${isOver}`];
  return {
    next: {
      ...rest,
      state: isOver ? "CANCELLED" : "FILED",
      certificate: { ...certificate, status },
      ended,
      ...endingSubleases(filingId, ended.on, flat),
    },
    writes: {
      certificateBefore: markCertificate(certificate.certificateNo, status, ended.on),
      ...(ended.on < from
        ? dropTerm(unit.flatId, filingId, flat)
        : replaceTerm(unit.flatId, term, flat)),
      ...tell(vault, news, {
        kind,
        facts: { building: unit.building, on: ended.on },
        sides: BOTH_SIDES,
        version: version + 1,
        at,
      }),
    },
  };
}

const NEWS_OF_END = { true: "filing-cancelled", false: "filing-ends" } as const;

/** A lease that ends takes those under it along: they are told and ended next (CC 717, 719). */
export const endingSubleases = (
  filingId: string,
  lastDay: string,
  { terms }: Flat,
): { endsSubleases?: string } =>
  subleasesBeyond(filingId, lastDay, terms).length > 0 ? { endsSubleases: lastDay } : {};

/** What is on record stays as it is; the proposal is gone, and its proposer can read why. */
export function dropChange(
  seen: FilingRecord,
  { kind }: Pick<PendingChange, "kind">,
  why: Pick<LastChange, "outcome" | "at"> & { pointer?: string; reason?: string },
): NextFiling {
  const { pendingChange: _, ...rest } = seen;
  return { ...rest, lastChange: { kind, ...why } };
}
