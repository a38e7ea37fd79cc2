import type { MandateOffer } from "../../shared/contract/mandate.ts";
import { decideOffer, mandateStateOn } from "../../shared/domain/mandates/decide-mandate.ts";
import { idOf } from "../../shared/platform/ids.ts";
import { listMandates, moveMandate, type NextMandate } from "../../shared/store/mandates.ts";
import { identityHash, realName } from "../../shared/store/persons.ts";
import { requestRecord } from "../../shared/store/requests.ts";
import type { Vault } from "../../shared/store/sealing.ts";
import { transact } from "../../shared/store/transact.ts";
import { decideAgain, standing } from "../http/attempts.ts";
import type { Caller } from "../http/caller.ts";
import { endpoint } from "../http/endpoint.ts";
import { refused } from "../http/refused.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/mandates.ts";
import { maskedNames, standingOf, tellOf } from "./moving.ts";

/** Someone asks another to act for them; it carries nothing until it is accepted. */
export const offerMandate = (services: Services) =>
  endpoint(routes.offerMandate, services, (input) =>
    decideAgain(async () => {
      const { body, caller, at, today, now, request, refuse } = input;
      const vault = await services.vault();
      const principalHash = body.asFirm === true ? caller.person.firmHash : caller.identityHash;
      const agentHash = identityHash(vault, body.agent.idType, body.agent.idNumber);
      const mine = await listMandates(services.table, principalHash ?? caller.identityHash);
      const open = mine.filter(
        (one) =>
          one.principalHash === principalHash &&
          ["OFFERED", "ACTIVE"].includes(mandateStateOn(one, today)),
      ).length;
      const facts = { today, callerHash: caller.identityHash, principalHash, agentHash, open };
      const decision = decideOffer(body, facts);
      if (decision.kind !== "offer") return refused(refuse, decision);
      const next: NextMandate = {
        ...{ mandateId: idOf("M", request), state: "OFFERED", agentHash },
        principalHash: decision.principalHash,
        principal: principalOf(vault, caller, body),
        agent: { kind: "person", ...body.agent },
        ...{ scopes: body.scopes, from: body.from, until: body.until },
        ...(body.flatId !== undefined && { flatId: body.flatId }),
        ...{ offeredBy: caller.sub, offeredAt: at },
      };
      const answer = standingOf(next, 1, 201);
      const names = maskedNames(next);
      const { until } = next;
      const failed = await transact(services.table, {
        request: requestRecord(request, answer, now),
        ...moveMandate(vault, next, undefined, input.act("OFFERED", "O6 14")),
        ...tellOf(vault, next, {
          ...{ kind: "mandate-offered", facts: { principal: names.principal, until } },
          ...{ to: "agent", version: 1, at },
        }),
        ...tellOf(vault, next, {
          ...{ kind: "mandate-given", facts: { agent: names.agent, until } },
          ...{ to: "principal", version: 1, at },
        }),
      });
      return standing(failed, "mandate") ?? answer;
    }),
  );

/** In whose name: the caller's own, or their firm's, whose name the registers know. */
function principalOf(
  vault: Vault,
  { person }: Caller,
  { asFirm }: MandateOffer,
): NextMandate["principal"] {
  const { name, idType, idNumber, phone } = realName(vault, person);
  const reach = phone !== undefined && { phone };
  if (asFirm === true && person.uscc !== undefined)
    return { kind: "firm", name: person.uscc, idType: "USCC", idNumber: person.uscc, ...reach };
  return { kind: "person", name, idType, idNumber, ...reach };
}
