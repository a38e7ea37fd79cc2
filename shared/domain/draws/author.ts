/**
 * Making the documents of a draw, each checked as a verifier will check it. Every builder takes the
 * earlier documents as log entries, so that nothing can be built on anything but what was logged.
 */
import type {
  DrandChain,
  DrawDocument,
  FailureDocument,
  FreezeDocument,
  NoticeDocument,
  RevealsDocument,
} from "../../contract/draw.ts";
import { digestOf, documentText, readDocument } from "./documents.ts";
import { toHex } from "./encoding.ts";
import { checkNotice, drandOf, witnessesOf } from "./notice-rules.ts";
import { isRefusal, type Refusal, refuse } from "./refusal.ts";
import { readRoster, rosterSummary } from "./roster.ts";
import { type Suite, suiteNamed } from "./suites.ts";
import { checkCommits } from "./verify-freeze.ts";
import { checkNonces } from "./verify-reveals.ts";

/** A document, its log entry, and the entry's digest (hex). */
export type Built<D extends DrawDocument> = { document: D; entry: string; digest: string };

export const built = <D extends DrawDocument>(suite: Suite, document: D): Built<D> => {
  const entry = documentText(document);
  return { document, entry, digest: digestOf(suite, entry) };
};

/** A logged document by its entry. */
export type Logged<D extends DrawDocument> = Built<D> & { suite: Suite };

/** Reads the notice of a draw; `E_DOC` or `E_SUITE`. */
export function readNotice(entry: string): Logged<NoticeDocument> | Refusal {
  const document = readDocument(entry, "pvl1/notice");
  if (!document) return refuse("E_DOC");
  const suite = suiteNamed(document.suite);
  return suite ? { document, entry, digest: digestOf(suite, entry), suite } : refuse("E_SUITE");
}

/** Reads a freeze of that notice; `E_DOC` or `E_LINK`. */
export function readFreeze(
  notice: Logged<NoticeDocument>,
  entry: string,
): Logged<FreezeDocument> | Refusal {
  const document = readDocument(entry, "pvl1/freeze");
  if (document?.drawId !== notice.document.drawId) return refuse("E_DOC");
  if (document.notice !== notice.digest) return refuse("E_LINK");
  return { document, entry, digest: digestOf(notice.suite, entry), suite: notice.suite };
}

/**
 * A notice that keeps the rules.
 *
 * @param chain - the pinned drand chain, when a source or nobody uses it
 * @returns `E_SUITE`, `E_DRAND_CHAIN` or `E_NOTICE` where it breaks one
 * @throws ZodError when a member has the wrong type
 */
export function buildNotice(
  fields: Omit<NoticeDocument, "type">,
  chain?: DrandChain,
): Built<NoticeDocument> | Refusal {
  const suite = suiteNamed(fields.suite);
  if (!suite) return refuse("E_SUITE");
  const notice = built(suite, { ...fields, type: "pvl1/notice" });
  return checkNotice(notice.document, chain) ?? notice;
}

/**
 * A freeze of a roster with the witnesses' commits.
 *
 * @param given - `roster`: text of roster.csv; `commits`: signed notes in the notice's order, one of
 *   every witness; `version`: 1, or one more than the freeze it corrects
 */
export function buildFreeze(
  noticeEntry: string,
  given: { version: number; roster: string; commits: string[] },
): Built<FreezeDocument> | Refusal {
  const notice = readNotice(noticeEntry);
  if (isRefusal(notice)) return notice;
  const roster = readRoster(given.roster, notice.document);
  if (isRefusal(roster)) return roster;
  if (roster.count < 1) return refuse("E_ROSTER_COUNT");
  const commitments = checkCommits(notice, given.commits);
  if (isRefusal(commitments)) return commitments;
  return built(notice.suite, {
    type: "pvl1/freeze",
    drawId: notice.document.drawId,
    notice: notice.digest,
    version: given.version,
    roster: rosterSummary(notice.suite, roster, notice.document),
    commits: given.commits,
  });
}

/**
 * The reveals of those witnesses who revealed in time.
 *
 * @param nonces - 32 bytes each, by the witness's source id; the absent are left out
 * @returns `E_REVEAL` when one does not open its commitment, `E_QUORUM` when they are too few: the
 *   draw is void before any outcome exists
 */
export function buildReveals(
  entries: { notice: string; freeze: string },
  nonces: ReadonlyMap<string, Uint8Array>,
): Built<RevealsDocument> | Refusal {
  const notice = readNotice(entries.notice);
  if (isRefusal(notice)) return notice;
  const freeze = readFreeze(notice, entries.freeze);
  if (isRefusal(freeze)) return freeze;
  const commitments = checkCommits(notice, freeze.document.commits);
  if (isRefusal(commitments)) return commitments;
  const texts = witnessesOf(notice.document).map(({ id }) => {
    const nonce = nonces.get(id);
    return nonce ? toHex(nonce) : null;
  });
  const opened = checkNonces(notice.suite, notice.document, { commitments, nonces: texts });
  if (isRefusal(opened)) return opened;
  return built(notice.suite, {
    type: "pvl1/reveals",
    drawId: notice.document.drawId,
    freeze: freeze.digest,
    nonces: texts,
  });
}

/** A record that no relay serves the beacon's round; `E_FALLBACK` when the notice declares none. */
export function buildFailure(
  entries: { notice: string; freeze: string },
  observedAt: number,
): Built<FailureDocument> | Refusal {
  const notice = readNotice(entries.notice);
  if (isRefusal(notice)) return notice;
  const freeze = readFreeze(notice, entries.freeze);
  if (isRefusal(freeze)) return freeze;
  const beacon = drandOf(notice.document);
  if (!beacon || !notice.document.fallback) return refuse("E_FALLBACK");
  return built(notice.suite, {
    type: "pvl1/failure",
    drawId: notice.document.drawId,
    freeze: freeze.digest,
    source: beacon.id,
    round: beacon.round,
    observedAt,
  });
}
