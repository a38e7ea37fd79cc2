import type { Party } from "../../shared/contract/identity.ts";
import type { MessageFacts, MessageKind } from "../../shared/contract/messages.ts";
import { keys } from "../../shared/store/keys.ts";
import type { NextFiling } from "../../shared/store/filings.ts";
import { messageId, outgoing } from "../../shared/store/outbox.ts";
import type { Vault } from "../../shared/store/sealing.ts";
import type { Write } from "../../shared/store/transact.ts";

type Side = "landlords" | "tenants" | "coOwners";
export const BOTH_SIDES: readonly Side[] = ["landlords", "tenants"];

/** Where a party is told: a minor through the guardian. Who has no phone is told at the counter. */
const reachedAt = (party: Party): string | undefined =>
  (party.kind === "person" ? party.guardian?.phone : undefined) ?? party.phone;

/** One text to one or both sides of a filing. */
export type News<K extends MessageKind> = {
  readonly kind: K;
  readonly facts: MessageFacts<K>;
  readonly sides: readonly Side[];
  /** Keyed hash of the one who need not be told: it is they who acted. */
  readonly except?: string;
  /** Keyed hash of the one who alone is told. */
  readonly only?: string;
  /** Version of the filing that this act makes: the same act tells nobody twice. */
  readonly version: number;
  /** Instant of the act, ISO 8601. */
  readonly at: string;
};

/** The outbox writes that tell every party of the sides named; they join the act's transaction. */
export function tell<K extends MessageKind>(
  vault: Vault,
  { filingId, draft, parties }: Pick<NextFiling, "filingId" | "draft" | "parties">,
  { kind, facts, sides, except, only, version, at }: News<K>,
): Record<string, Write> {
  return Object.fromEntries(
    sides.flatMap((side) =>
      (draft[side] ?? []).flatMap((party, index): [string, Write][] => {
        const to = parties[side]?.[index] ?? "";
        const phone = reachedAt(party);
        if (phone === undefined) return [];
        if (to === except || (only !== undefined && to !== only)) return [];
        const cause = `${kind}:${filingId}:${version}:${side}:${index}`;
        const sealed = vault.seal(phone, keys.outbox(messageId(cause)), "phone");
        return [[`tell ${side} ${index}`, outgoing({ cause, kind, to, facts }, sealed, at)]];
      }),
    ),
  );
}
