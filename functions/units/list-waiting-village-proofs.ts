import * as z from "zod";
import {
  findVillageProof,
  listWaitingProofs,
  queueOfSubdistrict,
  queueOfVillage,
} from "../../shared/store/village-proofs.ts";
import { districtsOf } from "../filing-review/districts.ts";
import type { Caller } from "../http/caller.ts";
import { BAD_CURSOR, makeCursor, readCursor } from "../http/cursor.ts";
import { endpoint, ok } from "../http/endpoint.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/village-proofs.ts";
import { isBeforeClerk, isOfVillage } from "./proof-office.ts";
import { summaryOf } from "./proof-view.ts";

const PAGE = 20;

/** The village's own queue, or those of the districts the clerk is in charge of, one after another. */
function queuesOf(caller: Caller): string[] {
  const { uscc } = caller.person;
  const own = caller.roles.includes("village") && uscc !== undefined ? [queueOfVillage(uscc)] : [];
  const districts = caller.roles.includes("clerk") ? districtsOf(caller) : [];
  return [...own, ...districts.map(queueOfSubdistrict)];
}

const PlaceInQueues = z.object({
  queue: z.string(),
  at: z
    .object({ pk: z.string(), sk: z.string(), queue: z.string(), queueSort: z.string() })
    .optional(),
});

/** What waits for the caller: no names, so reading it is no view of anyone. */
export const listWaitingVillageProofs = (services: Services) =>
  endpoint(routes.listWaitingVillageProofs, services, async ({ query, caller, refuse }) => {
    const { table } = services;
    const vault = await services.vault();
    const asked = { jurisdiction: caller.jurisdiction, uscc: caller.person.uscc };
    const scope = { caller: caller.sub, operation: "listWaitingVillageProofs", asked };
    const read = query.cursor === undefined ? {} : readCursor(vault, scope, query.cursor);
    if (!read) return refuse("invalid-request", BAD_CURSOR);
    const queues = queuesOf(caller);
    const place = PlaceInQueues.safeParse(read).data;
    const first = place ? queues.indexOf(place.queue) : 0;
    const ids: string[] = [];
    let next: z.infer<typeof PlaceInQueues> | undefined;
    for (const queue of queues.slice(Math.max(first, 0))) {
      const after = queue === place?.queue ? place.at : undefined;
      const limit = PAGE - ids.length;
      if (limit === 0) {
        next = { queue };
        break;
      }
      const page = await listWaitingProofs(table, queue, { limit, ...(after && { after }) });
      ids.push(...page.proofIds);
      if (page.next) {
        next = { queue, at: page.next };
        break;
      }
    }
    const found = await Promise.all(ids.map((id) => findVillageProof(table, vault, id)));
    return ok({
      // The index lags: what was decided a moment ago waits no more.
      proofs: found.flatMap((one) =>
        one &&
        ((one.state === "REQUESTED" && isOfVillage(caller, one)) ||
          (one.state === "ISSUED" && isBeforeClerk(caller, one)))
          ? [summaryOf(one)]
          : [],
      ),
      ...(next && { next: makeCursor(vault, scope, next) }),
    });
  });
