/**
 * One verification of a folder in a process of its own: what it took, memory included, as JSON. With
 * `draw`, the freeze and the draw over the folder's roster instead.
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { openPolicy } from "../../shared/domain/draws/policy.ts";
import { verifyBundle } from "../../shared/domain/draws/verify-bundle.ts";
import { bulkByChance, readBundle } from "../../web/verify/verify.ts";
import { fieldsFor } from "./large-roster.ts";
import { makeDraw, testPolicy } from "./make-draw.ts";

/** `cpu`: of the whole process, its start included; ms. */
export type Once = { milliseconds: number; cpu: number; code: string | null; kilobytes: number };

/** The most memory this process ever held; what `getrusage` says may be its parent's. */
async function peakKilobytes(): Promise<number> {
  const status = await readFile("/proc/self/status", "utf8").catch(() => "");
  const peak = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1];
  return peak === undefined ? process.resourceUsage().maxRSS : Number(peak);
}

/** Reads and verifies the bundle of a folder. */
export async function verifyFolder(folder: string) {
  const policy = openPolicy(testPolicy);
  if (!policy) throw new Error("the policy is malformed");
  const file = await readFile(join(folder, "bundle.json"));
  const bundle = await readBundle(file, (name) => readFile(join(folder, name)));
  return verifyBundle(bundle, policy, { bulk: bulkByChance });
}

/** Everything from the roster's text to the signed result and the ranking's text. */
async function drawFolder(folder: string): Promise<{ code: null }> {
  const roster = await readFile(join(folder, "roster.csv"), "utf8");
  let count = 0;
  for (let at = roster.indexOf("\n"); at >= 0; at = roster.indexOf("\n", at + 1)) count++;
  await makeDraw(fieldsFor(count), roster);
  return { code: null };
}

const [folder, what] = process.argv.slice(2);
if (import.meta.main && folder !== undefined) {
  const before = performance.now();
  const { code } = await (what === "draw" ? drawFolder(folder) : verifyFolder(folder));
  const milliseconds = performance.now() - before;
  const { user, system } = process.cpuUsage();
  const cpu = (user + system) / 1000;
  const once: Once = { milliseconds, cpu, code, kilobytes: await peakKilobytes() };
  process.stdout.write(`${JSON.stringify(once)}\n`);
}
