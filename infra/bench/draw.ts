/**
 * `npm run bench -- draw`: freeze, draw and verification of 10^4, 10^5 and 10^6 entries, beside the
 * naive way in the same run. `--sizes 10000,100000` and `--runs 5` for others.
 */
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs, promisify } from "node:util";
import { rankPool } from "../../shared/domain/draws/allocation.ts";
import { readRoster, receiptAt, rosterSummary } from "../../shared/domain/draws/roster.ts";
import { sha256Suite } from "../../shared/domain/draws/suites.ts";
import { fieldsFor, rosterText } from "./large-roster.ts";
import { bytesFor, bundleOf, makeDraw, sound } from "./make-draw.ts";
import { measure, type Timing } from "./measure.ts";
import { naiveRank, naiveRoot } from "./naive.ts";
import { type Once, verifyFolder } from "./verify-once.ts";

type Row = { work: string; count: number; ours: Timing; naive: Timing };
/** With each of both once in a process of its own, where nothing is warm and nothing is kept. */
type Verified = Row & { cold: Once; draw: Once };

/** Roster to root, as a freeze and each cosigner compute it. */
async function measureFreeze(count: number, text: string, runs: number): Promise<Row> {
  const bytes = Buffer.from(text);
  const terms = fieldsFor(count);
  const ours = await measure(runs, () =>
    rosterSummary(sha256Suite, sound(readRoster(bytes, terms)), terms),
  );
  const naive = await measure(naiveRuns(count), () =>
    naiveRoot(bytes.toString().trimEnd().split("\n")),
  );
  if (ours.value.root !== naive.value) throw new Error("the roots differ");
  return { work: "freeze", count, ours: ours.timing, naive: naive.timing };
}

/** Tickets of the pool of all entries, and their order. */
async function measureRank(count: number, text: string, runs: number): Promise<Row> {
  const roster = sound(readRoster(text, fieldsFor(count)));
  const key = bytesFor("pool key");
  const ours = await measure(runs, () => rankPool(sha256Suite, key, { roster, pool: 1 }));
  const receipts = Array.from({ length: count }, (_, i) => receiptAt(roster, i));
  const naive = await measure(naiveRuns(count), () => naiveRank(receipts, key));
  naive.value.forEach((receipt, r) => {
    if (receipt !== receiptAt(roster, ours.value.order[r] ?? 0)) throw new Error("orders differ");
  });
  return { work: "tickets + rank", count, ours: ours.timing, naive: naive.timing };
}

/** The naive way repeats what verification cannot do without: both trees, the tickets, the order. */
function verifyNaively(roster: string, ranking: string, keys: Readonly<Record<string, string>>) {
  const lines = roster.trimEnd().split("\n");
  const rosterRoot = naiveRoot(lines);
  const columns = lines.map((line) => line.split(","));
  for (const [pool, key] of Object.entries(keys)) {
    const members = columns.filter(([, pools = ""]) => pools.split("+").includes(pool));
    naiveRank(
      members.map(([receipt = ""]) => receipt),
      Buffer.from(key, "hex"),
    );
  }
  return { rosterRoot, rankingRoot: naiveRoot(ranking.trimEnd().split("\n")) };
}

const run = promisify(execFile);

/** In a process of its own. */
async function once(folder: string, ...what: string[]): Promise<Once> {
  const script = fileURLToPath(new URL("verify-once.ts", import.meta.url));
  const { stdout } = await run(process.execPath, [script, folder, ...what]);
  return JSON.parse(stdout) as Once;
}

