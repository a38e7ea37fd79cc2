import { instantText } from "../../shared/domain/calendar/instants.ts";
import { readRankingLine, type RankingLine } from "../../shared/domain/draws/ranking-file.ts";
import {
  applicationWrites,
  findApplication,
  openApplicant,
  withDecision,
} from "../../shared/store/applications.ts";
import { withoutChain, type Act } from "../../shared/store/audit.ts";
import { listIntents, type StoredIntent } from "../../shared/store/intents.ts";
import { keys } from "../../shared/store/keys.ts";
import { messageId, outgoing } from "../../shared/store/outbox.ts";
import type { StoredScheme } from "../../shared/store/schemes.ts";
import { pause, put, TableBusy, transact, type Write } from "../../shared/store/transact.ts";
import type { Services } from "../http/services.ts";
import { drawText } from "./draw-documents.ts";

const ROUNDS = 6;

/** What the ranking says of one entry: the pool it was selected in, or its best reserve place. */
type Fate = { readonly selected?: RankingLine; readonly reserve?: RankingLine };

/** Every line of the published ranking. */
async function rankingLines(services: Services, drawId: string): Promise<RankingLine[]> {
  const text = await drawText(services, drawId, "ranking.csv");
  return text.split("\n").flatMap((line) => readRankingLine(line) ?? []);
}

function fates(lines: readonly RankingLine[]): ReadonlyMap<string, Fate> {
  const found = new Map<string, Fate>();
  for (const line of lines) {
    const known = found.get(line.receipt) ?? {};
    if (line.status === "W") found.set(line.receipt, { ...known, selected: line });
    else if (line.status === "B" && (known.reserve?.position ?? Infinity) > (line.position ?? 0))
      found.set(line.receipt, { ...known, reserve: line });
  }
  return found;
}

/**
 * Tells every household in the roster what the draw made of it, one idempotent transaction each:
 * allocated, or back on the waiting list with its number (domain rulebook 5 B, "scheme final").
 */
export async function settleRoster(
  services: Services,
  scheme: StoredScheme,
  now: number,
): Promise<void> {
  const found = fates(await rankingLines(services, scheme.drawId));
  const intents = await listIntents(services.table, scheme.schemeId);
  const passed = intents.filter(({ state }) => state === "PASSED");
  const waiting = [...passed];
  const worker = async () => {
    for (let intent = waiting.pop(); intent; intent = waiting.pop())
      await settleOne(services, scheme, {
        intent,
        fate: found.get(intent.receipt ?? "") ?? {},
        now,
      });
  };
  await Promise.all(Array.from({ length: 8 }, worker));
}

type Settling = { readonly intent: StoredIntent; readonly fate: Fate; readonly now: number };

async function settleOne(
  services: Services,
  scheme: StoredScheme,
  settling: Settling,
): Promise<void> {
  for (let round = 1; round <= ROUNDS; round++) {
    if (await isSettled(services, scheme, settling)) return;
    await pause(round);
  }
  throw new TableBusy();
}

/** One try; false when the household's record changed in between. */
async function isSettled(
  services: Services,
  { drawId }: StoredScheme,
  { intent, fate, now }: Settling,
): Promise<boolean> {
  const seen = await findApplication(services.table, intent.applicationId);
  if (seen?.state !== "IN_ROSTER" || seen.drawId !== drawId) return true;
  const act: Act = {
    actor: "system",
    role: "system",
    action: "scheme-final",
    at: instantText(now),
    outcome: fate.selected ? "ALLOCATED" : "WAITLISTED",
  };
  const state = fate.selected ? "ALLOCATED" : "WAITLISTED";
  const entry = { event: "scheme-final", outcome: state, by: "system", at: act.at };
  const decisions = withDecision(await services.vault(), seen, entry);
  const next = { ...withoutChain(seen), state, decisions } as const;
  const failed = await transact(services.table, {
    ...applicationWrites(next, seen, { act }),
    ...(await tell(services, seen, { drawId, fate, at: act.at })),
  });
  return failed.size === 0;
}

async function tell(
  services: Services,
  application: Parameters<typeof openApplicant>[1],
  { drawId, fate, at }: { drawId: string; fate: Fate; at: string },
): Promise<Record<string, Write>> {
  const line = fate.selected ?? fate.reserve;
  if (!line) return {};
  const vault = await services.vault();
  const { phone } = openApplicant(vault, application);
  const cause = `${drawId} result ${application.applicationId}`;
  const sealed = vault.seal(phone, keys.outbox(messageId(cause)), "phone");
  const facts = { drawId, place: String(line.position ?? 0) };
  const kind = fate.selected ? "draw-selected" : "draw-waiting";
  return { message: outgoing({ cause, kind, to: application.applicant.sub, facts }, sealed, at) };
}

/** Opens choosing: one turn per pool, in the order of the draw. Done again, it changes nothing. */
export async function openTurns(
  services: Services,
  scheme: StoredScheme,
  now: number,
): Promise<void> {
  const lines = await rankingLines(services, scheme.drawId);
  for (const { id } of scheme.terms.pools) {
    const order = lines
      .filter(({ pool, status }) => pool === id && status === "W")
      .map(({ receipt }) => receipt);
    const turn = {
      ...keys.turn(scheme.drawId, id),
      version: 1,
      drawId: scheme.drawId,
      schemeId: scheme.schemeId,
      pool: id,
      order,
      next: 1,
      opensAt: instantText(now),
    };
    // There already: an earlier run of this step got as far, and choosing may have begun.
    await transact(services.table, { turn: put(turn) });
  }
}
