/**
 * `bundle.json` out of its bytes. Nothing is built but what verification asks for: of a file of
 * any size and shape it keeps the bytes, the two large texts, and 4 bytes for each log entry.
 */
import {
  BadByte,
  behindString,
  isList,
  isObject,
  isString,
  type Span,
  stringAt,
  stringBytesAt,
  walk,
  walkText,
} from "./json-bytes.ts";

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

  constructor(bytes: Uint8Array, offsets: Offsets) {
    this.#bytes = bytes;
    this.#offsets = offsets;
  }

  get length(): number {
    return this.#offsets.length;
  }

  at(i: number): string | Uint8Array {
    const from = this.#offsets.at(i);
    if (from === undefined) return "";
    const span: Span = [from, behindString(this.#bytes, from)];
    return span[1] - from > HUGE ? stringBytesAt(this.#bytes, span) : stringAt(this.#bytes, span);
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

/** Where the wanted members stand; of equal names the last. */
function membersOf(bytes: Uint8Array): Map<string, Span> {
  const wanted = ["drawId", "log", "checkpoints", "roster", "ranking"];
  const found = new Map<string, Span>();
  walkText(bytes, (value, name) => {
    if (!name) throw new BadByte(value[0]);
    // Each letter of a name may be escaped, which takes six bytes.
    if (name[1] - name[0] > 6 * 11 + 2) return;
    const text = stringAt(bytes, name);
    if (wanted.includes(text)) found.set(text, value);
  });
  return found;
}

function listAt(bytes: Uint8Array, at: Span): FileList {
  if (!isList(bytes, at)) throw new BadByte(at[0]);
  const offsets = new Offsets();
  walk(bytes, at[0], (value) => {
    if (!isString(bytes, value)) throw new BadByte(value[0]);
    offsets.push(value[0]);
  });
  return new FileList(bytes, offsets);
}

/** A checkpoint has more than a hundred bytes; a table of more names than that allows holds none. */
const SHORTEST_CHECKPOINT = 100;

function tableAt(bytes: Uint8Array, at: Span): FileTable {
  if (!isObject(bytes, at)) throw new BadByte(at[0]);
  const most = 64 + (at[1] - at[0]) / SHORTEST_CHECKPOINT;
  const offsets = new Map<string, number>();
  walk(bytes, at[0], (value, name) => {
    if (!name || !isString(bytes, value)) throw new BadByte(value[0]);
    if (offsets.size >= most) throw new BadByte(name[0]);
    offsets.set(stringAt(bytes, name), value[0]);
  });
  return new FileTable(bytes, offsets);
}

function textAt(bytes: Uint8Array, at: Span | undefined): Uint8Array | undefined {
  if (!at) return undefined;
  if (!isString(bytes, at)) throw new BadByte(at[0]);
  return stringBytesAt(bytes, at);
}

/**
 * Reads a bundle's file. `roster` and `ranking` may be missing: large bundles publish them as files
 * of their own, see `BundleFile.with`.
 *
 * @param bytes - the whole file; kept, so they must not change
 */
export function readBundleFile(bytes: Uint8Array): BundleFile | UnreadableBundle {
  try {
    const members = membersOf(bytes);
    const [drawId, log, checkpoints] = [
      members.get("drawId"),
      members.get("log"),
      members.get("checkpoints"),
    ];
    if (!drawId || !log || !checkpoints) return new UnreadableBundle(bytes.length);
    if (!isString(bytes, drawId)) throw new BadByte(drawId[0]);
    return new BundleFile({
      drawId: stringAt(bytes, drawId),
      log: listAt(bytes, log),
      checkpoints: tableAt(bytes, checkpoints),
      roster: textAt(bytes, members.get("roster")),
      ranking: textAt(bytes, members.get("ranking")),
    });
  } catch (error) {
    if (error instanceof BadByte) return new UnreadableBundle(error.byte);
    throw error;
  }
}
