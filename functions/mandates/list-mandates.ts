import type { PartyView } from "../../shared/contract/identity.ts";
import { IdType } from "../../shared/contract/identity.ts";
import type { Mandate } from "../../shared/contract/mandate.ts";
import { maskIdNumber, maskPhone } from "../../shared/domain/identity/masks.ts";
import { mandateStateOn } from "../../shared/domain/mandates/decide-mandate.ts";
import {
  findMandate,
  listMandates as rowsOf,
  type MandateRecord,
} from "../../shared/store/mandates.ts";
import { actorOf } from "../filings/acting.ts";
import { endpoint, ok } from "../http/endpoint.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/mandates.ts";

/** Mandates the caller or their firm has given, and those the caller holds; at most 250 by the limits. */
export const listMandates = (services: Services) =>
  endpoint(routes.listMandates, services, async ({ caller, today }) => {
    const { table } = services;
    const vault = await services.vault();
    const as = actorOf(caller).identities;
    const rows = (await Promise.all(as.map((hash) => rowsOf(table, hash)))).flat();
    const ids = [...new Set(rows.map(({ mandateId }) => mandateId))];
    const found = await Promise.all(ids.map((id) => findMandate(table, vault, id)));
    const mandates = found
      .filter((one) => one !== undefined)
      .toSorted((one, other) => (one.offeredAt < other.offeredAt ? 1 : -1))
      .slice(0, MOST)
      .map((one) => viewOf(one, caller.identityHash, today));
    return ok({ mandates });
  });

/** Ended ones fall out of the list first: an answer stays below 1 MB. */
const MOST = 250;

function viewOf(record: MandateRecord, own: string, today: string): Mandate {
  const isHeld = record.agentHash === own;
  const { mandateId, version, scopes, flatId, from, until } = record;
  const { offeredAt, answeredAt, endedAt } = record;
  return {
    ...{ id: mandateId, version, state: mandateStateOn(record, today) },
    side: isHeld ? "HELD" : "GIVEN",
    principal: whoOf(record.principal, !isHeld),
    agent: whoOf(record.agent, isHeld),
    scopes: [...scopes],
    ...(flatId !== undefined && { flatId }),
    ...{ from, until, offeredAt },
    ...(answeredAt !== undefined && { answeredAt }),
    ...(endedAt !== undefined && { endedAt }),
  };
}

/** Names are known to both: they must know with whom they deal. Numbers are each one's own. */
function whoOf(
  { kind, name, idType, idNumber, phone }: MandateRecord["agent"],
  isOwn: boolean,
): PartyView {
  const plain = isOwn || kind === "firm";
  return {
    ...{ kind, name, idType: IdType.parse(idType) },
    idNumber: plain ? idNumber : maskIdNumber(idNumber),
    ...(phone !== undefined && { phone: isOwn ? phone : maskPhone(phone) }),
  };
}
