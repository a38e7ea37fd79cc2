import { keys } from "../../shared/store/keys.ts";
import { read } from "../../shared/store/table.ts";
import { endpoint, ok } from "../http/endpoint.ts";
import type { Services } from "../http/services.ts";
import { isTransient } from "../http/transient.ts";
import * as routes from "../routes/public.ts";

/** Version, commit, and whether the table answers right now. */
export const getHealth = (services: Services) =>
  endpoint(routes.getHealth, services, async () => {
    const table = await answers(services);
    return ok({
      status: table ? "ok" : "degraded",
      version: services.config.PLATFORM_VERSION,
      commit: services.config.COMMIT_HASH,
      table: table ? "answers" : "silent",
    });
  });

async function answers({ table }: Services): Promise<boolean> {
  try {
    await read(table, keys.schemeListed("-"));
    return true;
  } catch (error) {
    if (isTransient(error)) return false;
    throw error;
  }
}
