import type * as z from "zod";
import type { OwnObjection } from "../../shared/contract/filing-review.ts";
import { listPartyObjections } from "../../shared/store/filing-objections.ts";
import { findFiling } from "../../shared/store/filings.ts";
import { endpoint, ok } from "../http/endpoint.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/filing-corrections.ts";
import { withoutOfficer } from "./view-review.ts";

/** The caller's objections to filings and what was answered; nothing of the filings but the building. */
export const listMyFilingObjections = (services: Services) =>
  endpoint(routes.listMyFilingObjections, services, async ({ caller }) => {
    const { table } = services;
    const vault = await services.vault();
    const rows = await listPartyObjections(table, caller.identityHash);
    const objections = await Promise.all(
      rows.map(async ({ filingId, objectionId }): Promise<z.infer<typeof OwnObjection>[]> => {
        const filing = await findFiling(table, vault, filingId);
        const own = filing?.objections?.find((one) => one.objectionId === objectionId);
        if (!filing || own?.by !== caller.identityHash) return [];
        const { text: reason, at, dueOn, decision } = own;
        const { building } = filing.draft.lease.unit;
        const answer = decision && { decision: withoutOfficer(decision) };
        return [{ objectionId, building, reason, at, dueOn, ...answer }];
      }),
    );
    return ok({ objections: objections.flat() });
  });
