import * as z from "zod";

/**
 * How a simulator is to behave, for one case or for all:
 * - `agree`, `disagree`, `unknown`: this verdict
 * - `lie`: a well-formed answer that is not true
 * - `slow`: the usual answer after `ms`
 * - `down`: the connection is cut, nothing is done
 * - `cut`: the work is done, then the connection is cut
 * - `broken`: 500
 * - `garbled`: 200 with something that is not an answer
 * - `usual`: as if nothing had been said
 */
const KINDS = [
  ...(["agree", "disagree", "unknown", "lie"] as const),
  ...(["slow", "down", "cut", "broken", "garbled", "usual"] as const),
] as const;

/** The body of `POST /script`; without `key` it holds for every case that has no line of its own. */
export const ScriptLine = z
  .strictObject({
    key: z.string().min(1).max(200).optional(),
    as: z.enum(KINDS),
    ms: z.int().min(1).max(120_000).optional(),
    /** How many requests it holds for; without it, until another line replaces it. */
    times: z.int().min(1).optional(),
  })
  .refine(({ as, ms }) => (as === "slow") === (ms !== undefined), {
    path: ["ms"],
    error: "`ms` goes with `slow`, and with nothing else.",
  });
export type ScriptLine = z.infer<typeof ScriptLine>;

/** What a simulator was told to do, and how often it did it: a fault test counts its faults. */
export class Script {
  private readonly lines = new Map<string | undefined, ScriptLine>();
  private readonly done: Record<string, number> = {};

  add(line: ScriptLine): void {
    if (line.as === "usual") this.lines.delete(line.key);
    else this.lines.set(line.key, line);
  }

  clear(): void {
    this.lines.clear();
  }

  /** The line for a case, counted as one request; the case's own goes before the general one. */
  take(key: string): ScriptLine {
    const at = this.lines.has(key) ? key : undefined;
    const line = this.lines.get(at) ?? { as: "usual" as const };
    if (line.times === 1) this.lines.delete(at);
    else if (line.times !== undefined) this.lines.set(at, { ...line, times: line.times - 1 });
    this.done[line.as] = (this.done[line.as] ?? 0) + 1;
    return line;
  }

  /** How many requests were met in each way since the start. */
  counts(): Record<string, number> {
    return { ...this.done };
  }
}
