import type { Jurisdiction } from "../../shared/contract/ids.ts";
import {
  contentOf,
  findPolicy,
  listPolicies,
  shippedPolicy,
  type StoredPolicy,
} from "../../shared/store/policies.ts";
import type { Caller } from "../http/caller.ts";
import { endpoint, ok } from "../http/endpoint.ts";
import { covers } from "../http/jurisdiction.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/programmes.ts";

/** Whether an officer is in charge of all areas of a version: then they may write it. */
export const coversAll = (caller: Caller, areas: readonly Jurisdiction[]): boolean =>
  areas.every((area) => covers(caller, area));

/** A version in areas one is in charge of, if only of some: then one may read it. */
export async function readable(
  { table }: Services,
  caller: Caller,
  version: string,
): Promise<StoredPolicy | undefined> {
  const found = await findPolicy(table, version);
  return found?.jurisdictions.some((area) => covers(caller, area)) ? found : undefined;
}

/** Every version in the caller's areas, drafts too. */
export const listOfficePolicies = (services: Services) =>
  endpoint(routes.listOfficePolicies, services, async ({ caller }) => {
    const lines = await listPolicies(services.table);
    return ok({
      policies: lines.filter(({ jurisdictions }) =>
        jurisdictions.some((area) => covers(caller, area)),
      ),
    });
  });

/** One version, with how far it is. */
export const getOfficePolicy = (services: Services) =>
  endpoint(routes.getOfficePolicy, services, async ({ params: { version }, caller, refuse }) => {
    const shipped = shippedPolicy(version);
    if (shipped) return ok({ version, state: "IN_FORCE", shipped: true, content: shipped });
    const found = await readable(services, caller, version);
    if (!found) return refuse("not-found");
    const { state, revision, comparedRevision, putInForceAt } = found;
    return ok({
      ...{ version, state, shipped: false, revision, compared: comparedRevision === revision },
      ...(putInForceAt !== undefined && { putInForceAt }),
      content: contentOf(found),
    });
  });
