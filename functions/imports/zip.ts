import { crc32, inflateRawSync } from "node:zlib";

/** Files of an archive by their path. */
export type Entries = ReadonlyMap<string, Uint8Array>;

export type ZipFault = "damaged" | "unpacks-too-large";

/** What an archive may hold: a sheet of 5,000 rows has some 20 MB. */
const MOST_ENTRIES = 200;
const MOST_BYTES = 64 * 1024 * 1024;

const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const END_BYTES = 22;
const CENTRAL_BYTES = 46;
const LOCAL_BYTES = 30;
const STORED = 0;
const DEFLATED = 8;

type Listed = {
  readonly path: string;
  readonly method: number;
  readonly packed: number;
  readonly unpacked: number;
  readonly at: number;
};

/**
 * Unpacks an archive without trusting what it says of itself: the sizes it declares are checked
 * before anything is unpacked, and what comes out is cut off at the same limit (zip bombs).
 * Encrypted and ZIP64 archives are taken for damaged.
 *
 * @param wants - which files are unpacked; the others count with the size they declare
 */
export function unzip(bytes: Uint8Array, wants: (path: string) => boolean): Entries | ZipFault {
  const zip = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const listed = directoryOf(zip);
  if (!listed) return "damaged";
  const declared = listed.reduce((sum, { unpacked }) => sum + unpacked, 0);
  if (declared > MOST_BYTES) return "unpacks-too-large";
  const entries = new Map<string, Uint8Array>();
  let left = MOST_BYTES;
  for (const one of listed) {
    if (!wants(one.path)) continue;
    const content = contentOf(zip, one, left);
    if (typeof content === "string") return content;
    left -= content.length;
    if (entries.has(one.path)) return "damaged";
    entries.set(one.path, content);
  }
  return entries;
}

/** The central directory; undefined when there is none, or it lists too much or nonsense. */
function directoryOf(zip: Buffer): readonly Listed[] | undefined {
  const from = Math.max(0, zip.length - END_BYTES - 0xffff);
  let end = -1;
  for (let at = zip.length - END_BYTES; at >= from && end < 0; at--)
    if (zip.readUInt32LE(at) === END) end = at;
  if (end < 0) return undefined;
  const count = zip.readUInt16LE(end + 10);
  let at = zip.readUInt32LE(end + 16);
  if (count > MOST_ENTRIES) return undefined;
  const listed: Listed[] = [];
  for (let n = 0; n < count; n++) {
    if (at + CENTRAL_BYTES > zip.length || zip.readUInt32LE(at) !== CENTRAL) return undefined;
    const isEncrypted = (zip.readUInt16LE(at + 8) & 1) === 1;
    const [name, extra, comment] = [28, 30, 32].map((offset) => zip.readUInt16LE(at + offset));
    if (isEncrypted || name === undefined) return undefined;
    listed.push({
      path: zip.toString("utf8", at + CENTRAL_BYTES, at + CENTRAL_BYTES + name),
      method: zip.readUInt16LE(at + 10),
      packed: zip.readUInt32LE(at + 20),
      unpacked: zip.readUInt32LE(at + 24),
      at: zip.readUInt32LE(at + 42),
    });
    at += CENTRAL_BYTES + name + (extra ?? 0) + (comment ?? 0);
  }
  return listed;
}

function contentOf(
  zip: Buffer,
  { method, packed, unpacked, at }: Listed,
  most: number,
): Uint8Array | ZipFault {
  if (at + LOCAL_BYTES > zip.length || zip.readUInt32LE(at) !== LOCAL) return "damaged";
  const start = at + LOCAL_BYTES + zip.readUInt16LE(at + 26) + zip.readUInt16LE(at + 28);
  if (start + packed > zip.length) return "damaged";
  const data = zip.subarray(start, start + packed);
  if (method === STORED) return data;
  if (method !== DEFLATED) return "damaged";
  try {
    // Whatever it declares: one byte more than is left ends it.
    const content = inflateRawSync(data, { maxOutputLength: Math.max(1, most) });
    return content.length === unpacked ? content : "damaged";
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    return code === "ERR_BUFFER_TOO_LARGE" ? "unpacks-too-large" : "damaged";
  }
}

/** Midnight of 1 January 1980, the first moment an archive can name: the same files, the same bytes. */
const DOS_DATE = 0x21;
/** Names are UTF-8. */
const FLAGS = 0x0800;

/** Packs files without compressing them. */
export function zip(entries: Entries): Buffer {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let at = 0;
  for (const [path, content] of entries) {
    const name = Buffer.from(path, "utf8");
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(FLAGS, 2);
    common.writeUInt16LE(STORED, 4);
    common.writeUInt16LE(DOS_DATE, 8);
    common.writeUInt32LE(crc32(content), 10);
    common.writeUInt32LE(content.length, 14);
    common.writeUInt32LE(content.length, 18);
    common.writeUInt16LE(name.length, 22);
    locals.push(word(LOCAL), common, name, Buffer.from(content));
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(at, 10);
    centrals.push(word(CENTRAL), Buffer.from([20, 0]), common, rest, name);
    at += LOCAL_BYTES + name.length + content.length;
  }
  const directory = Buffer.concat(centrals);
  const end = Buffer.alloc(END_BYTES);
  end.writeUInt32LE(END, 0);
  end.writeUInt16LE(entries.size, 8);
  end.writeUInt16LE(entries.size, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...locals, directory, end]);
}

function word(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
