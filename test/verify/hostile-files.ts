/**
 * Run by itself (`node --expose-gc … [MEGABYTES [NAME…]]`): verifies files made to exhaust a reader, and prints for each
 * the code, the byte, the time and how much more memory the process came to hold.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openPolicy } from "../../shared/domain/draws/policy.ts";
import { readBundleFile } from "../../shared/domain/draws/bundle-file.ts";
import { readRoster } from "../../shared/domain/draws/roster.ts";
import { isRefusal } from "../../shared/domain/draws/refusal.ts";
import { verifyBundle } from "../../shared/domain/draws/verify-bundle.ts";
import { noticeFields, testPolicy } from "../../infra/bench/make-draw.ts";

export type Found = {
  name: string;
  megabytes: number;
  code: string | null;
  byte: number | null;
  milliseconds: number;
  moreMegabytes: number;
};

const MB = 1_000_000;
const [megabytesAsked = "6", ...namesAsked] = process.argv.slice(2);
const SIZE = Number(megabytesAsked) * MB;
const isAsked = ([name]: readonly [string, unknown]): boolean =>
  namesAsked.length === 0 || namesAsked.includes(name);

const filled = (piece: string, size = SIZE): string =>
  piece.repeat(Math.floor(size / piece.length));
const bundle = (log: string, checkpoints = "{}", roster = '""'): string =>
  `{"drawId":"test-draw","log":[${log}],"checkpoints":${checkpoints},"roster":${roster}}`;
const inString = (text: string): string => JSON.stringify(text);
const claim = (rest: string): string =>
  inString(`{"drawId":"test-draw","type":"pvl1/notice","x":${rest}}`);
const line = `AAAAAAAA,A,0,1,-,${"0".repeat(64)}\n`;

/** Bundles, each with the kind of exhaustion it is after. */
const bundles: Record<string, () => string> = {
  "lists without end": () => filled("["),
  "objects without end": () => bundle(filled('{"a":')),
  "lists within closed lists": () => bundle(`${filled("[", SIZE / 2)}${filled("]", SIZE / 2)}`),
  "millions of empty lists": () => `{"x":[${filled("[],")}[]]}`,
  "millions of empty entries": () => bundle(`${filled('"",')}""`),
  "millions of short entries": () => bundle(`${filled('"{}",')}""`),
  "entries that are nearly documents": () =>
    bundle(`${filled(`${inString('{"drawId":"test-draw","type":"pvl1/x')},`)}""`),
  "one entry of nested lists": () => bundle(claim(filled("[", SIZE))),
  "one entry that holds millions": () => bundle(claim(`[${filled("[],")}[]]`)),
  "one entry of escapes": () => bundle(`"${filled("\\u0041")}"`),
  "a number of millions of digits": () => bundle(filled("9")),
  "checkpoints by the million": () =>
    bundle("", `{${Array.from({ length: SIZE / 16 }, (_, i) => `"amend-${i}":""`).join()}}`),
  "a name of millions of letters": () => `{"${filled("a")}":1}`,
  "a text that does not end": () => `{"drawId":"${filled("a")}`,
  "bytes that are no UTF-8": () => `{"drawId":"${filled("a")}\u00ff"}`,
  "nothing but NUL": () => filled("\0"),
  "members of one name": () => `{${filled('"roster":"",')}"roster":""}`,
};

const rosters: Record<string, () => string> = {
  "a roster of line feeds": () => filled("\n"),
  "a roster of NUL": () => filled("\0"),
  "a roster of one line": () => filled("A"),
  "a roster without its last line feed": () => line + filled(line.replace("\n", "x")),
  "a roster of one receipt": () => filled(line),
  "a score of millions of digits": () => `AAAAAAAA,A,${filled("9")}`,
  "pools without end": () => `AAAAAAAA,${filled("A+")}`,
  "a roster of commas": () => filled(","),
};

const peak = (): number => {
  const status = readFileSync("/proc/self/status", "utf8");
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? Number.NaN) / 1024;
};
const forgetPeak = (): void => {
  globalThis.gc?.();
  writeFileSync("/proc/self/clear_refs", "5");
};

const policy = openPolicy(testPolicy);
if (!policy) throw new Error("the policy is malformed");
const folder = mkdtempSync(join(tmpdir(), "hostile-"));
const file = join(folder, "file");

function measured(name: string, text: string, read: (bytes: Uint8Array) => Partial<Found>): Found {
  // In Latin-1 a letter is a byte, so that what is no UTF-8 can be written too.
  writeFileSync(file, text, "latin1");
  const megabytes = text.length / MB;
  return { ...run(read), name, megabytes };
}

function run(read: (bytes: Uint8Array) => Partial<Found>): Omit<Found, "name" | "megabytes"> {
  forgetPeak();
  const before = peak();
  const started = performance.now();
  const found = read(readFileSync(file));
  const milliseconds = performance.now() - started;
  const moreMegabytes = peak() - before;
  return { code: null, byte: null, ...found, milliseconds, moreMegabytes };
}

const found: Found[] = [];
for (const [name, make] of Object.entries(bundles).filter(isAsked)) {
  const judge = (bytes: Uint8Array) => {
    const { code, at } = verifyBundle(readBundleFile(bytes), policy);
    return { code, byte: at.byte ?? null };
  };
  found.push(measured(name, make(), judge));
}
for (const [name, make] of Object.entries(rosters).filter(isAsked)) {
  const judge = (bytes: Uint8Array) => {
    const read = readRoster(bytes, noticeFields());
    return isRefusal(read) ? { code: read.refused, byte: read.at.byte ?? null } : {};
  };
  found.push(measured(name, make(), judge));
}
rmSync(folder, { recursive: true });
process.stdout.write(`${JSON.stringify(found)}\n`);
