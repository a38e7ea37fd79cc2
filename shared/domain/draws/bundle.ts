/**
 * A bundle as verification reads it: the texts of a log and its checkpoints one at a time, the
 * large files as bytes. A value is checked by hand: a list of millions must fail at its first bad
 * element.
 */
import { BundleFile, UnreadableBundle } from "./bundle-file.ts";
import { utf8 } from "./encoding.ts";

/** Texts by number, such as a list of strings. One of more than 64 KiB may come as UTF-8. */
export type TextList = { readonly length: number; at(i: number): string | Uint8Array | undefined };

/** Texts by name. */
export type TextTable = { get(name: string): string | undefined; names(): Iterable<string> };

export type OpenBundle = {
  readonly drawId: string;
  /** Entry texts. */
  readonly log: TextList;
  readonly checkpoints: TextTable;
  /** roster.csv. */
  readonly roster: string | Uint8Array;
  /** ranking.csv. */
  readonly ranking?: string | Uint8Array | undefined;
};

/** UTF-8 of a text of a list. */
export const bytesOf = (text: string | Uint8Array): Uint8Array =>
  typeof text === "string" ? utf8(text) : text;

const tableOf = (texts: Readonly<Record<string, string>>): TextTable => ({
  get: (name) => (Object.hasOwn(texts, name) ? texts[name] : undefined),
  names: () => Object.keys(texts),
});

const isTextList = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((item) => typeof item === "string");

function isTextTable(value: unknown): value is Record<string, string> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  return Object.values(value).every((item) => typeof item === "string");
}

/**
 * The bundle in a value of unknown shape. Other members are ignored.
 *
 * @returns undefined, or the byte from which a file could not be read (`E_FILE`)
 */
export function openBundle(value: unknown): OpenBundle | UnreadableBundle | undefined {
  if (value instanceof UnreadableBundle) return value;
  if (value instanceof BundleFile) {
    const { drawId, log, checkpoints, roster, ranking } = value;
    return roster && { drawId, log, checkpoints, roster, ranking };
  }
  if (typeof value !== "object" || value === null) return undefined;
  const { drawId, log, checkpoints, roster, ranking } = value as Record<string, unknown>;
  if (typeof drawId !== "string" || typeof roster !== "string") return undefined;
  if (!isTextList(log) || !isTextTable(checkpoints)) return undefined;
  const open = { drawId, log, checkpoints: tableOf(checkpoints), roster };
  if (ranking === undefined) return open;
  return typeof ranking === "string" ? { ...open, ranking } : undefined;
}
