import type { RowOutcome } from "../../shared/contract/batch.ts";
import type { FilingDraft } from "../../shared/contract/filing.ts";
import { contractMark } from "../../shared/domain/certificates/contract-text.ts";
import { civilDay, instantText } from "../../shared/domain/calendar/instants.ts";
import { periodEnd } from "../../shared/domain/calendar/working-days.ts";
import { isBlocked, type TitleWord } from "../../shared/domain/filings/automatic-checks.ts";
import { decideDraft, type DraftDecision } from "../../shared/domain/filings/decide-draft.ts";
import { decideSign } from "../../shared/domain/filings/decide-signing.ts";
import { actorIn } from "../../shared/domain/filings/facts.ts";
import { idOf } from "../../shared/platform/ids.ts";
import { describeError, log } from "../../shared/platform/log.ts";
import type { Act } from "../../shared/store/audit.ts";
import {
  externalHash,
  findExternal,
  newExternal,
  newRow,
  settledRow,
  type StoredRow,
  type WaitingRow,
} from "../../shared/store/batches.ts";
import { SerialsExhausted } from "../../shared/store/certificates.ts";
import {
  findFiling,
  moveFiling,
  partyHashes,
  partyRow,
  partyRows,
  termsDigest,
  type FilingRecord,
} from "../../shared/store/filings.ts";
import type { Vault } from "../../shared/store/sealing.ts";
import { pause, TableBusy, transact } from "../../shared/store/transact.ts";
import { actorOf, differingName, groundOn, keptFiler } from "../filings/acting.ts";
import { askTitle } from "../filings/ask-title.ts";
import type { Change } from "../filings/change.ts";
import { submission } from "../filings/submission.ts";
import { BOTH_SIDES, tell } from "../filings/tell.ts";
import type { Caller } from "../http/caller.ts";
import { problemRow, type ProblemKind } from "../http/problem.ts";
import type { Services } from "../http/services.ts";
import { isTransient } from "../http/transient.ts";
import { checkFiling } from "../steps/check-filing.ts";

/** Who files the rows, and when: the same for all of a portion. */
export type Filing = {
  readonly services: Services;
  readonly vault: Vault;
  readonly caller: Caller;
  readonly role: string;
  readonly batchId: string;
  /** Instant of the portion, ms since 1970. */
  readonly now: number;
  /** Header under which a member of the draft stood in the file. */
  readonly columnOf: (pointer: string) => string;
};

type Fault = NonNullable<StoredRow["faults"]>[number];
type Refused = { readonly faults: readonly Fault[] };

const ROUNDS = 6;

/**
 * Takes one row: filed as the caller would file it alone, sent for signature, found to be filed
 * before, or refused with what is wrong. Filing, external id and outcome are one transaction: cut
 * off anywhere and done again, a row is filed once.
 *
 * @param place - of the row in its batch, from 0
 * @param known - what was entered of it by a portion that did not come to its end
 * @throws TableBusy, or what the table says, when it does not answer: the row is taken again
 */
export async function fileRow(
  filing: Filing,
  place: number,
  waiting: WaitingRow,
  known: StoredRow | undefined,
): Promise<StoredRow> {
  if (known?.settled === true) return known;
  const entered: Entered = known ? { row: known } : await enter(filing, place, waiting);
  return entered.row.settled ? entered.row : settle(filing, place, entered);
}

type Entered = { readonly row: StoredRow; readonly title?: TitleWord };

