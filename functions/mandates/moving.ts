import { maskName } from "../../shared/domain/identity/masks.ts";
import { decideMandate } from "../../shared/domain/mandates/decide-mandate.ts";
import type { MessageFacts, MessageKind } from "../../shared/contract/messages.ts";
import { keys } from "../../shared/store/keys.ts";
import {
  findMandate,
  listMandates,
  moveMandate,
  type MandateRecord,
  type NextMandate,
} from "../../shared/store/mandates.ts";
import { messageId, outgoing } from "../../shared/store/outbox.ts";
import { requestRecord, type Answer } from "../../shared/store/requests.ts";
import type { Vault } from "../../shared/store/sealing.ts";
import { transact, type Write } from "../../shared/store/transact.ts";
import type { Acting } from "../filings/change.ts";
import { actorOf } from "../filings/acting.ts";
import { decideAgain, standing } from "../http/attempts.ts";
import type { Outcome } from "../http/endpoint.ts";
import { refused } from "../http/refused.ts";
import type { Services } from "../http/services.ts";

/** Where a mandate stands, as it is answered and kept. */
export const standingOf = (
  { mandateId, state }: Pick<NextMandate, "mandateId" | "state">,
  version: number,
  status: 200 | 201,
): Answer => ({
  status,
  body: { id: mandateId, version, state },
  ...(status === 201 && { location: "/api/me/mandates" }),
});

/** Names of both as a text may say them. */
export const maskedNames = ({ principal, agent }: Pick<NextMandate, "principal" | "agent">) => ({
  principal: principal.kind === "firm" ? principal.name : maskName(principal.name),
  agent: maskName(agent.name),
});

/** One text to the principal or the agent; who has no number on record reads it here. */
export function tellOf<K extends MessageKind>(
  vault: Vault,
  mandate: Pick<NextMandate, "mandateId" | "principal" | "agent" | "principalHash" | "agentHash">,
  news: {
    readonly kind: K;
    readonly facts: MessageFacts<K>;
    readonly to: "principal" | "agent";
    readonly version: number;
    readonly at: string;
  },
): Record<string, Write> {
  const { kind, facts, to, version, at } = news;
  const { phone } = mandate[to];
  if (phone === undefined) return {};
  const cause = `${kind}:${mandate.mandateId}:${version}:${to}`;
  const sealed = vault.seal(phone, keys.outbox(messageId(cause)), "phone");
  const hash = to === "principal" ? mandate.principalHash : mandate.agentHash;
  return { [`tell ${to}`]: outgoing({ cause, kind, to: hash, facts }, sealed, at) };
}

/** What an end tells both. */
export const tellEnd = (
  vault: Vault,
  seen: MandateRecord,
  { version, at }: { readonly version: number; readonly at: string },
): Record<string, Write> => {
  const facts = maskedNames(seen);
  const news = { kind: "mandate-ended" as const, facts, version, at };
  return {
    ...tellOf(vault, seen, { ...news, to: "principal" }),
    ...tellOf(vault, seen, { ...news, to: "agent" }),
  };
};

type Event = "accept" | "decline" | "revoke" | "resign";

/** An answer to a mandate, or its end: read, decide, write, tell the other. */
export const moveOwnMandate = (
  services: Services,
  input: Acting & { readonly params: { readonly mandateId: string } },
  event: Event,
): Promise<Outcome> =>
  decideAgain(async () => {
    const { caller, at, today, now, refuse, request } = input;
    const { table } = services;
    const vault = await services.vault();
    const [seen, mine] = await Promise.all([
      findMandate(table, vault, input.params.mandateId),
      event === "accept" ? listMandates(table, caller.identityHash) : [],
    ]);
    const as = actorOf(caller).identities;
    if (!seen || ![seen.principalHash, seen.agentHash].some((hash) => as.includes(hash)))
      return refuse("not-found");
    const held = mine.filter(
      ({ agentHash, state }) => agentHash === caller.identityHash && state === "ACTIVE",
    ).length;
    // An agent acts as themselves: no colleague accepts for them.
    const own = event === "revoke" ? as : [caller.identityHash];
    const decision = decideMandate(seen, event, { as: own, today, held });
    if (decision.kind !== "move") return refused(refuse, decision);
    const { version: seenVersion, auditHead: _, ...rest } = seen;
    const next: NextMandate = { ...rest, state: decision.state, ...stamp(event, at) };
    const version = seenVersion + 1;
    const answer = standingOf(next, version, 200);
    const failed = await transact(table, {
      request: requestRecord(request, answer, now),
      ...moveMandate(vault, next, seen, input.act(next.state)),
      ...told(vault, seen, event, { version, at }),
    });
    return standing(failed) ?? answer;
  });

const stamp = (event: Event, at: string): Partial<NextMandate> =>
  event === "accept" || event === "decline" ? { answeredAt: at } : { endedAt: at };

function told(
  vault: Vault,
  seen: MandateRecord,
  event: Event,
  when: { readonly version: number; readonly at: string },
): Record<string, Write> {
  const { agent } = maskedNames(seen);
  if (event === "accept")
    return tellOf(vault, seen, {
      ...{ kind: "mandate-accepted", facts: { agent, until: seen.until }, to: "principal" },
      ...when,
    });
  if (event === "decline")
    return tellOf(vault, seen, {
      ...{ kind: "mandate-declined", facts: { agent }, to: "principal" },
      ...when,
    });
  return tellEnd(vault, seen, when);
}
