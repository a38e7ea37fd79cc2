/**
 * Verification for a stranger: reads a bundle, verifies it against a pinned policy, checks slips
 * and puts the outcome into words. Runs unchanged in a browser and under Node.
 */
import { DrawPolicy, DrawSlip } from "../../shared/contract/draw.ts";
import {
  type BundleFile,
  readBundleFile,
  UnreadableBundle,
} from "../../shared/domain/draws/bundle-file.ts";
import type { BulkHash } from "../../shared/domain/draws/bulk-hash.ts";
import { parseJson } from "../../shared/domain/draws/canonical-json.ts";
import { concat } from "../../shared/domain/draws/encoding.ts";
import { openPolicy, type OpenPolicy } from "../../shared/domain/draws/policy.ts";
import type { Refusal, RefusalPlace } from "../../shared/domain/draws/refusal.ts";
import { checkSlip } from "../../shared/domain/draws/slip.ts";
import { sampledBulk, type SuiteName } from "../../shared/domain/draws/suites.ts";
import type { VerifiedDraw } from "../../shared/domain/draws/verify-bundle.ts";
import { type Language, messageOf } from "./messages.ts";
import type { VerificationSummary } from "./summary.ts";
import { readWholeLog, type WholeLog } from "./whole-log.ts";

/** A bundle of a million entries has 150 MB; more than this is refused unread. */
export const MAX_FILE_BYTES = 400_000_000;

/** Reads one file beside the bundle; undefined when there is none. */
export type ReadBeside = (name: "roster.csv" | "ranking.csv") => Promise<Uint8Array | undefined>;

/**
 * The bundle in a file. Large bundles leave out `roster` and `ranking`: they are then taken from
 * the files beside it.
 *
 * @returns what `verifyBundle` takes; it refuses what is no bundle (`E_FILE`)
 */
export async function readBundle(
  file: Uint8Array,
  beside: ReadBeside,
): Promise<BundleFile | UnreadableBundle> {
  const bundle = readBundleFile(file);
  if (bundle instanceof UnreadableBundle) return bundle;
  return bundle.with({
    roster: bundle.roster ? undefined : await beside("roster.csv"),
    ranking: bundle.ranking ? undefined : await beside("ranking.csv"),
  });
}

/** The bytes behind a URL, up to `MAX_FILE_BYTES`; undefined for 404. @throws Error otherwise */
export async function fetchBytes(url: URL): Promise<Uint8Array | undefined> {
  const response = await fetch(url, { signal: AbortSignal.timeout(600_000) });
  if (response.status === 404) return undefined;
  if (!response.ok || !response.body) throw new Error(`HTTP ${response.status}`);
  const reader = response.body.getReader();
  const parts: Uint8Array[] = [];
  for (let read = 0; ;) {
    const { done, value } = await reader.read();
    if (done) break;
    read += value.length;
    if (read > MAX_FILE_BYTES) throw new Error(`over ${MAX_FILE_BYTES} bytes`);
    parts.push(value);
  }
  return concat(...parts);
}

/** Fetches a bundle; a URL that ends in `/` is a folder with bundle.json. @throws Error */
export async function fetchBundle(url: URL): Promise<BundleFile | UnreadableBundle> {
  const file = url.pathname.endsWith("/") ? new URL("bundle.json", url) : url;
  const bytes = await fetchBytes(file);
  if (bytes === undefined) throw new Error("HTTP 404");
  return readBundle(bytes, (name) => fetchBytes(new URL(name, file)));
}

/** Where the log of a published draw is, unless someone says otherwise: at its site's `/log/`. */
export const logOf = (bundle: URL): URL => new URL("/log/", bundle);

/** Fetches the whole log in a folder; undefined when none is published there. @throws Error */
export const fetchWholeLog = (folder: URL): Promise<WholeLog | undefined> =>
  readWholeLog((path) => fetchBytes(new URL(path, folder)));

/** Bulk hashing whose samples are chosen by chance. */
export const bulkByChance = (suite: SuiteName): BulkHash =>
  sampledBulk(suite, (below) => Math.floor(Math.random() * below));

/** Reads a policy's JSON text; undefined when its shape or one of its keys is wrong. */
export function readPolicy(text: string): OpenPolicy | undefined {
  const read = DrawPolicy.safeParse(parseJson(text)?.value);
  return read.success ? openPolicy(read.data) : undefined;
}