/** A whole verification of the three published files, read from the disk. */
async function measureVerify(count: number, text: string, runs: number): Promise<Verified> {
  const fields = fieldsFor(count);
  const made = await makeDraw(fields, text);
  const { roster, ranking, ...bundle } = bundleOf(fields.drawId, made);
  const { document } = made.result;
  const folder = await mkdtemp(join(tmpdir(), "quanju-bench-"));
  try {
    await writeFile(join(folder, "bundle.json"), JSON.stringify(bundle));
    await writeFile(join(folder, "roster.csv"), roster);
    await writeFile(join(folder, "ranking.csv"), ranking);
    const ours = await measure(runs, async () => (await verifyFolder(folder)).code);
    if (ours.value !== null) throw new Error(`verification says ${ours.value}`);
    const naive = await measure(naiveRuns(count), () =>
      verifyNaively(roster, ranking, document.poolKeys),
    );
    if (naive.value.rankingRoot !== document.ranking.root) throw new Error("the roots differ");
    const cold = await once(folder);
    const draw = await once(folder, "draw");
    return { work: "verification", count, ours: ours.timing, naive: naive.timing, cold, draw };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The naive way takes a minute for a million entries: once is enough there. */
const naiveRuns = (count: number): number => (count > 200_000 ? 1 : 3);

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const ms = (value: number): string => value.toFixed(value < 10 ? 1 : 0);
const padded = (...cells: readonly string[]): string =>
  cells.map((cell, i) => (i === 0 ? cell.padEnd(16) : cell.padStart(11))).join("");

function tell({ work, count, ours, naive }: Row): void {
  const times = [ours.min, ours.median, ours.cpu, naive.min, naive.median, naive.cpu].map(ms);
  const ratios = [naive.min / ours.min, naive.cpu / ours.cpu].map((of) => `1/${of.toFixed(1)}`);
  say(padded(work, String(count), ...times, ...ratios));
}

/** How much longer the next size took, by the least times. */
function tellGrowth(rows: readonly Row[]): void {
  for (const row of rows) {
    const before = rows.find(({ work, count }) => work === row.work && count * 10 === row.count);
    if (!before) continue;
    const [wall, cpu] = [row.ours.min / before.ours.min, row.ours.cpu / before.ours.cpu];
    const growth = `× ${wall.toFixed(1)}, cpu × ${cpu.toFixed(1)}`;
    say(`growth ${before.count} → ${row.count}: ${row.work} ${growth}`);
  }
}

export async function benchDraw(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      sizes: { type: "string", default: "10000,100000,1000000" },
      runs: { type: "string", default: "5" },
    },
  });
  const rows: Row[] = [];
  const colds: Verified[] = [];
  say(`Node ${process.versions.node}, load ${loadavg()[0]?.toFixed(1)}; milliseconds`);
  const naive = ["naive min", "naive med", "naive cpu"];
  say(padded("", "entries", "min", "median", "cpu", ...naive, "ratio", "cpu ratio"));
  for (const count of values.sizes.split(",").map(Number)) {
    const text = rosterText(count);
    for (const work of [measureFreeze, measureRank, measureVerify]) {
      const row = await work(count, text, Number(values.runs));
      rows.push(row);
      tell(row);
      if ("cold" in row) colds.push(row as Verified);
    }
  }
  tellGrowth(rows);
  for (const { count, cold, draw } of colds) {
    tellOnce(`freeze + draw of ${count}`, draw);
    tellOnce(`verification of ${count}`, cold);
  }
  tellTargets(rows, colds.at(-1));
}

const megabytes = ({ kilobytes }: Once): number => kilobytes / 1024;

function tellOnce(what: string, once: Once): void {
  const times = `${ms(once.milliseconds)} ms, cpu ${ms(once.cpu)} ms`;
  say(`${what} by itself: ${times}, peak ${megabytes(once).toFixed(0)} MB`);
}

/** What a million entries must reach, by processor time: the machine has other work as well. */
function tellTargets(rows: readonly Row[], last: Verified | undefined): void {
  if (last?.count !== 1_000_000) return;
  const cpuOf = (work: string, count = 1_000_000) =>
    rows.find((row) => row.work === work && row.count === count);
  const growth = (work: string) =>
    (cpuOf(work)?.ours.cpu ?? NaN) / (cpuOf(work, 100_000)?.ours.cpu ?? NaN);
  const tickets = cpuOf("tickets + rank");
  const target = (what: string, value: number, limit: number) => {
    const verdict = value <= limit ? "reached" : Number.isNaN(value) ? "not measured" : "MISSED";
    say(`target ${what}: ${value.toFixed(2)} of at most ${limit}: ${verdict}`);
  };
  target("tickets + rank, part of the naive time", ratio(tickets), 1 / 8);
  target("whole verification by itself, seconds", last.cold.cpu / 1000, 3);
  target("memory of a verification, GB", megabytes(last.cold) / 1024, 1);
  target("memory of freeze + draw, GB", megabytes(last.draw) / 1024, 1);
  target("growth of tickets + rank", growth("tickets + rank"), 11);
  target("growth of verification", growth("verification"), 14);
}

const ratio = (row: Row | undefined): number => (row ? row.ours.cpu / row.naive.cpu : NaN);
