import { realName } from "../../shared/store/persons.ts";
import { endpoint, ok } from "../http/endpoint.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/identity.ts";

/** Who is signed in: their own name, roles and jurisdiction. */
export const getMe = (services: Services) =>
  endpoint(routes.getMe, services, async ({ caller }) => {
    const { name } = realName(await services.vault(), caller.person);
    const { roles, jurisdiction } = caller;
    return ok({ name, roles, ...(jurisdiction !== undefined && { jurisdiction }) });
  });
