import type { Filing } from "../../shared/contract/filing.ts";
import type { ObjectionView, RevocationView } from "../../shared/contract/filing-review.ts";
import { isOneOf, isParty, type Actor } from "../../shared/domain/filings/facts.ts";
import { claimOn } from "../../shared/domain/filings/review-facts.ts";
import type { FilingRecord } from "../../shared/store/filings.ts";
import { groundOn } from "./acting.ts";

type Reader = Actor | "bureau";

/**
 * What the bureau has asked, been told and proposed. Its parties see that someone objects, never who
 * or why; whoever is only asked to become party sees nothing of it.
 */
export function reviewOf(record: FilingRecord, reader: Reader, today: string): Partial<Filing> {
  if (reader !== "bureau" && !isParty(reader, record.parties)) return {};
  const { correction, objectBy, objections, revocation } = record;
  const claim = reader === "bureau" ? claimOn(record, groundOn(today)) : undefined;
  return {
    ...(correction && { correction: viewCorrection(correction) }),
    ...(objectBy !== undefined && { objectBy }),
    ...(objections && { objections: objections.map((one) => viewObjection(one, reader)) }),
    ...(revocation && { revocation: viewRevocation(revocation, reader) }),
    ...(claim && { claim }),
  };
}

function viewCorrection({
  by: _,
  gaps,
  changed,
  ...rest
}: NonNullable<FilingRecord["correction"]>): NonNullable<Filing["correction"]> {
  const { requestedAt, resubmitBy, resubmittedAt, explanation } = rest;
  return {
    ...{ gaps: [...gaps], requestedAt, resubmitBy },
    ...(resubmittedAt !== undefined && { resubmittedAt }),
    ...(changed && { changed: [...changed] }),
    ...(explanation !== undefined && { explanation }),
  };
}

function viewObjection(
  { objectionId, at, dueOn, decision, ...rest }: NonNullable<FilingRecord["objections"]>[number],
  reader: Reader,
): ObjectionView {
  const { as, text, interest, objector } = rest;
  return {
    ...{ objectionId, at, dueOn },
    ...(decision && { decision: withoutOfficer(decision) }),
    ...(reader === "bureau" && {
      ...{ as, reason: text },
      ...(interest !== undefined && { interest }),
      objector: { ...objector },
    }),
  };
}

function viewRevocation(
  revocation: NonNullable<FilingRecord["revocation"]>,
  reader: Reader,
): RevocationView {
  const { reasonCode, reason, proposedAt, heardBy, statements, decision } = revocation;
  const shown = statements.filter(({ by }) => reader === "bureau" || isOneOf(reader, [by]));
  return {
    ...{ reasonCode, reason, proposedAt, heardBy },
    statements: shown.map(({ as, text, at }) => ({ as, text, at })),
    ...(decision && { decision: withoutOfficer(decision) }),
  };
}

/** An officer answers for the bureau: their subject is in the audit entry. */
export const withoutOfficer = <D extends { readonly by: string }>({
  by: _,
  ...decision
}: D): Omit<D, "by"> => decision;
