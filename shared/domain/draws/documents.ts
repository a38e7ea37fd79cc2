/** Documents as log entries: canonical text, exact members, digest (section 1). */
import { DrawDocument } from "../../contract/draw.ts";
import { canonicalText, parseJson } from "./canonical-json.ts";
import { toHex, utf8 } from "./encoding.ts";
import { isString, walkText } from "./json-bytes.ts";
import { type Span, stringAt } from "./json-strings.ts";
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
  /**
   * Claims to be one, but is not canonical or has wrong members (`E_DOC`). `byte` is the first that
   * canonical form has otherwise, or the first too many; undefined where members are wrong.
   */
  | { kind: "bad"; type: string; byte?: number }
  | { kind: "document"; document: DrawDocument };

/** Shorter than any entry that names a draw and a type of document. */
const SHORTEST_CLAIM = 20;

/**
 * Reads a log entry as a document of the draw. Never throws. An entry is walked before it is built:
 * a hostile log may hold millions that are wrong, and some that are huge.
 *
 * @param entry - its text; or its UTF-8, which only an entry over 64 KiB comes as
 */
export function readEntry(entry: string | Uint8Array, drawId: string): EntryReading {
  if (entry.length < SHORTEST_CLAIM) return { kind: "other" };
  const bytes = typeof entry === "string" ? utf8(entry) : entry;
  const type = claimedType(bytes, drawId);
  if (type?.startsWith("pvl1/") !== true) return { kind: "other" };
  if (typeof entry !== "string" || bytes.length > MAX_ENTRY_BYTES) {
    return { kind: "bad", type, byte: MAX_ENTRY_BYTES };
  }
  const value = parseJson(entry)?.value;
  const canonical = canonicalText(value);
  if (canonical === undefined) return { kind: "bad", type };
  if (canonical !== entry) return { kind: "bad", type, byte: firstDifference(bytes, canonical) };
  const read = DrawDocument.safeParse(value);
  return read.success ? { kind: "document", document: read.data } : { kind: "bad", type };
}

/** The offset of the first byte that the text has otherwise. */
function firstDifference(bytes: Uint8Array, text: string): number {
  const others = utf8(text);
  const at = bytes.findIndex((byte, i) => byte !== others[i]);
  return at < 0 ? bytes.length : at;
}

/** The type of an object that says it belongs to this draw; of equal names the last counts. */
function claimedType(bytes: Uint8Array, drawId: string): string | undefined {
  const claims = new Map<string, Span>();
  const end = walkText(bytes, (value, name) => {
    if (!name) return false;
    // Each letter of a name may be escaped, which takes six bytes.
    const text = name[1] - name[0] > 6 * 6 + 2 ? "" : stringAt(bytes, name);
    if (text === "drawId" || text === "type") claims.set(text, value);
    return true;
  });
  const said = (name: string) => {
    const at = claims.get(name);
    return at && isString(bytes, at) ? stringAt(bytes, at) : undefined;
  };
  return end >= 0 && said("drawId") === drawId ? said("type") : undefined;
}

type DocumentOf<Type extends DrawDocument["type"]> = Extract<DrawDocument, { type: Type }>;

/** Reads an entry that must be a document of that type; undefined for anything else. */
export function readDocument<Type extends DrawDocument["type"]>(
  entry: string,
  type: Type,
): DocumentOf<Type> | undefined {
  if (entry.length > MAX_ENTRY_BYTES) return undefined;
  const value = parseJson(entry)?.value;
  const drawId = (value as { drawId?: unknown } | null | undefined)?.drawId;
  if (typeof drawId !== "string") return undefined;
  const read = readEntry(entry, drawId);
  if (read.kind !== "document" || read.document.type !== type) return undefined;
  return read.document as DocumentOf<Type>;
}
