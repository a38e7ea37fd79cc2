import { civilDay, epochMsOf, instantText } from "../../shared/domain/calendar/instants.ts";
import {
  automaticChecks,
  NEEDED_CHECKS,
  type TitleWord,
} from "../../shared/domain/filings/automatic-checks.ts";
import { haveAllAgreed } from "../../shared/domain/filings/facts.ts";
import { decideCheck } from "../../shared/domain/filings/decide-submission.ts";
import {
  neededRegisterChecks,
  registerChecks,
  type RegisterWords,
} from "../../shared/domain/filings/register-checks.ts";
import type { HeadLease } from "../../shared/domain/filings/subleases.ts";
import { unitAfterRegister, unitView, type KnownUnit } from "../../shared/domain/filings/units.ts";
import { filingTransitions } from "../../shared/domain/filings/transitions.ts";
import { outOfOrder } from "../../shared/domain/transitions.ts";
import { describeError, log } from "../../shared/platform/log.ts";
import type { Act } from "../../shared/store/audit.ts";
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
import { findUnit, moveUnit, type StoredUnit } from "../../shared/store/units.ts";
import { groundOn } from "../filings/acting.ts";
import { askRegisters } from "../filings/ask-registers.ts";
import { askTitle } from "../filings/ask-title.ts";
import { headLeaseOf } from "../filings/head-lease.ts";
import { markFor, putOnRecord, type CertificateMark } from "../filings/put-on-record.ts";
import { BOTH_SIDES, tell } from "../filings/tell.ts";
import type { Outcome } from "../http/endpoint.ts";
import type { Services } from "../http/services.ts";
import { isTransient } from "../http/transient.ts";
import { passTime } from "./filing-life.ts";
import { lapseCorrection } from "./lapse-correction.ts";
import type { Step } from "./step.ts";

const PREFIX = "FILING#";
const ROUNDS = 8;

/** What is due of a filing: its checks when it was taken in, the end of the time for signing, the rest. */
export const filingStep: Step = async (services, { pk }, now) => {
  const filingId = pk.slice(PREFIX.length);
  await checkFiling(services, filingId, now);
  await lapseSigning(services, filingId, now);
  await lapseCorrection(services, filingId, now);
  await passTime(services, filingId, now);
};

/**
 * Checks a filing that was taken in: all green, and it is on record with its certificate; anything
 * else, and a reviewer has three working days from submission. A filing in any other state is left
 * alone.
 *
 * @param now - ms since 1970
 * @param told - the register's word, when it was asked a moment ago
 * @throws TableBusy when others keep getting in between: the clock comes again
 */
export async function checkFiling(
  services: Services,
  filingId: string,
  now: number,
  told?: TitleWord,
): Promise<void> {
  const vault = await services.vault();
  let title = told;
  let words: Promise<RegisterWords> | undefined;
  let mark: Promise<CertificateMark> | undefined;
  const numbered = (seen: FilingRecord, { today }: When) =>
    (mark ??= markFor(services, seen, today));
  for (let round = 1; round <= ROUNDS; round++) {
    const seen = await findFiling(services.table, vault, filingId);
    if (seen?.state !== "SUBMITTED") return;
    words ??= askRegisters(services, seen.draft);
    title ??= seen.origin ?? (await askTitle(services, seen.draft));
    const { flatId } = seen.draft.lease.unit;
    // The flat before the head lease: an end of that raises the flat's version, so what is decided
    // on a head lease that has ended since is not written.
    const flat = await readFlat(services.table, flatId);
    const unit = await findUnit(services.table, flatId);
    const head = await headLeaseOf(services.table, vault, seen.draft);
    const when = { at: instantText(now), today: civilDay(now), flat };
    const known = knownAfter(seen, title, unit, when.at);
    const result = decide(seen, title, {
      ...{ ...when, unit: known ?? unit, head },
      words: await words,
    });
    const unitVerification = unitView(known ?? unit, when.at);
    const { next, writes } =
      result.kind === "file"
        ? putOnRecord(
            vault,
            { ...seen, checks: result.checks, unitVerification },
            await numbered(seen, when),
            when,
          )
        : review(vault, seen, result, when.at);
    const failed = await transact(services.table, {
      ...moveFiling(vault, next, seen, byClock("checkFiling", when.at, next.state)),
      ...writes,
      ...(known && moveUnit(flatId, known, unit)),
    });
    if (failed.size === 0) return;
    await pause(round);
  }
  throw new TableBusy();
}

