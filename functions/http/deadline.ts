import { log } from "../../shared/platform/log.ts";

/**
 * API Gateway waits 30 s and Lambda stops at 29: an answer of ours must come before, so that who
 * asked is told to come again rather than cut off.
 */
const DEADLINE_MS = 25_000;

/**
 * What the work comes to, or what is said instead when 25 s have gone. The work is not undone: what
 * it commits stands, and the same request sent again finds it.
 *
 * @param instead - made only when time is up
 */
export async function withinDeadline<T>(
  work: Promise<T>,
  operation: string,
  instead: () => T,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<T>((done) => {
    timer = setTimeout(() => {
      log("warn", "deadline", { operation, durationMs: DEADLINE_MS });
      done(instead());
    }, DEADLINE_MS);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
