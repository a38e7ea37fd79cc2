import { hasAgreed, isOneOf } from "../../shared/domain/filings/facts.ts";
import { partyRows, type FilingRecord } from "../../shared/store/filings.ts";
import type { Vault } from "../../shared/store/sealing.ts";
import type { Write } from "../../shared/store/transact.ts";
import { endpoint } from "../http/endpoint.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/co-owners.ts";
import { changeOwnFiling } from "./change.ts";
import { tell } from "./tell.ts";

/** The drafter asks the other owners of the home for consent, before anything is sent or submitted. */
export const askCoOwners = (services: Services) =>
  endpoint(routes.askCoOwners, services, (input) =>
    changeOwnFiling(services, input, 200, (seen, vault, { actor }) => {
      const { at, refuse } = input;
      if (!isOneOf(actor, [seen.parties.drafter])) return refuse("not-the-drafter");
      if (seen.state !== "DRAFT") return refuse("out-of-step", { state: seen.state });
      if ((seen.parties.coOwners ?? []).length === 0) return refuse("no-co-owners");
      const { parties, filingId } = seen;
      const named = { landlords: [], tenants: [], coOwners: parties.coOwners };
      return {
        next: { ...seen, coOwnersAskedAt: at },
        writes: { ...partyRows(named, filingId, at), ...askOwners(vault, seen, at) },
      };
    }),
  );

/** The messages to co-owners who have not yet consented to these terms. */
export const askOwners = (vault: Vault, seen: FilingRecord, at: string): Record<string, Write> =>
  Object.assign(
    {},
    ...(seen.parties.coOwners ?? [])
      .filter((hash) => !hasAgreed(seen, hash))
      .map((only) =>
        tell(vault, seen, {
          kind: "filing-co-owner-asked",
          facts: { building: seen.draft.lease.unit.building },
          sides: ["coOwners"],
          only,
          version: seen.version + 1,
          at,
        }),
      ),
  ) as Record<string, Write>;
