/** Steps 4 and 5 of verification: the freeze, its commits, its roster (section 6). */
import type { FreezeDocument, NoticeDocument } from "../../contract/draw.ts";
import { openCommit } from "./commit-note.ts";
import { witnessesOf } from "./notice-rules.ts";
import { isRefusal, type Refusal, refuse } from "./refusal.ts";
import { readRoster, type Roster, rosterSummary } from "./roster.ts";
import type { Suite } from "./suites.ts";
import { NOTE_KEY, readVerifierKey } from "./verifier-key.ts";
import type { Placed } from "./verify-documents.ts";
import type { Tau } from "./verify-log.ts";

/**
 * Checks that the commits are the witnesses', one each in the notice's order.
 *
 * @returns the commitments (hex) in that order, or `E_COMMIT`
 */
export function checkCommits(
  notice: Pick<Placed<NoticeDocument>, "document" | "digest">,
  commits: readonly string[],
): string[] | Refusal {
  const witnesses = witnessesOf(notice.document);
  if (commits.length !== witnesses.length) return refuse("E_COMMIT");
  const opened: string[] = [];
  for (const [i, witness] of witnesses.entries()) {
    const key = readVerifierKey(witness.vkey, NOTE_KEY);
    const terms = {
      drawId: notice.document.drawId,
      witness: witness.id,
      notice: notice.digest,
    };
    const commitment = key && openCommit(commits[i] ?? "", terms, key);
    if (commitment === undefined) return refuse("E_COMMIT", { id: witness.id });
    opened.push(commitment);
  }
  return opened;
}

/** Checks the freeze itself: `E_LINK`, `E_FREEZE_LATE`, `E_COMMIT`. Returns the commitments. */
export function checkFreeze(
  notice: Placed<NoticeDocument>,
  freeze: Placed<FreezeDocument>,
  tau: Tau,
): string[] | Refusal {
  if (freeze.document.notice !== notice.digest) return refuse("E_LINK");
  if (tau !== undefined && tau > notice.document.freezeBy) return refuse("E_FREEZE_LATE");
  return checkCommits(notice, freeze.document.commits);
}

/** Whether two tables have the same names and numbers. */
function isSameTable(a: Record<string, number>, b: Record<string, number>): boolean {
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => Object.hasOwn(b, name) && a[name] === b[name])
  );
}

/** Checks a roster against its freeze; a cosigner does so before it signs. */
export function checkRoster(
  suite: Suite,
  source: string | Uint8Array,
  { notice, freeze }: { notice: NoticeDocument; freeze: Pick<FreezeDocument, "roster"> },
): Roster | Refusal {
  const roster = readRoster(source, notice);
  if (isRefusal(roster)) return roster;
  const found = rosterSummary(suite, roster, notice);
  const { count, pools, root } = freeze.roster;
  if (found.count < 1 || found.count !== count) return refuse("E_ROSTER_COUNT");
  if (!isSameTable(found.pools, pools)) return refuse("E_ROSTER_COUNT");
  return found.root === root ? roster : refuse("E_ROSTER_ROOT");
}
