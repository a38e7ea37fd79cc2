import { listWaitlists } from "../../shared/store/waitlists.ts";
import { endpoint, ok } from "../http/endpoint.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/waiting-lists.ts";
import { countOf } from "../steps/waiting-list.ts";

/** Every list with its count: the same as the public file `files/waiting/index.json`, as it is now. */
export const listWaitingLists = (services: Services) =>
  endpoint(routes.listWaitingLists, services, async ({ today }) => {
    const lists = await listWaitlists(services.table);
    return ok({
      lists: await Promise.all(lists.map((one) => countOf(services, one, today))),
    });
  });
