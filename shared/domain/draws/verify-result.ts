/** Step 8 of verification: result, ranking file and amendments against what was recomputed. */
import {
  type AmendDocument,
  AmendReason,
  type NoticeDocument,
  type PoolSummary,
  type ResultDocument,
} from "../../contract/draw.ts";
import { Seats } from "./backfill.ts";
import { toHex } from "./encoding.ts";
import type { Keys, Outcome } from "./outcome.ts";
import type { FileComparison } from "./ranking-file.ts";
import { type Refusal, refuse } from "./refusal.ts";
import type { Roster } from "./roster.ts";
import type { Placed } from "./verify-documents.ts";

/** `E_SEED`, `E_POOLKEY`. */
export function checkKeys(result: ResultDocument, keys: Keys): Refusal | undefined {
  if (result.seed !== toHex(keys.seed)) return refuse("E_SEED");
  const same =
    Object.keys(result.poolKeys).length === keys.poolKeys.length &&
    keys.poolKeys.every(
      ({ id, key }) => Object.hasOwn(result.poolKeys, id) && result.poolKeys[id] === toHex(key),
    );
  return same ? undefined : refuse("E_POOLKEY");
}

const isSameSummary = (a: PoolSummary, b: PoolSummary | undefined): boolean =>
  a.id === b?.id &&
  a.entries === b.entries &&
  a.units === b.units &&
  a.selected === b.selected &&
  a.cutoff === b.cutoff &&
  a.unfilled === b.unfilled;

/** `E_RANKING`, `E_SUMMARY`, and `E_RANKING_FILE` when a file was compared. */
export function checkRanking(
  result: ResultDocument,
  outcome: Outcome,
  file: FileComparison | undefined,
): Refusal | undefined {
  const { count, root } = result.ranking;
  if (count !== outcome.rankingCount || root !== outcome.rankingRoot) {
    return refuse("E_RANKING");
  }
  const same =
    result.pools.length === outcome.pools.length &&
    outcome.pools.every((pool, p) => isSameSummary(pool, result.pools[p]));
  if (!same) return refuse("E_SUMMARY");
  const line = file?.differingLine();
  return line === undefined ? undefined : refuse("E_RANKING_FILE", { line });
}

/** Replays the amendments; the seats after them, or `E_AMEND` with the place in the sequence. */
export function replayAmends(
  { notice, roster, outcome }: { notice: NoticeDocument; roster: Roster; outcome: Outcome },
  result: Pick<Placed<ResultDocument>, "digest" | "index">,
  amends: readonly Placed<AmendDocument>[],
): Seats | Refusal {
  const seats = new Seats(notice.pools, roster, outcome.allocation);
  let prev = result.digest;
  for (const [i, { document, index, digest }] of amends.entries()) {
    const chained =
      index > result.index &&
      document.result === result.digest &&
      document.prev === prev &&
      document.seq === i + 1 &&
      AmendReason.safeParse(document.reason).success;
    const removal = chained ? seats.remove(document.receipt, document.pool) : undefined;
    if (removal?.fill !== document.fill || removal.fillPool !== document.fillPool) {
      return refuse("E_AMEND", { seq: document.seq });
    }
    prev = digest;
  }
  return seats;
}
