import { appendFileSync, existsSync, readFileSync } from "node:fs";
import * as z from "zod";

/** One request of the demo and what was answered: what a trial sends again and compares. */
export const JournalLine = z.object({
  method: z.string(),
  path: z.string(),
  as: z.string().optional(),
  /** Idempotency-Key. */
  key: z.string().optional(),
  body: z.unknown().optional(),
  status: z.int(),
  /** From sending to the last byte of the answer. */
  ms: z.number(),
  retryAfter: z.string().nullable(),
  answer: z.string(),
});
export type JournalLine = z.infer<typeof JournalLine>;

/** Appends to a file for the owner alone: bodies name test people. */
export const journalAt =
  (path: string) =>
  (line: JournalLine): void => {
    appendFileSync(path, `${JSON.stringify(line)}\n`, { mode: 0o600 });
  };

/** The lines of a journal; one cut short by a kill is left out. */
export function readJournal(path: string): JournalLine[] {
  if (!existsSync(path)) return [];
  const text = readFileSync(path, "utf8");
  return text
    .slice(0, text.lastIndexOf("\n") + 1)
    .split("\n")
    .slice(0, -1)
    .map((line) => JournalLine.parse(JSON.parse(line)));
}
