import { readEntries, checkpointCovering } from "../../shared/store/log.ts";
import type { Logged, StoredScheme } from "../../shared/store/schemes.ts";
import type { Services } from "../http/services.ts";

/** Where the public files of a draw stand. */
export const drawFile = (drawId: string, name: string): string => `files/draws/${drawId}/${name}`;
/** The roster of one freeze; `roster.csv` is the last one. */
export const rosterFile = (version: number): string => `roster-v${version}.csv`;
/**
 * A roster by its root: written before the freeze is decided, so that two who freeze at once never
 * write over each other's; what counts is the root that the record names.
 */
export const rosterByRoot = (root: string): string => `roster-${root}.csv`;

/** The text of one logged document. */
export async function entryText({ table }: Services, { index }: Logged): Promise<string> {
  const [text] = await readEntries(table, index, index + 1);
  if (text === undefined) throw new Error("A logged document is gone");
  return text;
}

/** The text of a public file of a draw that must be there. */
export async function drawText(services: Services, drawId: string, name: string): Promise<string> {
  const bytes = await services.publicFiles.read(drawFile(drawId, name));
  if (!bytes) throw new Error(`The file ${name} of a draw is gone`);
  return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
}

/** The documents of a draw by the names its bundle gives their checkpoints, in order. */
export const documentsOf = (
  scheme: StoredScheme,
  amends: readonly Logged[] = [],
): ReadonlyMap<string, Logged> =>
  new Map(
    Object.entries({
      notice: scheme.notice,
      freeze: scheme.freezes.at(-1),
      reveals: scheme.reveals,
      failure: scheme.failure,
      result: scheme.result,
      ...Object.fromEntries(amends.map((one, at) => [`amend-${String(at + 1)}`, one])),
    }).flatMap(([name, logged]) => (logged ? [[name, logged] as const] : [])),
  );

/** The cosigned checkpoint of each document; undefined while one is not published. */
export async function checkpointsOf(
  { table }: Services,
  documents: ReadonlyMap<string, Logged>,
): Promise<Record<string, string> | undefined> {
  const checkpoints: Record<string, string> = {};
  for (const [name, { index }] of documents) {
    const text = await checkpointCovering(table, index);
    if (text === undefined) return undefined;
    checkpoints[name] = text;
  }
  return checkpoints;
}
