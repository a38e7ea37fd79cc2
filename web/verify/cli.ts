/**
 * `node web/verify/cli.ts BUNDLE [--policy F] [--slip F] [--public ID=VALUE] [--log URL] [--lang zh|en]`
 * and `… --vectors FILE…`. Exit 0 for `RESULT OK`, 1 for `RESULT FAIL <code>`, 2 for a usage error.
 */
import { readFile, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { DrawSlip } from "../../shared/contract/draw.ts";
import { parseJson } from "../../shared/domain/draws/canonical-json.ts";
import type { OpenPolicy } from "../../shared/domain/draws/policy.ts";
import { type DrawReport, verifyBundle } from "../../shared/domain/draws/verify-bundle.ts";
import type { Language } from "./messages.ts";
import { summarise } from "./summary.ts";
import { runVectors } from "./vectors.ts";
import {
  bulkByChance,
  checkSlipIn,
  fetchBundle,
  fetchWholeLog,
  logLines,
  logOf,
  MAX_FILE_BYTES,
  readBundle,
  readPolicy,
  readSlip,
  summaryLines,
  verdictLines,
} from "./verify.ts";
import { readWholeLog, type WholeLog } from "./whole-log.ts";

const USAGE = `verify BUNDLE [--policy FILE] [--slip FILE] [--public ID=VALUE]… [--log PLACE] [--lang zh|en]
verify --vectors FILE…
  BUNDLE: a JSON file, a folder with bundle.json, or an http(s) URL of either
  PLACE: folder or http(s) URL of the log's own files; of a bundle with a URL, its site's /log/`;

const print = (...lines: string[]): void => {
  for (const line of lines) process.stdout.write(`${line}\n`);
};

/** A mistake in how the program was called. */
class UsageError extends Error {}

const isMissing = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "ENOENT";

async function readBytes(path: string): Promise<Uint8Array> {
  try {
    if ((await stat(path)).size > MAX_FILE_BYTES) throw new Error(`over ${MAX_FILE_BYTES} bytes`);
    return await readFile(path);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(`cannot read ${path}: ${why}`, { cause: error });
  }
}

/** A policy, a slip or vectors: small. */
const readText = async (path: string): Promise<string> =>
  new TextDecoder().decode(await readBytes(path));

async function readBeside(folder: string, name: string): Promise<Uint8Array | undefined> {
  const path = join(folder, name);
  try {
    await stat(path);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
  return readBytes(path);
}

const isUrl = (place: string): boolean => /^https?:\/\//.test(place);

/** What `load` gives for a URL. @throws UsageError where the network fails */
async function fetched<T>(place: string, load: (url: URL) => Promise<T>): Promise<T> {
  try {
    return await load(new URL(place));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(`cannot fetch ${place}: ${why}`, { cause: error });
  }
}

/** The log's own files: where the caller says, else beside a bundle that comes from the network. */
async function loadLog(bundle: string, place: string | undefined): Promise<WholeLog | undefined> {
  const said = place === undefined || place.endsWith("/") ? place : `${place}/`;
  if (said !== undefined && !isUrl(said)) return readWholeLog((path) => readBeside(said, path));
  if (said !== undefined) return fetched(said, fetchWholeLog);
  return isUrl(bundle) ? fetched(bundle, (url) => fetchWholeLog(logOf(url))) : undefined;
}

async function loadBundle(place: string): Promise<unknown> {
  if (isUrl(place)) return fetched(place, fetchBundle);
  const isFolder = await stat(place).then(
    (found) => found.isDirectory(),
    () => false,
  );
  const file = isFolder ? join(place, "bundle.json") : place;
  return readBundle(await readBytes(file), (name) => readBeside(dirname(file), name));
}

/** The pinned policy: named by the caller, or the one this installation ships with. */
async function loadPolicy(path: string | undefined): Promise<OpenPolicy> {
  const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
  const data = process.env.QUANJU_DATA ?? join(root, ".quanju");
  const file = path ?? join(data, "policy.json");
  const policy = readPolicy(await readText(file));
  if (!policy) throw new UsageError(`${file} is not a policy`);
  return policy;
}

function readReadings(pairs: readonly string[]): Map<string, string> {
  return new Map(
    pairs.map((pair): [string, string] => {
      const split = pair.indexOf("=");
      if (split < 1) throw new UsageError(`--public takes ID=VALUE, not ${pair}`);
      return [pair.slice(0, split), pair.slice(split + 1)];
    }),
  );
}

/** A reading of a source that the draw does not have checks nothing, whatever its reader thinks. */
function checkReadings(report: DrawReport, readings: ReadonlyMap<string, string>): void {
  const notice = report.draw?.documents.notice.document;
  if (!notice) return;
  const sources = [...notice.sources, ...(notice.fallback ? [notice.fallback.source] : [])];
  const known = sources.filter(({ kind }) => kind === "public").map(({ id }) => id);
  for (const id of readings.keys()) {
    if (!known.includes(id)) throw new UsageError(`${id} is no public number of this draw`);
  }
}

async function loadSlip(path: string | undefined): Promise<DrawSlip | undefined> {
  if (path === undefined) return undefined;
  const slip = readSlip(await readText(path));
  if (!slip) throw new UsageError(`${path} is not a slip`);
  return slip;
}

type Arguments = {
  policy: string | undefined;
  slip: string | undefined;
  public: string[];
  log: string | undefined;
  language: Language;
};

/** The first failure of the bundle or, when it stands, of the slip. */
function refusalOf(report: DrawReport, slip: DrawSlip | undefined) {
  if (report.code !== null) return { refused: report.code, at: report.at };
  return slip && report.draw ? checkSlipIn(slip, report.draw) : undefined;
}

async function verify(place: string, given: Arguments): Promise<number> {
  const policy = await loadPolicy(given.policy);
  const readings = readReadings(given.public);
  const slip = await loadSlip(given.slip);
  // The log first: a bundle that is newer than the log shows nothing wrong.
  const whole = await loadLog(place, given.log);
  if (given.log !== undefined && !whole) throw new UsageError(`${given.log} is no log`);
  const bundle = await loadBundle(place);
  const passed: string[] = [];
  const report = verifyBundle(bundle, policy, {
    readings,
    whole,
    bulk: bulkByChance,
    onStep: (step, state) => {
      if (state === "passed") passed.push(step);
    },
  });
  checkReadings(report, readings);
  const summary = summarise(report);
  print(...summaryLines(summary, given.language));
  print(...logLines(summary, { now: Date.now() / 1000, language: given.language }));
  print(...passed.map((step, i) => `STEP ${i + 1} ${step} ok`));
  const refusal = refusalOf(report, slip);
  if (slip && report.ok) print(`SLIP ${refusal?.refused ?? "ok"}`);
  print(...verdictLines(refusal, given.language));
  return refusal ? 1 : 0;
}

async function vectors(files: readonly string[]): Promise<number> {
  let passed = 0;
  let failed = 0;
  for (const file of files) {
    const read = parseJson(await readText(file));
    if (!read) throw new UsageError(`${file} is not JSON`);
    const checks = await runVectors(read.value);
    const wrong = checks.filter((check) => !check.passed);
    print(`${file}: ${checks.length - wrong.length} of ${checks.length}`);
    print(...wrong.map(({ name }) => `  FAILED ${name}`));
    passed += checks.length - wrong.length;
    failed += wrong.length;
  }
  print(`${passed} passed, ${failed} failed`);
  return failed > 0 ? 1 : 0;
}

function readArguments(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        policy: { type: "string" },
        slip: { type: "string" },
        public: { type: "string", multiple: true },
        log: { type: "string" },
        lang: { type: "string", default: "zh" },
        vectors: { type: "boolean", default: false },
        help: { type: "boolean", default: false },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

async function main(args: string[]): Promise<number> {
  const { values, positionals } = readArguments(args);
  if (values.help) {
    print(USAGE);
    return 0;
  }
  if (values.vectors) {
    if (positionals.length === 0) throw new UsageError("--vectors takes at least one file");
    return vectors(positionals);
  }
  const [place, ...others] = positionals;
  if (place === undefined || others.length > 0) throw new UsageError("name one bundle");
  if (values.lang !== "zh" && values.lang !== "en") throw new UsageError("--lang is zh or en");
  return verify(place, {
    policy: values.policy,
    slip: values.slip,
    public: values.public ?? [],
    log: values.log,
    language: values.lang,
  });
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`${error.message}\n${USAGE}\n`);
  process.exitCode = 2;
}