async function enter(filing: Filing, place: number, waiting: WaitingRow): Promise<Entered> {
  const { externalId, draft, faults, row, otherRow } = waiting;
  const base = { row, ...(externalId !== undefined && { externalId }) };
  if (draft === undefined || externalId === undefined) {
    const told = { ...(faults && { faults }), ...(otherRow !== undefined && { otherRow }) };
    return enterPlain(filing, place, { ...base, ...told, outcome: "REFUSED", settled: true });
  }
  const { vault, caller, services } = filing;
  const hash = externalHash(vault, caller.person.firmHash ?? caller.identityHash, externalId);
  const content = termsDigest(vault, draft);
  for (let round = 1; round <= ROUNDS; round++) {
    const before = await findExternal(services.table, hash);
    if (before?.content === content)
      return enterPlain(filing, place, {
        ...{ ...base, outcome: "REPEATED", filingId: before.filingId, settled: true },
      });
    const made = before ? reused(filing) : await make(filing, place, draft);
    if ("faults" in made)
      return enterPlain(filing, place, {
        ...{ ...base, outcome: "REFUSED", faults: [...made.faults], settled: true },
      });
    const stored = { ...base, ...made.stored };
    const failed = await transact(services.table, {
      external: newExternal(hash, { filingId: made.stored.filingId, content }),
      row: newRow(vault, filing.batchId, place, stored),
      ...moveFiling(vault, made.change.next, undefined, actOf(filing, made.change.next.state)),
      ...made.change.writes,
    });
    if (failed.size === 0) return { row: stored, ...(made.title && { title: made.title }) };
    if (failed.has("row")) throw new TableBusy("Another portion has taken the row");
    await pause(round);
  }
  throw new TableBusy();
}

/** Enters an outcome without a filing of its own. */
async function enterPlain(filing: Filing, place: number, row: StoredRow): Promise<Entered> {
  const { services, vault, batchId } = filing;
  const failed = await transact(services.table, { row: newRow(vault, batchId, place, row) });
  if (failed.has("row")) throw new TableBusy("Another portion has taken the row");
  return { row };
}

const reused = ({ columnOf }: Filing): Refused => ({
  faults: [{ column: columnOf("/externalId"), code: "external-id-reused" }],
});

const actOf = ({ caller, role, now }: Filing, outcome: string): Act => ({
  ...{ actor: caller.sub, role, action: "fileBatchRow", at: instantText(now), outcome },
});

type Made = {
  readonly stored: Pick<StoredRow, "outcome" | "notices" | "settled"> & {
    readonly filingId: string;
  };
  readonly change: Change;
  readonly title?: TitleWord;
};

/** The filing that a lease becomes: taken in when signed on paper, otherwise sent for signature. */
async function make(filing: Filing, place: number, draft: FilingDraft): Promise<Made | Refused> {
  const { vault, caller, services, now } = filing;
  const hashes = partyHashes(vault, draft);
  const ground = groundOn(civilDay(now));
  const actor = actorIn(actorOf(caller), hashes);
  const decision = decideDraft(draft, hashes, actor, ground);
  if (decision.kind !== "draft") return refusedFor(filing, decision);
  const wrongName = differingName(vault, caller, draft, hashes);
  if (wrongName !== undefined)
    return refusedFor(filing, { kind: "name-differs", pointer: wrongName });

  const of = { caller: caller.sub, operation: "fileBatchRow", key: `${filing.batchId} ${place}` };
  const filingId = idOf("F", of);
  const record = newRecord(filing, draft, { filingId, hashes, decision });
  const title = await askTitle(services, draft);
  if (isBlocked(title))
    return refusedFor(filing, { kind: "unit-blocked", pointer: "/lease/unit/flatId" });
  const paper = draft.signing === "PAPER";
  const change = paper ? await takenIn(filing, record) : sentOut(filing, record);
  if ("faults" in change) return change;
  const notices = decision.notices.map(({ kind, code }) => code ?? kind);
  return {
    stored: {
      ...{ outcome: paper ? "SUBMITTED" : "TO_SIGN", filingId: record.filingId, settled: !paper },
      ...(notices.length > 0 && { notices }),
    },
    change: withDrafter(filing, change),
    title,
  };
}

/** A draft that its drafter is no party to is found again by them all the same. */
function withDrafter({ now }: Filing, change: Change): Change {
  const { parties, filingId } = change.next;
  if ([...parties.landlords, ...parties.tenants].includes(parties.drafter)) return change;
  const drafter = partyRow(parties.drafter, filingId, instantText(now));
  return { ...change, writes: { ...change.writes, drafter } };
}

