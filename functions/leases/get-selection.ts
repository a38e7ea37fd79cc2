import type { TurnView } from "../../shared/contract/allotment.ts";
import { layoutFits } from "../../shared/domain/selections/decide-claim.ts";
import { placeOf } from "../../shared/domain/selections/turns.ts";
import { listHomes } from "../../shared/store/schemes.ts";
import type { Table } from "../../shared/store/table.ts";
import type { StoredTurn } from "../../shared/store/turns.ts";
import { endpoint, ok } from "../http/endpoint.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/leases.ts";
import { asTurn, placeInDraw, type InDraw } from "./place.ts";

/** One's turn to choose: how many come before, and the homes still free that fit the household. */
export const getSelection = (services: Services) =>
  endpoint(routes.getSelection, services, async ({ params, query, caller, now, refuse }) => {
    const { drawId } = params;
    const { applicationId } = query;
    const found = await placeInDraw(services.table, caller, { drawId, applicationId });
    if (!found) return refuse("not-found");
    const { turn, turns } = found;
    if (turn) return ok(await turnView(services.table, found, { turn, now }));
    if (turns.length > 0) return refuse("not-selected");
    const [pool = ""] = found.intent.pools;
    return ok({ drawId, pool, turn: 1, places: 0, state: "NOT_OPEN" } satisfies TurnView);
  });

async function turnView(
  table: Table,
  { application, scheme, receipt, pools }: InDraw,
  { turn, now }: { turn: StoredTurn; now: number },
): Promise<TurnView> {
  const { drawId, pool, next, order } = turn;
  const place = placeOf(asTurn(turn), receipt, now);
  const current = order[next - 1];
  const homes = await listHomes(table, scheme.schemeId);
  const fits = (layout: string) =>
    layoutFits(layout, application.householdSize, scheme.terms.layoutRules);
  const free = homes.filter(
    ({ state, home }) => state === "FREE" && pools.has(home.pool) && fits(home.layout),
  );
  const chosen = application.allocationId !== undefined;
  return {
    ...{ drawId, pool, turn: next, places: order.length },
    ...(current !== undefined && { current }),
    state: next > order.length ? "CLOSED" : Date.parse(turn.opensAt) > now ? "NOT_OPEN" : "OPEN",
    ...(place && {
      yours: {
        ...{ receipt, place: place.place, ahead: place.ahead },
        state: chosen ? "CHOSEN" : place.state,
      },
    }),
    freeHomes: free.map(({ home }) => home),
  };
}
