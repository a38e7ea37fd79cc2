import { randomUUID } from "node:crypto";
import { AgencyField } from "../../shared/contract/agency.ts";
import { isOwnCase } from "../../shared/domain/filings/review-facts.ts";
import { findFiling, moveFiling, type FilingRecord } from "../../shared/store/filings.ts";
import { identityHash } from "../../shared/store/persons.ts";
import type { Vault } from "../../shared/store/sealing.ts";
import { transact } from "../../shared/store/transact.ts";
import { viewRows, type StoredView } from "../../shared/store/views.ts";
import { viewFiling } from "../filings/view.ts";
import { decideAgain, MOVED } from "../http/attempts.ts";
import type { Caller } from "../http/caller.ts";
import { endpoint, ok } from "../http/endpoint.ts";
import { covers } from "../http/jurisdiction.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/filing-review.ts";
import { officerOf } from "./officer.ts";

/** Whether the bureau has this case before it: a draft is nobody's but its parties'. */
export const isBefore = (caller: Caller, { draft, submittedAt }: FilingRecord): boolean =>
  submittedAt !== undefined && covers(caller, draft.jurisdiction);

/** All whose data the officer is shown, by keyed hash: parties, co-owners, those who live there. */
function peopleIn(vault: Vault, { draft, parties }: FilingRecord): readonly string[] {
  const occupants = draft.lease.occupants.map(({ idType, idNumber }) =>
    identityHash(vault, idType, idNumber),
  );
  return [...parties.landlords, ...(parties.coOwners ?? []), ...parties.tenants, ...occupants];
}

/** What each of them finds among their views (查看记录). PIPL 45, 51. */
const viewOf = ({ filingId, certificate }: FilingRecord, at: string): StoredView => ({
  ...{ at, office: "housing-bureau", purpose: "FILING_REVIEW", filingId },
  ...(certificate && { certificateNo: certificate.certificateNo }),
  fields: [...AgencyField.options],
});

/** A filing in full, its people too: that it was read is on record before it is shown. */
export const getFilingReview = (services: Services) =>
  endpoint(routes.getFilingReview, services, (input) =>
    decideAgain(async () => {
      const { table } = services;
      const vault = await services.vault();
      const seen = await findFiling(table, vault, input.params.filingId);
      if (!seen || !isBefore(input.caller, seen)) return input.refuse("not-found");
      // Who objects is hidden from the parties, an officer among them too.
      if (isOwnCase(officerOf(input.caller), seen)) return input.refuse("own-case");
      const failed = await transact(table, {
        ...moveFiling(vault, seen, seen, input.act("READ")),
        ...viewRows(peopleIn(vault, seen), viewOf(seen, input.at), randomUUID()),
      });
      if (failed.size > 0) return MOVED;
      return ok(viewFiling({ ...seen, version: seen.version + 1 }, "bureau", input.today));
    }),
  );
