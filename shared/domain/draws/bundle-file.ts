/**
 * `bundle.json` out of its bytes. Nothing is built but what verification asks for: of a file of
 * any size and shape it keeps the bytes, the two large texts, and 4 bytes for each log entry.
 */
import { isList, isObject, isString, walk, walkText } from "./json-bytes.ts";
import { behindString, type Span, stringAt, stringBytesAt, wrongByte } from "./json-strings.ts";

/** A file that is no bundle, with the offset of the first byte that is wrong (`E_FILE`). */
export class UnreadableBundle {
  readonly byte: number;

  constructor(byte: number) {
    this.byte = byte;
  }
}

/** No text of this many bytes in a file is a document or a checkpoint: each has at most 64 KiB. */
const HUGE = 6 * 65_536;

/** A growing list of offsets, without moving what it holds. */
class Offsets {
  static readonly #CHUNK = 65_536;
  readonly #chunks: Uint32Array[] = [];
  length = 0;

  push(offset: number): void {
    const at = this.length % Offsets.#CHUNK;
    if (at === 0) this.#chunks.push(new Uint32Array(Offsets.#CHUNK));
    const chunk = this.#chunks.at(-1);
    if (chunk) chunk[at] = offset;
    this.length++;
  }

  at(i: number): number | undefined {
    if (i < 0 || i >= this.length) return undefined;
    return this.#chunks[Math.floor(i / Offsets.#CHUNK)]?.[i % Offsets.#CHUNK];
  }
}

/** The strings of a list, read when they are asked for. */
class FileList {
  readonly #bytes: Uint8Array;
  readonly #offsets: Offsets;
  /** Room for a huge string. It is read several times, and must not take its size each time. */
  #room = new Uint8Array();

  constructor(bytes: Uint8Array, offsets: Offsets) {
    this.#bytes = bytes;
    this.#offsets = offsets;
  }

  get length(): number {
    return this.#offsets.length;
  }

  /** A huge string comes as bytes that hold until the next huge one is asked for. */
  at(i: number): string | Uint8Array {
    const from = this.#offsets.at(i);
    if (from === undefined) return "";
    const span: Span = [from, behindString(this.#bytes, from)];
    const length = span[1] - from;
    if (length <= HUGE) return stringAt(this.#bytes, span);
    if (this.#room.length < length) this.#room = new Uint8Array(length);
    return stringBytesAt(this.#bytes, span, this.#room);
  }
}

/** The strings of an object, read when they are asked for. */
class FileTable {
  readonly #bytes: Uint8Array;
  readonly #offsets: ReadonlyMap<string, number>;

  constructor(bytes: Uint8Array, offsets: ReadonlyMap<string, number>) {
    this.#bytes = bytes;
    this.#offsets = offsets;
  }

  names(): Iterable<string> {
    return this.#offsets.keys();
  }

  get(name: string): string | undefined {
    const from = this.#offsets.get(name);
    if (from === undefined) return undefined;
    const to = behindString(this.#bytes, from);
    return to - from > HUGE ? "" : stringAt(this.#bytes, [from, to]);
  }
}

/** The bundle in a file. Made by `readBundleFile`. */
export class BundleFile {
  readonly drawId: string;
  readonly log: FileList;
  readonly checkpoints: FileTable;
  readonly roster: Uint8Array | undefined;
  readonly ranking: Uint8Array | undefined;

  constructor(parts: Pick<BundleFile, "drawId" | "log" | "checkpoints" | "roster" | "ranking">) {
    this.drawId = parts.drawId;
    this.log = parts.log;
    this.checkpoints = parts.checkpoints;
    this.roster = parts.roster;
    this.ranking = parts.ranking;
  }

  /** The same bundle with what it leaves out taken from the files beside it. */
  with(beside: { roster?: Uint8Array | undefined; ranking?: Uint8Array | undefined }): BundleFile {
    const { drawId, log, checkpoints } = this;
    const roster = this.roster ?? beside.roster;
    const ranking = this.ranking ?? beside.ranking;
    return new BundleFile({ drawId, log, checkpoints, roster, ranking });
  }
}

/** Where the wanted members stand, of equal names the last; or `wrongAt`. */
function membersOf(bytes: Uint8Array): Map<string, Span> | number {
  const wanted = ["drawId", "log", "checkpoints", "roster", "ranking"];
  const found = new Map<string, Span>();
  const end = walkText(bytes, (value, name) => {
    if (!name) return false;
    // Each letter of a name may be escaped, which takes six bytes.
    const text = name[1] - name[0] > 6 * 11 + 2 ? "" : stringAt(bytes, name);
    if (wanted.includes(text)) found.set(text, value);
    return true;
  });
  return end < 0 ? end : found;
}

function listAt(bytes: Uint8Array, at: Span): FileList | number {
  const offsets = new Offsets();
  const end = walk(bytes, at[0], (value) => {
    offsets.push(value[0]);
    return isString(bytes, value);
  });
  return end < 0 ? end : new FileList(bytes, offsets);
}

/** A checkpoint has more than a hundred bytes; a table of more names than that allows holds none. */
const SHORTEST_CHECKPOINT = 100;

function tableAt(bytes: Uint8Array, at: Span): FileTable | number {
  const most = 64 + (at[1] - at[0]) / SHORTEST_CHECKPOINT;
  const offsets = new Map<string, number>();
  const end = walk(bytes, at[0], (value, name) => {
    if (!name || !isString(bytes, value) || offsets.size >= most) return false;
    offsets.set(stringAt(bytes, name), value[0]);
    return true;
  });
  return end < 0 ? end : new FileTable(bytes, offsets);
}

/**
 * Reads a bundle's file. `roster` and `ranking` may be missing: large bundles publish them as files
 * of their own, see `BundleFile.with`.
 *
 * @param bytes - the whole file; kept, so they must not change
 */
export function readBundleFile(bytes: Uint8Array): BundleFile | UnreadableBundle {
  const members = membersOf(bytes);
  if (typeof members === "number") return new UnreadableBundle(wrongByte(members));
  const kinds = [
    ["drawId", isString],
    ["log", isList],
    ["checkpoints", isObject],
    ["roster", isString],
    ["ranking", isString],
  ] as const;
  for (const [name, isRight] of kinds) {
    const at = members.get(name);
    if (at && !isRight(bytes, at)) return new UnreadableBundle(at[0]);
  }
  const [drawId, log, checkpoints] = kinds.map(([name]) => members.get(name));
  if (!drawId || !log || !checkpoints) return new UnreadableBundle(bytes.length);
  const list = listAt(bytes, log);
  if (typeof list === "number") return new UnreadableBundle(wrongByte(list));
  const table = tableAt(bytes, checkpoints);
  if (typeof table === "number") return new UnreadableBundle(wrongByte(table));
  const [roster, ranking] = [members.get("roster"), members.get("ranking")];
  return new BundleFile({
    drawId: stringAt(bytes, drawId),
    log: list,
    checkpoints: table,
    roster: roster && stringBytesAt(bytes, roster),
    ranking: ranking && stringBytesAt(bytes, ranking),
  });
}
