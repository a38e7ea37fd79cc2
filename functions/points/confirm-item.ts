import { Jurisdiction } from "../../shared/contract/ids.ts";
import { identityHash } from "../../shared/store/persons.ts";
import { findPoints, NO_POINTS, pointsWrites, withItem } from "../../shared/store/points.ts";
import { pointsTableAt } from "../../shared/store/policies.ts";
import { requestRecord } from "../../shared/store/requests.ts";
import { transact } from "../../shared/store/transact.ts";
import { decideAgain, standing } from "../http/attempts.ts";
import { endpoint } from "../http/endpoint.ts";
import { covers } from "../http/jurisdiction.ts";
import { refused } from "../http/refused.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/points.ts";

/**
 * An office puts on a person's account what no register knows, with the paper it saw; the person reads
 * it there. Never on an officer's own account.
 */
export const confirmPointsItem = (services: Services) =>
  endpoint(routes.confirmPointsItem, services, (input) =>
    decideAgain(async () => {
      const { body, caller, request, act, now, at, today, refuse } = input;
      const { person, purpose, jurisdiction, item, count, evidence } = body;
      if (!covers(caller, jurisdiction)) return refuse("forbidden");
      const where = { area: jurisdiction, day: today };
      const table = await pointsTableAt(services.table, purpose, where);
      if (!table) return refuse("no-points-table");
      const isCounted = table.indicators.some(({ id, unit }) => id === item && unit === "ITEM");
      if (!isCounted) return refused(refuse, { kind: "points-item-unknown", pointer: "/item" });
      const vault = await services.vault();
      const hash = identityHash(vault, person.idType, person.idNumber);
      if (hash === caller.identityHash) return refuse("own-case");

      const seen = await findPoints(services.table, hash);
      const before = seen ?? NO_POINTS;
      const by = Jurisdiction.parse(caller.jurisdiction);
      const items = withItem(vault, hash, before.items, { item, count, evidence, by, at });
      const answer = { status: 200, body: { item, count, at } };
      const failed = await transact(services.table, {
        request: requestRecord(request, answer, now),
        ...pointsWrites(hash, { ...before, items }, seen, act("CONFIRMED", `${purpose} ${item}`)),
      });
      return standing(failed) ?? answer;
    }),
  );
