/** Verification of a whole bundle: the steps of section 6 in order, the first failure stops. */
import type { PoolSummary, WitnessSource } from "../../contract/draw.ts";
import type { Seats } from "./backfill.ts";
import type { BulkHash } from "./bulk-hash.ts";
import { openBundle, type OpenBundle, type TextList } from "./bundle.ts";
import { UnreadableBundle } from "./bundle-file.ts";
import { toHex } from "./encoding.ts";
import { fixedOutcome } from "./fixed-outcome.ts";
import { witnessesOf } from "./notice-rules.ts";
import { computeOutcome, deriveKeys, type Outcome } from "./outcome.ts";
import type { OpenPolicy } from "./policy.ts";
import { FileComparison } from "./ranking-file.ts";
import { type DrawCode, isRefusal, type Refusal, type RefusalPlace, refuse } from "./refusal.ts";
import type { Roster } from "./roster.ts";
import { type SuiteName, withBulk } from "./suites.ts";
import { checkCore, type Core, type OnStep } from "./verify-core.ts";
import {
  type CoreDocuments,
  type DrawDocuments,
  findCoreDocuments,
  findDocuments,
} from "./verify-documents.ts";
import { checkLog, type DrawTimes, type NewestHead, withWholeLog } from "./verify-log.ts";
import { checkKeys, checkRanking, replayAmends } from "./verify-result.ts";
import {
  checkValues,
  isFallbackDue,
  lastSourceTime,
  type PublicReadings,
  sourcesInUse,
} from "./verify-values.ts";

/** What the outcome's inputs fix, whatever is logged later. Hex. */
export type FixedOutcome = { seed: string; rankingRoot: string; pools: PoolSummary[] };

/** What the verifier recomputed and found right. */
export type VerifiedDraw = {
  documents: DrawDocuments;
  roster: Roster;
  outcome: Outcome;
  /** After all amendments. */
  seats: Seats;
};

export type DrawReport = {
  ok: boolean;
  /** The first failure, or null. */
  code: DrawCode | null;
  at: RefusalPlace;
  /** `W_…` or `W_…:id`, in order of appearance. */
  warnings: string[];
  drawId: string;
  /** From the documents as far as they could be read; null before. */
  title: string | null;
  /** H(rules file), hex. */
  rules: string | null;
  witnesses: WitnessSource[];
  noticeDigest: string | null;
  freezeDigest: string | null;
  revealsDigest: string | null;
  resultDigest: string | null;
  /** The log's own head; null where the log itself was not read, or does not stand. */
  newest: NewestHead | null;
  /** The outcome that the reveals fix, even when a later document fails; null when unknown. */
  fixed: FixedOutcome | null;
  /** Null unless `ok`. */
  draw: VerifiedDraw | null;
};

export type VerifyOptions = {
  /** Numbers as a person read them in the official bulletin, by source id. */
  readings?: PublicReadings;
  onStep?: OnStep;
  /**
   * The log itself as it stands now, its newest checkpoint and all entries up to it. Without it a
   * duplicate that was logged after the bundle was made stays hidden (section 5).
   */
  whole?: { checkpoint: string; entries: TextList } | undefined;
  /** Faster code for bulk hashing. */
  bulk?: (suite: SuiteName) => BulkHash | undefined;
};

type Context = {
  bundle: OpenBundle;
  policy: OpenPolicy;
  readings: PublicReadings;
  onStep: OnStep;
  report: DrawReport;
  /** Kept as soon as it stands, for the outcome that it fixes. */
  core?: { documents: CoreDocuments; core: Core };
};

/**
 * Verifies a bundle against a pinned policy. Synchronous; run it in a worker where that matters.
 *
 * @param input - what `readBundleFile` gives, or a parsed bundle of unknown shape; a wrong shape is
 *   `E_FILE`
 * @returns a report; never throws for anything a bundle can hold
 */
export function verifyBundle(
  input: unknown,
  policy: OpenPolicy,
  options: VerifyOptions = {},
): DrawReport {
  const bundle = openBundle(input);
  if (!bundle) return { ...emptyReport(""), code: "E_FILE" };
  if (bundle instanceof UnreadableBundle) {
    return { ...emptyReport(""), code: "E_FILE", at: { byte: bundle.byte } };
  }
  const report = emptyReport(bundle.drawId);
  const { whole } = options;
  const context: Context = {
    bundle: whole ? withWholeLog(bundle, whole) : bundle,
    policy,
    readings: options.readings ?? new Map(),
    onStep: options.onStep ?? (() => undefined),
    report,
  };
  const draw = verifySteps(context, options.bulk);
  if (!isRefusal(draw)) {
    return { ...report, ok: true, code: null, draw, fixed: fixedOf(draw.outcome) };
  }
  const fixed = fixedOutcome({ ...context, refused: draw.refused }, context.core);
  return { ...report, code: draw.refused, at: draw.at, fixed: fixed ? fixedOf(fixed) : null };
}

