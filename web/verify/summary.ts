/** A verification's result as plain data, for pages, messages between threads and comparisons. */
import type { PoolSummary, PublicSource, WitnessSource } from "../../shared/contract/draw.ts";
import { toHex } from "../../shared/domain/draws/encoding.ts";
import type { DrawCode, RefusalPlace } from "../../shared/domain/draws/refusal.ts";
import type {
  DrawReport,
  FixedOutcome,
  VerifiedDraw,
} from "../../shared/domain/draws/verify-bundle.ts";
import type { NewestHead } from "../../shared/domain/draws/verify-log.ts";
import { sourcesInUse } from "../../shared/domain/draws/verify-values.ts";

/** What stands in a draw that was verified. Digests, keys and roots are hex. */
export type DrawFacts = {
  transcript: string;
  seed: string;
  poolKeys: Record<string, string>;
  rosterCount: number;
  rosterRoot: string;
  rankingCount: number;
  rankingRoot: string;
  pools: PoolSummary[];
  /** Receipt → pool after all amendments. */
  selectedFinal: Record<string, string>;
  /** The public numbers that went into the seed: a person compares them with the bulletin. */
  publicNumbers: (PublicSource & { value: string })[];
};

export type VerificationSummary = {
  ok: boolean;
  code: DrawCode | null;
  at: RefusalPlace;
  warnings: string[];
  drawId: string;
  title: string | null;
  rules: string | null;
  witnesses: WitnessSource[];
  noticeDigest: string | null;
  freezeDigest: string | null;
  revealsDigest: string | null;
  resultDigest: string | null;
  newest: NewestHead | null;
  fixed: FixedOutcome | null;
  /** Null unless `ok`. */
  facts: DrawFacts | null;
};

function factsOf({ documents, outcome, seats }: VerifiedDraw): DrawFacts {
  const { keys, rankingRoot, pools } = outcome;
  const { roster } = documents.freeze.document;
  return {
    transcript: toHex(keys.transcript),
    seed: toHex(keys.seed),
    poolKeys: Object.fromEntries(keys.poolKeys.map(({ id, key }) => [id, toHex(key)])),
    rosterCount: roster.count,
    rosterRoot: roster.root,
    rankingCount: outcome.rankingCount,
    rankingRoot,
    pools,
    selectedFinal: Object.fromEntries(seats.selected()),
    publicNumbers: publicNumbersOf(documents),
  };
}

function publicNumbersOf({ notice, failure, result }: VerifiedDraw["documents"]) {
  return sourcesInUse(notice.document, failure !== undefined).flatMap((source) => {
    const value = result.document.values.find(({ id }) => id === source.id)?.value;
    return source.kind === "public" && value !== undefined ? [{ ...source, value }] : [];
  });
}

export function summarise(report: DrawReport): VerificationSummary {
  const { draw, ...plain } = report;
  return { ...plain, facts: draw ? factsOf(draw) : null };
}
