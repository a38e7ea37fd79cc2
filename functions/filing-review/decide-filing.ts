import type { FilingDecision } from "../../shared/contract/filing.ts";
import type { Gap } from "../../shared/contract/filing-review.ts";
import { decideReview } from "../../shared/domain/filings/decide-review.ts";
import { subleaseRefusal } from "../../shared/domain/filings/subleases.ts";
import {
  holdersOf,
  unitAfter,
  unitView,
  type KnownUnit,
} from "../../shared/domain/filings/units.ts";
import type { FilingRecord, NextFiling } from "../../shared/store/filings.ts";
import { readFlat } from "../../shared/store/flats.ts";
import type { Vault } from "../../shared/store/sealing.ts";
import { findUnit, moveUnit } from "../../shared/store/units.ts";
import { groundOn } from "../filings/acting.ts";
import { changeFiling, type Change } from "../filings/change.ts";
import { headLeaseOf } from "../filings/head-lease.ts";
import { markFor, putOnRecord, type CertificateMark } from "../filings/put-on-record.ts";
import { refuseFiling } from "../filings/refusal.ts";
import { BOTH_SIDES, tell } from "../filings/tell.ts";
import { endpoint } from "../http/endpoint.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/filing-review.ts";
import { isBefore } from "./get-filing-review.ts";
import { officerOf, withoutClaim } from "./officer.ts";

/** The reviewer's word: on record with its certificate, back with one full list of gaps, or refused. */
export const decideFiling = (services: Services) =>
  endpoint(routes.decideFiling, services, async (input) => {
    const { body, caller, at, today, refuse } = input;
    let mark: Promise<CertificateMark> | undefined;
    return changeFiling(
      services,
      input,
      { may: (seen) => isBefore(caller, seen) },
      async (seen, vault) => {
        const flat = await readFlat(services.table, seen.draft.lease.unit.flatId);
        const facts = { ...groundOn(today), officer: officerOf(caller), inForce: flat.terms };
        const decision = decideReview(seen.filingId, seen, body, facts);
        if (decision.kind === "refuse" && body.decision === "REFUSE")
          return refused(vault, seen, body, at);
        if (decision.kind === "correct" && body.decision === "REQUEST_CORRECTION")
          return returned(vault, seen, {
            ...{ gaps: body.gaps, resubmitBy: decision.resubmitBy },
            ...{ at, by: caller.sub },
          });
        if (decision.kind === "refuse" || decision.kind === "correct")
          throw new Error("What is decided is what was said");
        if (decision.kind !== "file") return refuseFiling(refuse, decision);
        const { unit: home } = seen.draft.lease;
        const unit = await findUnit(services.table, home.flatId);
        if (unit?.state === "BLOCKED") return refuse("unit-blocked");
        const head = await headLeaseOf(services.table, vault, seen.draft);
        const outside = subleaseRefusal(seen.draft, seen.parties, head, today);
        if (outside) return refuseFiling(refuse, { ...outside, pointer: "/decision" });
        const known = seenByOfficer(seen, unit, at);
        const next = { ...withoutClaim(seen), unitVerification: unitView(known ?? unit, at) };
        mark ??= markFor(services, seen, today);
        const filed = putOnRecord(vault, next, await mark, { flat, today, at });
        const said = { reason: "PAPERS_SEEN", by: caller.sub };
        const unitWrites = known && moveUnit(home.flatId, known, unit, said);
        return { ...filed, writes: { ...filed.writes, ...unitWrites } };
      },
    );
  });

/**
 * Who files what no register vouches for has looked at its papers: the home is verified by hand for
 * these landlords. Of a sublease the title is the owner's, and nothing new is known of it.
 */
function seenByOfficer(
  { checks = [], draft, parties }: FilingRecord,
  unit: KnownUnit | undefined,
  at: string,
): KnownUnit | undefined {
  const agrees = checks.some(({ name, verdict }) => name === "title" && verdict === "agree");
  if (agrees || draft.lease.sublease) return undefined;
  const { jurisdiction } = draft;
  const said = { source: "officer", at, holders: holdersOf(parties), jurisdiction };
  return unitAfter("verifyByOfficer", unit, said);
}

function refused(
  vault: Vault,
  seen: FilingRecord,
  { reasonCode, reason }: Extract<FilingDecision, { decision: "REFUSE" }>,
  at: string,
): Change {
  const refusal = { reasonCode, reason };
  const next: NextFiling = { ...withoutClaim(seen), state: "REFUSED", refusal };
  const news = {
    kind: "filing-refused" as const,
    facts: {},
    sides: BOTH_SIDES,
    version: seen.version + 1,
    at,
  };
  return { next, writes: tell(vault, next, news), reason: reasonCode };
}

/** Back to its parties with the list; from here the review clock stands still. */
export function returned(
  vault: Vault,
  seen: FilingRecord,
  {
    gaps,
    resubmitBy,
    at,
    by,
  }: { gaps: readonly Gap[]; resubmitBy: string; at: string; by: string },
): Change & { readonly next: NextFiling } {
  const correction = { gaps, requestedAt: at, by, resubmitBy };
  const next: NextFiling = { ...withoutClaim(seen), state: "CORRECTION", correction };
  const news = {
    kind: "filing-correction" as const,
    facts: { building: seen.draft.lease.unit.building, resubmitBy },
    sides: BOTH_SIDES,
    version: seen.version + 1,
    at,
  };
  return { next, writes: tell(vault, next, news), reason: "O6 16" };
}
