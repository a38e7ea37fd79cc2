import { createHash } from "node:crypto";
import {
  cosignatureTimes,
  openCheckpoint,
  readCheckpoint,
  type Checkpoint,
} from "../../shared/domain/draws/checkpoint.ts";
import { concat, equalBytes, toHex, utf8 } from "../../shared/domain/draws/encoding.ts";
import { leafHash, merkleTree } from "../../shared/domain/draws/merkle.ts";
import { openPolicy, type OpenPolicy } from "../../shared/domain/draws/policy.ts";
import { sha256Suite } from "../../shared/domain/draws/suites.ts";
import { appendToLog, emptyLog } from "../../shared/domain/draws/tiles.ts";
import { judge } from "../local/cosigner/judge.ts";
import { Unreachable, fetchBytes, publicFiles } from "../local/cosigner/public-files.ts";
import { sameFlats } from "./flats.ts";
import type { Memory } from "./memory.ts";

/** What no honest log ever shows; every one is a reason to raise the alarm. */
export type AlarmCode =
  | "checkpoint-gone"
  | "checkpoint-malformed"
  | "log-signature"
  | "cosignatures"
  | "shrunken"
  | "fork"
  | "file-changed"
  | "file-gone"
  | "tile-wrong"
  | "history-rewritten"
  | "document";

export type Alarm = { readonly code: AlarmCode; readonly what: string };

/** How a look ended. `warnings` are for people to judge; they are no rewrite. */
export type Look =
  | { readonly kind: "well"; readonly memory: Memory; readonly warnings: readonly string[] }
  | { readonly kind: "alarm"; readonly alarm: Alarm; readonly checkpoint?: string };

type Known = Pick<Memory, "log" | "policy"> & Partial<Memory>;

const DAY = 86_400;

class Raised extends Error {
  readonly alarm: Alarm;
  constructor(code: AlarmCode, what: string) {
    super(code);
    this.alarm = { code, what };
  }
}

/**
 * Looks at a log from outside, once: its head and signatures, every file that was seen before, every
 * tile recomputed from the entries, the history up to the head seen last, and what the new entries
 * announce. It believes nothing that the installation says about itself.
 *
 * @param known - what the last look left; only `log` and `policy` on the first one
 * @param now - Unix seconds
 * @returns all well, with what to remember; or the first alarm, upon which nothing must be forgotten
 * @throws Unreachable when something public could not be had now: no verdict
 */
export async function look(known: Known, now: number): Promise<Look> {
  const bytes = await fetchBytes(`${known.log}checkpoint`);
  const text = bytes && Buffer.from(bytes).toString("utf8");
  try {
    return await examine(known, { text, now });
  } catch (error) {
    if (!(error instanceof Raised)) throw error;
    return { kind: "alarm", alarm: error.alarm, ...(text !== undefined && { checkpoint: text }) };
  }
}

async function examine(
  known: Known,
  { text, now }: { text: string | undefined; now: number },
): Promise<Look> {
  const policy = openPolicy(known.policy);
  if (!policy) throw new Error("The pinned policy has a malformed key");
  if (text === undefined && known.size === undefined)
    throw new Unreachable("The log has no checkpoint yet.");
  if (text === undefined) throw new Raised("checkpoint-gone", `size ${String(known.size)}`);
  const { checkpoint, warnings } = opened(text, policy, now);
  const size = known.size ?? 0;
  if (checkpoint.size < size)
    throw new Raised("shrunken", `from ${String(size)} to ${String(checkpoint.size)}`);
  if (checkpoint.size === size && toHex(checkpoint.root) !== known.root)
    throw new Raised("fork", `two heads of size ${String(size)}`);

  const entries = await publishedEntries(known.log, checkpoint.size);
  const files = await checkedFiles(known, entries);
  const leaves = concat(...entries.map((entry) => leafHash(sha256Suite, utf8(entry))));
  const rootAt = (count: number) => merkleTree(sha256Suite, leaves.subarray(0, count * 32)).root;
  if (known.root !== undefined && toHex(rootAt(size)) !== known.root)
    throw new Raised("history-rewritten", `the first ${String(size)} entries are others`);
  if (!equalBytes(rootAt(checkpoint.size), checkpoint.root))
    throw new Raised("tile-wrong", "the entries do not give the signed root");

  const notices = await documents(known, { added: entries.slice(size), now });
  const flats = await sameFlats(siteOf(known.log), entries, now);
  const memory: Memory = {
    ...{ log: known.log, policy: known.policy, size: checkpoint.size },
    ...{ root: toHex(checkpoint.root), checkpoint: text, files, notices },
    lookedAt: new Date(now * 1000).toISOString(),
  };
  return { kind: "well", memory, warnings: [...warnings, ...flats] };
}

