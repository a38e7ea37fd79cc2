/** The rules of a draw in words and tables, published with its notice (draw protocol 1). */
import type { HomeOffer, SchemeSource, SchemeTerms } from "../../contract/scheme.ts";
import { rankingLines } from "./ranking-rules.ts";

const publicLine = (what: string, { id, game, issue, at }: SchemeSource): string =>
  `${what} ${id}: ${game} issue ${issue} drawn ${at}`;

/** Monthly rent for a square metre, in whole fen: what schemes publish beside the rent (O11 11). */
export const rentFenPerM2 = ({
  areaM2,
  monthlyRentFen,
}: Pick<HomeOffer, "areaM2" | "monthlyRentFen">): number => Math.round(monthlyRentFen / areaM2);

/** The homes of a rules file in its order, by their ids. */
export const homeOrder = (body: string): string[] =>
  body.split("\n").flatMap((line) => {
    const [kind, , homeId] = line.split("\t");
    return kind === "home" && homeId !== undefined ? [homeId] : [];
  });

/**
 * Every home by pool, who may enter, how ranks are made, in which order pools are chosen from. The
 * same scheme gives the same bytes.
 *
 * @param slipKey - verifier key of the bureau's seal on slips
 */
export function rulesBody(
  terms: SchemeTerms,
  homes: readonly HomeOffer[],
  slipKey: string,
): string {
  const { scope, pools, layoutRules, witnesses, source, beacon, fallback } = terms;
  return [
    `title: ${terms.title}`,
    `programme: ${terms.programme}`,
    ...terms.basis.map((basis) => `basis: ${basis}`),
    `areas: ${scope.areas.join(" ")}`,
    `groups: ${scope.groups.join(" ")}`,
    `intent: ${terms.intent.opensAt} ${terms.intent.closesAt}`,
    `algorithm: ${terms.algorithm}`,
    ...rankingLines(terms),
    ...pools.flatMap((pool) => [
      `pool ${pool.id}: ${pool.name.zh}; queue ${pool.queue}; ${pool.units} units; unfilled to ${pool.spill}; ` +
        `households of ${pool.minPersons}-${pool.maxPersons}`,
      ...homes
        .filter((home) => home.pool === pool.id)
        .map(({ homeId, flatId, project, building, no, layout, areaM2, monthlyRentFen }) =>
          [
            "home",
            pool.id,
            homeId,
            flatId,
            project,
            building,
            no,
            layout,
            areaM2,
            monthlyRentFen,
            rentFenPerM2({ areaM2, monthlyRentFen }),
          ].join("\t"),
        ),
    ]),
    `order of choice: within each pool by selected place; pools in the order ${pools.map(({ id }) => id).join(" ")}`,
    ...layoutRules.map(
      ({ layout, minPersons, maxPersons }) =>
        `layout ${layout}: households of ${minPersons}-${maxPersons}`,
    ),
    ...witnesses.map(({ id, role, vkey }) => `witness ${id}: ${role} ${vkey}`),
    ...(beacon ? [`beacon ${beacon.id}: drand round ${beacon.round}`] : []),
    ...(source ? [publicLine("public source", source)] : []),
    ...(fallback
      ? [
          publicLine(
            `not served ${fallback.afterSeconds} seconds after its time, the beacon gives way to`,
            fallback.source,
          ),
        ]
      : []),
    `slips of applicants are sealed by: ${slipKey}`,
    `publicity of the result: ${terms.publicityWorkingDays} working days`,
    `forfeit: ${terms.selection.forfeit} after ${terms.selection.calls} calls`,
    `backfill: ${terms.selection.backfill}; no new draw`,
    `hotline: ${terms.hotline}`,
    "",
  ].join("\n");
}
