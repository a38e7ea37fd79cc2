/** One verification of a folder in a process of its own: what it took, memory included, as JSON. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { openPolicy } from "../../shared/domain/draws/policy.ts";
import { verifyBundle } from "../../shared/domain/draws/verify-bundle.ts";
import { bulkByChance, readBundle } from "../../web/verify/verify.ts";
import { testPolicy } from "./make-draw.ts";

export type Once = { milliseconds: number; code: string | null; kilobytes: number };

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

const [folder] = process.argv.slice(2);
if (import.meta.main && folder !== undefined) {
  const before = performance.now();
  const { code } = await verifyFolder(folder);
  const milliseconds = performance.now() - before;
  const once: Once = { milliseconds, code, kilobytes: await peakKilobytes() };
  process.stdout.write(`${JSON.stringify(once)}\n`);
}
