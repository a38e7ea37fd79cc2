import { readRules } from "../../shared/domain/draws/rules-file.ts";
import { homeOrder } from "../../shared/domain/schemes/rules-body.ts";
import { winnersOf, type Winner } from "../../shared/domain/schemes/winners.ts";
import {
  allotUnits,
  withRemovals,
  type Allotted,
} from "../../shared/domain/selections/allot-units.ts";
import { listAmends, type StoredAmend } from "../../shared/store/amends.ts";
import { listHomes, type StoredScheme } from "../../shared/store/schemes.ts";
import type { Services } from "../http/services.ts";
import { drawFile, drawText } from "./draw-documents.ts";
import { rankingLines } from "./publish-results.ts";
import type { RankingLine } from "../../shared/domain/draws/ranking-file.ts";

/** Who holds a home after the draw and the removals so far. */
export type Seats = {
  readonly lines: readonly RankingLine[];
  readonly removals: readonly StoredAmend[];
  /** By pool and order of choice. */
  readonly winners: readonly Winner[];
};

export async function seatsOf(
  services: Services,
  { drawId }: Pick<StoredScheme, "drawId">,
): Promise<Seats> {
  const lines = await rankingLines(services, drawId);
  const removals = await listAmends(services.table, drawId);
  return { lines, removals, winners: winnersOf(lines, removals) };
}

/**
 * Which home each household got where homes themselves are drawn. The order of the homes is that of
 * the rules file, to which the notice is bound: anyone finds the same.
 */
export async function allottedHomes(
  services: Services,
  scheme: StoredScheme,
  { lines, removals }: Pick<Seats, "lines" | "removals">,
): Promise<Allotted[]> {
  const rules = readRules(await drawText(services, scheme.drawId, "rules.txt"));
  if (!rules) throw new Error("The rules of a draw cannot be read");
  const offered = new Map(
    (await listHomes(services.table, scheme.schemeId)).map(({ home }) => [home.homeId, home]),
  );
  const homes = homeOrder(rules.body).flatMap((homeId) => offered.get(homeId) ?? []);
  return withRemovals(allotUnits(scheme.terms.pools, homes, lines), removals);
}

/** Publishes which home each receipt got: `homes.csv`, `receipt,pool,place,home`. */
export async function publishAllotment(services: Services, scheme: StoredScheme): Promise<void> {
  if (scheme.terms.target !== "UNIT" || !scheme.result) return;
  const allotted = await allottedHomes(services, scheme, await seatsOf(services, scheme));
  const text = allotted
    .map(({ receipt, pool, position, home }) => `${receipt},${pool},${position},${home.homeId}\n`)
    .join("");
  await services.publicFiles.write(
    drawFile(scheme.drawId, "homes.csv"),
    text,
    "text/csv; charset=utf-8",
  );
}
