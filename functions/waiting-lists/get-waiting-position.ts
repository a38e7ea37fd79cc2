import type { WaitingPosition, WaitlistKey } from "../../shared/contract/waiting.ts";
import { isOnList } from "../../shared/domain/waiting/membership.ts";
import { movesOf, positionOf, waitingOf } from "../../shared/domain/waiting/positions.ts";
import { servedBefore } from "../../shared/domain/waiting/queues.ts";
import { findApplication, type StoredApplication } from "../../shared/store/applications.ts";
import { policyOf } from "../../shared/store/policies.ts";
import type { Table } from "../../shared/store/table.ts";
import {
  findPlace,
  listBlocks,
  listMoves,
  readWaitlist,
  type StoredPlace,
} from "../../shared/store/waitlists.ts";
import { BAD_CURSOR, makeCursor, readCursor } from "../http/cursor.ts";
import { endpoint, ok } from "../http/endpoint.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/waiting-lists.ts";

/** Entries of the list's history that a page looks at. */
const PAGE = 50;

/** Where a household of one's own stands, and how it came there: the latest moves first. */
export const getWaitingPosition = (services: Services) =>
  endpoint(routes.getWaitingPosition, services, async ({ params, query, caller, refuse }) => {
    const { table } = services;
    const seen = await findApplication(table, params.applicationId);
    if (seen?.applicant.hash !== caller.identityHash) return refuse("not-found");
    const { waitingNo, jurisdiction, programme, queueOf: queue } = seen;
    const key: WaitlistKey = { jurisdiction, programme, queue };
    const place = waitingNo === undefined ? undefined : await findPlace(table, key, waitingNo);
    if (!place) return refuse("not-on-waiting-list", { state: seen.state });

    const vault = await services.vault();
    const { operationId: operation } = routes.getWaitingPosition;
    const scope = { caller: caller.sub, operation, asked: { ...params } };
    const from = query.cursor === undefined ? {} : readCursor(vault, scope, query.cursor);
    if (!from) return refuse("invalid-request", BAD_CURSOR);
    const start = From.of(from);
    const standing = await standingOf(table, key, place, seen);
    const history = await historyOf(table, key, place, {
      ...start,
      position: start.position ?? standing.position,
    });
    const answer: WaitingPosition = {
      ...key,
      ...{ applicationId: seen.applicationId, state: seen.state, waitingNo: place.waitingNo },
      ...standing,
      joined: { at: place.joinedAt, position: place.joinedAs },
      moves: [...history.entries],
      ...(history.next && { next: makeCursor(vault, scope, history.next) }),
    };
    return ok(answer);
  });

type Start = { readonly before?: number; readonly position?: number };

/** A place in a history as a cursor holds it. */
const From = {
  of: ({ before, position }: Readonly<Record<string, unknown>>): Start => ({
    ...(typeof before === "number" && { before }),
    ...(typeof position === "number" && { position }),
  }),
};

async function standingOf(
  table: Table,
  key: WaitlistKey,
  { waitingNo }: StoredPlace,
  seen: StoredApplication,
): Promise<Pick<WaitingPosition, "onList" | "position" | "waiting" | "ahead">> {
  const { queues } = await policyOf(table, seen);
  const before = servedBefore(queues, key.queue);
  const [list, blocks, ...others] = await Promise.all([
    readWaitlist(table, key),
    listBlocks(table, key),
    ...before.map((queue) => readWaitlist(table, { ...key, queue })),
  ]);
  const position = positionOf(waitingNo, blocks);
  return {
    onList: isOnList(seen.state),
    position,
    waiting: waitingOf(list.given, blocks),
    ahead: {
      ownQueue: position - 1,
      servedBefore: others.reduce((sum, { given, away }) => sum + given - away, 0),
    },
  };
}

async function historyOf(
  table: Table,
  key: WaitlistKey,
  { waitingNo, sinceMove }: StoredPlace,
  { before, position }: Start & { readonly position: number },
) {
  const page = await listMoves(table, key, {
    ...(before !== undefined && { before }),
    limit: PAGE,
  });
  const moves = page.filter(({ seq }) => seq > sinceMove);
  const told = movesOf(waitingNo, position, moves);
  const last = moves.at(-1);
  const isMore = last !== undefined && moves.length === PAGE && last.seq > sinceMove + 1;
  return {
    entries: told.entries,
    ...(isMore && { next: { before: last.seq, position: told.before } }),
  };
}
