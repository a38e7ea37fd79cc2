import { readRankingLine, type RankingLine } from "../../shared/domain/draws/ranking-file.ts";
import { resultLookup } from "../../shared/domain/schemes/result-lookup.ts";
import type { Removal } from "../../shared/domain/schemes/winners.ts";
import type { StoredScheme } from "../../shared/store/schemes.ts";
import type { Services } from "../http/services.ts";
import { drawFile, drawText } from "./draw-documents.ts";

const JSON_TYPE = "application/json; charset=utf-8";
/** Files written at once: a large draw has thousands of small ones. */
const AT_ONCE = 16;

/** Every line of a draw's published ranking. */
export async function rankingLines(services: Services, drawId: string): Promise<RankingLine[]> {
  return linesOf(await drawText(services, drawId, "ranking.csv"));
}

export const linesOf = (ranking: string): RankingLine[] =>
  ranking.split("\n").flatMap((line) => readRankingLine(line) ?? []);

/**
 * Writes the look-up of receipts: `results/{prefix}.json`, at most 4 KB each, then
 * `results/index.json`, which says how long the prefix is. The index is last, and names what it was
 * made from: where it stands already, so do the files.
 */
export async function publishLookup(
  services: Services,
  scheme: StoredScheme,
  removals: readonly Removal[],
): Promise<void> {
  const { drawId, result } = scheme;
  if (!result) return;
  const path = (name: string) => drawFile(drawId, `results/${name}.json`);
  const standing = await services.publicFiles.read(path("index"));
  const made = { drawId, result: result.digest, amends: removals.length };
  const known = standing && new TextDecoder().decode(standing);
  if (known?.startsWith(JSON.stringify(made).slice(0, -1))) return;

  const lines = await rankingLines(services, drawId);
  const { prefix, shards } = resultLookup(lines, removals);
  const waiting = [...shards];
  const worker = async () => {
    for (let next = waiting.pop(); next; next = waiting.pop())
      await services.publicFiles.write(path(next[0]), next[1], JSON_TYPE);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  const entries = new Set(lines.map(({ receipt }) => receipt)).size;
  const index = { ...made, prefix, entries, files: shards.size };
  await services.publicFiles.write(path("index"), JSON.stringify(index), JSON_TYPE);
}
