import { instantText } from "../../shared/domain/calendar/instants.ts";
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
import { seatsOf, type Seats } from "./seats.ts";

const ROUNDS = 6;

/** What the draw made of one entry: its place among the selected, or its best reserve place. */
type Fate = { readonly selected?: number; readonly reserve?: number };

function fatesOf({ lines, winners }: Seats): ReadonlyMap<string, Fate> {
  const found = new Map<string, Fate>();
  for (const { receipt, position, status } of lines) {
    const known = found.get(receipt)?.reserve ?? Infinity;
    if (status === "B" && known > (position ?? 0)) found.set(receipt, { reserve: position ?? 0 });
  }
  for (const { receipt, position } of winners) found.set(receipt, { selected: position });
  return found;
}

/**
 * Tells every household in the roster what the draw made of it, one idempotent transaction each:
 * allocated, or back on the waiting list with its number (domain rulebook 5 B, "scheme final").
 * Where eligibility is looked at after the draw, those selected are to be rechecked first, and the
 * others stay until every place is taken: they may move up.
 *
 * @param whom - `selected`: only those who hold a seat now
 */
export async function settleRoster(
  services: Services,
  scheme: StoredScheme,
  now: number,
  whom: "all" | "selected" = "all",
): Promise<void> {
  const found = fatesOf(await seatsOf(services, scheme));
  const intents = await listIntents(services.table, scheme.schemeId);
  const waiting = intents.filter(
    ({ state, receipt = "" }) =>
      (state === "PASSED" || state === "ENTERED") &&
      (whom === "all" || found.get(receipt)?.selected !== undefined),
  );
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
  const state = standing(fate, intent);
  const act: Act = {
    actor: "system",
    role: "system",
    action: "scheme-final",
    at: instantText(now),
    outcome: state,
  };
  const entry = { event: "scheme-final", outcome: state, by: "system", at: act.at };
  const decisions = withDecision(await services.vault(), seen, entry);
  const next = { ...withoutChain(seen), state, decisions } as const;
  const failed = await transact(services.table, {
    ...applicationWrites(next, seen, { act }),
    ...(await tell(services, seen, { drawId, fate, state, at: act.at })),
  });
  return failed.size === 0;
}

/** Selected, a household is allocated; rechecked first where that comes after the draw. */
const standing = ({ selected }: Fate, { state }: StoredIntent) =>
  selected === undefined ? "WAITLISTED" : state === "ENTERED" ? "RECHECK" : "ALLOCATED";

type Telling = {
  readonly drawId: string;
  readonly fate: Fate;
  readonly state: ReturnType<typeof standing>;
  readonly at: string;
};

async function tell(
  services: Services,
  application: Parameters<typeof openApplicant>[1],
  { drawId, fate, state, at }: Telling,
): Promise<Record<string, Write>> {
  const place = fate.selected ?? fate.reserve;
  if (place === undefined) return {};
  const vault = await services.vault();
  const { phone } = openApplicant(vault, application);
  const cause = `${drawId} result ${application.applicationId}`;
  const sealed = vault.seal(phone, keys.outbox(messageId(cause)), "phone");
  const message =
    state === "RECHECK"
      ? { kind: "draw-selected-recheck", facts: { drawId } }
      : {
          kind: fate.selected === undefined ? "draw-waiting" : "draw-selected",
          facts: { drawId, place: String(place) },
        };
  return { message: outgoing({ cause, ...message, to: application.applicant.sub }, sealed, at) };
}

/** Opens choosing: one turn per pool, in the order of the draw. Done again, it changes nothing. */
export async function openTurns(
  services: Services,
  scheme: StoredScheme,
  now: number,
): Promise<void> {
  const { winners } = await seatsOf(services, scheme);
  for (const { id } of scheme.terms.pools) {
    const order = winners.filter(({ pool }) => pool === id).map(({ receipt }) => receipt);
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
