import { buildReveals } from "../../shared/domain/draws/author.ts";
import { fromHex } from "../../shared/domain/draws/encoding.ts";
import { isRefusal } from "../../shared/domain/draws/refusal.ts";
import { dayEnds, civilDay, instantText } from "../../shared/domain/calendar/instants.ts";
import {
  nextLook,
  timedEvent,
  type TimedEvent,
  type TimedScheme,
} from "../../shared/domain/schemes/timed-events.ts";
import { withoutChain, type Act } from "../../shared/store/audit.ts";
import { readReveals } from "../../shared/store/draws.ts";
import { appendWrites, readLogHead } from "../../shared/store/log.ts";
import {
  advanceScheme,
  findScheme,
  findSchemeOfDraw,
  listed,
  type SchemeRecord,
  type StoredScheme,
} from "../../shared/store/schemes.ts";
import { read, type Key } from "../../shared/store/table.ts";
import { keys } from "../../shared/store/keys.ts";
import { transact, type Write } from "../../shared/store/transact.ts";
import type { Services } from "../http/services.ts";
import { describeError, log } from "../../shared/platform/log.ts";
import { entryText } from "./draw-documents.ts";
import { publishLog } from "./publish-log.ts";
import { publishScheme, summaryOf } from "./publish-scheme.ts";
import { openTurns, settleRoster } from "./selection.ts";
import type { Step } from "./step.ts";

/** What time sees of a scheme. */
async function timed(
  { table }: Services,
  scheme: StoredScheme | SchemeRecord,
): Promise<TimedScheme> {
  const { resultPublicityUntil, selectionOpensAt } = scheme;
  return {
    state: scheme.state,
    terms: scheme.terms,
    openObjections: scheme.openObjections,
    revealed: scheme.state === "FROZEN" ? (await readReveals(table, scheme.drawId)).size : 0,
    revealsLogged: scheme.reveals !== undefined,
    ...(resultPublicityUntil !== undefined && {
      publicityEndsAt: instantText(dayEnds(resultPublicityUntil)),
    }),
    ...(selectionOpensAt !== undefined && { selectionOpensAt }),
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
 * @throws LogWaits while cosigners are missing; the scheme stays due
 */
export async function bringUp(services: Services, schemeId: string, now: number): Promise<void> {
  for (let round = 0; round < MAX_EVENTS; round++) {
    const scheme = await findScheme(services.table, schemeId);
    if (!scheme) return;
    await publishLog(services, instantText(now));
    const event = timedEvent(await timed(services, scheme), now);
    if (event) await doEvent(services, scheme, event, now);
    else if (scheme.filesBehind) await catchUpFiles(services, scheme, now);
    else return;
  }
}

/** As `bringUp`, after an act: the act stands, and what is left over is the clock's to repair. */
export async function bringUpAfterAct(
  services: Services,
  schemeId: string,
  now: number,
): Promise<void> {
  try {
    await bringUp(services, schemeId, now);
  } catch (error) {
    log("warn", "left-to-the-clock", { step: "SCHEME", ...describeError(error) });
  }
}

/** As `bringUpAfterAct`, for the scheme that a draw belongs to. */
export async function bringUpDrawAfterAct(
  services: Services,
  drawId: string,
  now: number,
): Promise<void> {
  const scheme = await findSchemeOfDraw(services.table, drawId);
  if (scheme) await bringUpAfterAct(services, scheme.schemeId, now);
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

/** Writes the public files, then says so; not said, they are written again. */
async function catchUpFiles(services: Services, scheme: StoredScheme, now: number): Promise<void> {
  await publishScheme(services, scheme);
  const dueAt = nextLook(await timed(services, scheme));
  const act = systemAct("publish-files", now, scheme.state);
  const { head, audit } = advanceScheme({ ...withoutChain(scheme), filesBehind: false }, scheme, {
    act,
    dueAt,
  });
  await transact(services.table, { head, audit });
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
      await settleRoster(services, scheme, now);
      const opens = now + scheme.terms.selection.noticeDays * DAY_MS;
      return commit({
        state: "FINAL",
        finalOn: civilDay(now),
        selectionOpensAt: instantText(opens),
      });
    }
    case "open-selection":
      await openTurns(services, scheme, now);
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
