import { civilDay, epochMsOf, instantText } from "../../shared/domain/calendar/instants.ts";
import {
  automaticChecks,
  NEEDED_CHECKS,
  type TitleWord,
} from "../../shared/domain/filings/automatic-checks.ts";
import { limitedTerm } from "../../shared/domain/filings/decide-change.ts";
import { decideCheck } from "../../shared/domain/filings/decide-submission.ts";
import { haveAllAgreed, type PendingChange } from "../../shared/domain/filings/facts.ts";
import {
  neededRegisterChecks,
  registerChecks,
  type RegisterWords,
} from "../../shared/domain/filings/register-checks.ts";
import type { HeadLease } from "../../shared/domain/filings/subleases.ts";
import { unitAfterRegister, type KnownUnit } from "../../shared/domain/filings/units.ts";
import { describeError, log } from "../../shared/platform/log.ts";
import { SerialsExhausted } from "../../shared/store/certificates.ts";
import {
  findFiling,
  moveFiling,
  type FilingRecord,
  type NextFiling,
} from "../../shared/store/filings.ts";
import { readFlat, type Flat } from "../../shared/store/flats.ts";
import type { Vault } from "../../shared/store/sealing.ts";
import { pause, TableBusy, transact, type Write } from "../../shared/store/transact.ts";
import { findUnit, moveUnit } from "../../shared/store/units.ts";
import { groundOn } from "../filings/acting.ts";
import { askRegisters } from "../filings/ask-registers.ts";
import { askTitle } from "../filings/ask-title.ts";
import { headLeaseOf } from "../filings/head-lease.ts";
import { markFor, type CertificateMark } from "../filings/put-on-record.ts";
import { takeChange } from "../filings/take-change.ts";
import { BOTH_SIDES, tell } from "../filings/tell.ts";
import type { Outcome } from "../http/endpoint.ts";
import type { Services } from "../http/services.ts";
import { isTransient } from "../http/transient.ts";

const ROUNDS = 8;

/**
 * Checks what all have confirmed, as a new filing is checked: all green, and it is on record with a
 * certificate of its own; anything else, and a reviewer decides, what is on record staying so.
 *
 * @param now - ms since 1970
 * @throws TableBusy when others keep getting in between: the clock comes again
 */
export async function checkChange(
  services: Services,
  filingId: string,
  now: number,
): Promise<void> {
  const vault = await services.vault();
  const when = { at: instantText(now), today: civilDay(now) };
  let title: TitleWord | undefined;
  let words: Promise<RegisterWords> | undefined;
  let mark: Promise<CertificateMark> | undefined;
  for (let round = 1; round <= ROUNDS; round++) {
    const seen = await findFiling(services.table, vault, filingId);
    const pending = seen?.pendingChange;
    if (!seen || pending?.state !== "SUBMITTED") return;
    words ??= askRegisters(services, pending.draft);
    title ??= await titleOf(services, seen, pending);
    const flat = await readFlat(services.table, seen.draft.lease.unit.flatId);
    const unit = await findUnit(services.table, seen.draft.lease.unit.flatId);
    const head = await headLeaseOf(services.table, vault, pending.draft);
    // A home that was sold is its new owners' as soon as the register says so.
    const { parties, draft } = pending;
    const said = { parties, jurisdiction: draft.jurisdiction, at: when.at };
    const known =
      typeof title === "object" && "verdict" in title
        ? unitAfterRegister(title, unit, said)
        : undefined;
    const found = decide(seen, pending, {
      ...{ title, flat, unit, head, ...when },
      words: await words,
    });
    if (!found) mark ??= markFor(services, seen, when.today);
    const { next, writes } =
      !found && mark
        ? takeChange(vault, seen, pending, await mark, { flat, ...when })
        : review(vault, seen, { ...pending, ...found }, when.at);
    const failed = await transact(services.table, {
      ...moveFiling(vault, next, seen, {
        ...{ actor: "system", role: "system", action: "checkChange", at: when.at },
        ...{ reason: pending.kind, outcome: next.state },
      }),
      ...writes,
      ...(known && moveUnit(seen.draft.lease.unit.flatId, known, unit)),
    });
    if (failed.size === 0) return;
    await pause(round);
  }
  throw new TableBusy();
}

/**
 * A home of a public scheme stays one. Who has bought a home the register says, but only of a home
 * whose unit number stood on record before: a number that came with the sale may be another home's.
 */
function titleOf(
  services: Services,
  { origin, draft: { lease } }: FilingRecord,
  { kind, draft }: PendingChange,
): TitleWord | Promise<TitleWord> {
  if (kind !== "LANDLORD_TRANSFER") return origin ?? askTitle(services, draft);
  return lease.unit.realEstateUnitNo === undefined ? "not-asked" : askTitle(services, draft);
}

type Facts = {
  readonly title: TitleWord;
  readonly flat: Flat;
  readonly unit: KnownUnit | undefined;
  readonly head: HeadLease | undefined;
  readonly words: RegisterWords;
  readonly at: string;
  readonly today: string;
};

/** What a reviewer must look at; undefined: all green. */
function decide(
  seen: FilingRecord,
  pending: PendingChange,
  { title, flat, unit, head, words, at, today }: Facts,
): Pick<PendingChange, "state" | "checks" | "dueOn" | "provisional"> | undefined {
  const ground = groundOn(today);
  const { draft, submittedAt, kind, effectiveOn, parties, late } = pending;
  const agreed = haveAllAgreed({ ...seen, parties });
  const term = limitedTerm(seen, kind, draft, effectiveOn);
  const known = {
    ...ground,
    title,
    inForce: flat.terms,
    at,
    parties,
    unit,
    head,
    term,
    late,
    agreed,
  };
  const checks = [
    ...automaticChecks(seen.filingId, draft, known),
    ...registerChecks(draft, words, at),
  ];
  const submittedOn = civilDay(epochMsOf(submittedAt ?? at));
  const facts = {
    ...ground,
    needed: [...NEEDED_CHECKS, ...neededRegisterChecks(draft)],
    submittedOn,
  };
  const decision = decideCheck("SUBMITTED", checks, facts);
  if (decision.kind === "out-of-step") throw new Error("What is not taken in was checked");
  if (decision.kind === "file") return undefined;
  const { dueOn, provisional } = decision;
  return { state: "UNDER_REVIEW", checks, dueOn, provisional };
}

function review(
  vault: Vault,
  seen: FilingRecord,
  pendingChange: NonNullable<NextFiling["pendingChange"]>,
  at: string,
): { next: NextFiling; writes: Record<string, Write> } {
  const next: NextFiling = { ...seen, pendingChange };
  const news = {
    kind: "filing-change-under-review" as const,
    facts: { dueOn: pendingChange.dueOn ?? "" },
    sides: BOTH_SIDES,
    version: seen.version + 1,
    at,
  };
  return { next, writes: tell(vault, next, news) };
}

/**
 * Checks a change that a request has just made ready. The request is answered whatever comes of it:
 * it is written, and the clock repairs.
 *
 * @returns the outcome of the request, unchanged
 */
export async function checkChangeAtOnce(
  services: Services,
  filingId: string,
  now: number,
  outcome: Outcome,
): Promise<Outcome> {
  const written = typeof outcome === "object" && "status" in outcome && outcome.status < 300;
  if (!written) return outcome;
  try {
    await checkChange(services, filingId, now);
  } catch (error) {
    const waits =
      error instanceof TableBusy || error instanceof SerialsExhausted || isTransient(error);
    if (!waits) throw error;
    log("warn", "check-waits", { item: `FILING#${filingId}`, ...describeError(error) });
  }
  return outcome;
}
