import { buildReveals } from "../../shared/domain/draws/author.ts";
import { fromHex } from "../../shared/domain/draws/encoding.ts";
import { isRefusal } from "../../shared/domain/draws/refusal.ts";
import {
  dayEnds,
  civilDay,
  instantText,
  unixSeconds,
} from "../../shared/domain/calendar/instants.ts";
import {
  nextLook,
  timedEvent,
  type TimedEvent,
  type TimedScheme,
} from "../../shared/domain/schemes/timed-events.ts";
import { namesLeaveAt } from "../../shared/domain/schemes/winners.ts";
import { withoutChain, type Act } from "../../shared/store/audit.ts";
import { readReveals } from "../../shared/store/draws.ts";
import { appendWrites, readLogHead } from "../../shared/store/log.ts";
import {
  advanceScheme,
  findScheme,
  findSchemeOfDraw,
  listed,
  type Logged,
  type SchemeRecord,
  type StoredScheme,
} from "../../shared/store/schemes.ts";
import { read, type Key } from "../../shared/store/table.ts";
import { keys } from "../../shared/store/keys.ts";
import { transact, type Write } from "../../shared/store/transact.ts";
import type { Services } from "../http/services.ts";
import { describeError, log } from "../../shared/platform/log.ts";
import { entryText } from "./draw-documents.ts";
import { cosignedAt, LogWaits, publishLog } from "./publish-log.ts";
import { publishScheme, summaryOf } from "./publish-scheme.ts";
import { publishRosters } from "./roster.ts";
import { knownOf } from "./draw.ts";
import { nextValue, valueDueAt } from "./values.ts";
import { nextAmendment, rechecksOf } from "./after-draw.ts";
import { giveHomes } from "./allot-units.ts";
import { openTurns, settleRoster } from "./selection.ts";
import { letGo } from "./void.ts";
import type { Step } from "./step.ts";

/** What time sees of a scheme. */
async function timed(
  services: Services,
  scheme: StoredScheme | SchemeRecord,
): Promise<TimedScheme> {
  const { table } = services;
  const { resultPublicityUntil, selectionOpensAt } = scheme;
  return {
    ...(await inTime(services, scheme)),
    state: scheme.state,
    terms: scheme.terms,
    openObjections: scheme.openObjections,
    revealed: scheme.state === "FROZEN" ? (await readReveals(table, scheme.drawId)).size : 0,
    revealsLogged: scheme.reveals !== undefined,
    rechecksOpen: await areRechecksOpen(services, scheme),
    ...(resultPublicityUntil !== undefined && {
      publicityEndsAt: instantText(dayEnds(resultPublicityUntil)),
    }),
    ...(selectionOpensAt !== undefined && { selectionOpensAt }),
  };
}

/** Whether choosing waits for rechecks after the draw, or for who is to move up after one failed. */
async function areRechecksOpen(
  services: Services,
  scheme: StoredScheme | SchemeRecord,
): Promise<boolean> {
  const rechecks = await rechecksOf(services, scheme);
  return rechecks !== undefined && (rechecks.open > 0 || rechecks.failed.length > 0);
}

/** Whether the documents that a frozen draw stands on were cosigned in time. */
async function inTime(
  services: Services,
  { state, terms, freezes, reveals }: StoredScheme | SchemeRecord,
): Promise<{ readonly freezeInTime: boolean; readonly revealsInTime: boolean }> {
  if (state !== "FROZEN") return { freezeInTime: true, revealsInTime: true };
  const isBy = async (logged: Logged | undefined, limit: string) => {
    const at = logged && (await cosignedAt(services, logged.index));
    return at !== undefined && at <= unixSeconds(limit);
  };
  return {
    freezeInTime: await isBy(freezes.at(-1), terms.freezeBy),
    revealsInTime: await isBy(reveals, terms.revealBy),
  };
}

/**
 * The writes that change a scheme: its record, its audit entry and its line in the public list.
 * Public files fall behind by it; the scheme is due at once until a step has written them.
 */
export async function changeScheme(
  services: Services,
  seen: StoredScheme,
  change: Partial<SchemeRecord>,
  act: Act,
): Promise<{ head: Write; audit: Write; list: Write }> {
  const next: SchemeRecord = { ...withoutChain(seen), ...change, filesBehind: true };
  const line = await read(services.table, keys.schemeListed(seen.schemeId));
  return {
    ...advanceScheme(next, seen, { act, dueAt: act.at }),
    list: listed(summaryOf({ ...seen, ...next }), Number(line?.version ?? 0)),
  };
}

