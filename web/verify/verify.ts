/**
 * Verification for a stranger: reads a bundle, verifies it against a pinned policy, checks slips
 * and puts the outcome into words. Runs unchanged in a browser and under Node.
 */
import { DrawPolicy, DrawSlip } from "../../shared/contract/draw.ts";
import { parseJson } from "../../shared/domain/draws/canonical-json.ts";
import { openPolicy, type OpenPolicy } from "../../shared/domain/draws/policy.ts";
import type { Refusal } from "../../shared/domain/draws/refusal.ts";
import { checkSlip } from "../../shared/domain/draws/slip.ts";
import type { VerifiedDraw } from "../../shared/domain/draws/verify-bundle.ts";
import { type Language, messageOf } from "./messages.ts";
import type { VerificationSummary } from "./summary.ts";

/** A bundle of a million entries has 150 MB; more than this is refused unread. */
export const MAX_FILE_BYTES = 400_000_000;

/** Reads one file beside the bundle; undefined when there is none. */
export type ReadBeside = (name: "roster.csv" | "ranking.csv") => Promise<string | undefined>;

/**
 * The bundle in a JSON text. Large bundles leave out `roster` and `ranking`: they are then taken
 * from the files beside it.
 *
 * @returns a value of unknown shape for `verifyBundle`, which refuses a wrong one (`E_FILE`);
 *   undefined when the text is not JSON
 */
export async function readBundle(text: string, beside: ReadBeside): Promise<unknown> {
  const value = parseJson(text)?.value;
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const roster = "roster" in value ? undefined : await beside("roster.csv");
  const ranking = "ranking" in value ? undefined : await beside("ranking.csv");
  return {
    ...value,
    ...(roster === undefined ? {} : { roster }),
    ...(ranking === undefined ? {} : { ranking }),
  };
}

/** The text behind a URL, up to `MAX_FILE_BYTES`; undefined for 404. @throws Error otherwise */
export async function fetchText(url: URL): Promise<string | undefined> {
  const response = await fetch(url, { signal: AbortSignal.timeout(600_000) });
  if (response.status === 404) return undefined;
  if (!response.ok || !response.body) throw new Error(`HTTP ${response.status}`);
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  const reader = response.body.getReader();
  const parts: string[] = [];
  for (let read = 0; ;) {
    const { done, value } = await reader.read();
    if (done) break;
    read += value.length;
    if (read > MAX_FILE_BYTES) throw new Error(`over ${MAX_FILE_BYTES} bytes`);
    parts.push(decoder.decode(value, { stream: true }));
  }
  return parts.join("") + decoder.decode();
}

/** Fetches a bundle; a URL that ends in `/` is a folder with bundle.json. @throws Error */
export async function fetchBundle(url: URL): Promise<unknown> {
  const file = url.pathname.endsWith("/") ? new URL("bundle.json", url) : url;
  const text = await fetchText(file);
  if (text === undefined) throw new Error("HTTP 404");
  return readBundle(text, (name) => fetchText(new URL(name, file)));
}

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
  for (const warning of summary.warnings) {
    lines.push(`WARN ${warning}`, `  ${messageOf(warning, language)}`);
  }
  return lines;
}

/** The code and its text, then the last line: `RESULT OK` or `RESULT FAIL <code>`. */
export function verdictLines(
  refusal: Pick<Refusal, "refused" | "at"> | undefined,
  language: Language,
): string[] {
  if (!refusal) return [messageOf("OK", language), "RESULT OK"];
  return [messageOf(refusal.refused, language, refusal.at), `RESULT FAIL ${refusal.refused}`];
}