function newRecord(
  { vault, caller, now }: Filing,
  draft: FilingDraft,
  {
    filingId,
    hashes,
    decision,
  }: {
    readonly filingId: string;
    readonly hashes: ReturnType<typeof partyHashes>;
    readonly decision: Extract<DraftDecision, { kind: "draft" }>;
  },
): FilingRecord {
  return {
    ...{ version: 0, auditHead: "", filingId, state: "DRAFT", draft },
    ...{ parties: { drafter: decision.drafter, ...hashes }, signatures: [] },
    ...{ legalBasis: decision.legalBasis, filer: keptFiler(decision.filer, caller) },
    termsDigest: termsDigest(vault, draft),
    contractText: contractMark(draft),
    createdAt: instantText(now),
  };
}

async function takenIn(filing: Filing, record: FilingRecord): Promise<Change | Refused> {
  const { services, vault, caller, now } = filing;
  const when = { at: instantText(now), today: civilDay(now), unitBlocked: false };
  const taken = await submission(services, vault, record, {
    actor: actorIn(actorOf(caller), record.parties),
    ...when,
  });
  return "next" in taken ? taken : refusedFor(filing, taken);
}

/** As its drafter would send it: with their own signature when they are party, to be filed when all have signed. */
function sentOut({ vault, caller, now }: Filing, record: FilingRecord): Change {
  const [at, today] = [instantText(now), civilDay(now)];
  const { calendar, policy } = groundOn(today);
  const own = decideSign(
    { ...record, state: "TO_SIGN" },
    actorIn(actorOf(caller), record.parties),
    at,
  );
  const next: FilingRecord = {
    ...{ ...record, state: "TO_SIGN", sentAt: at, submitWhenSigned: true },
    signatures: own.kind === "sign" ? [...own.added] : [],
    signBy: periodEnd(today, policy.signWithinDays.value, calendar),
  };
  return {
    next,
    writes: {
      ...partyRows(record.parties, record.filingId, at),
      ...tell(vault, next, {
        kind: "filing-to-sign",
        facts: { building: record.draft.lease.unit.building },
        sides: BOTH_SIDES,
        except: caller.identityHash,
        version: 1,
        at,
      }),
    },
  };
}

const refusedFor = (
  { columnOf }: Filing,
  { kind, pointer }: { readonly kind: ProblemKind; readonly pointer?: string },
): Refused => {
  const at = pointer ?? POINTERS[kind];
  return {
    faults: [
      { ...(at !== undefined && { column: columnOf(at) }), code: problemRow(kind).code ?? kind },
    ],
  };
};

/** Where a refusal lies that names no member itself. */
const POINTERS: Partial<Record<ProblemKind, string>> = {
  "overlapping-filing": "/lease/unit/flatId",
};

/** Checks what was taken in, and enters how it stands; what waits for others the clock repairs. */
async function settle(filing: Filing, place: number, { row, title }: Entered): Promise<StoredRow> {
  const { services, vault, batchId, now } = filing;
  const { filingId } = row;
  if (filingId === undefined) return row;
  try {
    await checkFiling(services, filingId, now, title);
  } catch (error) {
    const waits =
      error instanceof TableBusy || error instanceof SerialsExhausted || isTransient(error);
    if (!waits) throw error;
    log("warn", "check-waits", { item: `FILING#${filingId}`, ...describeError(error) });
  }
  const found = await findFiling(services.table, vault, filingId);
  const settled: StoredRow = { ...row, outcome: outcomeOf(found?.state), settled: true };
  await transact(services.table, { row: settledRow(vault, batchId, place, settled) });
  return settled;
}

const outcomeOf = (state: FilingRecord["state"] | undefined): RowOutcome =>
  state === "FILED" || state === "UNDER_REVIEW" ? state : "SUBMITTED";