const MAX_EVENTS = 16;

/**
 * Brings a scheme to where time and the log let it be: publishes the log, does every event that is
 * due, writes the public files. What an act does at once, the clock repairs by the same steps.
 *
 * @throws LogWaits while cosigners are missing for a document of this scheme; it stays due
 */
export async function bringUp(services: Services, schemeId: string, now: number): Promise<void> {
  let waits = false;
  let stale = false;
  for (let round = 0; round < MAX_EVENTS; round++) {
    const scheme = await findScheme(services.table, schemeId);
    if (!scheme) return;
    // Cosigners look into the roster before they sign the freeze that names it.
    if (scheme.filesBehind && hasRoster(scheme)) await publishRosters(services, scheme);
    if (scheme.filesBehind && scheme.state === "VOID") await letGo(services, scheme, now);
    if (!waits) waits = !(await isLogPublished(services, now));
    const event = timedEvent(await timed(services, scheme), now);
    if (event) await doEvent(services, scheme, event, now);
    else if (await isCarriedOn(services, scheme, now)) continue;
    else if (scheme.filesBehind || stale) stale = !(await areFilesWritten(services, scheme, now));
    else return;
  }
}

/**
 * What time brings beside the states: the values of a scheduled draw, the end of the names in the
 * list of winners.
 *
 * @returns whether something was written, or another got in first: the scheme is to be read anew
 */
async function isCarriedOn(
  services: Services,
  scheme: StoredScheme,
  now: number,
): Promise<boolean> {
  const write = async (
    event: string,
    change: Partial<SchemeRecord>,
    extra: Record<string, Write> = {},
  ) => {
    const act = systemAct(event, now, change.state ?? scheme.state);
    const writes = await changeScheme(services, scheme, change, act);
    await transact(services.table, { ...writes, ...extra });
    return true;
  };
  const { revealsInTime } = await inTime(services, scheme);
  const revealsStand = scheme.reveals !== undefined && revealsInTime;
  const value = await nextValue(services, scheme, { now, at: instantText(now), revealsStand });
  if (value) return write(value.event, value.change, value.writes);
  const amend = await nextAmendment(services, scheme, { now, at: instantText(now) });
  if (amend) return write("amend", amend.change, amend.writes);
  const { winners } = scheme;
  return winners && isPast(namesEnd(scheme), now)
    ? write("withdraw-names", { winners: { ...winners, namesWithdrawn: true } })
    : false;
}

const isPast = (instant: string | undefined, now: number): boolean =>
  instant !== undefined && Date.parse(instant) <= now;

/** When the names of the winners leave the public list; undefined: they bear none. */
const namesEnd = ({ winners, resultPublicityUntil }: StoredScheme): string | undefined =>
  winners && !winners.namesWithdrawn && resultPublicityUntil !== undefined
    ? namesLeaveAt(resultPublicityUntil)
    : undefined;

/** When the clock must look at a scheme next; undefined: at no time. */
async function looksAgain(services: Services, scheme: StoredScheme): Promise<string | undefined> {
  const { revealsInTime } = await inTime(services, scheme);
  const known = {
    ...knownOf(scheme),
    revealsStand: scheme.reveals !== undefined && revealsInTime,
  };
  const value = valueDueAt(services, scheme, known);
  const instants = [
    nextLook(await timed(services, scheme)),
    namesEnd(scheme),
    value === undefined ? undefined : instantText(value),
  ];
  return instants.filter((one) => one !== undefined).sort()[0];
}

/** Publishes the log if it can be now. Time does not wait for cosigners: windows open and close. */
async function isLogPublished(services: Services, now: number): Promise<boolean> {
  try {
    await publishLog(services, instantText(now));
    return true;
  } catch (error) {
    if (!(error instanceof LogWaits)) throw error;
    return false;
  }
}

const hasRoster = ({ state }: StoredScheme): boolean =>
  state === "ROSTER_PUBLICITY" || state === "FROZEN";

/** As `bringUp`, after an act: the act stands, and what is left over is the clock's to repair. */
export const bringUpAfterAct = (services: Services, schemeId: string, now: number): Promise<void> =>
  leftToTheClock(() => bringUp(services, schemeId, now));

