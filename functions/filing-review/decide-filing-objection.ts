import type { ObjectionDecision } from "../../shared/contract/filing-review.ts";
import {
  decideObjectionAnswer,
  type ObjectionDecided,
} from "../../shared/domain/filings/decide-objection.ts";
import type { FilingRecord } from "../../shared/store/filings.ts";
import { keys } from "../../shared/store/keys.ts";
import { messageId, outgoing } from "../../shared/store/outbox.ts";
import type { Vault } from "../../shared/store/sealing.ts";
import type { Write } from "../../shared/store/transact.ts";
import { groundOn } from "../filings/acting.ts";
import { changeFiling, type Change } from "../filings/change.ts";
import { refuseFiling } from "../filings/refusal.ts";
import { BOTH_SIDES, tell } from "../filings/tell.ts";
import { endpoint } from "../http/endpoint.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/filing-review.ts";
import { returned } from "./decide-filing.ts";
import { isBefore } from "./get-filing-review.ts";
import { officerOf, withoutClaim } from "./officer.ts";
import { openHearing } from "./propose-revocation.ts";

/** A reviewer answers an objection: dismissed with reasons, or upheld, which opens what follows. */
export const decideFilingObjection = (services: Services) =>
  endpoint(routes.decideFilingObjection, services, (input) => {
    const { body, params, caller, at, today, refuse } = input;
    return changeFiling(
      services,
      input,
      { may: (seen) => isBefore(caller, seen) },
      (seen, vault) => {
        const open = seen.objections?.find(({ objectionId }) => objectionId === params.objectionId);
        if (!open) return refuse("not-found");
        if (open.decision) return refuse("out-of-step", { state: seen.state });
        const decision = decideObjectionAnswer(seen, body, officerOf(caller), groundOn(today));
        if (!isAnswer(decision)) return refuseFiling(refuse, decision);
        const word = {
          upheld: body.decision === "UPHELD",
          ...{ reason: body.reason, by: caller.sub, at },
        };
        const answered = {
          ...withoutClaim(seen),
          objections: seen.objections?.map((one) =>
            one === open ? { ...one, decision: word } : one,
          ),
        };
        const change = follow(vault, answered, body, decision, { at, by: caller.sub });
        return {
          next: change.next,
          writes: { ...renamed(change.writes), ...news(vault, seen, open, at) },
          reason: body.decision,
        };
      },
    );
  });

const isAnswer = (decision: { readonly kind: string }): decision is ObjectionDecided =>
  decision.kind === "dismiss" || decision.kind === "correct" || decision.kind === "hear";

function follow(
  vault: Vault,
  seen: FilingRecord,
  body: ObjectionDecision,
  decision: ObjectionDecided,
  who: { readonly at: string; readonly by: string },
): Change {
  if (body.decision === "DISMISSED" || decision.kind === "dismiss") return { next: seen };
  const { opens, reason } = body;
  if (opens.procedure === "CORRECTION" && decision.kind === "correct")
    return returned(vault, seen, { gaps: opens.gaps, resubmitBy: decision.resubmitBy, ...who });
  if (opens.procedure === "REVOCATION" && decision.kind === "hear")
    return decision.already
      ? { next: seen }
      : openHearing(vault, seen, { reasonCode: opens.reasonCode, reason }, { ...decision, ...who });
  throw new Error("An objection opens what its answer names");
}

/** What follows is told beside the answer, to the same people. */
const renamed = (writes: Change["writes"] = {}): Record<string, Write> =>
  Object.fromEntries(Object.entries(writes).map(([name, write]) => [`${name} follows`, write]));

/** Both hear of the answer: the parties, and who objected if they are none of them. */
function news(
  vault: Vault,
  seen: FilingRecord,
  { by, objector }: NonNullable<FilingRecord["objections"]>[number],
  at: string,
): Record<string, Write> {
  const kind = "filing-objection-decided";
  const facts = { building: seen.draft.lease.unit.building };
  const version = seen.version + 1;
  const told = tell(vault, seen, { kind, facts, sides: BOTH_SIDES, version, at });
  const isTold = [...seen.parties.landlords, ...seen.parties.tenants].includes(by);
  if (isTold || objector.phone === undefined) return told;
  const cause = `${kind}:${seen.filingId}:${version}:objector`;
  const sealed = vault.seal(objector.phone, keys.outbox(messageId(cause)), "phone");
  return { ...told, "tell objector": outgoing({ cause, kind, to: by, facts }, sealed, at) };
}