type When = { readonly at: string; readonly today: string; readonly flat: Flat };
type Checks = NonNullable<NextFiling["checks"]>;
type ToReview = {
  readonly kind: "review";
  readonly checks: Checks;
  readonly dueOn: string;
  readonly provisional: boolean;
};
type Result = { readonly kind: "file"; readonly checks: Checks } | ToReview;

/** What the register's word makes of a home; undefined: nothing new, or the register was not asked. */
function knownAfter(
  { draft, parties }: FilingRecord,
  title: TitleWord,
  unit: StoredUnit | undefined,
  at: string,
): KnownUnit | undefined {
  if (typeof title !== "object" || !("verdict" in title)) return undefined;
  const { jurisdiction } = draft;
  return unitAfterRegister(title, unit, { parties, jurisdiction, at });
}

type Known = {
  readonly unit: KnownUnit | undefined;
  readonly head: HeadLease | undefined;
  readonly words: RegisterWords;
};

function decide(
  seen: FilingRecord,
  title: TitleWord,
  { at, today, flat, unit, head, words }: When & Known,
): Result {
  const ground = groundOn(today);
  const { parties, late } = seen;
  const agreed = haveAllAgreed(seen);
  const known = { ...ground, title, inForce: flat.terms, at, parties, unit, head, late, agreed };
  const checks = [
    ...automaticChecks(seen.filingId, seen.draft, known),
    ...registerChecks(seen.draft, words, at),
  ];
  const submittedOn = civilDay(epochMsOf(seen.submittedAt ?? at));
  const facts = {
    ...ground,
    needed: [...NEEDED_CHECKS, ...neededRegisterChecks(seen.draft)],
    submittedOn,
  };
  const decision = decideCheck(seen.state, checks, facts);
  if (decision.kind === "out-of-step") throw new Error("A filing that is not taken in was checked");
  return { ...decision, checks };
}

function review(
  vault: Vault,
  seen: FilingRecord,
  { checks, dueOn, provisional }: ToReview,
  at: string,
): { next: NextFiling; writes: Record<string, Write> } {
  const next: NextFiling = { ...seen, state: "UNDER_REVIEW", checks, dueOn, provisional };
  const news = {
    kind: "filing-under-review" as const,
    facts: { dueOn },
    sides: BOTH_SIDES,
    version: seen.version + 1,
    at,
  };
  return { next, writes: tell(vault, next, news) };
}

const byClock = (action: string, at: string, outcome: string): Act => ({
  actor: "system",
  role: "system",
  action,
  at,
  outcome,
});

/** A lease not signed by all in time is a draft again: its signatures are void, its parties told. */
async function lapseSigning(services: Services, filingId: string, now: number): Promise<void> {
  const vault = await services.vault();
  const seen = await findFiling(services.table, vault, filingId);
  if (!seen || outOfOrder(filingTransitions, "lapse", seen.state)) return;
  if (seen.submittedAt !== undefined) return;
  const at = instantText(now);
  if (seen.signBy === undefined || civilDay(now) <= seen.signBy) return;
  const { signBy: _, ...rest } = seen;
  const next: NextFiling = { ...rest, state: "DRAFT", signatures: [] };
  const news = {
    kind: "filing-sign-lapsed" as const,
    facts: { building: seen.draft.lease.unit.building },
    sides: BOTH_SIDES,
    version: seen.version + 1,
    at,
  };
  const failed = await transact(services.table, {
    ...moveFiling(vault, next, seen, byClock("lapseSigning", at, "DRAFT")),
    ...tell(vault, next, news),
  });
  // Someone acted a moment before: the clock comes again if it is still due.
  if (failed.size > 0) log("info", "lapse-overtaken", { item: `${PREFIX}${filingId}` });
}

/**
 * Checks a filing that a request has just submitted. The request is answered whatever comes of it:
 * it is written, and the clock repairs.
 *
 * @returns the outcome of the request, unchanged
 */
export async function checkAtOnce(
  services: Services,
  filingId: string,
  now: number,
  outcome: Outcome,
  told?: TitleWord,
): Promise<Outcome> {
  const isSubmitted =
    typeof outcome === "object" && "status" in outcome && outcome.body?.state === "SUBMITTED";
  if (!isSubmitted) return outcome;
  try {
    await checkFiling(services, filingId, now, told);
  } catch (error) {
    const waits =
      error instanceof TableBusy || error instanceof SerialsExhausted || isTransient(error);
    if (!waits) throw error;
    log("warn", "check-waits", { item: `${PREFIX}${filingId}`, ...describeError(error) });
  }
  return outcome;
}
