/** Documents as log entries: canonical text, exact members, digest (section 1). */
import { DrawDocument } from "../../contract/draw.ts";
import { canonicalText, parseJson } from "./canonical-json.ts";
import { toHex, utf8 } from "./encoding.ts";
import type { Suite } from "./suites.ts";

const MAX_ENTRY_BYTES = 65_535;

/** H(entry bytes), hex. */
export const digestOf = (suite: Suite, entry: string): string => toHex(suite.hash(utf8(entry)));

/**
 * The log entry of a document.
 *
 * @throws RangeError when its members break their types or it is over 65535 bytes: the caller built
 *   it wrongly
 */
export function documentText(document: DrawDocument): string {
  const text = canonicalText(DrawDocument.parse(document));
  if (text === undefined) throw new RangeError("a document holds a value JSON cannot carry");
  if (utf8(text).length > MAX_ENTRY_BYTES) throw new RangeError("a document is over 65535 bytes");
  return text;
}

export type EntryReading =
  /** Not a document of this draw. */
  | { kind: "other" }
  /** Claims to be one, but is not canonical or has wrong members (`E_DOC`). */
  | { kind: "bad"; type: string }
  | { kind: "document"; document: DrawDocument };

/** Reads a log entry as a document of the draw. Never throws. */
export function readEntry(entry: string, drawId: string): EntryReading {
  const value = parseJson(entry)?.value;
  if (typeof value !== "object" || value === null || Array.isArray(value)) return { kind: "other" };
  const claims = value as { drawId?: unknown; type?: unknown };
  if (claims.drawId !== drawId || typeof claims.type !== "string") return { kind: "other" };
  if (!claims.type.startsWith("pvl1/")) return { kind: "other" };
  const bytes = entry.length > MAX_ENTRY_BYTES ? entry.length : utf8(entry).length;
  if (bytes > MAX_ENTRY_BYTES || canonicalText(value) !== entry)
    return { kind: "bad", type: claims.type };
  const read = DrawDocument.safeParse(value);
  return read.success
    ? { kind: "document", document: read.data }
    : { kind: "bad", type: claims.type };
}

type DocumentOf<Type extends DrawDocument["type"]> = Extract<DrawDocument, { type: Type }>;

/** Reads an entry that must be a document of that type; undefined for anything else. */
export function readDocument<Type extends DrawDocument["type"]>(
  entry: string,
  type: Type,
): DocumentOf<Type> | undefined {
  const value = parseJson(entry)?.value;
  const drawId = (value as { drawId?: unknown } | null | undefined)?.drawId;
  if (typeof drawId !== "string") return undefined;
  const read = readEntry(entry, drawId);
  if (read.kind !== "document" || read.document.type !== type) return undefined;
  return read.document as DocumentOf<Type>;
}
