import { publicityUntil } from "../../shared/domain/schemes/decide-publication.ts";
import { valuesOf, type KnownValues } from "../../shared/domain/schemes/draw-sources.ts";
import { winnersOf } from "../../shared/domain/schemes/winners.ts";
import { civilDay } from "../../shared/domain/calendar/instants.ts";
import { chinaCalendar } from "../../shared/domain/calendar/working-days.ts";
import { computeResult, type ResultInputs } from "../../shared/domain/draws/author-result.ts";
import { isRefusal } from "../../shared/domain/draws/refusal.ts";
import { appendWrites, readLogHead } from "../../shared/store/log.ts";
import type { SchemeRecord, StoredScheme } from "../../shared/store/schemes.ts";
import type { Write } from "../../shared/store/transact.ts";
import type { Services } from "../http/services.ts";
import { drawFile, entryText } from "./draw-documents.ts";
import { cosignedAt } from "./publish-log.ts";
import { frozenRoster } from "./roster.ts";
import { linesOf } from "./publish-results.ts";
import { keepWinners } from "./winners.ts";

/** What is known of a draw's values, as its record has it. */
export const knownOf = (scheme: StoredScheme): KnownValues => ({
  publicValue: scheme.publicValue,
  beaconValue: scheme.beaconValue,
  fallbackValue: scheme.fallbackValue,
  failed: scheme.failure !== undefined,
});

/**
 * The logged entries, the frozen roster and the values that a result is computed from.
 *
 * @throws Error when the draw is not seeded
 */
export async function resultInputs(
  services: Services,
  scheme: StoredScheme,
): Promise<ResultInputs> {
  const { terms, notice, freezes, reveals, failure } = scheme;
  const freeze = freezes.at(-1);
  const values = valuesOf(terms, knownOf(scheme));
  if (!notice || !freeze || !reveals || !values)
    throw new Error("A seeded draw has all its inputs");
  const tau = failure && (await cosignedAt(services, failure.index));
  if (failure && tau === undefined) throw new Error("A failure that is used has been cosigned");
  return {
    notice: await entryText(services, notice),
    freeze: await entryText(services, freeze),
    reveals: await entryText(services, reveals),
    failure:
      failure && tau !== undefined ? { entry: await entryText(services, failure), tau } : null,
    roster: await frozenRoster(services, scheme),
    values,
  };
}

/** What a draw writes: the change of the scheme, and the log's new entry. */
export type Drawn = {
  readonly change: Partial<SchemeRecord>;
  readonly writes: Record<string, Write>;
};

/**
 * Draws: computes the result, lays the ranking down, and gives what to write. Drawn again from the
 * same record it gives the same bytes, so that who comes second changes nothing.
 *
 * @param now - instant of the draw, ms since 1970
 */
export async function drawResult(
  services: Services,
  scheme: StoredScheme,
  { now, at }: { readonly now: number; readonly at: string },
): Promise<Drawn> {
  const inputs = await resultInputs(services, scheme);
  const result = computeResult(inputs, services.config.DRAND?.chain);
  if (isRefusal(result)) throw new Error(`The result is refused: ${result.refused}`);
  const ranking = drawFile(scheme.drawId, "ranking.csv");
  await services.publicFiles.write(ranking, result.ranking, "text/csv; charset=utf-8");
  const { log, entry, index } = appendWrites(await readLogHead(services.table), result.entry, at);
  const { publicityWorkingDays } = scheme.terms;
  const until = publicityUntil(civilDay(now), publicityWorkingDays, chinaCalendar);
  return {
    change: {
      state: "RESULT_PUBLICITY",
      result: { index, digest: result.digest },
      resultPublicityUntil: until,
      winners: await keepWinners(services, scheme, winnersOf(linesOf(result.ranking))),
    },
    writes: { log, entry },
  };
}
