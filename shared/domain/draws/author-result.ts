/** Making the result and the amendments: the same computation a verifier repeats. */
import type {
  AmendDocument,
  AmendReason,
  DrandChain,
  NoticeDocument,
  ResultDocument,
  SourceValue,
} from "../../contract/draw.ts";
import { type Built, built, type Logged, readFreeze, readNotice } from "./author.ts";
import type { Seats } from "./backfill.ts";
import { digestOf, readDocument } from "./documents.ts";
import { toHex } from "./encoding.ts";
import { computeOutcome, deriveKeys, type Outcome } from "./outcome.ts";
import { rankingText } from "./ranking-file.ts";
import { isRefusal, type Refusal, refuse } from "./refusal.ts";
import type { Roster } from "./roster.ts";
import { checkCommits, checkRoster } from "./verify-freeze.ts";
import { checkNonces } from "./verify-reveals.ts";
import { replayAmends } from "./verify-result.ts";
import { checkValues, isFallbackDue, sourcesInUse } from "./verify-values.ts";

/** The logged entries and the roster that a result is computed from. */
export type ResultInputs = {
  notice: string;
  /** The last freeze. */
  freeze: string;
  reveals: string;
  /** The failure record with τ of its checkpoint (Unix seconds), when the fallback is used. */
  failure?: { entry: string; tau: number } | null;
  /** Text of roster.csv. */
  roster: string;
  /** Of all sources but the witnesses, in the notice's order. */
  values: SourceValue[];
};

export type ComputedResult = Built<ResultDocument> & {
  /** Text of ranking.csv. */
  ranking: string;
  notice: Logged<NoticeDocument>;
  roster: Roster;
  outcome: Outcome;
};

/** The failure record's digest, null without one, or `E_FALLBACK`. */
function failureDigest(
  notice: Logged<NoticeDocument>,
  failure: ResultInputs["failure"],
  facts: { freezeDigest: string; chain: DrandChain | undefined },
): { digest: string | null } | Refusal {
  if (!failure) return { digest: null };
  const document = readDocument(failure.entry, "pvl1/failure");
  if (document?.drawId !== notice.document.drawId) return refuse("E_DOC");
  return isFallbackDue(notice.document, document, { ...facts, tau: failure.tau })
    ? { digest: digestOf(notice.suite, failure.entry) }
    : refuse("E_FALLBACK");
}

/** The witnesses' nonces out of the logged reveals. */
function noncesOf(notice: Logged<NoticeDocument>, freezeEntry: string, revealsEntry: string) {
  const freeze = readFreeze(notice, freezeEntry);
  if (isRefusal(freeze)) return freeze;
  const reveals = readDocument(revealsEntry, "pvl1/reveals");
  if (reveals?.drawId !== notice.document.drawId) return refuse("E_DOC");
  if (reveals.freeze !== freeze.digest) return refuse("E_LINK");
  const commitments = checkCommits(notice, freeze.document.commits);
  if (isRefusal(commitments)) return commitments;
  const opened = checkNonces(notice.suite, notice.document, {
    commitments,
    nonces: reveals.nonces,
  });
  if (isRefusal(opened)) return opened;
  return { freeze, revealsDigest: digestOf(notice.suite, revealsEntry), nonces: opened.nonces };
}

/**
 * Computes the complete result of a draw. The same inputs give the same bytes, always.
 *
 * @param chain - the pinned drand chain, when the notice has a drand source
 * @returns the result's entry with ranking.csv, or the code a verifier would give
 */
export function computeResult(inputs: ResultInputs, chain?: DrandChain): ComputedResult | Refusal {
  const notice = readNotice(inputs.notice);
  if (isRefusal(notice)) return notice;
  const { suite, document } = notice;
  const opened = noncesOf(notice, inputs.freeze, inputs.reveals);
  if (isRefusal(opened)) return opened;
  const { freeze, nonces } = opened;
  const roster = checkRoster(suite, inputs.roster, { notice: document, freeze: freeze.document });
  if (isRefusal(roster)) return roster;
  const failure = failureDigest(notice, inputs.failure, { freezeDigest: freeze.digest, chain });
  if (isRefusal(failure)) return failure;
  const sources = sourcesInUse(document, failure.digest !== null);
  const given = { nonces, values: inputs.values, chain, readings: new Map<string, string>() };
  const items = checkValues(sources, given);
  if (isRefusal(items)) return items;
  const derived = { freezeDigest: freeze.digest, items: items.items };
  const keys = deriveKeys(suite, document, derived);
  const outcome = computeOutcome(suite, { notice: document, roster, keys });
  const result = built(suite, {
    type: "pvl1/result",
    drawId: document.drawId,
    freeze: freeze.digest,
    reveals: opened.revealsDigest,
    failure: failure.digest,
    values: inputs.values,
    seed: toHex(keys.seed),
    poolKeys: Object.fromEntries(keys.poolKeys.map(({ id, key }) => [id, toHex(key)])),
    ranking: { count: outcome.rankingCount, root: outcome.rankingRoot },
    pools: outcome.pools,
  });
  const ranking = rankingText(roster, outcome.allocation);
  return { ...result, ranking, notice, roster, outcome };
}

/** A draw with its result and the amendments so far. */
export type AmendableDraw = {
  result: ComputedResult;
  seats: Seats;
  /** How many amendments there are. */
  seq: number;
  /** Digest of the last amendment, or of the result. */
  prev: string;
};

/**
 * Takes up a draw after its result.
 *
 * @param entries - the logged result and the logged amendments in order
 * @returns `E_DOC` when the result's entry is not the computed one, `E_AMEND` when an amendment breaks
 *   the rules
 */
export function openDraw(
  inputs: ResultInputs,
  entries: { result: string; amends: readonly string[] },
  chain?: DrandChain,
): AmendableDraw | Refusal {
  const result = computeResult(inputs, chain);
  if (isRefusal(result)) return result;
  if (result.entry !== entries.result) return refuse("E_DOC");
  const { notice, roster, outcome } = result;
  const amends = [];
  for (const [index, entry] of entries.amends.entries()) {
    const document = readDocument(entry, "pvl1/amend");
    if (document?.drawId !== notice.document.drawId) return refuse("E_DOC");
    amends.push({ document, entry, index, digest: digestOf(notice.suite, entry) });
  }
  const replayed = { notice: notice.document, roster, outcome };
  const seats = replayAmends(replayed, { digest: result.digest, index: -1 }, amends);
  if (isRefusal(seats)) return seats;
  return { result, seats, seq: amends.length, prev: amends.at(-1)?.digest ?? result.digest };
}

/**
 * The next amendment: removes one receipt and says who moves up.
 *
 * @returns the amendment and the draw after it, or `E_AMEND` when the receipt is unknown or removed
 */
export function buildAmend(
  draw: AmendableDraw,
  removal: { receipt: string; reason: AmendReason },
): (Built<AmendDocument> & { draw: AmendableDraw }) | Refusal {
  const { result } = draw;
  const { notice } = result;
  const seq = draw.seq + 1;
  const seats = draw.seats.copy();
  const done = seats.remove(removal.receipt);
  if (!done) return refuse("E_AMEND", { seq });
  const amend = built(notice.suite, {
    type: "pvl1/amend",
    drawId: notice.document.drawId,
    result: result.digest,
    prev: draw.prev,
    seq,
    receipt: removal.receipt,
    reason: removal.reason,
    ...done,
  });
  return { ...amend, draw: { result, seats, seq, prev: amend.digest } };
}
