import { epochMsOf } from "../../shared/domain/calendar/instants.ts";
import { homePools, upstreamPools } from "../../shared/domain/selections/spilled-homes.ts";
import type { Turn } from "../../shared/domain/selections/turns.ts";
import type { StoredApplication } from "../../shared/store/applications.ts";
import { findIntent, type StoredIntent } from "../../shared/store/intents.ts";
import { findSchemeOfDraw, type StoredScheme } from "../../shared/store/schemes.ts";
import type { Table } from "../../shared/store/table.ts";
import { findTurns, type StoredTurn } from "../../shared/store/turns.ts";
import { ownApplication } from "../applications/own-application.ts";
import type { Caller } from "../http/caller.ts";

/** A household in a draw: its entry, and the turns of the pools it stands in. */
export type InDraw = {
  readonly application: StoredApplication;
  readonly scheme: StoredScheme;
  readonly intent: StoredIntent;
  /** Its number in the draw. */
  readonly receipt: string;
  /** Turns that have been opened, of its pools. */
  readonly turns: readonly StoredTurn[];
  /** The turn in whose order it stands; undefined when it was not selected. */
  readonly turn: StoredTurn | undefined;
  /** The pools whose homes it may choose. */
  readonly pools: ReadonlySet<string>;
};

/** The caller's own household in that draw; undefined when it is not in it. */
export async function placeInDraw(
  table: Table,
  caller: Caller,
  { drawId, applicationId }: { drawId: string; applicationId: string },
): Promise<InDraw | undefined> {
  const [application, scheme] = await Promise.all([
    ownApplication(table, caller, applicationId),
    findSchemeOfDraw(table, drawId),
  ]);
  if (application?.drawId !== drawId || !scheme) return undefined;
  const intent = await findIntent(table, scheme.schemeId, applicationId);
  const receipt = intent?.receipt;
  if (!intent || receipt === undefined) return undefined;
  const turns = await findTurns(table, drawId, intent.pools);
  const turn = turns.find(({ order }) => order.includes(receipt));
  const pools = await poolsOf(table, scheme, turn);
  return { application, scheme, intent, receipt, turns, turn, pools };
}

async function poolsOf(
  table: Table,
  { drawId, terms }: StoredScheme,
  turn: StoredTurn | undefined,
): Promise<ReadonlySet<string>> {
  if (!turn) return new Set();
  const upstream = await findTurns(table, drawId, upstreamPools(turn.pool, terms.pools));
  const closed = upstream.filter(({ next, order }) => next > order.length);
  return homePools(turn.pool, terms.pools, new Set(closed.map(({ pool }) => pool)));
}

/** A turn as the rules see it. */
export const asTurn = ({ order, next, opensAt, offerUntil }: StoredTurn): Turn => ({
  order,
  next,
  opensAt: epochMsOf(opensAt),
  ...(offerUntil !== undefined && { offerUntil: epochMsOf(offerUntil) }),
});