/** Reads a slip's JSON text; undefined when its shape is wrong. */
export function readSlip(text: string): DrawSlip | undefined {
  const read = DrawSlip.safeParse(parseJson(text)?.value);
  return read.success ? read.data : undefined;
}

/** Checks a slip against a draw that was verified. */
export function checkSlipIn(slip: DrawSlip, { documents }: VerifiedDraw): Refusal | undefined {
  const { suite, freeze, result } = documents;
  return checkSlip(slip, {
    suite,
    drawId: result.document.drawId,
    roster: freeze.document.roster,
    result: { ranking: result.document.ranking, poolKeys: result.document.poolKeys },
  });
}

/** What a text from a bundle may do to a terminal: nothing. */
const printable = (text: string): string =>
  text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, "\u{FFFD}").slice(0, 500);

/** The lines that say what was verified, before the last one. */
export function summaryLines(summary: VerificationSummary, language: Language): string[] {
  const lines = [`drawId ${printable(summary.drawId)}`];
  if (summary.title !== null) lines.push(`title ${printable(summary.title)}`);
  if (summary.rules !== null) lines.push(`rules ${summary.rules}`);
  for (const { id, role, vkey } of summary.witnesses) {
    lines.push(`witness ${id} ${printable(role)} ${printable(vkey)}`);
  }
  if (summary.freezeDigest !== null) lines.push(`freeze ${summary.freezeDigest}`);
  if (summary.resultDigest !== null) lines.push(`result ${summary.resultDigest}`);
  if (summary.fixed) {
    lines.push(`seed ${summary.fixed.seed}`, `ranking ${summary.fixed.rankingRoot}`);
    for (const { id, entries, units, selected, cutoff, unfilled } of summary.fixed.pools) {
      const counts = `entries=${entries} units=${units} selected=${selected}`;
      lines.push(`pool ${id} ${counts} cutoff=${cutoff} unfilled=${unfilled}`);
    }
  }
  for (const [pool, key] of Object.entries(summary.facts?.poolKeys ?? {})) {
    lines.push(`key ${pool} ${key}`);
  }
  if (summary.newest) lines.push(`log ${summary.newest.size} entries`);
  for (const warning of summary.warnings) {
    lines.push(`WARN ${warning}`, `  ${messageOf(warning, language)}`);
  }
  return lines;
}

const DAY = 86_400;

const logNotes = {
  unread: {
    zh: "没有读到日志本身：此后若有人另发同一摇号的公告，从这里看不出来。",
    en: "The log itself was not read: a later second notice for this draw would stay hidden.",
  },
  old: {
    zh: "日志最新的检查点已超过一天没有见证机构签名，请向其他渠道索取更新的日志再验证。",
    en: "The log's newest checkpoint was cosigned more than a day ago: verify again with a newer one.",
  },
};

/**
 * What a person should know of the log that was read, or was not.
 *
 * @param now - Unix seconds
 */
export function logLines(
  { ok, newest }: VerificationSummary,
  { now, language }: { now: number; language: Language },
): string[] {
  if (!ok) return [];
  if (!newest) return [`NOTE ${logNotes.unread[language]}`];
  const isOld = newest.cosignedAt !== null && newest.cosignedAt < now - DAY;
  return isOld ? [`NOTE ${logNotes.old[language]}`] : [];
}

/** Where in a file that could not be read, or which entry of the log and where in it. */
function placeOf({ entry, byte }: RefusalPlace, language: Language): string {
  const isChinese = language === "zh";
  const places = [
    ...(entry === undefined ? [] : [isChinese ? `日志第 ${entry} 条` : `log entry ${entry}`]),
    ...(byte === undefined ? [] : [isChinese ? `第 ${byte} 字节` : `byte ${byte}`]),
  ];
  if (places.length === 0) return "";
  return isChinese ? `（${places.join("，")}）` : ` (${places.join(", ")})`;
}

/** The code and its text, then the last line: `RESULT OK` or `RESULT FAIL <code>`. */
export function verdictLines(
  refusal: Pick<Refusal, "refused" | "at"> | undefined,
  language: Language,
): string[] {
  if (!refusal) return [messageOf("OK", language), "RESULT OK"];
  const { refused, at } = refusal;
  return [messageOf(refused, language, at) + placeOf(at, language), `RESULT FAIL ${refused}`];
}