const siteOf = (log: string): string => new URL("..", log).href.replace(/\/$/, "");

/** The head with all its signatures checked. */
function opened(
  text: string,
  policy: OpenPolicy,
  now: number,
): { checkpoint: Checkpoint; warnings: string[] } {
  if (!readCheckpoint(text)) throw new Raised("checkpoint-malformed", "not a signed checkpoint");
  const checkpoint = openCheckpoint(text, policy.log);
  if (!checkpoint) throw new Raised("log-signature", "the log's key has not signed this head");
  const times = cosignatureTimes(checkpoint.note, policy.cosigners);
  if (!times) throw new Raised("cosignatures", "a cosigner's line is invalid");
  if (times.length < policy.threshold)
    throw new Raised("cosignatures", `${String(times.length)} of ${String(policy.threshold)}`);
  const last = times.at(-1);
  const isStale = last !== undefined && now - last > DAY;
  return { checkpoint, warnings: isStale ? ["the head was cosigned more than a day ago"] : [] };
}

async function publishedEntries(log: string, size: number): Promise<string[]> {
  try {
    return await publicFiles(siteOf(log), undefined).entries(0, size);
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    // Down altogether is no verdict; a signed head without its entries is one.
    const head = await fetchBytes(`${log}checkpoint`);
    if (head) throw new Raised("file-gone", "entries of a signed head are not served");
    throw error;
  }
}

const digestOf = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/** A partial file may go once the full one is there (C2SP tlog-tiles, Partial Tiles). */
const fullOf = (path: string): string => path.replace(/\.p\/[0-9]+$/, "");

/**
 * Checks every file of the log: those seen before are as they were, and those that a log of these
 * entries must have are there and right, to the byte.
 *
 * @returns the digests of all of them
 */
async function checkedFiles(
  { log, files: before = {} }: Known,
  entries: readonly string[],
): Promise<Record<string, string>> {
  const files: Record<string, string> = {};
  for (const [path, digest] of Object.entries(before)) {
    const bytes = await fetchBytes(log + path);
    if (!bytes && (path === fullOf(path) || !(await fetchBytes(log + fullOf(path)))))
      throw new Raised("file-gone", path);
    if (bytes && digestOf(bytes) !== digest) throw new Raised("file-changed", path);
    if (bytes) files[path] = digest;
  }
  for (const { path, bytes } of appendToLog(emptyLog, entries).tiles) {
    if (files[path] === digestOf(bytes)) continue;
    const served = await fetchBytes(log + path);
    if (!served) throw new Raised("file-gone", path);
    if (!equalBytes(served, bytes)) throw new Raised("tile-wrong", path);
    files[path] = digestOf(bytes);
  }
  return files;
}

/** What new entries announce, judged as a cosigner judges them, without bulletin or relays. */
async function documents(
  { log, notices = {} }: Known,
  { added, now }: { added: readonly string[]; now: number },
): Promise<Record<string, string>> {
  const seen = { now, files: publicFiles(siteOf(log), undefined) };
  // Whether no relay served a beacon cannot be seen afterwards: that is the cosigners'.
  const judged = added.filter((entry) => !entry.includes('"pvl1/failure"'));
  const verdict = await judge(judged, { notices: new Map(Object.entries(notices)), ...seen });
  if ("objection" in verdict) throw new Raised("document", verdict.objection);
  return Object.fromEntries(verdict.notices);
}
