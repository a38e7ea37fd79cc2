import type { MessageFacts, MessageKind } from "../../shared/contract/messages.ts";
import { keys } from "../../shared/store/keys.ts";
import { messageId, outgoing } from "../../shared/store/outbox.ts";
import { requestRecord } from "../../shared/store/requests.ts";
import type { Vault } from "../../shared/store/sealing.ts";
import { transact, type Write } from "../../shared/store/transact.ts";
import {
  findVillageProof,
  moveVillageProof,
  type NextVillageProof,
  type VillageProofRecord,
} from "../../shared/store/village-proofs.ts";
import type { Acting } from "../filings/change.ts";
import { decideAgain, standing } from "../http/attempts.ts";
import type { Outcome } from "../http/endpoint.ts";
import type { Reply } from "../http/problem.ts";
import type { Services } from "../http/services.ts";
import { standingOfProof } from "./proof-view.ts";

export type ProofChange = {
  readonly next: NextVillageProof;
  readonly writes?: Readonly<Record<string, Write>>;
  readonly reason?: string;
};

/**
 * One act on a request: read, decide, write; again when another write got in between.
 *
 * @param may - whether the caller may know of it; if not, it is absent
 */
export const changeProof = (
  { table, ...services }: Services,
  input: Acting & { readonly params: { readonly proofId: string } },
  may: (seen: VillageProofRecord) => boolean,
  decide: (
    seen: VillageProofRecord,
    vault: Vault,
  ) => Promise<ProofChange | Reply> | ProofChange | Reply,
): Promise<Outcome> =>
  decideAgain(async () => {
    const vault = await services.vault();
    const seen = await findVillageProof(table, vault, input.params.proofId);
    if (!seen || !may(seen)) return input.refuse("not-found");
    const change = await decide(seen, vault);
    if (!("next" in change)) return change;
    const { next, writes, reason } = change;
    const answer = standingOfProof(next, seen.version + 1, 200);
    const failed = await transact(table, {
      request: requestRecord(input.request, answer, input.now),
      ...moveVillageProof(vault, next, seen, input.act(next.state, reason)),
      ...writes,
    });
    return standing(failed) ?? answer;
  });

/** The texts that tell every holder who can be reached; they join the act's transaction. */
export function tellHolders<K extends MessageKind>(
  vault: Vault,
  { proofId, holders, holderHashes }: NextVillageProof,
  { kind, facts, version, at }: { kind: K; facts: MessageFacts<K>; version: number; at: string },
): Record<string, Write> {
  return Object.fromEntries(
    holders.flatMap(({ phone }, index): [string, Write][] => {
      if (phone === undefined) return [];
      const cause = `${kind}:${proofId}:${version}:${index}`;
      const sealed = vault.seal(phone, keys.outbox(messageId(cause)), "phone");
      const to = holderHashes[index] ?? "";
      return [[`tell ${index}`, outgoing({ cause, kind, to, facts }, sealed, at)]];
    }),
  );
}
