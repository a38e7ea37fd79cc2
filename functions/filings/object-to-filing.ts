import type { FilingObjection } from "../../shared/contract/filing-review.ts";
import { decideObjectToFiling } from "../../shared/domain/filings/decide-objection.ts";
import { actorIn } from "../../shared/domain/filings/facts.ts";
import { idOf } from "../../shared/platform/ids.ts";
import { objectionRow } from "../../shared/store/filing-objections.ts";
import type { FilingRecord } from "../../shared/store/filings.ts";
import { realName } from "../../shared/store/persons.ts";
import type { Vault } from "../../shared/store/sealing.ts";
import { endpoint } from "../http/endpoint.ts";
import type { Reply } from "../http/problem.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/filing-corrections.ts";
import { actorOf, groundOn } from "./acting.ts";
import { changeOwnFiling, type Acting, type Change } from "./change.ts";
import { refuseFiling } from "./refusal.ts";
import { BOTH_SIDES, tell } from "./tell.ts";

/** A party objects to a filing it is named in; nothing is suspended by it. */
export const objectToFiling = (services: Services) =>
  endpoint(routes.objectToFiling, services, (input) =>
    changeOwnFiling(services, input, 201, (seen, vault) =>
      takeObjection(input, seen, vault, input.body),
    ),
  );

/**
 * Takes an objection in under its author's real name, which the parties do not learn.
 *
 * @returns the answer tells the objection only: its author need not be a party
 */
export function takeObjection(
  { caller, at, today, request, refuse }: Acting,
  seen: FilingRecord,
  vault: Vault,
  { reason, interest }: FilingObjection,
): Change | Reply {
  const facts = { ...groundOn(today), interest: interest !== undefined };
  const decision = decideObjectToFiling(seen, actorIn(actorOf(caller), seen.parties), facts);
  if (decision.kind !== "object") return refuseFiling(refuse, decision);
  const { name, idType, idNumber, phone } = realName(vault, caller.person);
  const { as, dueOn } = decision;
  const objectionId = idOf("J", request);
  const objection = {
    ...{ objectionId, by: caller.identityHash, as, text: reason, at, dueOn },
    objector: { name, idType, idNumber, ...(phone !== undefined && { phone }) },
    ...(interest !== undefined && { interest }),
  };
  const next = { ...seen, objections: [...(seen.objections ?? []), objection] };
  const row = { filingId: seen.filingId, objectionId, since: at };
  return {
    next,
    writes: {
      objection: objectionRow(caller.identityHash, row),
      ...tell(vault, seen, {
        kind: "filing-objection-received",
        facts: { building: seen.draft.lease.unit.building },
        sides: BOTH_SIDES,
        except: caller.identityHash,
        version: seen.version + 1,
        at,
      }),
    },
    reason: "OBJECTION",
    answer: { status: 201, body: { objectionId, at, dueOn } },
  };
}
