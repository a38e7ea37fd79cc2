/**
 * The outcome that reveals with quorum and the sources' values fix, even where a later document
 * fails (section 3: "Never redraw"; section 6).
 */
import type { DrawSource, SourceValue } from "../../contract/draw.ts";
import type { OpenBundle } from "./bundle.ts";
import { openRound } from "./drand.ts";
import { computeOutcome, deriveKeys, type Outcome } from "./outcome.ts";
import type { OpenPolicy } from "./policy.ts";
import { isPublicNumber } from "./public-number.ts";
import { type DrawCode, isRefusal } from "./refusal.ts";
import { checkCore, type Core } from "./verify-core.ts";
import { type CoreDocuments, findCoreDocuments, findSpoiledDocuments } from "./verify-documents.ts";
import { checkCoreLog, failureCheck } from "./verify-log.ts";
import { checkValues, isFallbackDue, type PublicReadings, sourcesInUse } from "./verify-values.ts";

/** A log that holds more results than this is not asked for all of their values. */
const MAX_RESULTS = 16;

type Given = {
  bundle: OpenBundle;
  policy: OpenPolicy;
  readings: PublicReadings;
  /** Why the bundle was refused. */
  refused: DrawCode;
};

type Established = { documents: CoreDocuments; core: Core };

/** Notice, freeze, roster and reveals by themselves. */
function establish({ bundle, policy }: Given): Established | undefined {
  const documents = findCoreDocuments(bundle.log, bundle.drawId);
  if (isRefusal(documents)) return undefined;
  const times = checkCoreLog(bundle, policy, documents);
  if (isRefusal(times)) return undefined;
  const given = { times, chain: policy.chain, roster: bundle.roster };
  const core = checkCore(documents, given, () => undefined);
  return isRefusal(core) ? undefined : { documents, core };
}

/** The published values of one source that could be its own. */
function candidates(
  source: DrawSource,
  values: readonly SourceValue[],
  { policy, readings, refused }: Given,
): Set<string> {
  const read = readings.get(source.id);
  const published = values.filter(({ id }) => id === source.id).map(({ value }) => value);
  if (source.kind === "public") {
    // A number published before it was drawn is nobody's but the publisher's.
    const told = read === undefined && refused !== "E_RESULT_EARLY" ? published : [read ?? ""];
    return new Set(told.filter((value) => isPublicNumber(value, source)));
  }
  if (source.kind === "witness" || !policy.chain) return new Set();
  const { chain } = policy;
  return new Set(published.filter((value) => openRound(chain, source.round, value)));
}

/**
 * Computes the outcome as far as it is fixed.
 *
 * @param known - what the verification had established before it stopped
 * @returns undefined where reveals do not stand with quorum, or a value is missing or disputed
 */
export function fixedOutcome(given: Given, known: Established | undefined): Outcome | undefined {
  const established = known ?? establish(given);
  if (!established) return undefined;
  const { documents, core } = established;
  const { suite, notice, freeze, reveals } = documents;
  const { drawId } = notice.document;
  const { results, failures } = findSpoiledDocuments(given.bundle.log, { drawId, suite });
  const timeOf = failureCheck(given.bundle, given.policy);
  const isFallback = failures.some((failure) => {
    const time = timeOf(failure);
    if (isRefusal(time) || failure.index < reveals.index) return false;
    const facts = { freezeDigest: freeze.digest, tau: time.tau, chain: given.policy.chain };
    return isFallbackDue(notice.document, failure.document, facts);
  });
  const published = results.slice(0, MAX_RESULTS).flatMap(({ values }) => values);
  const sources = sourcesInUse(notice.document, isFallback);
  const values: SourceValue[] = [];
  for (const source of sources) {
    if (source.kind === "witness") continue;
    const [value, ...others] = candidates(source, published, given);
    if (value === undefined || others.length > 0) return undefined;
    values.push({ id: source.id, value });
  }
  const items = checkValues(sources, {
    nonces: core.nonces.nonces,
    values,
    chain: given.policy.chain,
    readings: given.readings,
  });
  if (isRefusal(items)) return undefined;
  const derived = { freezeDigest: freeze.digest, items: items.items };
  const keys = deriveKeys(suite, notice.document, derived);
  return computeOutcome(suite, { notice: notice.document, roster: core.roster, keys });
}
