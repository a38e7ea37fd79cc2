import { crc32, deflateRawSync } from "node:zlib";
import { unzip, zip } from "../../../functions/imports/zip.ts";

type Packed = { readonly path: string; readonly content: Uint8Array; readonly says?: number };

/** An archive whose files are deflated, and may lie about the size they unpack to. */
export function deflated(files: readonly Packed[]): Buffer {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let at = 0;
  for (const { path, content, says = content.length } of files) {
    const name = Buffer.from(path);
    const data = deflateRawSync(content);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(20, 4);
    local.writeUInt16LE(8, 8);
    local.writeUInt32LE(crc32(content), 14);
    local.writeUInt32LE(data.length, 18);
    local.writeUInt32LE(says, 22);
    local.writeUInt16LE(name.length, 26);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    local.copy(central, 6, 4, 30);
    central.writeUInt32LE(at, 42);
    locals.push(local, name, data);
    centrals.push(central, name);
    at += 30 + name.length + data.length;
  }
  const directory = Buffer.concat(centrals);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...locals, directory, end]);
}

/** A workbook whose first sheet's XML is changed by hand, as no writer of ours would write it. */
export function withSheet(workbook: Buffer, change: (xml: string) => string): Buffer {
  const path = "xl/worksheets/sheet1.xml";
  const entries = unzip(workbook, () => true);
  if (typeof entries === "string") throw new Error(entries);
  const xml = Buffer.from(entries.get(path) ?? []).toString("utf8");
  return zip(new Map([...entries, [path, Buffer.from(change(xml), "utf8")]]));
}

let table: Map<string, Buffer> | undefined;

/** A text in GB18030, which Node reads but does not write: its two-byte part turned round, and four bytes beyond. */
export function gb18030(text: string): Buffer {
  if (!table) {
    table = new Map();
    const decoder = new TextDecoder("gb18030");
    for (let lead = 0x81; lead <= 0xfe; lead++)
      for (let trail = 0x40; trail <= 0xfe; trail++) {
        const bytes = Buffer.from([lead, trail]);
        const char = trail === 0x7f ? "\ufffd" : decoder.decode(bytes);
        if (char.length === 1 && char !== "\ufffd") table.set(char, bytes);
      }
  }
  const known = table;
  return Buffer.concat(
    Array.from(text).map((char) => {
      const code = char.codePointAt(0) ?? 0;
      if (code < 0x80) return Buffer.from([code]);
      const two = known.get(char);
      if (two) return two;
      if (code < 0x10000) throw new Error(`No such character here: ${char}`);
      const n = code - 0x10000 + 189_000;
      return Buffer.from([
        0x81 + Math.floor(n / 12_600),
        0x30 + (Math.floor(n / 1_260) % 10),
        0x81 + (Math.floor(n / 10) % 126),
        0x30 + (n % 10),
      ]);
    }),
  );
}
