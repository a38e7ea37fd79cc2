import { pause, TableBusy } from "../../shared/store/transact.ts";
import { REPEATED, type Outcome } from "./endpoint.ts";

/** Said by an attempt whose facts had moved on when it wrote: read and decide again. */
export const MOVED = Symbol("moved");

const ATTEMPTS = 6;

/**
 * Reads, decides and writes; again when another write got in between.
 *
 * @param attempt - one round; `MOVED` asks for another
 * @throws TableBusy when it never gets through (503, try again)
 */
export async function decideAgain(
  attempt: () => Promise<Outcome | typeof MOVED>,
): Promise<Outcome> {
  for (let round = 1; round <= ATTEMPTS; round++) {
    const outcome = await attempt();
    if (outcome !== MOVED) return outcome;
    await pause(round);
  }
  throw new TableBusy();
}

/**
 * What the names of failed writes mean for an attempt.
 *
 * @returns `REPEATED` when this request was answered before, `MOVED` when another got in first,
 *   undefined when all was written
 */
export function standing(failed: ReadonlySet<string>): typeof REPEATED | typeof MOVED | undefined {
  if (failed.has("request")) return REPEATED;
  return failed.size > 0 ? MOVED : undefined;
}
