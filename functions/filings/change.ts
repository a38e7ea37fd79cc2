import type { FilingStanding } from "../routes/filings.ts";
import type { LeaseNotice } from "../../shared/domain/filings/lease-rules.ts";
import {
  findFiling,
  moveFiling,
  type FilingRecord,
  type NextFiling,
} from "../../shared/store/filings.ts";
import type { MandateRow } from "../../shared/store/mandates.ts";
import { requestRecord, type Answer, type RequestId } from "../../shared/store/requests.ts";
import type { Vault } from "../../shared/store/sealing.ts";
import { transact, type Write } from "../../shared/store/transact.ts";
import type { Act } from "../../shared/store/audit.ts";
import { decideAgain, standing } from "../http/attempts.ts";
import type { Caller } from "../http/caller.ts";
import type { Outcome } from "../http/endpoint.ts";
import type { ProblemKind, Reply } from "../http/problem.ts";
import type { Services } from "../http/services.ts";
import { isShownTo, mandatesOf, standIn, type ActingParty } from "./acting.ts";

/** What the acts on a filing need of their request. */
export type Acting = {
  readonly caller: Caller;
  readonly request: RequestId;
  readonly now: number;
  readonly at: string;
  readonly today: string;
  readonly act: (outcome: string, reason?: string) => Act;
  readonly refuse: (kind: ProblemKind, facts?: Readonly<Record<string, unknown>>) => Reply;
};

/** Decides on an act of a party, given who they stand for in this case. */
export type DecideOwn = (
  seen: FilingRecord,
  vault: Vault,
  party: ActingParty,
) => Promise<Change | Reply> | Change | Reply;

/** What an act makes of a filing, and what else it writes in the same transaction. */
export type Change = {
  readonly next: NextFiling;
  readonly writes?: Readonly<Record<string, Write>>;
  readonly reason?: string;
  readonly notices?: readonly LeaseNotice[];
  /** Told instead of where the filing stands: to one who may not read that. */
  readonly answer?: Answer;
};

/**
 * One act on a filing: read, decide, write, with the idempotency record and the audit entry; read
 * and decided again when another write got in between.
 *
 * @param may - whether the caller may know of this filing; if not, it is absent; `before`: what else
 *   must be read in each round
 * @param status - of the answer
 */
export const changeFiling = (
  services: Services,
  input: Acting & { readonly params: { readonly filingId: string } },
  {
    may,
    before,
    status = 200,
  }: {
    may: (seen: FilingRecord) => boolean;
    before?: () => Promise<void>;
    status?: 200 | 201 | 202;
  },
  decide: (seen: FilingRecord, vault: Vault) => Promise<Change | Reply> | Change | Reply,
): Promise<Outcome> =>
  decideAgain(async () => {
    const vault = await services.vault();
    const [seen] = await Promise.all([
      findFiling(services.table, vault, input.params.filingId),
      before?.(),
    ]);
    if (!seen || !may(seen)) return input.refuse("not-found");
    const change = await decide(seen, vault);
    if (!("next" in change)) return change;
    const answer = change.answer ?? standingOf(change, seen.version + 1, status);
    const failed = await transact(services.table, {
      request: requestRecord(input.request, answer, input.now),
      ...moveFiling(vault, change.next, seen, input.act(change.next.state, change.reason)),
      ...change.writes,
    });
    return standing(failed) ?? answer;
  });

/**
 * As `changeFiling`, for one of its parties or its drafter, themselves or through whoever acts for
 * them. An act under a mandate is written only while that mandate is as it was read.
 */
export const changeOwnFiling = (
  services: Services,
  input: Acting & { readonly params: { readonly filingId: string } },
  status: 200 | 201 | 202,
  decide: DecideOwn,
): Promise<Outcome> => {
  const { caller, request, today } = input;
  let held: readonly MandateRow[] = [];
  const stand = (seen: FilingRecord, operation: string) =>
    standIn(caller, held, operation, { ...seen, today });
  return changeFiling(
    services,
    input,
    {
      // Each round reads them anew: one taken back meanwhile carries nothing.
      before: async () => {
        held = await mandatesOf(services, caller);
      },
      may: (seen) => isShownTo(seen, stand(seen, "getFiling").actor),
      status,
    },
    async (seen, vault) => {
      const party = stand(seen, request.operation);
      const change = await decide(seen, vault, party);
      if (!("next" in change)) return change;
      const reason = change.reason ?? party.mandateIds[0];
      return {
        ...change,
        writes: { ...change.writes, ...party.under },
        ...(reason !== undefined && { reason }),
      };
    },
  );
};

/** What is answered, and kept for whoever asks again: it names nobody. */
export function standingOf(
  { next, notices }: Pick<Change, "next" | "notices">,
  version: number,
  status: 200 | 201 | 202,
): Answer {
  const { filingId, state, termsDigest, signBy, submittedAt, late, pendingChange } = next;
  const body: FilingStanding = {
    id: filingId,
    version,
    state,
    termsDigest,
    ...(state === "TO_SIGN" && signBy !== undefined && { signBy }),
    ...(submittedAt !== undefined && { submittedAt }),
    ...(late !== undefined && { late }),
    ...(pendingChange && { pendingChange: standingChange(pendingChange) }),
    ...(notices && notices.length > 0 && { notices: notices.map((notice) => ({ ...notice })) }),
  };
  return { status, body, ...(status === 201 && { location: `/api/filings/${filingId}` }) };
}

function standingChange(
  change: NonNullable<NextFiling["pendingChange"]>,
): NonNullable<FilingStanding["pendingChange"]> {
  const { kind, state, termsDigest, late, confirmBy, objectBy, dueOn } = change;
  return {
    ...{ kind, state, termsDigest, late },
    ...(confirmBy !== undefined && { confirmBy }),
    ...(objectBy !== undefined && { objectBy }),
    ...(dueOn !== undefined && { dueOn }),
  };
}
