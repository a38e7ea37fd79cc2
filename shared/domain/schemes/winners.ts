/** What a draw and the removals after it come to: who holds a home, and what is said in public of it. */
import type { CivilDate, Instant } from "../../contract/values.ts";
import { addDays } from "../calendar/days.ts";
import { dayBegins, instantText } from "../calendar/instants.ts";
import type { RankingLine } from "../draws/ranking-file.ts";

/** One removal after the result, as its amend document says (draw protocol 4). */
export type Removal = {
  readonly seq: number;
  readonly receipt: string;
  readonly reason: string;
  readonly pool: string;
  readonly fill: string | null;
  readonly fillPool: string | null;
};

/** A receipt that holds a home; `position` is its place in the order of choice of its pool. */
export type Winner = { readonly pool: string; readonly position: number; readonly receipt: string };

/**
 * Who holds a home now, by pool and order of choice: those selected, without those removed, and
 * behind them those who moved up, in the order in which they did.
 */
export function winnersOf(
  lines: readonly RankingLine[],
  removals: readonly Removal[] = [],
): Winner[] {
  const pools = [...new Set(lines.map(({ pool }) => pool))];
  const gone = new Set(removals.map(({ receipt }) => receipt));
  return pools.flatMap((pool) => {
    const selected = lines.filter((line) => line.pool === pool && line.status === "W");
    const filled = removals.filter(({ fillPool }) => fillPool === pool);
    return [
      ...selected.map(({ receipt, position }) => ({ receipt, position: position ?? 0 })),
      ...filled.map(({ fill }, at) => ({
        receipt: fill ?? "",
        position: selected.length + at + 1,
      })),
    ]
      .filter(({ receipt }) => !gone.has(receipt))
      .map((winner) => ({ pool, ...winner }));
  });
}

/** Names leave a public list so long after its period (rulebook 11, set locally). */
const NAMES_KEPT_DAYS = 15;

/** The instant from which the list of winners bears no names any more. @param until - last day of the publicity */
export const namesLeaveAt = (until: CivilDate): Instant =>
  instantText(dayBegins(addDays(until, NAMES_KEPT_DAYS + 1)));
