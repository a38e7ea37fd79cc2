import { pause, TableBusy } from "../../shared/store/transact.ts";
import { REPEATED, SPENT, type Outcome } from "./endpoint.ts";

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
 * @param made - the write of a thing named after the request (`idOf`): there already, while the
 *   request itself is not known any more, it was made with the same key long ago
 * @returns `REPEATED` when this request was answered before, `MOVED` when another got in first,
 *   `SPENT` when its key made something whose request has been tidied away, undefined when all was
 *   written
 */
export function standing(
  failed: ReadonlySet<string>,
  made?: string,
): typeof REPEATED | typeof SPENT | typeof MOVED | undefined {
  if (failed.has("request")) return REPEATED;
  if (made !== undefined && failed.has(made)) return SPENT;
  return failed.size > 0 ? MOVED : undefined;
}
