import type { OpenedEntry } from "../../shared/contract/inspection.ts";
import { listIntents } from "../../shared/store/intents.ts";
import { endpoint, ok } from "../http/endpoint.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/inspection.ts";
import { openEntries, type Opened } from "./behind.ts";
import { onRecord } from "./look.ts";
import { BAD_CURSOR, cursorAt, placeIn, rosterPage } from "./page.ts";

/** The commitments of a page, opened for the two who agreed on it. */
export const readCommitments = (services: Services) =>
  endpoint(routes.readCommitments, services, async (input) => {
    const { params, query, caller, refuse } = input;
    const vault = await services.vault();
    const { operationId } = routes.readCommitments;
    const scope = { caller: caller.sub, operation: operationId, asked: params };
    const from = placeIn(scope, vault, query.cursor);
    if (from === undefined) return refuse("invalid-request", BAD_CURSOR);
    const looked = await onRecord(services, input, `entries from ${from}`);
    if ("reply" in looked) return looked.reply;

    const { scheme } = looked;
    const page = await rosterPage(services, scheme, from);
    const intents = await listIntents(services.table, scheme.schemeId);
    const opened = await openEntries(services, scheme, { entries: page.entries, intents });
    return ok({ entries: opened.flatMap(viewOf), ...cursorAt(scope, vault, page.next) });
  });

/** What cannot be opened at all is for the check to tell. */
function viewOf({ entry, applicant, application, salt, opens }: Opened): OpenedEntry[] {
  if (!applicant || !application || salt === undefined) return [];
  const { receipt, pools, score, commit } = entry;
  const { idType, idNumber, name } = applicant;
  return [
    {
      ...{ receipt, pools: [...pools], score, commit, salt },
      ...{ applicationNo: application.receiptNo, idType, idNumber, name, opens },
    },
  ];
}