/** As `bringUpAfterAct`, for the scheme that a draw belongs to. */
export const bringUpDrawAfterAct = (
  services: Services,
  drawId: string,
  now: number,
): Promise<void> =>
  leftToTheClock(async () => {
    const scheme = await findSchemeOfDraw(services.table, drawId);
    if (scheme) await bringUp(services, scheme.schemeId, now);
  });

async function leftToTheClock(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    log("warn", "left-to-the-clock", { step: "SCHEME", ...describeError(error) });
  }
}

export const schemeStep: Step = (services, key: Key, now) =>
  bringUp(services, key.pk.slice("SCHEME#".length), now);

const systemAct = (action: string, now: number, outcome: string): Act => ({
  actor: "system",
  role: "system",
  action,
  at: instantText(now),
  outcome,
});

/**
 * Writes the public files, then says so; not said, they are written again.
 *
 * @returns false when the scheme moved on meanwhile: another may have written newer files before
 *   ours, and they must be written anew
 */
async function areFilesWritten(
  services: Services,
  scheme: StoredScheme,
  now: number,
): Promise<boolean> {
  await publishScheme(services, scheme);
  if (!scheme.filesBehind) {
    const last = await findScheme(services.table, scheme.schemeId);
    return last?.version === scheme.version;
  }
  const dueAt = await looksAgain(services, scheme);
  const act = systemAct("publish-files", now, scheme.state);
  const next = { ...withoutChain(scheme), filesBehind: false };
  const { head, audit } = advanceScheme(next, scheme, { act, dueAt });
  return (await transact(services.table, { head, audit })).size === 0;
}

async function doEvent(
  services: Services,
  scheme: StoredScheme,
  event: TimedEvent,
  now: number,
): Promise<void> {
  const act = systemAct(event, now, event);
  const commit = async (change: Partial<SchemeRecord>, extra: Record<string, Write> = {}) => {
    const writes: Record<string, Write> = {
      ...(await changeScheme(services, scheme, change, act)),
      ...extra,
    };
    // A failed condition means that another step or an act got in first: the next round reads anew.
    await transact(services.table, writes);
  };
  switch (event) {
    case "open-intent":
      return commit({ state: "INTENT_OPEN" });
    case "close-intent":
      return commit({ state: "RECHECKING" });
    case "freeze":
      return commit({ state: "FROZEN" });
    case "void":
      return commit({ state: "VOID" });
    case "log-reveals":
      return logReveals(services, scheme, commit, act.at);
    case "end-publicity": {
      const after = scheme.terms.eligibility === "AFTER_DRAW";
      await settleRoster(services, scheme, now, after ? "selected" : "all");
      const opens = now + scheme.terms.selection.noticeDays * DAY_MS;
      return commit({
        state: "FINAL",
        finalOn: civilDay(now),
        selectionOpensAt: instantText(opens),
      });
    }
    case "open-selection":
      // Whoever waited to move up waits for the next scheme now: ranks end with their batch.
      if (scheme.terms.eligibility === "AFTER_DRAW") await settleRoster(services, scheme, now);
      await (scheme.terms.target === "UNIT" ? giveHomes : openTurns)(services, scheme, now);
      return commit({ state: "SELECTING" });
  }
}

const DAY_MS = 86_400_000;

type Commit = (change: Partial<SchemeRecord>, extra?: Record<string, Write>) => Promise<void>;

async function logReveals(
  services: Services,
  scheme: StoredScheme,
  commit: Commit,
  at: string,
): Promise<void> {
  const freeze = scheme.freezes.at(-1);
  if (!scheme.notice || !freeze) throw new Error("A frozen scheme has a notice and a freeze");
  const nonces = await readReveals(services.table, scheme.drawId);
  const reveals = buildReveals(
    { notice: await entryText(services, scheme.notice), freeze: await entryText(services, freeze) },
    new Map([...nonces].map(([source, nonce]) => [source, fromHex(nonce)])),
  );
  if (isRefusal(reveals)) throw new Error(`The reveals are refused: ${reveals.refused}`);
  const {
    log: logHead,
    entry,
    index,
  } = appendWrites(await readLogHead(services.table), reveals.entry, at);
  await commit({ reveals: { index, digest: reveals.digest } }, { logHead, entry });
}