const emptyReport = (drawId: string): DrawReport => ({
  ok: false,
  code: null,
  at: {},
  warnings: [],
  drawId,
  title: null,
  rules: null,
  witnesses: [],
  noticeDigest: null,
  freezeDigest: null,
  revealsDigest: null,
  resultDigest: null,
  newest: null,
  fixed: null,
  draw: null,
});

const fixedOf = ({ keys, rankingRoot, pools }: Outcome): FixedOutcome => ({
  seed: toHex(keys.seed),
  rankingRoot,
  pools,
});

function noteDocuments(report: DrawReport, documents: CoreDocuments): void {
  const { notice, freeze, reveals } = documents;
  report.title = notice.document.title;
  report.rules = notice.document.rules;
  report.witnesses = witnessesOf(notice.document);
  report.noticeDigest = notice.digest;
  report.freezeDigest = freeze.digest;
  report.revealsDigest = reveals.digest;
}

function verifySteps(context: Context, bulk: VerifyOptions["bulk"]): VerifiedDraw | Refusal {
  const { bundle, policy, report, onStep } = context;
  onStep("documents", "begins");
  const found = findDocuments(bundle.log, bundle.drawId);
  if (isRefusal(found)) {
    const core = findCoreDocuments(bundle.log, bundle.drawId);
    if (!isRefusal(core)) noteDocuments(report, core);
    return found;
  }
  const faster = bulk?.(found.suite.name);
  const documents = faster ? { ...found, suite: withBulk(found.suite, faster) } : found;
  noteDocuments(report, documents);
  report.resultDigest = documents.result.digest;
  onStep("documents", "passed");

  onStep("log", "begins");
  const times = checkLog(bundle, policy, documents);
  if (isRefusal(times)) return times;
  report.newest = times.newest;
  if (policy.threshold === 0) report.warnings.push("W_NO_COSIGN");
  onStep("log", "passed");

  const given = { times, chain: policy.chain, roster: bundle.roster };
  const core = checkCore(documents, given, onStep);
  if (isRefusal(core)) return core;
  report.warnings.push(...core.nonces.warnings);
  context.core = { documents, core };
  return verifyResult(context, { documents, times, core });
}

type Established = { documents: DrawDocuments; times: DrawTimes; core: Core };

/** Steps 7 and 8. */
function verifyResult(context: Context, established: Established): VerifiedDraw | Refusal {
  const { documents, core } = established;
  const { suite, notice, freeze, result, amends } = documents;
  context.onStep("values", "begins");
  const items = verifyValues(context, established);
  if (isRefusal(items)) return items;
  context.onStep("values", "passed");

  context.onStep("outcome", "begins");
  const keys = deriveKeys(suite, notice.document, {
    freezeDigest: freeze.digest,
    items: items.items,
  });
  const wrongKeys = checkKeys(result.document, keys);
  if (wrongKeys) return wrongKeys;
  const computed = { notice: notice.document, roster: core.roster, keys };
  const { ranking } = context.bundle;
  const file = ranking === undefined ? undefined : new FileComparison(ranking);
  const outcome = computeOutcome(suite, computed, (rows) => file?.take(rows));
  const wrong = checkRanking(result.document, outcome, file);
  if (wrong) return wrong;
  const replayed = { notice: notice.document, roster: core.roster, outcome };
  const seats = replayAmends(replayed, result, amends);
  if (isRefusal(seats)) return seats;
  context.onStep("outcome", "passed");
  return { documents, roster: core.roster, outcome, seats };
}

function verifyValues(context: Context, { documents, times, core }: Established) {
  const { notice, freeze, reveals, failure, result } = documents;
  const { chain } = context.policy;
  const linked =
    result.document.freeze === freeze.digest && result.document.reveals === reveals.digest;
  if (!linked) return refuse("E_LINK");
  if (result.document.failure !== (failure?.digest ?? null)) return refuse("E_FALLBACK");
  if (failure) {
    const facts = { freezeDigest: freeze.digest, tau: times.failure, chain };
    const between = reveals.index < failure.index && failure.index < result.index;
    const due = isFallbackDue(notice.document, failure.document, facts);
    if (!between || !due) return refuse("E_FALLBACK");
    context.report.warnings.push("W_FALLBACK");
  }
  const sources = sourcesInUse(notice.document, failure !== undefined);
  const items = checkValues(sources, {
    nonces: core.nonces.nonces,
    values: result.document.values,
    chain,
    readings: context.readings,
  });
  if (isRefusal(items)) return items;
  context.report.warnings.push(...items.warnings);
  const early = times.result !== undefined && times.result < lastSourceTime(sources, chain);
  return early ? refuse("E_RESULT_EARLY") : items;
}
